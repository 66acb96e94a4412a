// Names for expressions out of any scenario: every name stands for one of a few values of every
// kind, by its letters, and is known to be of its type or not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "expr/check.h"

namespace runner::fuzz {

class SampleNames : public Names {
 public:
  SampleNames();

  std::optional<Type> bind(Ast& node, const std::vector<std::string>& macro_variables,
                           Diagnostics& diagnostics) override;
  std::string macro_variable_clash(const std::string& name) const override;
  std::vector<std::string> visible() const override;

  // What names are bound to.
  const std::vector<Value>& slots() const { return slots_; }

 private:
  std::vector<Value> slots_;
};

}  // namespace runner::fuzz
