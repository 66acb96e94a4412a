// Writes text to a file descriptor in batches, byte for byte, and remembers when that failed.
#pragma once

#include <climits>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace runner {

// A reader that has stopped reading cannot keep the runner from its end: while the descriptor is
// not ready and a signal to stop is pending (blocked ones included), or one that says that the time
// of the run is over, the rest is given up.
class FdWriter {
 public:
  // `subject` names the descriptor in errors: "standard output". It is not closed.
  FdWriter(int fd, std::string subject);
  // Flushes. REQUIRES nothing of what is left to be of interest after a fork: flush before one.
  ~FdWriter();
  FdWriter(const FdWriter&) = delete;
  FdWriter& operator=(const FdWriter&) = delete;

  void append(std::string_view text);
  void flush();
  // From now on what nobody reads within a second is given up, without a signal.
  void lose_patience();

  // Of all writers, until they wait again. May be called by the handler of a signal.
  static void wait_no_longer_than(int milliseconds);
  static void wait_again();

  // A terminal wants every line at once.
  bool is_terminal() const { return is_terminal_; }
  // Columns; 0 when it is no terminal or does not say.
  size_t terminal_width() const;

  // The first error. After it, everything is dropped.
  const std::optional<Error>& error() const { return error_; }

 private:
  size_t next_chunk(std::string_view rest) const;
  bool wait_until_ready();
  void fail(int code);

  int fd_;
  std::string subject_;
  bool is_terminal_ = false;
  size_t chunk_ = 0;        // the most that is written at once without blocking
  int patience_ = INT_MAX;  // milliseconds; that: for ever
  std::string buffer_;
  std::optional<Error> error_;
};

}  // namespace runner
