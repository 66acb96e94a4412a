#include "world/waiting_lines.h"

namespace runner::world {

void WaitingLines::join(int32_t process, const Operation& operation) {
  uint64_t& stamp = stamps_[static_cast<size_t>(process)];
  if (stamp != 0 || !has_line(operation.op)) return;
  stamp = ++next_;
  lines_[{operation.target, operation.op}].emplace_back(process, stamp);
}

int32_t WaitingLines::first(int32_t process, const Operation& operation) {
  if (!has_line(operation.op)) return process;
  const auto found = lines_.find({operation.target, operation.op});
  if (found == lines_.end()) return process;
  auto& line = found->second;
  const auto has_left = [&](const std::pair<int32_t, uint64_t>& place) {
    return stamps_[static_cast<size_t>(place.first)] != place.second;
  };
  while (!line.empty() && has_left(line.front())) line.pop_front();
  return line.empty() ? process : line.front().first;
}

}  // namespace runner::world
