#include "scenario/bind_steps.h"

#include <algorithm>

#include "scenario/callees.h"
#include "scenario/constants.h"
#include "scenario/local_key.h"
#include "scenario/references.h"
#include "scenario/scope.h"
#include "scenario/signals.h"

namespace runner {
namespace {

constexpr Type kBoolTypes[] = {Type::kBool};
constexpr Type kIntTypes[] = {Type::kInt, Type::kNumber};
constexpr Type kListTypes[] = {Type::kList};
constexpr Type kSequenceTypes[] = {Type::kList, Type::kMap};
constexpr Type kHandleTypes[] = {Type::kHandle, Type::kList};
constexpr Type kDurationTypes[] = {Type::kInt, Type::kDouble, Type::kNumber, Type::kString};

// A reference that had errors.
bool is_unbound(const Reference& reference) {
  return reference.target == Reference::Target::kObject && !reference.kind;
}

}  // namespace

void StepBinder::bind(Steps& steps) {
  for (Step& step : steps) bind_step(step);
}

void StepBinder::bind_step(Step& step) {
  bind_value(step);
  bind_targets(step);
  bind_assignments(step);
  bind_arguments(step);
  bind_duration(step.timeout, "timeout");
  bind_int(step.count, "count");
  bind_int(step.index, "index");
  bind_int(step.chunk, "chunk");
  bind_condition(step.until, "until");
  if (step.message) bind_expression(loading_, frame_, *step.message);
  if (step.pool) {
    bind_reference(loading_, frame_, *step.pool, Targets(ObjectKind::kPool), "pool");
  }
  if (step.verb != Verb::kTry) frame_.introduce(step.variable);
  frame_.introduce(step.ok);
  frame_.introduce(step.into);
  bind_nested(step);
}

void StepBinder::bind_nested(Step& step) {
  bind(step.body);
  if (step.verb == Verb::kTry) {
    bind_try(step);
  } else {
    bind(step.otherwise);
  }
  if (step.on_timeout) bind(*step.on_timeout);
}

// `error` is that of the innermost catch; behind a catch it stays readable where nothing hides it.
void StepBinder::bind_try(Step& step) {
  if (step.variable < 0) return;
  const int32_t outer = catch_slot_;
  catch_slot_ = step.variable;
  frame_.rename("error", step.variable);
  frame_.introduce(step.variable);
  bind(step.otherwise);
  catch_slot_ = outer;
  if (outer >= 0) frame_.rename("error", outer);
}

void StepBinder::bind_value(Step& step) {
  if (!step.value) return;
  const VerbSpec& spec = spec_of(step.verb);
  switch (spec.form) {
    case Form::kCondition:
      return bind_condition(step.value, spec.name);
    case Form::kNumber:
      return bind_int(step.value, spec.name);
    case Form::kDuration:
      return bind_duration(step.value, spec.name);
    case Form::kSource:
      return bind_handles(*step.value);
    case Form::kCallee:
      return bind_typed(*step.value, kListTypes, "over", "a list");
    case Form::kVariable:
      if (step.verb == Verb::kFor) return bind_typed(*step.value, kSequenceTypes, "in", "a list");
      return bind_typed(*step.value, kListTypes, "in", "a list");
    case Form::kValue:
      if (step.verb == Verb::kSend) return bind_signal(*step.value);
      return bind_expression(loading_, frame_, *step.value);
    case Form::kAssignments:
    case Form::kReferences:
    case Form::kPlaces:
    case Form::kSteps:
    case Form::kFlag:
      return;
  }
  UNREACHABLE();
}

void StepBinder::bind_handles(Expression& value) {
  bind_typed(value, kHandleTypes, "gather", "a handle or a list of handles");
  const bool is_literal = value.at && value.ast.kind == AstKind::kLiteral;
  if (!is_literal || !value.ast.value.is_list() || value.ast.value.as_list().empty()) return;
  loading_.diagnostics.error(value.at, "gather needs handles, and these are values").hint =
      "a list of handles is one expression: gather: \"[a, b]\"";
}

void StepBinder::bind_signal(Expression& value) {
  bind_expression(loading_, frame_, value);
  if (!value.at) return;
  const std::optional<Value> signal = folded(value.ast);
  if (!signal) {
    loading_.diagnostics.error(value.at, "the signal must be known before the run").hint =
        "choose between send steps with if";
    return;
  }
  if (!signal->is_string()) {
    loading_.diagnostics
        .error(value.at, "send needs the name of a signal, not " + std::string(described(*signal)))
        .hint = "like SIGTERM or SIGUSR1";
    return;
  }
  const std::string& name = signal->as_string();
  const int number = signal_number(name);
  if (number == 0) {
    report_at(loading_, value.at, name, "unknown signal " + in_single_quotes(name)).hint =
        did_you_mean_hint(nearest_signal(name));
  } else if (stops_a_process(number)) {
    report_at(loading_, value.at, name, name + " stops a process instead of ending it").hint =
        "a stopped process would never be seen to end";
  }
  value.ast.kind = AstKind::kLiteral;
  value.ast.value = *signal;
  value.ast.children.clear();
}

void StepBinder::bind_targets(Step& step) {
  const VerbSpec& spec = spec_of(step.verb);
  const std::string_view what = step.verb == Verb::kSend ? "send" : spec.name;
  for (Reference& target : step.targets) {
    bind_reference(loading_, frame_, target, spec.targets, what);
  }
  if (step.verb == Verb::kWait) check_wait(step);
  if (step.verb == Verb::kRelease) check_release(step);
}

// On a condition a process waits alone: it gives up the condition's lock meanwhile.
void StepBinder::check_wait(const Step& step) {
  const auto condition =
      std::find_if(step.targets.begin(), step.targets.end(),
                   [](const Reference& target) { return target.kind == ObjectKind::kCondition; });
  if (condition == step.targets.end()) {
    if (!step.until || std::any_of(step.targets.begin(), step.targets.end(), is_unbound)) return;
    loading_.diagnostics.error(step.at, "'until' is for a wait on a condition").hint =
        "for anything else, wait in a while loop";
    return;
  }
  if (step.targets.size() > 1) {
    report_at(loading_, condition->at, condition->text,
              "a wait on a condition is for it alone, not for any of several");
  } else if (condition->array && !condition->index) {
    require_one(*condition, "wait");
  } else if (step.into >= 0) {
    report_at(loading_, step.at, "wait", "a wait on a condition has no result for 'into'").hint =
        "with a timeout, 'ok' says whether it was in time";
  }
}

void StepBinder::check_release(const Step& step) {
  if (!step.count) return;
  for (const Reference& target : step.targets) {
    if (!target.kind || *target.kind == ObjectKind::kSemaphore) continue;
    report_at(loading_, target.at, target.text,
              "'" + target.text + "' is " + described(*target.kind) +
                  ": only a semaphore is released with a count");
  }
}

void StepBinder::bind_arguments(Step& step) {
  if (!step.callee) return;
  const Signature signature = signature_of(loading_, *step.callee);
  for (size_t i = 0; i < step.arguments.size(); ++i) {
    Argument& argument = step.arguments[i];
    if (argument.kind == Argument::Kind::kValue) {
      bind_expression(loading_, frame_, argument.value);
    } else if (argument.kind == Argument::Kind::kReference) {
      const Parameter& parameter = signature.parameters[i];
      const Targets targets = parameter.kind ? Targets(*parameter.kind) : kProcessTargets;
      const std::string what = "'" + parameter.name + "'";
      bind_reference(loading_, frame_, *argument.reference, targets, what);
      require_one(*argument.reference, what);
    }
  }
}

bool StepBinder::require_one(const Reference& reference, std::string_view what) {
  if (!reference.array || reference.index) return true;
  report_at(loading_, reference.at, reference.text,
            std::string(what) + " takes one, and '" + reference.text + "' has several members")
      .hint = "name one of them: " + reference.text + "[0]";
  return false;
}

void StepBinder::bind_typed(Expression& expression, std::span<const Type> types,
                            std::string_view what, std::string_view needed) {
  bind_expression(loading_, frame_, expression);
  if (!expression.at || expression.type == Type::kAny) return;
  if (std::find(types.begin(), types.end(), expression.type) != types.end()) return;
  report_at(loading_, expression.at, expression.text,
            std::string(what) + " needs " + std::string(needed) + ", not " +
                std::string(described(expression.type)));
}

void StepBinder::bind_int(Boxed<Expression>& expression, std::string_view what) {
  if (expression) bind_typed(*expression, kIntTypes, what, "an int");
}

void StepBinder::bind_condition(Boxed<Expression>& expression, std::string_view what) {
  if (expression) bind_typed(*expression, kBoolTypes, what, "a bool");
}

void StepBinder::bind_duration(Boxed<Expression>& expression, std::string_view what) {
  if (expression) bind_typed(*expression, kDurationTypes, what, "a duration");
}

}  // namespace runner
