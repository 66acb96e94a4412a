#include "expr/check.h"

#include <algorithm>

#include "base/text.h"
#include "expr/checker.h"

namespace runner::expr {
namespace {

// The name that a chain of selections and indices starts from, or null.
const Ast* root_of(const Ast& ast) {
  const Ast* root = &ast;
  while (root->kind == AstKind::kSelect || root->kind == AstKind::kIndex) {
    root = &root->children[0];
  }
  return root->kind == AstKind::kName ? root : nullptr;
}

std::string suggestion(const std::string& name, const std::vector<std::string>& candidates) {
  const std::string found = nearest(name, candidates);
  return found.empty() ? "" : "did you mean '" + found + "'?";
}

std::string hint_for_name(const std::string& name, const std::vector<std::string>& visible) {
  if (name == "True") return "write true";
  if (name == "False") return "write false";
  if (name == "None" || name == "nil" || name == "NULL") return "write null";
  std::string hint = suggestion(name, visible);
  const int32_t function = find_function(name);
  if (!hint.empty() || function < 0) return hint;
  return "a function is called: " + std::string(functions()[static_cast<size_t>(function)].usage);
}

TypeSet attribute_type(std::string_view name) {
  if (name == "pid" || name == "exitcode") return types::kInt | types::kNull;
  if (name == "alive" || name == "daemon") return types::kBool;
  return name == "index" ? types::kInt : types::kString;
}

std::string hint_for_operands(const Ast& ast, TypeSet left, TypeSet right) {
  const TypeSet both = left | right;
  const bool text_and_number = (left == types::kString && (right & types::kNumber) != 0) ||
                               (right == types::kString && (left & types::kNumber) != 0);
  if (ast.op == Operator::kAdd && text_and_number) {
    return "write string(x) for the number's text, or a text with ${…} in it";
  }
  const bool chained = (both & types::kBool) != 0 && ast.children[0].kind == AstKind::kBinary;
  if (ast.op >= Operator::kLess && ast.op <= Operator::kGreaterEqual && chained) {
    return "write a < b && b < c for a < b < c";
  }
  if (ast.op == Operator::kIn && right == types::kString) return "write text.contains(part)";
  return "";
}

}  // namespace

Diagnostic& Checker::error(const Ast& at, std::string message, std::string hint) {
  Diagnostic& diagnostic = diagnostics_.error(at.at, std::move(message));
  diagnostic.length = at.length;
  diagnostic.hint = std::move(hint);
  return diagnostic;
}

bool Checker::is_variable(const std::string& name) const {
  return std::find(variables_.begin(), variables_.end(), name) != variables_.end();
}

TypeSet Checker::offer(Ast& ast) {
  const Ast* root = ast.kind == AstKind::kCall ? &ast : root_of(ast);
  if (root == nullptr) return 0;
  if (root->kind == AstKind::kName && is_variable(root->name)) return 0;
  const std::optional<Type> taken = names_.bind(ast, variables_, diagnostics_);
  return taken ? set_of(*taken) : TypeSet{0};
}

TypeSet Checker::visit(Ast& ast) {
  switch (ast.kind) {
    case AstKind::kLiteral:
      return set_of(type_of(ast.value));
    case AstKind::kName:
      return name(ast);
    case AstKind::kSelect:
      return select(ast);
    case AstKind::kHas:
      return has(ast);
    case AstKind::kIndex:
      return index(ast);
    case AstKind::kCall:
      return call(ast);
    case AstKind::kUnary:
      return unary(ast);
    case AstKind::kBinary:
      return binary(ast);
    case AstKind::kAnd:
    case AstKind::kOr:
      return logic(ast);
    case AstKind::kConditional:
      return conditional(ast);
    case AstKind::kList:
      return list(ast);
    case AstKind::kMap:
      return map(ast);
    case AstKind::kMacro:
      return macro(ast);
    case AstKind::kTemplate:
      for (Ast& part : ast.children) visit(part);
      return types::kString;
    case AstKind::kLocal:
    case AstKind::kInput:
      return types::kAny;
  }
  UNREACHABLE();
}

TypeSet Checker::name(Ast& ast, std::string hint) {
  if (is_variable(ast.name)) return types::kAny;
  if (const TypeSet taken = offer(ast)) return taken;
  if (hint.empty()) {
    std::vector<std::string> visible = names_.visible();
    visible.insert(visible.end(), variables_.begin(), variables_.end());
    hint = hint_for_name(ast.name, visible);
  }
  error(ast, "unknown name '" + ast.name + "'", std::move(hint));
  ast.kind = AstKind::kLiteral;
  return types::kAny;
}

TypeSet Checker::select(Ast& ast) {
  if (const TypeSet taken = offer(ast)) return taken;
  const TypeSet object = visit(ast.children[0]);
  if (object == types::kProcess) {
    const std::vector<std::string>& known = ProcessBody::attribute_names();
    if (std::find(known.begin(), known.end(), ast.name) != known.end()) {
      return attribute_type(ast.name);
    }
    error(ast, "a process has no attribute '" + ast.name + "'", suggestion(ast.name, known));
  } else if ((object & (types::kMap | types::kProcess)) == 0) {
    const bool size = ast.name == "size" || ast.name == "length";
    error(ast, describe(object) + " has no attribute '" + ast.name + "'",
          size ? "write size(x)" : "");
  }
  return types::kAny;
}

TypeSet Checker::has(Ast& ast) {
  const TypeSet object = visit(ast.children[0].children[0]);
  if ((object & (types::kMap | types::kProcess)) == 0) {
    error(ast, "has() needs a map or a process, not " + names_of(object));
  }
  return types::kBool;
}

TypeSet Checker::index(Ast& ast) {
  if (const TypeSet taken = offer(ast)) return taken;
  const TypeSet object = visit(ast.children[0]);
  const TypeSet key = visit(ast.children[1]);
  if ((object & (types::kList | types::kMap)) == 0) {
    error(ast, describe(object) + " has no elements");
  } else if (object == types::kList && (key & types::kNumber) == 0) {
    error(ast.children[1], "a list's index is an int, not " + names_of(key));
  } else if ((key & (types::kBool | types::kNumber | types::kString)) == 0) {
    error(ast.children[1], "a map's key is a bool, an int or a string, not " + names_of(key));
  }
  return types::kAny;
}

TypeSet Checker::unary(Ast& ast) {
  const TypeSet operand = visit(ast.children[0]);
  const TypeSet result = unary_result(ast.op, operand);
  if (result != 0) return result;
  error(ast, needs(ast.op) + ", not " + names_of(operand));
  return ast.op == Operator::kNot ? types::kBool : types::kNumber;
}

TypeSet Checker::binary(Ast& ast) {
  const TypeSet left = visit(ast.children[0]);
  const TypeSet right = visit(ast.children[1]);
  const TypeSet result = binary_result(ast.op, left, right);
  if (result != 0) return result;
  const bool is_in = ast.op == Operator::kIn;
  std::string given = is_in || left == types::kAny ? "" : names_of(left);
  if (right != types::kAny) given += (given.empty() ? "" : " and ") + names_of(right);
  error(ast, needs(ast.op) + ", not " + given, hint_for_operands(ast, left, right));
  return ast.op >= Operator::kLess ? types::kBool : types::kAny;
}

TypeSet Checker::logic(Ast& ast) {
  const bool is_and = ast.kind == AstKind::kAnd;
  // `true ||` and `&& false` are decided, whatever stands on the other side.
  const bool decided =
      std::any_of(ast.children.begin(), ast.children.end(), [is_and](const Ast& operand) {
        return operand.kind == AstKind::kLiteral && operand.value.is_bool() &&
               operand.value.as_bool() != is_and;
      });
  for (Ast& operand : ast.children) {
    const TypeSet type = visit(operand);
    if (decided || (type & types::kBool) != 0) continue;
    const char* op = is_and ? "&&" : "||";
    error(operand, std::string("'") + op + "' needs two bools, not " + names_of(type));
  }
  return types::kBool;
}

void Checker::condition(const Ast& ast, TypeSet type) {
  if ((type & types::kBool) != 0) return;
  error(ast, "a condition must be a bool, not " + names_of(type));
}

TypeSet Checker::conditional(Ast& ast) {
  const TypeSet test = visit(ast.children[0]);
  condition(ast.children[0], test);
  const TypeSet first = visit(ast.children[1]);
  return first | visit(ast.children[2]);
}

TypeSet Checker::list(Ast& ast) {
  for (Ast& item : ast.children) visit(item);
  return types::kList;
}

// Reports a literal key that is there before; `seen` tells where.
void Checker::twice(const Ast& map, size_t which, MapBody& seen) {
  const Ast& key = map.children[which];
  Value normal;
  if (!map_key(key.value, normal)) return;
  if (const Value* first = seen.find(normal)) {
    const Ast& other = map.children[static_cast<size_t>(first->as_int())];
    error(key, "this key is there twice").notes.push_back({other.at, "first here"});
  } else {
    seen.set(normal, Value::integer(static_cast<int64_t>(which)));
  }
}

TypeSet Checker::map(Ast& ast) {
  MapBody seen;
  for (size_t i = 0; i + 1 < ast.children.size(); i += 2) {
    Ast& key = ast.children[i];
    const bool bare = key.kind == AstKind::kName;
    const TypeSet type =
        bare ? name(key, "a key that is a text stands in quotes: \"" + key.name + "\"")
             : visit(key);
    if ((type & (types::kBool | types::kInt | types::kString)) == 0) {
      error(key, "a map's key is a bool, an int or a string, not " + names_of(type));
    }
    if (key.kind == AstKind::kLiteral) twice(ast, i, seen);
    visit(ast.children[i + 1]);
  }
  return types::kMap;
}

TypeSet Checker::macro(Ast& ast) {
  const TypeSet source = visit(ast.children[0]);
  const std::string name(macro_name(ast.macro));
  if ((source & (types::kList | types::kMap)) == 0) {
    error(ast, name + "() needs a list or a map, not " + names_of(source));
  }
  std::string clash = names_.macro_variable_clash(ast.name);
  if (clash.empty() && is_variable(ast.name)) {
    clash = "'" + ast.name + "' is already the variable of a macro around this one";
  }
  const bool reserved =
      ast.name == "self" || ast.name == "main" || ast.name == "index" || ast.name == "error";
  if (clash.empty() && reserved) clash = "'" + ast.name + "' is reserved";
  if (!clash.empty()) {
    Ast variable;
    variable.at = ast.variable_at;
    variable.length = static_cast<int32_t>(ast.name.size());
    error(variable, clash, "choose another name for the variable");
  }
  variables_.push_back(ast.name);
  const bool maps = ast.macro == Macro::kMap;
  for (size_t i = 1; i < ast.children.size(); ++i) {
    const TypeSet type = visit(ast.children[i]);
    if (!maps || i + 1 < ast.children.size()) condition(ast.children[i], type);
  }
  variables_.pop_back();
  return maps || ast.macro == Macro::kFilter ? types::kList : types::kBool;
}

}  // namespace runner::expr

