#include "sinks/open_output.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "sinks/fd_writer.h"

namespace runner {
namespace {

constexpr int kPatienceMilliseconds = 1000;
constexpr int kCheckMilliseconds = 10;

// Without O_NONBLOCK a FIFO would be waited for until somebody reads it; FdWriter waits itself.
int open_now(const std::string& path) {
  return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK | O_CLOEXEC, 0666);
}

bool has_no_reader(const std::string& path) {
  std::error_code ignored;
  return errno == ENXIO && std::filesystem::is_fifo(path, ignored);
}

}  // namespace

Result<int> open_output(const std::string& path) {
  int fd = open_now(path);
  for (int waited = 0; fd < 0 && has_no_reader(path); waited += kCheckMilliseconds) {
    if (waited >= kPatienceMilliseconds) return Error{"write", path, ENXIO, "nobody reads it"};
    ::poll(nullptr, 0, kCheckMilliseconds);
    fd = open_now(path);
  }
  if (fd < 0) return Error{"write", path, errno, {}};
  return fd;
}

std::optional<Error> write_through(const std::string& path, std::string_view text) {
  const Result<int> opened = open_output(path);
  if (!opened) return opened.error();
  FdWriter writer(opened.value(), path);
  writer.append(text);
  writer.flush();
  ::close(opened.value());
  return writer.error();
}

}  // namespace runner
