#include "posix/process_state.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "posix/descriptor.h"

namespace runner::posix {

std::optional<Error> refuses_states() {
  const Descriptor file(open("/proc/self/stat", O_RDONLY | O_CLOEXEC));
  if (!file.ok()) return Error{"read", "/proc/self/stat", errno, {}};
  char text[32] = {};
  if (read(file.number(), text, sizeof text - 1) > 0 && std::atoi(text) == getpid()) {
    return std::nullopt;
  }
  return Error{
      "read", "/proc/self/stat", 0,
      "this /proc is of another pid namespace (mount one of its own: unshare --mount-proc)"};
}

namespace {

// The letter that stands for it (proc(5)); 0: there is no such process.
char state_of(pid_t pid) {
  char path[32];
  std::snprintf(path, sizeof path, "/proc/%d/stat", static_cast<int>(pid));
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  char text[256] = {};
  const ssize_t bytes = read(file, text, sizeof text - 1);
  close(file);
  const char* behind_name = bytes > 0 ? std::strrchr(text, ')') : nullptr;
  const bool tells = behind_name != nullptr && std::strncmp(behind_name, ") ", 2) == 0;
  return tells ? behind_name[2] : '\0';
}

}  // namespace

bool sleeps(pid_t pid) {
  return state_of(pid) == 'S';
}

bool is_stopped(pid_t pid) {
  const char state = state_of(pid);
  return state == 'T' || state == 't';
}

}  // namespace runner::posix
