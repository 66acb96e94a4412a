#include "well_formed.h"

#include <algorithm>

#include "program/liveness.h"

namespace runner::fuzz {
namespace {

bool in_range(int32_t number, size_t count) {
  return number >= 0 && static_cast<size_t>(number) < count;
}

// Whether what the instruction names in the program's tables is there.
bool names_what_exists(const Program& program, const Instruction& i) {
  switch (i.op) {
    case OpCode::kEvaluate:
      return in_range(i.b, program.codes.size());
    case OpCode::kConstant:
      return in_range(i.b, program.constants.size());
    case OpCode::kReference:
      return in_range(i.b, program.operations.size());
    case OpCode::kBranchFalse:
    case OpCode::kBranchTrue:
      return in_range(i.a, program.codes.size());
    case OpCode::kCall:
      return in_range(i.a, program.routines.size());
    case OpCode::kAssert:
      return in_range(i.b, program.texts.size());
    case OpCode::kOperation:
      return in_range(i.a, program.operations.size());
    case OpCode::kMove:
    case OpCode::kSelf:
    case OpCode::kJump:
    case OpCode::kBranchNull:
    case OpCode::kBranchNotList:
    case OpCode::kBranchNoAction:
    case OpCode::kCheckList:
    case OpCode::kForNext:
    case OpCode::kCountCheck:
    case OpCode::kCountNext:
    case OpCode::kRangeNext:
    case OpCode::kDeadline:
    case OpCode::kDuration:
    case OpCode::kNextPeriod:
    case OpCode::kMakeList:
    case OpCode::kAppendLocal:
    case OpCode::kStoreLocal:
    case OpCode::kCallKernel:
    case OpCode::kCallItem:
    case OpCode::kCallAction:
    case OpCode::kReadyList:
    case OpCode::kImplicitNext:
    case OpCode::kImplicitMark:
    case OpCode::kReturn:
    case OpCode::kRaise:
    case OpCode::kCatch:
    case OpCode::kRethrow:
    case OpCode::kExit:
      return true;
  }
  UNREACHABLE();
}

bool is_whole(const Operand& operand, const Scenario& scenario) {
  size_t count = 0;
  switch (operand.kind) {
    case Operand::Kind::kObject:
      count = scenario.objects.size();
      break;
    case Operand::Kind::kProcess:
      count = scenario.processes.size();
      break;
    case Operand::Kind::kNone:
    case Operand::Kind::kSlot:
    case Operand::Kind::kSelf:
      return true;
  }
  return in_range(operand.first, count) && operand.count >= 1 &&
         in_range(operand.first + operand.count - 1, count);
}

std::string objection_to(const Program& program, const Routine& routine) {
  const size_t count = routine.instructions.size();
  const auto wrong = [&](size_t pc, std::string_view what) {
    return routine.name + ", instruction " + std::to_string(pc) + ": " + std::string(what);
  };
  const auto lands = [&](int32_t pc) { return in_range(pc, count); };
  const auto is_slot = [&](int32_t slot) {
    return in_range(slot, static_cast<size_t>(routine.slot_count));
  };
  if (count == 0 || routine.positions.size() != count) return wrong(0, "positions");
  if (!std::all_of(routine.scopes.begin(), routine.scopes.end(), [&](const UnwindScope& scope) {
        return scope.begin >= 0 && scope.begin <= scope.end &&
               scope.end <= static_cast<int32_t>(count) && lands(scope.handler);
      })) {
    return wrong(0, "scopes");
  }
  for (size_t pc = 0; pc < count; ++pc) {
    const Instruction& instruction = routine.instructions[pc];
    if (!names_what_exists(program, instruction)) return wrong(pc, "names nothing");
    const Effects effects = effects_of(program, instruction);
    if (!std::all_of(effects.reads.begin(), effects.reads.end(), is_slot) ||
        !std::all_of(effects.stores.begin(), effects.stores.end(), is_slot)) {
      return wrong(pc, "no such slot");
    }
    if (!std::all_of(effects.jumps.begin(), effects.jumps.end(), lands)) {
      return wrong(pc, "jumps nowhere");
    }
  }
  return "";
}

}  // namespace

std::string objection_to(const Program& program) {
  if (program.processes.size() != program.scenario.processes.size()) return "processes";
  if (program.code_slots.size() != program.codes.size()) return "slots of codes";
  for (const Routine& routine : program.routines) {
    if (std::string wrong = objection_to(program, routine); !wrong.empty()) return wrong;
  }
  for (const OperationSpec& spec : program.operations) {
    if (!is_whole(spec.operand, program.scenario)) return "operand of " + spec.text;
  }
  for (const ProcessProgram& process : program.processes) {
    if (!in_range(process.routine, program.routines.size())) return "a process without a routine";
  }
  for (const auto* routines : {&program.finally, &program.observe, &program.always}) {
    for (const int32_t routine : *routines) {
      if (!in_range(routine, program.routines.size())) return "an expectation without a routine";
    }
  }
  return "";
}

}  // namespace runner::fuzz
