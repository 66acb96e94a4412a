// Names that stand for constant values: `vars`, `eval --set`, and `index` where there is one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "expr/check.h"

namespace runner {

class EvalNames : public Names {
 public:
  explicit EvalNames(std::map<std::string, Value> values,
                     std::optional<int64_t> index = std::nullopt);

  std::optional<Type> bind(Ast& node, const std::vector<std::string>& macro_variables,
                           Diagnostics& diagnostics) override;
  std::string macro_variable_clash(const std::string& name) const override;
  std::vector<std::string> visible() const override;

 private:
  std::map<std::string, Value> values_;
};

}  // namespace runner
