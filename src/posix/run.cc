#include <malloc.h>
#include <sys/prctl.h>

#include <algorithm>
#include <ctime>

#include "posix/backend.h"
#include "posix/clock.h"
#include "posix/descriptor.h"
#include "posix/evaluation.h"
#include "posix/family.h"
#include "posix/futex.h"
#include "posix/process_name.h"
#include "posix/process_state.h"
#include "posix/statistics.h"
#include "posix/supervisor.h"

namespace runner::posix {

namespace {

// While it lives, orphans of the tree become children of this process.
class Subreaper {
 public:
  Subreaper() {
    prctl(PR_GET_CHILD_SUBREAPER, &before_);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
  }
  ~Subreaper() { prctl(PR_SET_CHILD_SUBREAPER, before_); }
  Subreaper(const Subreaper&) = delete;
  Subreaper& operator=(const Subreaper&) = delete;

 private:
  int before_ = 0;
};

ProcessEnd end_of(const Family& family, int32_t process) {
  const Slot& slot = family.region().slot(process);
  ProcessEnd end;
  end.name = process_name(family.region(), process);
  end.started = slot.life.load() != Life::kInitial;
  // What the runner itself has ended did not come to an end.
  const bool was_ended = family.relative(process).outlived.load() != 0;
  end.ended = slot.life.load() == Life::kStopped && !was_ended;
  if (end.ended) end.exit_code = slot.exit_code.load();
  const Relative& relative = family.relative(process);
  const uint32_t failure = relative.failed.load();
  end.failed = failure != kNoFailure;
  end.reported = end.failed && failure != kLost;
  if (failure == kFailedAndEnded || failure == kLost) {
    end.ended = true;
    end.name = name_at(family.region(), process, relative.failed_name.load());
    end.exit_code = relative.failed_code.load();
  }
  return end;
}

RunResult refused(const Error& error) {
  RunResult result;
  result.system_error = error;
  return result;
}

// Long lists go to workers and come back: what one of them leaves is kept for the next, not given
// back to the system and fetched anew.
void keep_freed_memory() {
  constexpr int kLargestBlock = 32 << 20;
  mallopt(M_MMAP_THRESHOLD, kLargestBlock);
  mallopt(M_TRIM_THRESHOLD, 2 * kLargestBlock);
}

bool has_pools(const Program& program) {
  const std::vector<Object>& objects = program.scenario.objects;
  return std::any_of(objects.begin(), objects.end(),
                     [](const Object& object) { return object.kind == ObjectKind::kPool; });
}

}  // namespace

RunResult run(const Program& program, const RunOptions& options, RunStatistics* statistics) {
  tzset();  // once for all processes
  if (has_pools(program)) keep_freed_memory();
  Result<Region> region = Region::create(program);
  if (!region.ok()) return refused(region.error());
  Result<Family> family = Family::create(region.value(), options);
  if (!family.ok()) return refused(family.error());
  Result<SupervisorSignals> signals = SupervisorSignals::take_over();
  if (!signals.ok()) return refused(signals.error());
  // A run in which no deadlock can be told is not begun; whatever descriptors it needs are there.
  if (const std::optional<Error> unseen = refuses_states()) return refused(*unseen);

  const Descriptor bell(family.value().doorbell().descriptor());
  std::optional<Statistics> counting;
  if (statistics != nullptr) {
    Result<Statistics> begun = Statistics::begin(program);
    if (!begun.ok()) return refused(begun.error());
    counting.emplace(begun.take());
    run_statistics = &*counting;
  }

  const Subreaper subreaper;
  enter_process();
  RunResult result;
  Supervisor(family.value(), signals.value(), result).supervise();
  for (int32_t process = 0; process < region.value().process_count(); ++process) {
    result.processes.push_back(end_of(family.value(), process));
  }
  if (counting) *statistics = counting->result(family.value());
  const bool complete = !result.deadlock && !result.timed_out && result.stopped_by_signal == 0 &&
                        !result.system_error && !result.cut_short;
  if (complete) evaluate_final_state(family.value(), signals.value(), result);
  // Once it is stopped, it is of no interest how often it was told to.
  if (result.stopped_by_signal != 0) signals.value().read();
  for (const std::atomic<uint64_t>& operations : family.value().operations_of_victims())
    result.operations_of_victims.push_back(operations.load());
  if (!result.timed_out) result.seconds = family.value().elapsed();
  return result;
}

}  // namespace runner::posix
