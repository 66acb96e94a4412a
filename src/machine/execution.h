// Executing a machine, for each way of performing operations at once.
#pragma once

#include <utility>

#include "machine/machine.h"
#include "machine/stretch.h"

namespace runner {

template <typename Quick>
const Operation& Machine::next(Environment& environment, uint64_t budget, Quick& quick) {
  if (phase_ != Phase::kSteps || !execute(environment, budget, quick)) yield_phase();
  return pending_;
}

// Until an operation is pending (true) or the last frame is left (false).
template <typename Quick>
[[gnu::hot]] bool Machine::execute(Environment& environment, uint64_t budget, Quick& quick) {
  Value error;
  while (!frames_.empty()) {
    Frame& frame = frames_.back();
    const Routine& routine = program_->routines[static_cast<size_t>(frame.routine)];
    const Instruction* const code = routine.instructions.data();
    Stretch<Quick> stretch{.program = *program_,
                           .routine = routine,
                           .code = code,
                           .slots = slots_.data() + frame.base,
                           .random = random_,
                           .random_frozen = random_frozen_,
                           .environment = environment,
                           .quick = quick,
                           .error = error};
    const Instruction* at = code + frame.pc;
    try {
      at = stretch.run(at, budget);
    } catch (...) {
      frame.pc = static_cast<int32_t>(stretch.stands - code);
      pending_ = Operation{};
      throw;
    }
    const Instruction& i = *at;
    frame.pc = static_cast<int32_t>(&i - code);
    if (budget == 0) {
      pending_ = Operation{};
      return true;
    }
    --budget;
    if (!error.is_null()) [[unlikely]] {
      raise(std::exchange(error, Value()));
    } else if (i.op != OpCode::kOperation) {
      const bool may_take_long = i.op == OpCode::kCallKernel || i.op == OpCode::kCallItem;
      if (may_take_long) [[unlikely]]
        quick.computes(place_of(i));
      execute_rare(i, environment, budget);
    } else if (yield_operation(program_->operations[static_cast<size_t>(i.a)])) {
      return true;
    }
  }
  return false;
}

}  // namespace runner
