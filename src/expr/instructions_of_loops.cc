// The macros all, exists, exists_one, filter and map.
#include <algorithm>

#include "expr/frame.h"
#include "expr/operations.h"

namespace runner::expr::instructions {
namespace {

Value& position(Frame& frame, At at) {
  return frame.temporaries[at->target + kLoopPosition];
}
Value& found(Frame& frame, At at) {
  return frame.temporaries[at->target + kLoopFound];
}
Value& variable(Frame& frame, At at) {
  return frame.temporaries[at->target + kLoopVariable];
}

// all (decided by false) and exists (decided by true): an error counts only when nothing decides.
template <bool decisive>
At quantify(Frame& frame, At at) {
  const Value& value = frame.left(at);
  if (value.is_bool() && value.as_bool() == decisive) {
    found(frame, at) = Value::boolean(decisive);
    return at + 1;
  }
  if (!value.is_bool() && !found(frame, at).is_error()) {
    found(frame, at) = value.is_error() ? value : not_a_condition(value);
  }
  return frame.destination(at);
}

At append_found(Frame& frame, At at, Value item) {
  std::vector<Value>& items = found(frame, at).mutable_list();
  if (items.size() >= limits::kListElements) return frame.fail(at, too_many_elements());
  items.push_back(std::move(item));
  return frame.destination(at);
}

}  // namespace

At loop_begin(Frame& frame, At at) {
  Value& source = frame.target(at);
  if (source.is_map()) {
    if (!frame.spend(source.as_map().size() / 4)) return frame.fail(at, too_many_steps());
    std::vector<Value> keys;
    keys.reserve(source.as_map().size());
    for (const auto& entry : source.as_map().entries()) keys.push_back(entry.first);
    source = Value::list(std::move(keys));
  }
  if (!source.is_list()) {
    return frame.fail(at, make_error(ErrorKind::kType, "a macro needs a list or a map, not " +
                                                           std::string(kind_name(source.kind()))));
  }
  position(frame, at) = Value::integer(0);
  return at + 1;
}

At loop_range(Frame& frame, At at) {
  Value& begin = frame.target(at);
  Value& end = position(frame, at);
  for (const Value* bound : {&begin, &end}) {
    if (!bound->is_int()) return frame.fail(at, wrong_kind("range", types::kInt, *bound));
  }
  const bool empty = end.as_int() <= begin.as_int();
  const uint64_t count =
      static_cast<uint64_t>(end.as_int()) - static_cast<uint64_t>(begin.as_int());
  if (!empty && count >= limits::kListElements) return frame.fail(at, too_many_elements());
  begin.swap(end);  // what the loop runs over comes first
  return at + 1;
}

At loop_reserve(Frame& frame, At at) {
  const Value& source = frame.target(at);
  const int64_t end =
      source.is_int() ? source.as_int() : static_cast<int64_t>(source.as_list().size());
  const int64_t begin = position(frame, at).as_int();
  if (end <= begin) return at + 1;
  constexpr int64_t kMost = 16 << 20;  // more grows as it goes
  found(frame, at).mutable_list().reserve(static_cast<size_t>(std::min(end - begin, kMost)));
  return at + 1;
}

At loop_next(Frame& frame, At at) {
  if (!frame.spend(static_cast<uint64_t>(at->left))) return frame.fail(at, too_many_steps());
  const Value& source = frame.target(at);
  const int64_t next = position(frame, at).as_int();
  if (source.is_int()) {
    if (next >= source.as_int()) return frame.destination(at);
    variable(frame, at).set_integer(next);
  } else {
    const std::vector<Value>& items = source.as_list();
    if (next >= static_cast<int64_t>(items.size())) return frame.destination(at);
    variable(frame, at) = items[static_cast<size_t>(next)];
  }
  position(frame, at).set_integer(next + 1);
  return at + 1;
}

At loop_end(Frame& frame, At at) {
  variable(frame, at) = Value();
  Value result = std::move(found(frame, at));
  if (!within_limits(result)) return frame.finish(at, too_large_a_value(result));
  return frame.finish(at, std::move(result));
}

At loop_end_one(Frame& frame, At at) {
  variable(frame, at) = Value();
  return frame.finish(at, Value::boolean(found(frame, at).as_int() == 1));
}

At loop_all(Frame& frame, At at) {
  return quantify<false>(frame, at);
}
At loop_exists(Frame& frame, At at) {
  return quantify<true>(frame, at);
}

At loop_exists_one(Frame& frame, At at) {
  const Value& value = frame.left(at);
  if (!value.is_bool()) return frame.fail(at, not_a_condition(value));
  Value& count = found(frame, at);
  if (value.as_bool()) count = Value::integer(count.as_int() + 1);
  return frame.destination(at);
}

At loop_filter(Frame& frame, At at) {
  const Value& value = frame.left(at);
  if (!value.is_bool()) return frame.fail(at, not_a_condition(value));
  if (!value.as_bool()) return frame.destination(at);
  return append_found(frame, at, std::move(variable(frame, at)));
}

At loop_test(Frame& frame, At at) {
  const Value& value = frame.left(at);
  if (!value.is_bool()) return frame.fail(at, not_a_condition(value));
  return value.as_bool() ? at + 1 : frame.destination(at);
}

At loop_map(Frame& frame, At at) {
  return append_found(frame, at, frame.take_left(at));
}

}  // namespace runner::expr::instructions
