#include "world/access.h"

namespace runner::world {

bool is_access(const OperationSpec& spec) {
  const Op op = spec.op;
  if (op == Op::kPrint || op == Op::kSleep || op == Op::kWork || op == Op::kYield ||
      op == Op::kChoose || op == Op::kReport)
    return false;
  const bool fixed = spec.attribute == Attribute::kName || spec.attribute == Attribute::kDaemon ||
                     spec.attribute == Attribute::kIndex || spec.attribute == Attribute::kParties ||
                     spec.attribute == Attribute::kWorkers;
  return op != Op::kRead || spec.flag || !fixed;
}

std::vector<Access> accesses_of(const OperationSpec& spec, int32_t target) {
  if (!is_access(spec)) return {};
  Access access;
  access.op = spec.op;
  const Operand& operand = spec.operand;
  access.processes = operand.kind == Operand::Kind::kProcess ||
                     operand.kind == Operand::Kind::kSelf || (spec.op == Op::kRead && spec.flag);
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
