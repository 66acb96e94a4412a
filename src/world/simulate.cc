#include "world/simulate.h"

#include <algorithm>
#include <bit>

#include "base/limits.h"
#include "scenario/signals.h"
#include "world/perform.h"
#include "world/running.h"
#include "world/scheduler.h"
#include "world/wait_graph.h"
#include "world/waiting_lines.h"

namespace runner::world {

namespace {

constexpr int64_t kSecond = 1'000'000'000;
// Operations take no time, but many of them do: so spinning ends, too.
constexpr int64_t kStepsInABatch = 1000;
constexpr int64_t kBatchTime = kSecond / 1000;
// As many local instructions as fill a step's budget take this long.
constexpr int64_t kBudgetTime = kSecond / 100;
// Some may be stuck while others run: this much later it is reported, as by the real watchdog where
// it gets a processor at once.
constexpr int64_t kNotice = kSecond * 3 / 10;

// Looking at the clock takes as long as some steps.
constexpr int kTurnsPerLook = 32;
// Whoever follows what is printed need not wait longer for it.
constexpr std::chrono::milliseconds kBetweenIdles(100);

int64_t nanoseconds(double seconds) {
  return static_cast<int64_t>(seconds * 1e9);
}

class Simulation {
 public:
  Simulation(const Program& program, const RunOptions& options);

  RunResult run();

 private:
  void go_on();
  bool look_outside();
  bool is_over() { return state_.lifecycle(kMainProcess).status == ProcessStatus::kStopped; }
  void step();
  void go(int32_t process, const Ways& ways);
  void wait(int32_t process);
  void note_changes();
  void look_at_conditions();
  bool compute(int32_t process);
  bool advance_time();
  bool find_partial_deadlock(int64_t until);
  WaitGraph graph();
  void look_at_the_end(RunResult& result);
  void tell_ends(int signal);
  void finish(RunResult& result);

