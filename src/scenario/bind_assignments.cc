// What steps store, and where.
#include "scenario/attributes.h"
#include "scenario/bind_steps.h"
#include "scenario/constants.h"
#include "scenario/lint_texts.h"
#include "scenario/references.h"
#include "scenario/scope.h"

namespace runner {
namespace {

std::string is_a(const Place& place) {
  return "'" + place.text + "' is " + described(*place.object.kind);
}

}  // namespace

// Each is evaluated and stored before the next: a let may use the ones above it.
void StepBinder::bind_assignments(Step& step) {
  const bool has_values = step.verb != Verb::kPop && step.verb != Verb::kRemove;
  for (Assignment& assignment : step.assignments) {
    if (has_values) bind_expression(loading_, frame_, assignment.value);
    bind_place(step, assignment);
  }
}

void StepBinder::bind_place(Step& step, Assignment& assignment) {
  Place& place = assignment.place;
  if (step.verb == Verb::kLet) {
    if (!place.path.empty()) return bind_local_place(loading_, frame_, place);
    return frame_.introduce(place.slot);
  }
  bind_shared_place(loading_, frame_, place, spec_of(step.verb).targets, verb_name(step.verb));
  if (place.object.kind) check_stored(step.verb, assignment);
}

void StepBinder::report_place(const Place& place, std::string message, std::string hint) {
  report_at(loading_, place.at, place.text, std::move(message)).hint = std::move(hint);
}

// Whether the place is one that the verb can change.
void StepBinder::check_place(Verb verb, const Place& place) {
  const ObjectKind kind = *place.object.kind;
  const bool is_whole = place.path.empty();
  const std::string name(verb_name(verb));
  const bool is_for_lists = verb == Verb::kAppend || verb == Verb::kExtend || verb == Verb::kPop;
  if (verb == Verb::kPut && !is_whole) {
    report_place(place, "put takes a whole queue", "");
  } else if (verb == Verb::kAdd && is_whole && kind != ObjectKind::kValue) {
    report_place(place, is_a(place) + ": add needs a number in it",
                 kind == ObjectKind::kList ? "append and extend add to a list" : "name an entry");
  } else if (is_for_lists && is_whole && kind == ObjectKind::kDict) {
    report_place(place, is_a(place) + "; " + name + " takes a list",
                 verb == Verb::kPop ? "remove deletes an entry" : "set inserts an entry");
  } else if (verb == Verb::kRemove && is_whole) {
    report_place(place, "remove needs the entry to delete", "name it: " + place.text + "[\"key\"]");
  } else if (verb == Verb::kRemove && kind == ObjectKind::kList && place.path.size() == 1) {
    report_place(place, "'" + place.object.text + "' is a list; remove deletes an entry of a dict",
                 "pop takes an element out of a list");
  }
}

// Whether a value of the type that is known can be stored there.
void StepBinder::check_stored(Verb verb, const Assignment& assignment) {
  const Place& place = assignment.place;
  const Expression& value = assignment.value;
  check_place(verb, place);
  if (!value.at || value.type == Type::kAny) return;
  const ObjectKind kind = *place.object.kind;
  const bool sets_whole = verb == Verb::kSet && place.path.empty();
  const bool is_number =
      value.type == Type::kInt || value.type == Type::kDouble || value.type == Type::kNumber;
  std::string needed;
  if (value.type == Type::kProcess) {
    needed = "a plain value";
  } else if (verb == Verb::kAdd && !is_number) {
    needed = "a number";
  } else if (value.type != Type::kList &&
             (verb == Verb::kExtend || (sets_whole && kind == ObjectKind::kList))) {
    needed = "a list";
  } else if (value.type != Type::kMap && sets_whole && kind == ObjectKind::kDict) {
    needed = "a map";
  }
  if (needed.empty()) return;
  const bool is_text = value.ast.kind == AstKind::kLiteral && value.ast.value.is_string();
  report_at(loading_, value.at, value.text,
            std::string(verb_name(verb)) + ": '" + place.text + "' needs " + needed + ", not " +
                std::string(described(value.type)))
      .hint = is_text ? value_hint(loading_, frame_, value.ast.value.as_string()) : "";
}

}  // namespace runner
