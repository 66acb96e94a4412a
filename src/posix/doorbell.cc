#include "posix/doorbell.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>

namespace runner::posix {

Result<int> Doorbell::open() {
  descriptor_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (descriptor_ < 0) return Error{"create", "an eventfd", errno, {}};
  return descriptor_;
}

void Doorbell::strike() {
  // One stroke is enough. Who is killed before the write leaves the supervisor to its next tick.
  if (state_.exchange(kAwake) == kAwake) return;
  const uint64_t stroke = 1;
  const int saved = errno;
  [[maybe_unused]] const ssize_t written = write(descriptor_, &stroke, sizeof stroke);
  errno = saved;
}

void Doorbell::wake_up() {
  state_.store(kAwake);
  uint64_t strokes = 0;
  [[maybe_unused]] const ssize_t bytes = read(descriptor_, &strokes, sizeof strokes);
}

}  // namespace runner::posix
