#include "machine/objections.h"

#include <fmt/format.h>

#include <algorithm>

#include "expr/text_form.h"
#include "scenario/signals.h"

namespace runner {
namespace {

std::string code_text(const Value& code) {
  return code.is_null() ? "not to have ended" : "exit code " + to_text(code);
}

}  // namespace

std::string end_text(const ProcessEnd& end) {
  if (!end.started) return "it was never started";
  if (!end.ended) return "it had not ended";
  if (end.exit_code >= 0) return fmt::format("it ended with {}", end.exit_code);
  return fmt::format("it ended with {} ({})", end.exit_code,
                     signal_name(static_cast<int>(-end.exit_code)));
}

bool ended_as_expected(const ProcessEnd& end, const Value& code) {
  if (code.is_null()) return !end.ended;
  return end.ended && code.is_int() && code.as_int() == end.exit_code;
}

std::string exit_objection(const ProcessEnd& end, const Value& code) {
  return fmt::format("expected {}, but {}", code_text(code), end_text(end));
}

std::optional<std::string> condition_objection(std::string_view key, const Expression& condition,
                                               const Value& value) {
  if (value.is_true()) return std::nullopt;
  if (value.is_error())
    return fmt::format("{}: {} failed: {}", key, condition.text, value.as_error().message);
  return fmt::format("{}: {} is {}", key, condition.text, to_text(value));
}

bool names_failure(const Expectation& expect, int32_t process) {
  return std::any_of(expect.exits.begin(), expect.exits.end(), [&](const auto& exit) {
    const bool listed = process >= exit.first && process < exit.first + exit.count;
    return listed && (exit.code.is_null() || (exit.code.is_int() && exit.code.as_int() != 0));
  });
}

}  // namespace runner
