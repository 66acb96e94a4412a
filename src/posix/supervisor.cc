#include "posix/supervisor.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ctime>

#include "posix/bury.h"
#include "posix/clock.h"
#include "posix/ending.h"
#include "posix/futex.h"
#include "posix/latch.h"
#include "posix/pool.h"
#include "posix/reap.h"
#include "posix/replayer.h"
#include "posix/schedule_recorder.h"
#include "posix/shared_heap.h"
#include "posix/spawn.h"
#include "posix/stop_signals.h"

namespace runner::posix {

namespace {

// Between SIGTERM and SIGKILL when a run is stopped.
constexpr int64_t kGraceNanos = 1'000'000'000;
// While events keep coming, they are fetched this often, without being rung for each.
constexpr int64_t kDozeNanos = 2'000'000;
// The longest sleep: whoever is killed while it rings is noticed by then.
constexpr int64_t kTickNanos = 200'000'000;

Supervisor* supervising = nullptr;

}  // namespace

Supervisor::Supervisor(Family& family, SupervisorSignals& signals, RunResult& result)
    : family_(family),
      signals_(signals),
      result_(result),
      self_(family.region(), family.region().supervisor()),
      chronicle_(family, *family.options().sink),
      watchdog_(family),
      fault_(family, kRunnerItself),
      time_limit_(family.time_limit()) {
  if (const Schedule* schedule = family.options().replay; schedule != nullptr)
    conductor_ = std::make_unique<Replayer>(family, watchdog_, *schedule);
  else if (Schedule* record = family.options().record; record != nullptr)
    conductor_ = std::make_unique<ScheduleRecorder>(family, watchdog_, *record);
}

void Supervisor::supervise() {
  if (std::optional<Error> refused = start_main(family_)) {
    result_.system_error = std::move(refused);
    return;
  }
  group_ = family_.region().slot(kMainProcess).pid.load();
  supervising = this;
  latch_holder.while_waiting = keep_promises;
  // Before anything is told: nobody may read it.
  if (time_limit_ != kNoDeadline) signals_.alarm_from(time_limit_);
  chronicle_.begin();
  chronicle_.tell(start_of(family_, kMainProcess));
  stop_if_told_before();
  for (;;) {
    fault_.pass();
    wait_for_something();
    take_signals();
    reap();
    const bool tick = has_ticked();
    if (tick) find_lost();
    settle_ends();
    if (all_gone_) {
      let_deaths_be_seen();
      settle_what_is_left();
    }
    active_ = chronicle_.pass_on();
    if (!active_) chronicle_.idle();
    if (all_gone_) break;
    check_limits();
    check_deadlock();
    if (tick) heap_trim(family_.region());
    conduct();
  }
  if (conductor_ != nullptr) conductor_->conclude(result_);
  chronicle_.pass_on();
  chronicle_.idle();
  latch_holder.while_waiting = nullptr;
}

// Sleeps until a signal, a ring of the doorbell, or the next time to look at something.
void Supervisor::wait_for_something() {
  Doorbell& bell = family_.doorbell();
  if (active_) {
    bell.doze();
  } else {
    bell.fall_asleep();
  }
  // Whoever wrote before this has not rung; so there is a last look.
  const bool something =
      family_.attention().first.load() != 0 || (!active_ && !family_.journal().empty());
  if (!something) {
    pollfd sources[] = {{signals_.descriptor(), POLLIN, 0}, {bell.descriptor(), POLLIN, 0}};
    const int64_t pause = std::max<int64_t>(0, next_wake() - monotonic_now());
    const timespec limit = {static_cast<time_t>(pause / kNanosPerSecond),
                            static_cast<long>(pause % kNanosPerSecond)};
    const int ready = ppoll(sources, 2, &limit, nullptr);
    CHECK(ready >= 0 || errno == EINTR);
  }
  bell.wake_up();
}

int64_t Supervisor::next_wake() const {
  int64_t next = monotonic_now() + (active_ ? kDozeNanos : kTickNanos);
  if (stage_ == Stage::kRunning) {
    const int64_t look = conductor_ ? conductor_->next_look() : watchdog_.next_look();
    next = std::min({next, time_limit_, look});
  }
  if (stage_ == Stage::kEnding) next = std::min(next, grace_ends_);
  return next;
}

void Supervisor::take_signals() {
  for (const int signal : signals_.read()) {
    if (signal == SIGTSTP) {
      pause_with_tree();
    } else if (signal != SIGCHLD && signal != SIGALRM) {
      stop_by(signal);
    }
  }
}

// Ctrl-Z: everyone stops, until somebody continues the runner.
void Supervisor::pause_with_tree() {
  kill(-group_, SIGSTOP);
  raise(SIGSTOP);
  kill(-group_, SIGCONT);
}

// What came before the signals were taken over.
void Supervisor::stop_if_told_before() {
  const std::atomic<int>* signal = family_.options().stop_signal;
  if (signal != nullptr && *signal != 0) stop_by(*signal);
}

// The first one ends the run with grace, a second one at once.
void Supervisor::stop_by(int signal) {
  const int64_t now = monotonic_now();
  if (result_.stopped_by_signal != 0) {
    const bool same = signal == result_.stopped_by_signal && now - stopped_at_ < kSameStrokeNanos;
    if (!same) kill_everyone();
    return;
  }
  result_.stopped_by_signal = signal;
  stopped_at_ = now;
  end_gently();
}

// Several ends may have come as one signal, and the tick comes without any.
void Supervisor::reap() {
  for (;;) {
    const Reaped reaped = reap_one(family_, P_PGID, static_cast<id_t>(group_), true);
    if (reaped.any) {
      if (reaped.process >= 0) add_orphan(reaped.process);
      continue;
    }
    all_gone_ = reaped.none_left;
    return;
  }
}

// Whoever was not started by the supervisor itself has lost its parent, and was killed with it.
void Supervisor::add_orphan(int32_t process) {
  unsettled_.push_back(process);
  if (process == kMainProcess) return;
  const Region& region = family_.region();
  family_.relative(process).sent.fetch_or(signal_bit(SIGKILL));
  region.slot(region.slot(process).parent.load()).flags.fetch_or(kSlotLost);
  orphans_.resize(static_cast<size_t>(region.process_count()));
  orphans_[static_cast<size_t>(process)] = true;
}

void Supervisor::settle_ends() {
  std::vector<int32_t> parents;
  family_.take_all(family_.attention(), [&](int32_t process) { parents.push_back(process); });
  for (const int32_t parent : parents) {
    family_.take_all(family_.relative(parent).dead_children,
                     [&](int32_t child) { unsettled_.push_back(child); });
    unsettled_.push_back(parent);
  }
  // The death of a family is one: nobody of it sees that another is dead.
  const bool any_orphan = std::any_of(unsettled_.begin(), unsettled_.end(),
                                      [this](int32_t process) { return is_orphan(process); });
  family_is_dying_ = any_orphan && has_doomed(family_);
  // A killed parent is settled after its children, so that one end may allow another.
  for (size_t before = 0; before != unsettled_.size();) {
    before = unsettled_.size();
    std::erase_if(unsettled_, [this](int32_t process) { return settle(process); });
    if (unsettled_.empty()) break;
  }
}

// The dead whom no list names: whoever is killed while it puts a process into one, or takes it out,
// loses it.
void Supervisor::find_lost() {
  for (int32_t process = 0; process < family_.region().process_count(); ++process) {
    if (family_.region().slot(process).life.load() == Life::kDead) unsettled_.push_back(process);
  }
  std::sort(unsettled_.begin(), unsettled_.end());
  unsettled_.erase(std::unique(unsettled_.begin(), unsettled_.end()), unsettled_.end());
}

// One end may uncover another (a child that its killed parent was about to fork), and nobody is
// left who would ring for it: generation by generation.
void Supervisor::settle_what_is_left() {
  for (int32_t i = 0; i < family_.region().process_count(); ++i) {
    find_lost();
    if (unsettled_.empty()) break;
    settle_ends();
  }
}

// True: there is nothing more to do about this process.
bool Supervisor::settle(int32_t process) {
  if (family_.region().slot(process).life.load() != Life::kDead) return true;
  if (awaits_turn(family_, process)) return false;
  if (is_orphan(process)) {
    if (family_is_dying_) return false;
    // A worker's parent is its pool's owner: that is why its calls fail, not because it died.
    if (const int32_t pool = family_.declared(process).pool; pool >= 0) pool_terminate(self_, pool);
  }
  return bury(family_, self_, process,
              [this](const JournalEntry& entry) { chronicle_.tell(entry); });
}

void Supervisor::check_limits() {
  if (stage_ == Stage::kRunning && monotonic_now() >= time_limit_) {
    result_.timed_out = true;
    result_.seconds = family_.elapsed();
    result_.time_limit = watchdog_.describe_all();
    end_gently();
  }
  const bool grace_is_over =
      stage_ == Stage::kEnding && (monotonic_now() >= grace_ends_ || !is_anyone_ending(family_));
  if (grace_is_over || (stage_ != Stage::kKilled && chronicle_.broken())) kill_everyone();
}

// Whoever holds the latch that the supervisor waits for may have been stopped, by the supervisor
// itself or by somebody else, and does not give it back. Its death does.
void Supervisor::keep_promises() {
  supervising->take_signals();
  supervising->check_limits();
}

void Supervisor::check_deadlock() {
  if (stage_ != Stage::kRunning || conductor_ || monotonic_now() < watchdog_.next_look()) return;
  result_.deadlock = watchdog_.look();
  if (result_.deadlock) kill_everyone();
}

bool Supervisor::has_ticked() {
  const int64_t now = monotonic_now();
  if (now < next_tick_) return false;
  next_tick_ = now + kTickNanos;
  return true;
}

void Supervisor::conduct() {
  if (!conductor_ || stage_ != Stage::kRunning) return;
  if (conductor_->conduct(result_)) kill_everyone();
}

void Supervisor::end_gently() {
  if (stage_ != Stage::kRunning) return;
  let_deaths_be_seen();
  stage_ = Stage::kEnding;
  grace_ends_ = monotonic_now() + kGraceNanos;
  signals_.alarm_from(grace_ends_);
  ask_to_end(family_, group_);
}

// Nobody is conducted any more.
void Supervisor::let_deaths_be_seen() {
  if (Gate* gate = family_.gate(); gate != nullptr) gate->orders_deaths.store(false);
}

void Supervisor::kill_everyone() {
  let_deaths_be_seen();
  stage_ = Stage::kKilled;
  kill_tree(family_, group_);
}

}  // namespace runner::posix
