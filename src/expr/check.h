// The static check: binds names, and finds the type errors that can be known before anything runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "expr/ast.h"
#include "text/diagnostic.h"

namespace runner {

// What is known of a value before it is computed.
enum class Type : uint8_t {
  kAny,
  kNull,
  kBool,
  kInt,
  kDouble,
  kNumber,
  kString,
  kList,
  kMap,
  kProcess,
  kHandle,
};
std::string_view type_name(Type type);
Type type_of(const Value& value);

// Gives names their meaning. Implemented by whoever knows them (the scenario's resolver, `eval`).
class Names {
 public:
  virtual ~Names() = default;

  // Offered every kName, and every kSelect / kIndex chain over one (the longest first; of has(a.b)
  // only a), and every call without receiver, unless the name is a macro's variable. Takes it over
  // by rewriting `node` into a kLiteral, kLocal or kInput and returning its type; gives nothing to
  // leave it alone. `macro_variables`: the names bound by the macros around the node.
  // Problems it finds itself it reports itself (and still takes the node over).
  virtual std::optional<Type> bind(Ast& node, const std::vector<std::string>& macro_variables,
                                   Diagnostics& diagnostics) = 0;

  // Why `name` may not be a macro's variable here ("'x' is already a local"), or "".
  virtual std::string macro_variable_clash(const std::string& name) const = 0;

  // For "did you mean".
  virtual std::vector<std::string> visible() const = 0;
};

// Checks the whole tree and returns its type. After it every remaining kName is a macro variable.
// Reports unknown names and functions (with the nearest), argument counts, and operands whose types
// are known not to fit.
Type check(Ast& ast, Names& names, Diagnostics& diagnostics);

}  // namespace runner
