#include "scenario/local_key.h"

#include <algorithm>

#include "base/limits.h"
#include "expr/functions.h"
#include "scenario/constants.h"

namespace runner {
namespace {

// Kinds of which an expression is only as good as its parts.
bool is_made_of_parts(const Ast& ast) {
  switch (ast.kind) {
    case AstKind::kSelect:
    case AstKind::kIndex:
    case AstKind::kUnary:
    case AstKind::kBinary:
    case AstKind::kAnd:
    case AstKind::kOr:
    case AstKind::kConditional:
    case AstKind::kList:
    case AstKind::kMap:
    case AstKind::kTemplate:
      return true;
    case AstKind::kCall: {
      const int32_t function = expr::find_function(ast.name);
      return function >= 0 && expr::functions()[static_cast<size_t>(function)].pure;
    }
    case AstKind::kLiteral:
    case AstKind::kName:
    case AstKind::kMacro:
    case AstKind::kHas:
    case AstKind::kLocal:
    case AstKind::kInput:
      return false;
  }
  UNREACHABLE();
}

bool depends_on_nothing(const Ast& ast) {
  if (ast.kind == AstKind::kLiteral) return true;
  return is_made_of_parts(ast) &&
         std::all_of(ast.children.begin(), ast.children.end(), depends_on_nothing);
}

}  // namespace

bool is_made_of_locals(Loading& loading, FrameScope& frame, const Ast& ast,
                       const std::vector<std::string>& macro_variables) {
  if (ast.kind == AstKind::kLiteral) return true;
  if (ast.kind == AstKind::kName) {
    const bool is_variable = std::find(macro_variables.begin(), macro_variables.end(), ast.name) !=
                             macro_variables.end();
    if (is_variable) return false;
    const Meaning meaning = meaning_of(loading, frame, ast.name);
    return meaning.kind == Meaning::Kind::kVar || meaning.kind == Meaning::Kind::kLocal;
  }
  const bool is_of_self = ast.kind == AstKind::kSelect && ast.children[0].kind == AstKind::kName &&
                          ast.children[0].name == "self";
  if (is_of_self) return ast.name == "index" || ast.name == "name";
  return is_made_of_parts(ast) &&
         std::all_of(ast.children.begin(), ast.children.end(), [&](const Ast& child) {
           return is_made_of_locals(loading, frame, child, macro_variables);
         });
}

std::optional<Value> folded(const Ast& ast) {
  if (!depends_on_nothing(ast)) return std::nullopt;
  if (ast.kind == AstKind::kLiteral) return ast.value;
  uint64_t steps = limits::kFoldingSteps;
  Value value = compute(ast, {}, 0, steps);
  if (value.is_error()) return std::nullopt;
  return value;
}

}  // namespace runner