  World world_;
  Providers providers_;
  ConcreteState state_;
  Scheduler scheduler_;
  WaitingLines lines_;
  Random random_;
  uint64_t seed_;
  EventSink* sink_;
  std::chrono::steady_clock::time_point next_idle_;
  const std::atomic<int>* stop_signal_;
  int64_t limit_ = nanoseconds(limits::kVirtualSeconds);
  int64_t steps_ = 0;
  int64_t last_look_ = 0;
  std::vector<int64_t> since_;      // by process: when its operation began to wait; -1: not
  std::vector<int64_t> computing_;  // by process: budgets used up without an operation
  std::vector<bool> has_computed_;  // by process: the time of its last budget has passed
  std::vector<Value> always_;       // by condition: RunResult::always
  std::optional<Deadlock> deadlock_;
  bool timed_out_ = false;
};

Simulation::Simulation(const Program& program, const RunOptions& options)
    : world_(program),
      providers_(program),
      state_(world_, Rules{true, false, options.seed}, options.sink),
      scheduler_(program.processes.size(), static_cast<size_t>(state_.component_count()),
                 options.seed),
      lines_(program.processes.size()),
      random_{~options.seed},
      seed_(options.seed),
      sink_(options.sink),
      stop_signal_(options.stop_signal),
      since_(program.processes.size(), -1),
      computing_(program.processes.size()),
      has_computed_(program.processes.size()),
      always_(program.always.size(), Value::boolean(true)) {
  state_.stop_at(stop_signal_);
  if (program.scenario.timeout) limit_ = nanoseconds(*program.scenario.timeout);
  if (!options.timeout) return;
  limit_ = std::min(limit_, nanoseconds(*options.timeout));
  // Whoever says how long it may take means his own time as well.
  state_.allow_until(Allowance::Clock::now() + std::chrono::nanoseconds(limit_));
}

void Simulation::note_changes() {
  for (const ComponentNumber component : state_.changes()) {
    scheduler_.component_changed(component);
    if (component >= world_.process_count()) continue;
    // A process that was changed from outside has begun, ended or been interrupted.
    if (state_.process(component).machine) {
      scheduler_.make_ready(component);
    } else {
      scheduler_.remove(component);
      lines_.leave(component);
    }
  }
  state_.clear_changes();
}

// The conditions that shall hold in every state.
void Simulation::look_at_conditions() {
  for (size_t i = 0; i < always_.size(); ++i) {
    if (always_[i].is_true()) always_[i] = evaluate(state_, world_.program().always[i]);
  }
}

void Simulation::wait(int32_t process) {
  const ProcessState& me = state_.process(process);
  lines_.join(process, me.machine->pending());
  int64_t& since = since_[static_cast<size_t>(process)];
  if (since < 0) since = state_.time();
  // What waits on although its time is up (for a lock, behind a timeout) waits for others only.
  const int64_t deadline = deadline_of(me);
  scheduler_.block(process, state_.reads(), deadline <= state_.time() ? kNoDeadline : deadline);
}

// A machine that computes for long takes time for it. True when it has to wait for that.
bool Simulation::compute(int32_t process) {
  const auto index = static_cast<size_t>(process);
  if (state_.process(process).machine->pending().spec != nullptr) {
    computing_[index] = 0;
    return false;
  }
  if (has_computed_[index]) {
    has_computed_[index] = false;
    return false;
  }
  const uint64_t instructions = static_cast<uint64_t>(++computing_[index]) * state_.rules().budget;
  timed_out_ = timed_out_ || instructions >= limits::kLocalSteps;
  has_computed_[index] = true;
  scheduler_.block(process, {}, state_.time() + kBudgetTime);
  return true;
}

void Simulation::go(int32_t process, const Ways& ways) {
  Way way;
  if (ways.signals != 0) {
    way = {Way::Kind::kSignal, std::countr_zero(ways.signals)};
  } else if (ways.count > 0) {
    way.pick = ways.count == 1
                   ? 0
                   : static_cast<int64_t>(random_.below(static_cast<uint64_t>(ways.count)));
  } else {
    way.kind = Way::Kind::kGiveUp;
  }
  const bool yields = state_.process(process).machine->pending().op == Op::kYield;
  lines_.leave(process);
  since_[static_cast<size_t>(process)] = -1;
  // Drawn apart, so that a run is the same whether or not anyone needs it.
  state_.choose_heirs(Random{seed_ + static_cast<uint64_t>(steps_)}.next());
  perform(state_, process, way);
  if (yields) scheduler_.let_others_go();
  note_changes();
  look_at_conditions();
}

// One process does what it can, or is found to have to wait.
void Simulation::step() {
  int32_t process = scheduler_.pick();
  if (compute(process)) return;
  state_.clear_reads();
  state_.record_reads(true);
  Ways ways = ways_of(state_, process);
  state_.record_reads(false);
  if (!ways.any()) return wait(process);
  if (ways.count > 0 && ways.signals == 0) {
    const int32_t first = lines_.first(process, state_.process(process).machine->pending());
    if (first != process) ways = ways_of(state_, process = first);
  }
  go(process, ways);
  if (++steps_ % kStepsInABatch != 0) return;
  // Others may be stuck beside those who never rest.
  if (find_partial_deadlock(state_.time() + kBatchTime)) return;
  state_.set_time(state_.time() + kBatchTime);
  scheduler_.time_is(state_.time());
}

WaitGraph Simulation::graph() {
  WaitFacts facts;
  facts.since = [this](int32_t process) {
    const int64_t since = since_[static_cast<size_t>(process)];
    return static_cast<double>(since < 0 ? state_.time() : since) / 1e9;
  };
  facts.passed = [this](int32_t object) { return state_.has_passed(object); };
  return wait_graph(state_, facts);
}

// Those who are stuck are noticed before everything else has come to its end.
bool Simulation::find_partial_deadlock(int64_t until) {
  if (until - last_look_ < kNotice) return false;
  last_look_ = until;
  std::optional<Deadlock> found = find_deadlock(world_.program(), providers_, graph());
  if (!found) return false;
  double latest = 0;
  for (const Stuck& stuck : found->processes) latest = std::max(latest, stuck.since);
  const int64_t noticed = nanoseconds(latest) + kNotice;
  if (noticed > until) return false;
  state_.set_time(std::max(state_.time(), noticed));
  deadlock_ = std::move(found);
  return true;
}

// Nobody can go on at this moment. False when nobody ever will.
bool Simulation::advance_time() {
  const int64_t next = scheduler_.next_time();
  if (next == kNoDeadline) {
    deadlock_ = find_deadlock(world_.program(), providers_, graph());
    // Nobody goes on, whatever the programs let hope for.
    if (!deadlock_) {
      deadlock_.emplace().category = "no one left to wake it";
      deadlock_->processes = describe_all(world_.program(), graph());
    }
    return false;
  }
  if (find_partial_deadlock(std::min(next, limit_))) return false;
  state_.set_time(next);
  scheduler_.time_is(next);
  return true;
}

// As a real run ends those who are left: what is told of it is whole.
void Simulation::tell_ends(int signal) {
  for (int32_t process = 0; process < world_.process_count(); ++process) {
    const ProcessStatus status = state_.lifecycle(process).status;
    if (status == ProcessStatus::kInitial || status == ProcessStatus::kStopped) continue;
    Event end;
    end.kind = EventKind::kEnded;
    end.process = process;
    end.number = -signal;
    end.name = name_of(state_, process);
    state_.tell(std::move(end));
  }
}

void Simulation::finish(RunResult& result) {
  if (!is_over()) tell_ends(signal_number(deadlock_ ? "SIGKILL" : "SIGTERM"));
  result.seconds = static_cast<double>(state_.time()) / 1e9;
  for (int32_t process = 0; process < world_.process_count(); ++process) {
    const Lifecycle& life = state_.lifecycle(process);
    ProcessEnd end;
    end.name = name_of(state_, process);
    end.started = life.status != ProcessStatus::kInitial;
    end.ended = life.status == ProcessStatus::kStopped;
    end.exit_code = life.exit_code;
    end.failed = end.reported = life.failed;
    result.processes.push_back(std::move(end));
  }
  result.always = std::move(always_);
  result.deadlock = std::move(deadlock_);
  result.timed_out = timed_out_;
  if (timed_out_) result.time_limit = describe_all(world_.program(), graph());
}

void Simulation::look_at_the_end(RunResult& result) {
  if (!is_over()) return;
  for (const int32_t routine : world_.program().finally)
    result.finally.push_back(evaluate(state_, routine));
  for (const int32_t routine : world_.program().observe)
    result.observed.push_back(evaluate(state_, routine));
}

// At the time that passes there, and at whoever is told. False: nothing can be told any more.
bool Simulation::look_outside() {
  state_.look_at_time();
  if (sink_ == nullptr) return true;
  const auto now = std::chrono::steady_clock::now();
  if (now >= next_idle_) {
    next_idle_ = now + kBetweenIdles;
    sink_->idle();
    state_.look_at_time();
  }
  return !sink_->broken();
}

void Simulation::go_on() {
  start_main(state_);
  note_changes();
  look_at_conditions();
  for (int turn = 0; !is_over() && !timed_out_ && !deadlock_; ++turn) {
    if (turn % kTurnsPerLook == 0 && !look_outside()) return;
    if (!scheduler_.has_ready() && !advance_time()) return;
    if (state_.time() >= limit_) {
      state_.set_time(limit_);
      timed_out_ = true;
    } else if (scheduler_.has_ready()) {
      step();
    }
  }
}

RunResult Simulation::run() {
  RunResult result;
  try {
    go_on();
    look_at_the_end(result);
  } catch (const Exhausted& exhausted) {
    if (exhausted.limit == Exhausted::Limit::kStopped) {
      result.stopped_by_signal = *stop_signal_;
    } else {
      timed_out_ = result.took_too_long = true;
    }
  }
  finish(result);
  return result;
}

}  // namespace

RunResult simulate(const Program& program, const RunOptions& options) {
  return Simulation(program, options).run();
}

}  // namespace runner::world
