// Operations that are over at once, performed where the machine stands: no operation is made, no
// outcome, nobody is asked who has no say in it. Whatever is not as usual is yielded.
#pragma once

#include "machine/machine.h"
#include "posix/member.h"
#include "posix/statistics.h"
#include "posix/whereabouts.h"

namespace runner::posix {

// Of the running process.
class Quick {
 public:
  // `counter`: null when nothing is counted.
  Quick(Member& member, Counter* counter)
      : self_(member.me), here_(member.family.relative(member.me.number)), counter_(counter) {}

  // See Machine::next.
  [[gnu::hot]] bool perform(const OperationSpec& spec, Value* slots) {
    const int32_t object = object_of(spec.operand, slots);
    if (object < 0 || self_.slot.wake.load(std::memory_order_relaxed) != 0) return false;
    here_.performs(&spec);
    return perform_on(spec, object, slots);
  }
  void computes(Position at) { here_.computes(at); }

 private:
  // Which it is; -1: that is not so easily told.
  static int32_t object_of(const Operand& operand, const Value* slots) {
    if (operand.kind == Operand::Kind::kSlot) {
      const Value& object = slots[operand.slot];
      return object.kind() == ValueKind::kObject ? static_cast<int32_t>(object.as_int()) : -1;
    }
    if (operand.kind != Operand::Kind::kObject || operand.whole) return -1;
    if (operand.index_slot < 0) return operand.first;
    const Value& index = slots[operand.index_slot];
    const bool valid = index.is_int() && index.as_int() >= 0 && index.as_int() < operand.count;
    return valid ? operand.first + static_cast<int32_t>(index.as_int()) : -1;
  }
  [[gnu::always_inline]] bool perform_on(const OperationSpec& spec, int32_t object, Value* slots);
  bool counted(int32_t object, bool done);
  bool acquire(int32_t object);
  bool release(const OperationSpec& spec, int32_t object);
  bool change(const OperationSpec& spec, int32_t object, Value* slots);
  bool read(const OperationSpec& spec, int32_t object, Value* slots);

  Self& self_;
  Whereabouts here_;
  Counter* counter_;
};

// Where something has to come before each operation: none is performed at once.
class OneByOne {
 public:
  explicit OneByOne(Member& member) : here_(member.family.relative(member.me.number)) {}

  static bool perform(const OperationSpec&, Value*) { return false; }
  void computes(Position at) { here_.computes(at); }

 private:
  Whereabouts here_;
};

// Machine::next, for the process that they belong to.
const Operation& next_operation(Member& member, uint64_t budget, Quick& quick);
const Operation& next_operation(Member& member, uint64_t budget, OneByOne& one_by_one);

}  // namespace runner::posix
