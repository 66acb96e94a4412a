#include "base/check.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace runner {

void check_failed(const char* file, int line, const char* condition) {
  char text[512];
  const int length = std::snprintf(text, sizeof text, "runner: internal error at %s:%d: %s\n", file,
                                   line, condition);
  if (length > 0) {
    [[maybe_unused]] const ssize_t written =
        write(STDERR_FILENO, text, static_cast<size_t>(length));
  }
  std::abort();
}

}  // namespace runner
