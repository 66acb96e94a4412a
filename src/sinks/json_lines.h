// The event stream as JSON lines, one object for each event, for other programs.
//
// The first line is {"stream": "runner-events", "version": 1}; then come, for example,
//   {"time": 1250000, "kind": "output", "process": 1, "name": "p1", "text": "hello"}
// with the kinds output, error_output, report (text), started (pid) and ended (exit_code). Times
// are nanoseconds since the run began; bytes that are not UTF-8 become U+FFFD.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "events/event.h"
#include "sinks/fd_writer.h"

namespace runner {

class JsonLines : public EventSink {
 public:
  // Creates or empties the file, as open_output() does.
  static Result<std::unique_ptr<JsonLines>> open(const std::string& path);
  ~JsonLines() override;

  void take(const Event& event) override;
  void idle() override { writer_.flush(); }
  bool broken() const override { return writer_.error().has_value(); }

  const std::optional<Error>& error() const { return writer_.error(); }

 private:
  JsonLines(int fd, const std::string& path);

  int fd_;
  FdWriter writer_;
};

}  // namespace runner
