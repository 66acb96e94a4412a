// Calls, returns from errors, and the loops over a pool's jobs.
#include <utility>

#include "base/limits.h"
#include "expr/text_form.h"
#include "kernels/registry.h"
#include "machine/job.h"
#include "machine/machine.h"
#include "machine/references.h"

namespace runner {
namespace {

Value caught(const Value& error) {
  const ErrorBody& body = error.as_error();
  std::string where = "line " + std::to_string(body.line);
  return Value::map({{Value::string("message"), Value::string(body.message)},
                     {Value::string("where"), Value::string(std::move(where))},
                     {Value::string("kind"), Value::string(error_kind_name(body.kind))}});
}

// The error of one call of a job, saying which, where and by whom.
Value call_error(const Value& error, const Job& job, int64_t item, const std::string& worker) {
  const ErrorBody& body = error.as_error();
  ErrorBody out;
  out.kind = body.kind;
  out.line = body.line;
  out.column = body.column;
  out.message = body.message + " (";
  if (job.mapped) out.message += "item " + std::to_string(job.first + item) + ", ";
  out.message += worker;
  if (body.line > 0) out.message += ", line " + std::to_string(body.line);
  out.message += ")";
  return Value::error(std::move(out));
}

}  // namespace

void Machine::raise_recursion() {
  raise(ErrorKind::kRecursion,
        "calls are nested deeper than the limit of " + std::to_string(limits::kCallDepth));
}

void Machine::call_routine(const Instruction& i) {
  if (frames_.size() >= static_cast<size_t>(limits::kCallDepth)) return raise_recursion();
  const int32_t caller = frames_.back().base;
  for (int32_t k = 0; k < i.d; ++k) {
    if (slot(i.b + k).is_error()) return raise(slot(i.b + k));
  }
  push_frame(i.a, i.c, Role::kPlain);
  for (int32_t k = 0; k < i.d; ++k) {
    slot(k) = slots_[static_cast<size_t>(caller + i.b + k)];
  }
}

void Machine::call_kernel(const Instruction& i) {
  const std::span<const Value> arguments(&slot(i.b), static_cast<size_t>(i.d));
  Value result = kernels()[static_cast<size_t>(i.a)].compute(arguments);
  if (result.is_error()) return raise(std::move(result));
  if (i.c >= 0) slot(i.c) = std::move(result);
  ++frames_.back().pc;
}

// A kernel does all items of the job at once, appending to the results in slot c - 1; a task is
// called for the next item.
void Machine::call_item(const Instruction& i, Environment& environment) {
  const Job job = job_of(slot(i.a));
  const std::vector<Value>& items = job.items.as_list();
  const auto next = static_cast<size_t>(slot(i.b).as_int() + 1);
  slot(i.b) = Value::integer(static_cast<int64_t>(next));
  if (next >= items.size()) {
    frames_.back().pc = i.d;
    return;
  }
  if (job.kernel) return call_kernel_items(i, job, environment);
  const Value item = items[next];
  const Routine& routine = program_->routines[static_cast<size_t>(job.callee)];
  const auto parameters = static_cast<size_t>(routine.parameters);
  if (job.star && (!item.is_list() || item.as_list().size() != parameters)) {
    return raise(ErrorKind::kType, "a list of " + std::to_string(parameters) +
                                       " arguments is needed, not " + to_repr(item));
  }
  push_frame(job.callee, i.c, Role::kItem);
  if (!job.star) {
    slot(0) = item;
    return;
  }
  for (size_t k = 0; k < parameters; ++k) slot(static_cast<int32_t>(k)) = item.as_list()[k];
}

void Machine::call_kernel_items(const Instruction& i, const Job& job, Environment& environment) {
  const Kernel& kernel = kernels()[static_cast<size_t>(job.callee)];
  const std::vector<Value>& items = job.items.as_list();
  std::vector<Value>& results = slot(i.c - 1).mutable_list();
  results.reserve(items.size());
  for (size_t k = 0; k < items.size(); ++k) {
    const bool list = job.star && items[k].is_list();
    const std::span<const Value> arguments =
        list ? std::span<const Value>(items[k].as_list()) : std::span<const Value>(&items[k], 1);
    Value result = kernel.compute(arguments);
    if (result.is_error()) {
      result = call_error(result, job, static_cast<int64_t>(k), environment.self().name);
    }
    results.push_back(std::move(result));
  }
  slot(i.b) = Value::integer(static_cast<int64_t>(items.size()));
}

void Machine::call_action(const Instruction& i) {
  const auto barrier = static_cast<size_t>(slot(i.a).as_int());
  if (frames_.size() >= static_cast<size_t>(limits::kCallDepth)) return raise_recursion();
  push_frame(program_->scenario.objects[barrier].action, -1, Role::kPlain);
}

void Machine::catch_error(const Instruction& i, Environment& environment) {
  Value error = std::move(suspended_.value);
  suspended_ = Unwinding{};
  if (i.a >= 0 && i.b == 1) {
    const bool of_call = i.c >= 0;
    slot(i.a) =
        of_call ? call_error(error, job_of(slot(i.c)), slot(i.d).as_int(), environment.self().name)
                : std::move(error);
  } else if (i.a >= 0) {
    slot(i.a) = caught(error);
  }
  ++frames_.back().pc;
}

void Machine::step_implicit(const Instruction& i) {
  Frame& frame = frames_.back();
  switch (next_start(*program_, slot(i.a), slot(i.b))) {
    case ImplicitStep::kStart:
      ++frame.pc;
      break;
    case ImplicitStep::kWait:
      frame.pc = i.c;
      break;
    case ImplicitStep::kDone:
      frame.pc = i.d;
      break;
  }
}

}  // namespace runner
