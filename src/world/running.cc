#include "world/running.h"

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

 private:
  State& state_;
  int32_t process_;
};

}  // namespace

void run_on(State& state, int32_t process) {
  Surroundings surroundings(state, process);
  state.change_process(process).machine->next(surroundings, state.budget());
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
    const Operation& operation = machine.next(surroundings);
    if (operation.op == Op::kEnd) return *operation.value;
    CHECK(operation.op == Op::kRead);
    machine.resume(Outcome::done(read(state, kMainProcess, operation)));
  }
}

}  // namespace runner::world
