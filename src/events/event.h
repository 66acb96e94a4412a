// What happens in a run, as one ordered stream of plain values: version 1 of the event stream.
//
// Both backends give the same events; sinks take them. Times are nanoseconds since the run began
// (virtual time when simulated).
#pragma once

#include <cstdint>
#include <string>

namespace runner {

inline constexpr int kEventStreamVersion = 1;

enum class EventKind : uint8_t {
  kOutput,       // text (one or more whole lines, the last without its end) for standard output
  kErrorOutput,  // the same for standard error
  kReport,       // an uncaught error of the process: its message; a sink shows it on standard error
                 // as name:line:column with the source line (text/diagnostic.h)
  kStarted,      // number: the pid
  kEnded,        // number: the exit code, -N after signal N
};

struct Event {
  EventKind kind = EventKind::kOutput;
  int64_t time = 0;
  int32_t process = 0;  // its number
  int64_t number = 0;
  int32_t line = 0;    // kReport: the place in the scenario; 0: none
  int32_t column = 0;
  std::string name;  // the process's display name
  std::string text;
};

class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void take(const Event& event) = 0;
  // Called when no further event is ready: what is buffered should be written.
  virtual void idle() {}
  // True when nothing can be written any more (a closed or full output): the run should be ended.
  virtual bool broken() const { return false; }
};

}  // namespace runner
