// The signals that stop the runner, outside of runs: a run ends its processes first, by itself.
#pragma once

#include <atomic>
#include <optional>

namespace runner {

// From now on each that is not ignored ends the runner with one line and status 128 + N. Whoever
// started it with such a signal blocked did not mean it to be unstoppable.
void tell_stops();

// In a child that works for the runner, which tells of it: they end it, and nothing is told.
void leave_stops_to_parent();

// While it lives, what is done may come to its own end, and be told: the first signal that would
// have ended the runner does so only when this ends, or a second later. Another one does at once;
// but one that comes twice within 50 ms is one. There may be one of these at a time.
class HeldStops {
 public:
  HeldStops();
  // What has come acts now, unless it was told: then the runner is about to end, and another stroke
  // of the same is no news.
  ~HeldStops();
  HeldStops(const HeldStops&) = delete;
  HeldStops& operator=(const HeldStops&) = delete;

  // The signal that has come; 0: none. Whoever works stops, and nobody waits any more for a reader
  // who does not read.
  static const std::atomic<int>& signal();
  // A run has been stopped by the signal, and says so; 0: it was not.
  static void told(int signal);
  // From so many seconds on nobody waits longer than one more for a reader who does not read.
  static void limit(std::optional<double> seconds);
};

}  // namespace runner
