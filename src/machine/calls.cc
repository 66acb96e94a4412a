// Calls, returns from errors, and the loops over a pool's jobs.
#include <utility>

#include "base/limits.h"
#include "expr/list_builder.h"
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

// What the task returns, when it does nothing else; null: it does.
const Code* only_expression(const Program& program, const Routine& routine) {
  if (routine.instructions.size() < 2 || !routine.scopes.empty()) return nullptr;
  const Instruction& first = routine.instructions[0];
  const Instruction& second = routine.instructions[1];
  const bool returns =
      first.op == OpCode::kEvaluate && second.op == OpCode::kReturn && second.a == first.a;
  return returns ? &program.codes[static_cast<size_t>(first.b)] : nullptr;
}

Value results_one_by_one(const Kernel& kernel, const Job& job, const std::string& worker) {
  const size_t items = job.items.list_size();
  ListBuilder results(items);
  for (size_t k = 0; k < items; ++k) {
    const Value item = job.items.list_item(k);
    const bool list = job.star && item.is_list();
    const std::span<const Value> arguments =
        list ? std::span<const Value>(item.as_list()) : std::span<const Value>(&item, 1);
    Value result = kernel.compute(arguments);
    if (result.is_error()) result = call_error(result, job, static_cast<int64_t>(k), worker);
    results.append(std::move(result));
  }
  return results.finish();
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
  if (result.is_error()) return raise(result);
  if (i.c >= 0) slot(i.c) = std::move(result);
  ++frames_.back().pc;
}

// A kernel, or a task that only returns an expression, does all items of the job at once, its
// results are in slot c - 1; another task is called for the next item.
void Machine::call_item(const Instruction& i, Environment& environment, uint64_t& budget) {
  const Job job = job_of(slot(i.a));
  const auto next = static_cast<size_t>(slot(i.b).as_int() + 1);
  slot(i.b) = Value::integer(static_cast<int64_t>(next));
  if (next >= job.items.list_size()) {
    frames_.back().pc = i.d;
    return;
  }
  if (job.kernel) return call_kernel_items(i, job, environment);
  const Routine& routine = program_->routines[static_cast<size_t>(job.callee)];
  const Code* expression = job.star ? nullptr : only_expression(*program_, routine);
  if (expression != nullptr) return evaluate_items(i, job, *expression, environment, budget);
  const Value item = job.items.list_item(next);
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

// Where the time goes that the instruction, at which the machine stands, may take.
Position Machine::place_of(const Instruction& i) const {
  if (i.op != OpCode::kCallItem) return position();
  const Job& job = job_of(slots_[static_cast<size_t>(frames_.back().base + i.a)]);
  return job.kernel ? position()
                    : program_->routines[static_cast<size_t>(job.callee)].positions.front();
}

void Machine::call_kernel_items(const Instruction& i, const Job& job, Environment& environment) {
  const Kernel& kernel = kernels()[static_cast<size_t>(job.callee)];
  const Numbers* numbers = job.items.as_numbers();
  Numbers computed;
  const bool at_once =
      numbers != nullptr && kernel.compute_all != nullptr && kernel.compute_all(*numbers, computed);
  slot(i.c - 1) = at_once ? Value::numbers(std::move(computed))
                          : results_one_by_one(kernel, job, environment.self().name);
  slot(i.b) = Value::integer(static_cast<int64_t>(job.items.list_size()));
}

// From the item whose turn it is. What raises an error, or finds no budget, is left to the frame,
// as if it had just been called.
void Machine::evaluate_items(const Instruction& i, const Job& job, const Code& expression,
                             Environment& environment, uint64_t& budget) {
  const size_t items = job.items.list_size();
  const auto worker = static_cast<size_t>(frames_.back().base);
  push_frame(job.callee, i.c, Role::kItem);
  Value& number = slots_[worker + static_cast<size_t>(i.b)];
  std::vector<Value>& results = slots_[worker + static_cast<size_t>(i.c) - 1].mutable_list();
  results.reserve(items);
  for (auto next = static_cast<size_t>(number.as_int()); next < items; ++next) {
    number.set_integer(static_cast<int64_t>(next));
    slot(0) = job.items.list_item(next);
    if (budget == 0) return;
    --budget;
    Random fixed = random_;
    Value result = expression.evaluate(&slot(0), random_frozen_ ? fixed : random_, environment);
    if (result.is_error()) return;
    results.push_back(std::move(result));
  }
  pop_frame();
  number.set_integer(static_cast<int64_t>(items));
  frames_.back().pc = i.d;
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
