#include "expr/eval_names.h"

#include <utility>

namespace runner {

EvalNames::EvalNames(std::map<std::string, Value> values, std::optional<int64_t> index)
    : values_(std::move(values)) {
  if (index) values_["index"] = Value::integer(*index);
}

std::optional<Type> EvalNames::bind(Ast& node, const std::vector<std::string>&, Diagnostics&) {
  if (node.kind != AstKind::kName) return std::nullopt;
  const auto found = values_.find(node.name);
  if (found == values_.end()) return std::nullopt;
  node.kind = AstKind::kLiteral;
  node.value = found->second;
  node.children.clear();
  return type_of(node.value);
}

std::string EvalNames::macro_variable_clash(const std::string& name) const {
  return values_.contains(name) ? "'" + name + "' is already a name" : "";
}

std::vector<std::string> EvalNames::visible() const {
  std::vector<std::string> names;
  for (const auto& entry : values_) names.push_back(entry.first);
  return names;
}

}  // namespace runner
