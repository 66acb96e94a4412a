// The signals that stop the runner, outside of runs: a run ends its processes first, by itself.
#pragma once

#include <atomic>

namespace runner {

// From now on each that is not ignored ends the runner with one line and status 128 + N. Whoever
// started it with such a signal blocked did not mean it to be unstoppable.
void tell_stops();

// In a child that works for the runner, which tells of it: they end it, and nothing is told.
void leave_stops_to_parent();

// While it lives, they do not end the runner at once: what it is at has a second to come to an end
// of its own. A second one ends it; but one that comes twice within 50 ms is one. Where they end it
// without a word they still do. There may be one of these at a time.
class HeldStops {
 public:
  HeldStops();
  // What has come and was not taken acts now.
  ~HeldStops();
  HeldStops(const HeldStops&) = delete;
  HeldStops& operator=(const HeldStops&) = delete;

  // The signal that has come; 0: none.
  static const std::atomic<int>& signal();
  // The same, for whoever tells of it.
  static int take();
};

}  // namespace runner
