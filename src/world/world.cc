#include "world/world.h"

#include <algorithm>

#include "program/liveness.h"
#include "scenario/signals.h"

namespace runner::world {

namespace {

// Signals whose default is to be ignored.
bool ignored_by_default(int signal) {
  static constexpr std::string_view kNames[] = {"SIGCHLD", "SIGURG", "SIGWINCH", "SIGCONT"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [signal](std::string_view name) { return signal_number(name) == signal; });
}

// Whether a caught error, or a call's that is kept, is looked at.
bool uses_errors(const Program& program, const Liveness& liveness) {
  for (size_t number = 0; number < program.routines.size(); ++number) {
    const std::vector<Instruction>& code = program.routines[number].instructions;
    for (size_t pc = 0; pc + 1 < code.size(); ++pc) {
      // A pool's worker hands on what it has caught (b = 1).
      const bool is_caught = code[pc].op == OpCode::kCatch && code[pc].b != 1 && code[pc].a >= 0;
      const auto next = static_cast<int32_t>(pc) + 1;
      if (is_caught && liveness.live_before(static_cast<int32_t>(number), next, code[pc].a))
        return true;
    }
  }
  return std::any_of(program.operations.begin(), program.operations.end(),
                     [](const OperationSpec& spec) { return spec.keep_errors; });
}

}  // namespace

World::World(const Program& program, bool judges_output)
    : program_(program),
      awaits_signals_(program.scenario.processes.size()),
      judges_output_(judges_output && program.scenario.expect.output) {
  const Liveness liveness(program);
  numbers_arrivals_ = reads_arrivals(program, liveness);
  reads_errors_ = uses_errors(program, liveness);
  bool sends = false;
  for (const OperationSpec& spec : program.operations) {
    sends = sends || spec.op == Op::kSend;
    orders_children_ = orders_children_ || (spec.op == Op::kRead && spec.flag);
  }
  for (size_t number = 0; number < awaits_signals_.size(); ++number) {
    const Process& process = program.scenario.processes[number];
    const bool handles =
        process.group >= 0 &&
        !program.scenario.groups[static_cast<size_t>(process.group)].on_signal.empty();
    awaits_signals_[number] = sends || handles;
    numbers_starts_ = numbers_starts_ || process.numbered || process.pool >= 0;
  }
}

Disposition World::disposition(int32_t number, int signal) const {
  const int32_t group = process(number).group;
  if (group >= 0 && !is_uncatchable(signal)) {
    for (const SignalHandler& handler : scenario().groups[static_cast<size_t>(group)].on_signal) {
      if (handler.signal == signal)
        return handler.ignore ? Disposition::kNothing : Disposition::kHandled;
    }
  }
  return ignored_by_default(signal) ? Disposition::kNothing : Disposition::kEnds;
}

}  // namespace runner::world
