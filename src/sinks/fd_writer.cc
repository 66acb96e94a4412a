#include "sinks/fd_writer.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <iterator>
#include <utility>

namespace runner {
namespace {

constexpr size_t kBatchBytes = 64u << 10;
constexpr int kStopCheckMilliseconds = 100;
constexpr int kLastPatienceMilliseconds = 1000;

std::atomic<int> patience_of_all = INT_MAX;  // milliseconds

bool is_regular_file(int fd) {
  struct stat status {};
  return fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

// SIGALRM: the time of the run is over (posix/supervisor_signals.h).
constexpr int kStops[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM};

bool stop_is_pending() {
  sigset_t pending;
  sigemptyset(&pending);
  sigpending(&pending);
  return std::any_of(std::begin(kStops), std::end(kStops),
                     [&](int signal) { return sigismember(&pending, signal) == 1; });
}

}  // namespace

// A write of PIPE_BUF bytes to a pipe that is ready does not block; one to a regular file never
// does.
FdWriter::FdWriter(int fd, std::string subject)
    : fd_(fd),
      subject_(std::move(subject)),
      is_terminal_(isatty(fd) == 1),
      chunk_(is_regular_file(fd) ? SIZE_MAX : PIPE_BUF) {}

FdWriter::~FdWriter() {
  flush();
}

size_t FdWriter::terminal_width() const {
  winsize size{};
  return is_terminal_ && ioctl(fd_, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void FdWriter::append(std::string_view text) {
  if (error_) return;
  buffer_ += text;
  if (buffer_.size() >= kBatchBytes) flush();
}

void FdWriter::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty() && !error_) {
    if (!wait_until_ready()) break;
    const ssize_t written = ::write(fd_, rest.data(), next_chunk(rest));
    if (written >= 0) {
      rest.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EINTR && errno != EAGAIN) {
      fail(errno);
    }
  }
  buffer_.clear();
}

// Whole lines where they fit: a stop may come before the rest.
size_t FdWriter::next_chunk(std::string_view rest) const {
  if (rest.size() <= chunk_) return rest.size();
  const size_t end = rest.rfind('\n', chunk_ - 1);
  return end == std::string_view::npos ? chunk_ : end + 1;
}

void FdWriter::wait_no_longer_than(int milliseconds) {
  patience_of_all = milliseconds;
}

void FdWriter::wait_again() {
  patience_of_all = INT_MAX;
}

void FdWriter::lose_patience() {
  patience_ = kLastPatienceMilliseconds;
}

bool FdWriter::wait_until_ready() {
  for (int waited = 0;; waited = std::min(waited + kStopCheckMilliseconds, INT_MAX / 2)) {
    pollfd ready{fd_, POLLOUT, 0};
    const int count = ::poll(&ready, 1, kStopCheckMilliseconds);
    if (count > 0) return true;  // an error condition, too: the write will name it
    if (count < 0 && errno != EINTR) {
      fail(errno);
      return false;
    }
    if (stop_is_pending() || waited >= std::min(patience_, patience_of_all.load())) {
      error_ = Error{"write", subject_, EINTR, "nobody reads it"};
      return false;
    }
  }
}

void FdWriter::fail(int code) {
  error_ = Error{"write", subject_, code, {}};
}

}  // namespace runner
