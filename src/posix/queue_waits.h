// Of queues, what those who put and get share with what serves those who wait.
#pragma once

#include "posix/queue.h"
#include "posix/word.h"

namespace runner::posix {

// In wait_round of who was taken out of a queue without being served: it is closed, or memory is
// out.
inline constexpr uint64_t kClosedRound = UINT64_MAX;
inline constexpr uint64_t kNoMemoryRound = UINT64_MAX - 1;

// Both latches, held; who comes next may go alone if nobody waits by then.
class QueueHold : public Hold<QueueState> {
 public:
  QueueHold(Self& self, QueueState& queue)
      : Hold<QueueState>(self, queue, queue.number), queue_(queue) {}
  ~QueueHold() { queue_.update_together(); }
  QueueHold(const QueueHold&) = delete;
  QueueHold& operator=(const QueueHold&) = delete;

 private:
  QueueState& queue_;
};

}  // namespace runner::posix
