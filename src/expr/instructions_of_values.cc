// Selection, calls, and the building of texts, lists and maps.
#include <cmath>

#include "base/regex.h"
#include "base/text.h"
#include "expr/frame.h"
#include "expr/operations.h"
#include "expr/text_form.h"

namespace runner::expr::instructions {
namespace {

// A function pays for what it is given, so that calling it again and again with something large
// comes to an end, whatever it does with it.
At run_function(Frame& frame, At at, size_t count) {
  const Function& function = functions()[static_cast<size_t>(at->right)];
  Call call{{&frame.target(at), count}, frame.random, frame.surroundings, frame.budget};
  for (const Value& argument : call.arguments) {
    if (!frame.spend(work_of(argument))) return frame.fail(at, too_many_steps());
  }
  return frame.finish(at, function.run(call));
}

}  // namespace

At select(Frame& frame, At at) {
  return frame.finish(at, select_from(frame.left(at), frame.name(at)));
}

At has(Frame& frame, At at) {
  return frame.finish(at, has_selection(frame.left(at), frame.name(at)));
}

At index(Frame& frame, At at) {
  return frame.finish(at, element_of(frame.left(at), frame.right(at)));
}

At call(Frame& frame, At at) {
  return run_function(frame, at, static_cast<size_t>(at->left));
}

At call_one(Frame& frame, At at) {
  copy(frame, at);
  return run_function(frame, at, 1);
}

At square_root(Frame& frame, At at) {
  const Value& operand = frame.left(at);
  if (!operand.is_number() || !(operand.as_number() >= 0)) return call_one(frame, at);
  frame.target(at).set_real(std::sqrt(operand.as_number()));
  return at + 1;
}

At size(Frame& frame, At at) {
  const Value& operand = frame.left(at);
  if (!operand.is_list()) return call_one(frame, at);
  frame.target(at).set_integer(static_cast<int64_t>(operand.list_size()));
  return at + 1;
}

At match(Frame& frame, At at) {
  return frame.finish(at, matches_pattern(frame.pattern(at), frame.left(at), frame.budget));
}

At text_begin(Frame& frame, At at) {
  frame.target(at) = Value::string(std::string());
  return at + 1;
}

At text_append(Frame& frame, At at) {
  std::string& text = frame.target(at).mutable_string();
  const size_t before = text.size();
  if (!append_text(text, frame.left(at), limits::kStringBytes)) {
    return frame.fail(at, too_long_a_string());
  }
  if (!frame.spend((text.size() - before) / 16)) return frame.fail(at, too_many_steps());
  return at + 1;
}

At list_begin(Frame& frame, At at) {
  frame.target(at) = Value::list({});
  return at + 1;
}

At list_append(Frame& frame, At at) {
  frame.target(at).mutable_list().push_back(frame.take_left(at));
  return at + 1;
}

At list_end(Frame& frame, At at) {
  if (within_limits(frame.target(at))) return at + 1;
  return frame.fail(at, too_large_a_value(frame.target(at)));
}

At map_begin(Frame& frame, At at) {
  frame.target(at) = Value::map({});
  return at + 1;
}

At map_put(Frame& frame, At at) {
  Value problem = put_entry(frame.target(at), frame.left(at), frame.right(at));
  return problem.is_error() ? frame.fail(at, std::move(problem)) : at + 1;
}

}  // namespace runner::expr::instructions
