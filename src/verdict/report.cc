#include "verdict/report.h"

#include <fmt/format.h>

#include "base/text.h"
#include "scenario/signals.h"
#include "text/display.h"

namespace runner {
namespace {

void add_stuck(std::string& text, const Stuck& stuck, std::string_view file) {
  std::string line = fmt::format("  {} {}", displayed(stuck.name), displayed(stuck.doing));
  if (!stuck.holds.empty()) line += fmt::format(", holding {}", enumerate(stuck.holds));
  if (stuck.at) line += fmt::format(" ({}:{}:{})", displayed(file), stuck.at.line, stuck.at.column);
  if (stuck.since >= 0) line += fmt::format(", since {:.3f} s", stuck.since);
  text += line + "\n";
}

std::string deadlock_text(const Deadlock& deadlock, std::string_view file) {
  std::string text = fmt::format("{}: {}deadlock ({})\n", displayed(file),
                                 deadlock.partial ? "partial " : "", deadlock.category);
  for (const Stuck& stuck : deadlock.processes) add_stuck(text, stuck, file);
  return text;
}

std::string limit_text(const RunResult& result, std::string_view file) {
  const char* whose =
      result.took_too_long ? " of virtual time, as simulating them took too long" : "";
  std::string text = fmt::format("{}: stopped by the time limit after {:.3f} s{}\n",
                                 displayed(file), result.seconds, whose);
  for (const Stuck& stuck : result.time_limit) add_stuck(text, stuck, file);
  if (result.time_limit.empty())
    text += "  all processes have ended; `finally` or `observe` was still being evaluated\n";
  return text;
}

}  // namespace

std::string report_end(const RunResult& result, std::string_view file) {
  std::string text;
  if (result.system_error) {
    text += fmt::format("{}: error: {}\n", displayed(file), result.system_error->message());
  }
  if (result.stopped_by_signal != 0) {
    text +=
        fmt::format("{}: stopped by {}\n", displayed(file), signal_name(result.stopped_by_signal));
    return text;
  }
  if (result.deadlock) text += deadlock_text(*result.deadlock, file);
  if (result.timed_out) text += limit_text(result, file);
  return text;
}

}  // namespace runner
