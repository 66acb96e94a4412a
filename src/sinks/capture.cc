#include "sinks/capture.h"

namespace runner {

void Capture::take(const Event& event) {
  switch (event.kind) {
    case EventKind::kOutput:
      output_ += event.text + "\n";
      break;
    case EventKind::kErrorOutput:
    case EventKind::kReport:
      error_output_ += event.text + "\n";
      break;
    case EventKind::kStarted:
    case EventKind::kEnded:
      break;
  }
}

}  // namespace runner
