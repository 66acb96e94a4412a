#include "scenario/frames.h"

#include "scenario/bind_steps.h"
#include "scenario/decode_steps.h"
#include "scenario/infer.h"
#include "scenario/lint_texts.h"

namespace runner {
namespace {

void warn_unread_locals(Loading& loading, const FrameScope& scope) {
  for (const Local& local : scope.locals()) {
    if (local.read || local.may_be_unread || !local.named_by_user) continue;
    if (local.name.starts_with('_')) continue;
    const std::string message = local.parameter ? "the parameter '" + local.name + "' is never used"
                                                : "the local '" + local.name + "' is never read";
    Diagnostic& diagnostic = loading.diagnostics.warning(local.at, message);
    diagnostic.length = static_cast<int32_t>(local.name.size());
  }
}

}  // namespace

Frame read_frame(Loading& loading, FrameScope& scope, const Node& steps, std::string_view what) {
  Frame frame;
  frame.at = steps.at;
  frame.steps = StepDecoder(loading, scope).decode(steps, what);
  const bool is_decoded = !loading.diagnostics.has_errors();
  infer_local_types(loading, scope, frame.steps);
  StepBinder(loading, scope).bind(frame.steps);
  frame.slots = scope.slot_names();
  if (!loading.options.lint) return frame;
  warn_unread_locals(loading, scope);
  if (is_decoded) lint_texts(loading, scope, frame.steps, steps);
  return frame;
}

}  // namespace runner
