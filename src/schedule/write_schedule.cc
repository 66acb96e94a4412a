#include <fmt/format.h>

#include "base/text.h"
#include "expr/text_form.h"
#include "machine/step_words.h"
#include "scenario/signals.h"
#include "schedule/schedule_file.h"
#include "schedule/words.h"

namespace runner {
namespace {

// JSON's strings are YAML's too, and of one line whatever is in them.
std::string quoted(std::string_view text) {
  return to_json(Value::string(text));
}

// Unquoted where every reader of YAML sees a string.
std::string scalar(std::string_view text) {
  const bool is_word = is_identifier(text) && text != "null" && text != "true" && text != "false" &&
                       text != "yes" && text != "no" && text != "on" && text != "off";
  return is_word ? std::string(text) : quoted(text);
}

class StepLine {
 public:
  void add(std::string_view key, std::string_view value) {
    text_ += fmt::format("{}{}: {}", text_.empty() ? "" : ", ", key, value);
  }
  std::string text() const { return "  - {" + text_ + "}\n"; }

 private:
  std::string text_;
};

std::string step_line(const ScheduleStep& step, const Scenario& scenario) {
  StepLine line;
  if (step.kind == ScheduleStep::Kind::kTick) {
    line.add(words::kTick, "true");
    return line.text();
  }
  line.add("process", scalar(written_name(scenario, step.process)));
  line.add(words::key_of(step.kind), step.is_anywhere() ? words::kNext : op_name(step.op));
  if (step.part != ScheduleStep::Part::kWhole) line.add("part", words::part_text(step.part));
  if (step.signal != 0) line.add("signal", scalar(signal_name(step.signal)));
  if (!step.is_anywhere()) line.add("operation", quoted(step.operation));
  if (step.at) line.add("at", fmt::format("\"{}:{}\"", step.at.line, step.at.column));
  if (step.pick) line.add("pick", std::to_string(*step.pick));
  if (!step.woken.empty()) {
    std::string names;
    for (const int32_t process : step.woken) {
      names +=
          fmt::format("{}{}", names.empty() ? "" : ", ", scalar(written_name(scenario, process)));
    }
    line.add("woken", "[" + names + "]");
  }
  if (!step.result.empty()) line.add("result", quoted(step.result));
  if (step.quiet) line.add("quiet", "true");
  return line.text();
}

}  // namespace

std::string write_schedule(const Schedule& schedule, const Scenario& scenario) {
  std::string text = "# Repeat it on real processes: runner replay SCENARIO --schedule THIS_FILE\n";
  text += fmt::format("schedule: {}\n", kScheduleVersion);
  text += fmt::format("scenario: {}\n", scalar(schedule.scenario));
  text += fmt::format("hash: {}\n", quoted(schedule.hash));
  if (!schedule.places.empty()) text += fmt::format("places: {}\n", quoted(schedule.places));
  if (schedule.seed) text += fmt::format("seed: {}\n", *schedule.seed);
  text += fmt::format("ends: {}\n", words::ending_text(schedule.ending));
  if (schedule.steps.empty()) return text + "steps: []\n";
  text += "steps:\n";
  for (const ScheduleStep& step : schedule.steps) text += step_line(step, scenario);
  return text;
}

}  // namespace runner