namespace runner {

std::string_view type_name(Type type) {
  switch (type) {
    case Type::kAny:
      return "any";
    case Type::kNull:
      return "null";
    case Type::kBool:
      return "bool";
    case Type::kInt:
      return "int";
    case Type::kDouble:
      return "double";
    case Type::kNumber:
      return "number";
    case Type::kString:
      return "string";
    case Type::kList:
      return "list";
    case Type::kMap:
      return "map";
    case Type::kProcess:
      return "process";
    case Type::kHandle:
      return "handle";
  }
  UNREACHABLE();
}

Type type_of(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return Type::kNull;
    case ValueKind::kBool:
      return Type::kBool;
    case ValueKind::kInt:
      return Type::kInt;
    case ValueKind::kDouble:
      return Type::kDouble;
    case ValueKind::kString:
      return Type::kString;
    case ValueKind::kList:
      return Type::kList;
    case ValueKind::kMap:
      return Type::kMap;
    case ValueKind::kProcess:
      return Type::kProcess;
    case ValueKind::kHandle:
      return Type::kHandle;
    case ValueKind::kDeadline:
    case ValueKind::kObject:
    case ValueKind::kError:
      return Type::kAny;
  }
  UNREACHABLE();
}

Type check(Ast& ast, Names& names, Diagnostics& diagnostics) {
  return expr::type_of_set(expr::Checker(names, diagnostics).visit(ast));
}

}  // namespace runner
