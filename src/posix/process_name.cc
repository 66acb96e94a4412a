#include "posix/process_name.h"

#include <cstring>

#include "posix/shared_heap.h"

namespace runner::posix {

std::string process_name(const Region& region, int32_t process) {
  return name_at(region, process, region.slot(process).name.load(std::memory_order_acquire));
}

std::string name_at(const Region& region, int32_t process, uint64_t name) {
  if (name == 0) {
    if (process >= region.process_count()) return "runner";
    return region.program().scenario.processes[static_cast<size_t>(process)].name;
  }
  uint32_t length = 0;
  std::memcpy(&length, region.at(name), sizeof(length));
  return std::string(region.at(name) + sizeof(length), length);
}

bool set_process_name(const Region& region, int32_t process, std::string_view name) {
  const auto length = static_cast<uint32_t>(name.size());
  const uint64_t block = heap_allocate(region, sizeof(length) + name.size());
  if (block == 0) return false;
  std::memcpy(region.at(block), &length, sizeof(length));
  std::memcpy(region.at(block) + sizeof(length), name.data(), name.size());
  region.slot(process).name.store(block, std::memory_order_release);
  return true;
}

}  // namespace runner::posix
