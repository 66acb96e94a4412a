#include "posix/memory_limit.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "posix/descriptor.h"

namespace runner::posix {

namespace {

std::string small_file(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  char text[4096];
  const ssize_t bytes = file.ok() ? read(file.number(), text, sizeof text) : 0;
  return {text, static_cast<size_t>(std::max<ssize_t>(bytes, 0))};
}

// Where one version of the kernel's interface has the groups, and their limits.
struct Hierarchy {
  std::string_view root;
  std::string_view file;
};
constexpr Hierarchy kFirstVersion = {"/sys/fs/cgroup/memory", "/memory.limit_in_bytes"};
constexpr Hierarchy kSecondVersion = {"/sys/fs/cgroup", "/memory.max"};

// A group is granted no more than those above it. A container may see its own group as the root,
// under another name: what is not there says nothing.
uint64_t limit_of_group(const Hierarchy& hierarchy, std::string group, uint64_t limit) {
  for (;;) {
    const std::string text =
        small_file(std::string(hierarchy.root) + group + std::string(hierarchy.file));
    // "max" is no number.
    const uint64_t granted = std::strtoull(text.c_str(), nullptr, 10);
    if (granted > 0) limit = std::min(limit, granted);
    const size_t slash = group.rfind('/');
    if (slash == std::string::npos) return limit;
    group.resize(slash);
  }
}

// What counts for RLIMIT_DATA: the sixth number of statm (proc(5)), with the stack.
uint64_t data_bytes() {
  const std::string numbers = small_file("/proc/self/statm");
  const char* next = numbers.c_str();
  uint64_t pages = 0;
  for (int i = 0; i < 6; ++i) {
    char* end = nullptr;
    pages = std::strtoull(next, &end, 10);
    next = end;
  }
  return pages * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

uint64_t granted_memory() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long page_bytes = sysconf(_SC_PAGESIZE);
  uint64_t limit = UINT64_MAX;
  if (pages > 0 && page_bytes > 0) {
    limit = static_cast<uint64_t>(pages) * static_cast<uint64_t>(page_bytes);
  }
  // Each line is number:controllers:group; of the second version it is 0::group.
  const std::string groups = small_file("/proc/self/cgroup");
  for (const std::string_view line : split_lines(groups)) {
    const size_t first = line.find(':');
    const size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    const std::string group(line.substr(second + 1));
    if (controllers == "memory") limit = limit_of_group(kFirstVersion, group, limit);
    if (controllers.empty()) limit = limit_of_group(kSecondVersion, group, limit);
  }
  return limit;
}

uint64_t memory_to_take() {
  constexpr double kShare = 0.75;
  return static_cast<uint64_t>(static_cast<double>(granted_memory()) * kShare);
}

void refuse_ungranted_memory() {
  // The rest is for what is no data: the program's text, and the kernel's share.
  constexpr double kDataShare = 0.95;
  const auto bytes = static_cast<rlim_t>(static_cast<double>(granted_memory()) * kDataShare);
  rlimit limit{};
  if (getrlimit(RLIMIT_DATA, &limit) != 0 || limit.rlim_cur <= bytes) return;
  // A sanitizer reserves more than any machine has, and would be refused everything.
  if (data_bytes() >= bytes) return;
  limit.rlim_cur = bytes;
  setrlimit(RLIMIT_DATA, &limit);
}

}  // namespace runner::posix
