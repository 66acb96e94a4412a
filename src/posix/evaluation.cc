#include "posix/evaluation.h"

#include "posix/member.h"
#include "posix/perform.h"

namespace runner::posix {

namespace {

Value evaluate(Member& supervisor, int32_t routine) {
  Machine machine = Machine::evaluator(supervisor.program(), routine);
  for (;;) {
    const Operation& operation = machine.next(supervisor);
    if (operation.op == Op::kEnd) return *operation.value;
    supervisor.me.operation = &operation;
    Performed performed = perform(supervisor, operation);
    CHECK(performed.has_value());
    machine.resume(std::move(*performed));
  }
}

}  // namespace

void evaluate_final_state(Family& family, RunResult& result) {
  Member supervisor(family, family.region().supervisor(), {});
  for (const int32_t routine : family.program().finally) {
    result.finally.push_back(evaluate(supervisor, routine));
  }
  for (const int32_t routine : family.program().observe) {
    result.observed.push_back(evaluate(supervisor, routine));
  }
}

}  // namespace runner::posix
