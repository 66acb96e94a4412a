// Gives the names in decoded steps their meaning, in the order of the steps, and checks what each
// verb needs of them.
#pragma once

#include <span>
#include <string_view>

#include "scenario/frame.h"
#include "scenario/loading.h"
#include "scenario/verbs.h"

namespace runner {

class StepBinder {
 public:
  StepBinder(Loading& loading, FrameScope& frame) : loading_(loading), frame_(frame) {}

  void bind(Steps& steps);

 private:
  void bind_step(Step& step);
  void bind_nested(Step& step);
  void bind_try(Step& step);

  void bind_value(Step& step);
  void bind_signal(Expression& value);
  void bind_handles(Expression& value);
  void bind_assignments(Step& step);
  void bind_place(Step& step, Assignment& assignment);
  void check_stored(Verb verb, const Assignment& assignment);
  void check_place(Verb verb, const Place& place);
  void report_place(const Place& place, std::string message, std::string hint);
  void bind_targets(Step& step);
  void check_wait(const Step& step);
  void check_release(const Step& step);
  void bind_arguments(Step& step);

  // Binds, and reports a type that is known and none of `types`.
  void bind_typed(Expression& expression, std::span<const Type> types, std::string_view what,
                  std::string_view needed);
  void bind_int(Boxed<Expression>& expression, std::string_view what);
  void bind_condition(Boxed<Expression>& expression, std::string_view what);
  void bind_duration(Boxed<Expression>& expression, std::string_view what);
  bool require_one(const Reference& reference, std::string_view what);

  Loading& loading_;
  FrameScope& frame_;
  int32_t catch_slot_ = -1;  // `error` of the innermost catch
};

}  // namespace runner
