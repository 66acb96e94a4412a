#include "program/liveness.h"

#include <algorithm>

namespace runner {

Liveness::Liveness(const Program& program) {
  before_.resize(program.routines.size());
  across_.resize(program.routines.size());
  for (size_t i = 0; i < program.routines.size(); ++i) {
    analyse(program, program.routines[i], before_[i], across_[i]);
  }
}

void Liveness::analyse(const Program& program, const Routine& routine, Sets& before, Sets& across) {
  const size_t count = routine.instructions.size();
  const size_t words = static_cast<size_t>(routine.slot_count) / 64 + 1;
  before.words = across.words = words;
  before.bits.assign(count * words, 0);
  across.bits.assign(count * words, 0);
  std::vector<Effects> effects;
  effects.reserve(count);
  for (const Instruction& instruction : routine.instructions) {
    effects.push_back(effects_of(program, instruction));
  }
  // Any instruction inside a scope may go on at the scope's handler.
  for (const UnwindScope& scope : routine.scopes) {
    for (int32_t pc = scope.begin; pc < scope.end; ++pc) {
      effects[static_cast<size_t>(pc)].jumps.push_back(scope.handler);
    }
  }
  std::vector<uint64_t> after(words);
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t pc = count; pc-- > 0;) {
      std::fill(after.begin(), after.end(), 0);
      const auto flow_from = [&](size_t next) {
        for (size_t w = 0; w < words; ++w) after[w] |= before.bits[next * words + w];
      };
      const Effects& e = effects[pc];
      if (e.falls_through && pc + 1 < count) flow_from(pc + 1);
      for (const int32_t target : e.jumps) flow_from(static_cast<size_t>(target));
      std::vector<uint64_t> live = after;
      for (const int32_t slot : e.stores) {
        live[static_cast<size_t>(slot) / 64] &= ~(uint64_t{1} << (slot % 64));
      }
      // A store that an error may forestall must not hide the old value from the error's handler.
      for (const UnwindScope& scope : routine.scopes) {
        if (static_cast<int32_t>(pc) < scope.begin || static_cast<int32_t>(pc) >= scope.end)
          continue;
        for (size_t w = 0; w < words; ++w) {
          live[w] |= before.bits[static_cast<size_t>(scope.handler) * words + w];
        }
      }
      for (size_t w = 0; w < words; ++w) across.bits[pc * words + w] = live[w];
      for (const int32_t slot : e.reads) {
        live[static_cast<size_t>(slot) / 64] |= uint64_t{1} << (slot % 64);
      }
      for (size_t w = 0; w < words; ++w) {
        uint64_t& word = before.bits[pc * words + w];
        changed = changed || word != live[w];
        word = live[w];
      }
    }
  }
}

bool reads_arrivals(const Program& program, const Liveness& liveness) {
  for (size_t number = 0; number < program.routines.size(); ++number) {
    const std::vector<Instruction>& code = program.routines[number].instructions;
    for (size_t pc = 0; pc + 1 < code.size(); ++pc) {
      if (code[pc].op != OpCode::kOperation) continue;
      const OperationSpec& spec = program.operations[static_cast<size_t>(code[pc].a)];
      if (spec.op != Op::kBarrierWait) continue;
      const Instruction& branch = code[pc + 1];
      if (branch.op != OpCode::kBranchNoAction ||
          liveness.live_before(static_cast<int32_t>(number), branch.b, spec.into_slot))
        return true;
    }
  }
  return false;
}

}  // namespace runner
