#include "cli/stack.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

#include "base/limits.h"

namespace runner {

// The kernel asks for the limit each time that a stack grows, so it may be raised while it does
// (getrlimit(2)).
std::string ensure_stack() {
  rlimit limit{};
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= limits::kStackBytes) return "";
  const rlimit wanted{limits::kStackBytes, std::max<rlim_t>(limit.rlim_max, limits::kStackBytes)};
  if (setrlimit(RLIMIT_STACK, &wanted) == 0) return "";
  return fmt::format(
      "the stack is limited to {} kB, and {} kB may be needed; `ulimit -s {}` sets it",
      limit.rlim_cur / 1024, limits::kStackBytes / 1024, limits::kStackBytes / 1024);
}

}  // namespace runner
