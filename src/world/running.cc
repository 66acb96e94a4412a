#include "world/running.h"

#include <algorithm>
#include <chrono>

#include "world/reads.h"

namespace runner::world {

namespace {

// What a machine can ask while it runs.
class Surroundings final : public Environment {
 public:
  Surroundings(State& state, int32_t process) : state_(state), process_(process) {}

  int64_t deadline_after(double seconds) override { return state_.deadline_after(seconds); }
  int64_t next_period(int64_t deadline, double seconds) override {
    return state_.next_period(deadline, seconds);
  }
  ProcessBody self() override { return snapshot(state_, process_, process_); }
  std::string now() override { return state_.now(); }
  double elapsed() override { return state_.elapsed(); }
  void look_at_time() override { state_.look_at_time(); }

 private:
  State& state_;
  int32_t process_;
};

}  // namespace

// A few instructions at first, and as long as they take their time: how long one takes nobody
// knows.
void run_on(State& state, int32_t process) {
  constexpr uint64_t kFew = 4;
  constexpr uint64_t kMany = 1024;
  constexpr std::chrono::milliseconds kShort(1);
  Surroundings surroundings(state, process);
  Machine& machine = *state.change_process(process).machine;
  uint64_t left = state.budget();
  uint64_t turn = kFew;
  std::chrono::steady_clock::time_point before;  // long ago: most steps take no second turn
  while (left > 0) {
    state.look_at_time();
    const uint64_t count = std::min(turn, left);
    const Operation& operation = machine.next(surroundings, count);
    if (operation.op != Op::kYield || operation.spec != nullptr) return;
    left -= count;
    const auto now = std::chrono::steady_clock::now();
    turn = now > before + kShort ? kFew : std::min(2 * turn, kMany);
    before = now;
  }
}

void finish_operation(State& state, int32_t process, Outcome outcome) {
  state.came_out(process, outcome);
  ProcessState& me = state.change_process(process);
  me.phase = Phase::kNone;
  me.deadline = kNoDeadline;
  me.index = 0;
  me.machine->resume(std::move(outcome));
  run_on(state, process);
}

Value evaluate(State& state, int32_t routine) {
  Machine machine = Machine::evaluator(state.world().program(), routine);
  Surroundings surroundings(state, kMainProcess);
  for (;;) {
    state.look_at_time();
    const Operation& operation = machine.next(surroundings);
    if (operation.op == Op::kEnd) return *operation.value;
    CHECK(operation.op == Op::kRead);
    machine.resume(Outcome::done(read(state, kMainProcess, operation)));
  }
}

}  // namespace runner::world
