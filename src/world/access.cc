#include "world/access.h"

#include <algorithm>

#include "base/check.h"

namespace runner::world {

bool sums_exactly(const Value& value) {
  constexpr int64_t kSmall = int64_t{1} << 30;
  switch (value.kind()) {
    case ValueKind::kInt:
      return -kSmall <= value.as_int() && value.as_int() <= kSmall;
    case ValueKind::kDouble:
      return false;
    case ValueKind::kList:
      return std::all_of(value.as_list().begin(), value.as_list().end(), sums_exactly);
    case ValueKind::kMap:
      return std::all_of(value.as_map().entries().begin(), value.as_map().entries().end(),
                         [](const auto& entry) { return sums_exactly(entry.second); });
    case ValueKind::kNull:
    case ValueKind::kBool:
    case ValueKind::kString:
    case ValueKind::kHandle:
    case ValueKind::kDeadline:
    case ValueKind::kObject:
    case ValueKind::kProcess:
    case ValueKind::kError:
      return true;
  }
  UNREACHABLE();
}

bool is_access(const World& world, const OperationSpec& spec) {
  const Op op = spec.op;
  if (op == Op::kPrint) return world.judges_output() && !spec.flag;
  if (op == Op::kSleep || op == Op::kWork || op == Op::kYield || op == Op::kChoose ||
      op == Op::kReport)
    return false;
  const bool fixed = spec.attribute == Attribute::kName || spec.attribute == Attribute::kDaemon ||
                     spec.attribute == Attribute::kIndex || spec.attribute == Attribute::kParties ||
                     spec.attribute == Attribute::kWorkers;
  return op != Op::kRead || spec.flag || !fixed;
}

std::vector<Access> accesses_of(const World& world, const OperationSpec& spec, int32_t target) {
  if (!is_access(world, spec)) return {};
  Access access;
  access.op = spec.op;
  const Operand& operand = spec.operand;
  access.processes = operand.kind == Operand::Kind::kProcess ||
                     operand.kind == Operand::Kind::kSelf || operand.of_process ||
                     (spec.op == Op::kRead && spec.flag);
  access.patient = spec.deadline_slot < 0;
  access.result_is_used = spec.into_slot >= 0;
  if (target >= 0) {
    access.first = target;
    access.count = operand.whole ? operand.count : 1;
  } else if (operand.kind == Operand::Kind::kObject || operand.kind == Operand::Kind::kProcess) {
    access.first = operand.first;
    access.count = operand.whole || operand.index_slot >= 0 ? operand.count : 1;
  }
  if (spec.op != Op::kConditionWait) return {access};
  Access again = access;
  again.takes_again = true;
  again.patient = true;
  return {access, again};
}

}  // namespace runner::world
