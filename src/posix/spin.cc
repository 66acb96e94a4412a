#include "posix/spin.h"

#include <sched.h>

namespace runner::posix {

namespace {

constexpr int kHandoversBeforeMove = 32;  // some 100 us, several times what a move costs
constexpr int kMostDoublings = 7;

}  // namespace

void note_handover(SpinHistory& history) {
  const int count = history.handovers.load(std::memory_order_relaxed) + 1;
  const int moves = history.moves.load(std::memory_order_relaxed);
  const bool move = count >= kHandoversBeforeMove << moves;
  history.handovers.store(static_cast<uint16_t>(move ? 0 : count), std::memory_order_relaxed);
  if (!move) return;
  history.moves.store(static_cast<uint16_t>(std::min(moves + 1, kMostDoublings)),
                      std::memory_order_relaxed);
  leave_core();
}

void note_sleep(SpinHistory& history) {
  history.sleeper_core.store(sched_getcpu(), std::memory_order_relaxed);
}

void note_wake(SpinHistory& history) {
  if (history.sleeper_core.load(std::memory_order_relaxed) == sched_getcpu())
    return note_handover(history);
  history.typical.store(kSpinMost, std::memory_order_relaxed);
}

}  // namespace runner::posix
