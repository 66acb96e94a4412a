#include "base/check.h"
#include "program/liveness.h"

namespace runner {
namespace {

void read_range(Effects& effects, int32_t first, int32_t count) {
  for (int32_t i = 0; i < count; ++i) effects.reads.push_back(first + i);
}

void read_operand(Effects& effects, const Operand& operand) {
  if (operand.index_slot >= 0) effects.reads.push_back(operand.index_slot);
  if (operand.slot >= 0) effects.reads.push_back(operand.slot);
}

void operation_effects(Effects& effects, const OperationSpec& spec) {
  read_operand(effects, spec.operand);
  for (const int32_t slot : {spec.value_slot, spec.chunk_slot, spec.deadline_slot}) {
    if (slot >= 0) effects.reads.push_back(slot);
  }
  read_range(effects, spec.path_slot, spec.path_count);
  if (spec.timeout_target >= 0) effects.jumps.push_back(spec.timeout_target);
  // With a way out that stores nothing, the result's slot keeps its old value there.
  if (spec.into_slot >= 0)
    (spec.timeout_target < 0 ? effects.stores : effects.changes).push_back(spec.into_slot);
}

}  // namespace

Effects effects_of(const Program& program, const Instruction& i) {
  Effects e;
  const auto reads = [&](std::initializer_list<int32_t> slots) {
    for (const int32_t slot : slots) {
      if (slot >= 0) e.reads.push_back(slot);
    }
  };
  const auto changes = [&](std::initializer_list<int32_t> slots) {
    for (const int32_t slot : slots) {
      if (slot >= 0) e.changes.push_back(slot);
    }
  };
  const auto stores = [&](int32_t slot) {
    if (slot >= 0) e.stores.push_back(slot);
  };
  const auto read_code = [&](int32_t code) {
    const std::vector<int32_t>& slots = program.code_slots[static_cast<size_t>(code)];
    e.reads.insert(e.reads.end(), slots.begin(), slots.end());
  };
  switch (i.op) {
    case OpCode::kEvaluate: read_code(i.b), stores(i.a); break;
    case OpCode::kConstant:
    case OpCode::kSelf: stores(i.a); break;
    case OpCode::kMove:
    case OpCode::kDeadline:
    case OpCode::kDuration: reads({i.b}), stores(i.a); break;
    case OpCode::kReference:
      read_operand(e, program.operations[static_cast<size_t>(i.b)].operand);
      stores(i.a);
      break;
    case OpCode::kJump:
      e.jumps.push_back(i.b);
      e.falls_through = false;
      break;
    case OpCode::kBranchFalse:
    case OpCode::kBranchTrue: read_code(i.a), e.jumps.push_back(i.b); break;
    case OpCode::kBranchNull:
    case OpCode::kBranchNotList:
    case OpCode::kBranchNoAction: reads({i.a}), e.jumps.push_back(i.b); break;
    case OpCode::kCountNext:
    case OpCode::kRangeNext: reads({i.a}), changes({i.a}), e.jumps.push_back(i.b); break;
    case OpCode::kCheckList:
    case OpCode::kCountCheck: reads({i.a}), changes({i.a}); break;
    case OpCode::kForNext:
      // At the end of the list nothing is stored into slot c.
      reads({i.a, i.a + 1}), changes({i.a + 1, i.c}), e.jumps.push_back(i.b);
      break;
    case OpCode::kNextPeriod:
    case OpCode::kAppendLocal: reads({i.a, i.b}), changes({i.a}); break;
    case OpCode::kMakeList: read_range(e, i.b, i.c), stores(i.a); break;
    case OpCode::kStoreLocal: reads({i.a, i.d}), changes({i.a}), read_range(e, i.b, i.c); break;
    case OpCode::kCall:
    case OpCode::kCallKernel: read_range(e, i.b, i.d), stores(i.c); break;
    case OpCode::kCallItem:
      reads({i.a, i.b, i.c - 1}), changes({i.b, i.c - 1, i.c}), e.jumps.push_back(i.d);
      break;
    case OpCode::kCallAction: reads({i.a}); break;
    case OpCode::kReadyList: reads({i.b, i.c}), stores(i.a); break;
    case OpCode::kImplicitNext:
      reads({i.a}), changes({i.a, i.b});
      e.jumps = {i.c, i.d};
      break;
    case OpCode::kImplicitMark: reads({i.a, i.b, i.c}), changes({i.a}); break;
    case OpCode::kReturn:
    case OpCode::kExit: reads({i.a}), e.falls_through = false; break;
    case OpCode::kRaise: reads({i.b}), e.falls_through = false; break;
    case OpCode::kAssert: reads({i.a}), e.falls_through = false; break;
    case OpCode::kCatch: reads({i.c, i.d}), stores(i.a); break;
    case OpCode::kRethrow: e.falls_through = false; break;
    case OpCode::kOperation:
      operation_effects(e, program.operations[static_cast<size_t>(i.a)]);
      break;
  }
  return e;
}

}  // namespace runner
