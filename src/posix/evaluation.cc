#include "posix/evaluation.h"

#include <csignal>

#include "posix/futex.h"
#include "posix/member.h"
#include "posix/perform.h"

namespace runner::posix {

namespace {

// Thrown out of an evaluation that is to end; why is in the result.
struct Ended {};

class FinalState final : public Environment {
 public:
  FinalState(Family& family, SupervisorSignals& signals, RunResult& result)
      : supervisor_(family, family.region().supervisor(), {}),
        signals_(signals),
        result_(result),
        time_limit_(family.time_limit()) {}

  std::string now() override { return supervisor_.now(); }
  double elapsed() override { return supervisor_.elapsed(); }
  int64_t deadline_after(double seconds) override { return supervisor_.deadline_after(seconds); }
  ProcessBody self() override { return supervisor_.self(); }
  void look_at_time() override {
    for (const int signal : signals_.read()) {
      if (signal == SIGTSTP) raise(SIGSTOP);
      const bool stops = signal != SIGTSTP && signal != SIGCHLD && signal != SIGALRM;
      if (stops && result_.stopped_by_signal == 0) result_.stopped_by_signal = signal;
    }
    result_.timed_out = monotonic_now() >= time_limit_;
    result_.seconds = elapsed();
    if (result_.timed_out || result_.stopped_by_signal != 0) throw Ended();
  }

  Value evaluate(int32_t routine) {
    Machine machine = Machine::evaluator(supervisor_.program(), routine);
    for (;;) {
      const Operation& operation = machine.next(*this);
      if (operation.op == Op::kEnd) return *operation.value;
      supervisor_.me.operation = &operation;
      Performed performed = perform(supervisor_, operation);
      CHECK(performed.has_value());
      machine.resume(std::move(*performed));
    }
  }

 private:
  Member supervisor_;
  SupervisorSignals& signals_;
  RunResult& result_;
  int64_t time_limit_;
};

}  // namespace

void evaluate_final_state(Family& family, SupervisorSignals& signals, RunResult& result) {
  FinalState state(family, signals, result);
  const Program& program = family.program();
  try {
    for (const int32_t routine : program.finally) result.finally.push_back(state.evaluate(routine));
    for (const int32_t routine : program.observe)
      result.observed.push_back(state.evaluate(routine));
  } catch (const Ended&) {
  }
}

}  // namespace runner::posix
