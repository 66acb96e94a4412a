// The walk that checks a tree: names, calls and the types that are known.
#pragma once

#include <string>
#include <vector>

#include "expr/check.h"
#include "expr/functions.h"
#include "expr/types.h"

namespace runner::expr {

class Checker {
 public:
  Checker(Names& names, Diagnostics& diagnostics) : names_(names), diagnostics_(diagnostics) {}

  // Checks `ast`, binds its names, and returns what its value may be.
  TypeSet visit(Ast& ast);

 private:
  // `hint` replaces the usual one for an unknown name.
  TypeSet name(Ast& ast, std::string hint = "");
  TypeSet select(Ast& ast);
  TypeSet has(Ast& ast);
  TypeSet index(Ast& ast);
  TypeSet unary(Ast& ast);
  TypeSet binary(Ast& ast);
  TypeSet logic(Ast& ast);
  TypeSet conditional(Ast& ast);
  TypeSet list(Ast& ast);
  TypeSet map(Ast& ast);
  void twice(const Ast& map, size_t which, MapBody& seen);
  TypeSet macro(Ast& ast);
  TypeSet call(Ast& ast);
  TypeSet call_of(const Function& function, Ast& ast);
  void unknown_function(const Ast& ast);
  void arguments(const Function& function, const Ast& ast, const std::vector<TypeSet>& given);
  void literal_arguments(const Function& function, const Ast& ast);

  // Lets the names take `ast` over; 0 when they do not.
  TypeSet offer(Ast& ast);
  bool is_variable(const std::string& name) const;
  void condition(const Ast& ast, TypeSet type);
  Diagnostic& error(const Ast& at, std::string message, std::string hint = "");

  Names& names_;
  Diagnostics& diagnostics_;
  std::vector<std::string> variables_;  // of the macros around
};

}  // namespace runner::expr
