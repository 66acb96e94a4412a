#include "target.h"

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "expr/text_form.h"
#include "machine/step_words.h"
#include "scenario/load.h"
#include "text/file.h"

namespace runner {
namespace {

namespace files = std::filesystem;

// What a text looks like, with `*` for every expression in it.
std::string shape_of(const Ast& text) {
  if (text.kind == AstKind::kLiteral) return to_text(text.value);
  if (text.kind != AstKind::kTemplate) return "*";
  std::string shape;
  for (const Ast& part : text.children) shape += shape_of(part);
  return shape;
}

void collect(const Steps& steps, Target& target) {
  std::vector<std::string>& lines = target.lines;
  for (const Step& step : steps) {
    if (step.verb == Verb::kPrint && step.value) {
      const std::string shape = shape_of(step.value->ast) + '\n';
      for (const std::string_view line : split_lines(shape)) lines.emplace_back(line);
    }
    if (step.timeout) target.has_timeouts = true;
    if (step.verb == Verb::kKill || step.verb == Verb::kSend) target.kills = true;
    collect(step.body, target);
    collect(step.otherwise, target);
    if (step.on_timeout) collect(*step.on_timeout, target);
  }
}

bool may_be_expected(const Expectation& expect, int32_t process) {
  if (expect.deadlock != DeadlockExpectation::kNever) return true;
  if (expect.status && *expect.status != 0) return true;
  return std::any_of(expect.exits.begin(), expect.exits.end(), [&](const ExitExpectation& exit) {
    return process >= exit.first && process < exit.first + exit.count;
  });
}

bool glob(std::string_view pattern, std::string_view text) {
  size_t p = 0;
  size_t t = 0;
  size_t star = std::string_view::npos;
  size_t behind = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      behind = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++behind;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

std::optional<Target> load_target(const std::string& path) {
  Diagnostics diagnostics;
  const std::optional<Source> source = read_source(path, diagnostics);
  if (!source) return std::nullopt;
  const std::optional<Scenario> scenario = load_scenario(*source, {}, diagnostics);
  if (!scenario) return std::nullopt;
  Target target;
  target.path = path;
  for (size_t i = 0; i < scenario->processes.size(); ++i) {
    const auto process = static_cast<int32_t>(i);
    target.victims.push_back(
        {written_name(*scenario, process), process, may_be_expected(scenario->expect, process)});
  }
  target.victims.push_back({"runner", -1, true});
  if (scenario->main) collect(scenario->main->steps, target);
  for (const Task& task : scenario->tasks) collect(task.frame.steps, target);
  for (const ProcessGroup& group : scenario->groups) {
    collect(group.frame.steps, target);
    for (const Frame& handler : group.handlers) collect(handler.steps, target);
  }
  return target;
}

std::vector<std::string> scenarios_in(const std::vector<std::string>& places) {
  std::vector<std::string> paths;
  for (const std::string& place : places) {
    if (!files::is_directory(place)) {
      paths.push_back(files::absolute(place).string());
      continue;
    }
    for (const auto& entry : files::recursive_directory_iterator(place)) {
      if (entry.path().extension() == ".yaml") {
        paths.push_back(files::absolute(entry.path()).string());
      }
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

bool may_print(const Target& target, const std::string& line) {
  return std::any_of(target.lines.begin(), target.lines.end(),
                     [&](const std::string& pattern) { return glob(pattern, line); });
}

}  // namespace runner
