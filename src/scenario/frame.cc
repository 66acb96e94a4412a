#include "scenario/frame.h"

namespace runner {

FrameScope::FrameScope(FrameKind kind) : kind_(kind) {
  if (!has_index()) return;
  const int32_t index = fresh_slot("index", {});
  local(index).type = Type::kInt;
  introduce(index);
}

void FrameScope::add_parameter(const Parameter& parameter) {
  const int32_t number = fresh_slot(parameter.name, parameter.at);
  local(number).parameter = &parameter;
  introduce(number);
}

int32_t FrameScope::slot(std::string_view name, Position at) {
  const int32_t known = find(name);
  return known >= 0 ? known : fresh_slot(name, at);
}

int32_t FrameScope::fresh_slot(std::string_view name, Position at) {
  const auto number = static_cast<int32_t>(locals_.size());
  Local& local = locals_.emplace_back();
  local.name = name;
  local.at = at;
  local.named_by_user = name != "index" && name != "error";
  by_name_[name] = number;
  return number;
}

int32_t FrameScope::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? -1 : found->second;
}

void FrameScope::introduce(int32_t slot) {
  if (slot >= 0) local(slot).introduced = true;
}

std::vector<std::string> FrameScope::slot_names() const {
  std::vector<std::string> names;
  names.reserve(locals_.size());
  for (const Local& local : locals_) names.push_back(local.name);
  return names;
}

}  // namespace runner
