// An expression as a tree: what CEL's text means, before and after its names are bound.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/compact_vector.h"
#include "expr/value.h"
#include "text/source.h"

namespace runner {

enum class AstKind : uint8_t {
  kLiteral,      // value
  kName,         // name, not bound yet
  kSelect,       // children[0] . name
  kIndex,        // children[0] [ children[1] ]
  kCall,         // name(children…), or children[0].name(children[1…]) when `receiver`
  kUnary,        // op children[0]
  kBinary,       // children[0] op children[1]
  kAnd,          // children[0] && children[1]
  kOr,           // children[0] || children[1]
  kConditional,  // children[0] ? children[1] : children[2]
  kList,         // [children…]
  kMap,          // {children[0]: children[1], …}
  kMacro,        // children[0].macro(name, children[1] [, children[2]])
  kHas,          // has(children[0]), children[0] being a select
  kTemplate,     // the text of every child, joined: "p${x}" (a literal string child stays as it is)
  kLocal,        // bound: the frame's slot `slot`
  kInput,        // bound: the expression's input number `slot`, read before it is computed
};

enum class Operator : uint8_t {
  kNot,
  kNegate,  // unary
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kRemainder,  // arithmetic, + also of strings and lists
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kEqual,
  kNotEqual,
  kIn,
};

std::string_view operator_text(Operator op);  // "+", "in"

enum class Macro : uint8_t { kAll, kExists, kExistsOne, kFilter, kMap };
std::string_view macro_name(Macro macro);  // "exists_one"

struct Ast {
  AstKind kind = AstKind::kLiteral;
  Operator op = Operator::kNot;
  Macro macro = Macro::kAll;
  bool receiver = false;
  bool may_fail = false;  // kInput: an error may stand for it, which counts where it is used
  int32_t slot = -1;
  Position at;           // of the operator, of the name, of the literal
  int32_t length = 1;    // code points to underline
  Position variable_at;  // of a macro's variable
  std::string name;
  Value value;
  CompactVector<Ast> children;
};

// The canonical text form: what the program listing shows, `(a + 1)`, `#0` for an input, `%2` for
// a slot, names as they are.
std::string ast_text(const Ast& ast);

// Whether `m.name` selects that entry: words that are values or operators stand in backquotes.
bool is_selectable(std::string_view name);

}  // namespace runner
