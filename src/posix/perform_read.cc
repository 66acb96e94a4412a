// Reading processes.
#include "posix/joining.h"
#include "posix/perform.h"

namespace runner::posix {

namespace {

Value read_one(Member& member, int32_t process, Attribute attribute) {
  ProcessBody body = snapshot_of(member.family, process);
  body.is_self = process == member.me.number;
  if (attribute == Attribute::kWhole) return Value::process(std::move(body));
  Value value;
  CHECK(body.attribute(attribute_name(attribute), value));
  return value;
}

Value read_members(Member& member, const Operation& operation) {
  std::vector<Value> members;
  members.reserve(static_cast<size_t>(operation.count));
  for (int32_t i = 0; i < operation.count; ++i) {
    members.push_back(read_one(member, operation.target + i, operation.spec->attribute));
  }
  return Value::list(std::move(members));
}

// Reads until two passes agree: then all members were so at one instant in between. A process only
// goes forward from state to state, so that this comes to an end.
template <typename Pass>
Value read_at_one_instant(Pass pass) {
  Value before = pass();
  for (;;) {
    Value after = pass();
    if (identical(before, after)) return after;
    before = std::move(after);
  }
}

Value live_children(Member& member) {
  std::vector<Value> live;
  for (int32_t child = member.first_child(); child >= 0; child = member.next_child(child)) {
    ProcessBody body = snapshot_of(member.family, child);
    if (body.status == ProcessStatus::kStarted) live.push_back(Value::process(std::move(body)));
  }
  return Value::list(std::move(live));
}

}  // namespace

Performed read_processes(Member& member, const Operation& operation) {
  if (operation.spec->flag) {
    for (int32_t child = member.first_child(); child >= 0; child = member.next_child(child)) {
      if (!await_settled(member.me, child)) return std::nullopt;
    }
    return Outcome::done(read_at_one_instant([&] { return live_children(member); }));
  }
  const int32_t count = operation.spec->operand.whole ? operation.count : 1;
  for (int32_t i = 0; i < count; ++i) {
    if (!await_settled(member.me, operation.target + i)) return std::nullopt;
  }
  if (operation.spec->operand.whole) {
    return Outcome::done(read_at_one_instant([&] { return read_members(member, operation); }));
  }
  return Outcome::done(read_one(member, operation.target, operation.spec->attribute));
}

}  // namespace runner::posix
