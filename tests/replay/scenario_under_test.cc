#include "scenario_under_test.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <filesystem>

#include "base/check.h"
#include "expr/text_form.h"
#include "posix/backend.h"
#include "scenario/load.h"
#include "text/file.h"

namespace runner {
namespace {

constexpr double kExploringSeconds = 5;
// Only what never ends takes so long.
constexpr double kRunSeconds = 10;

world::ExplorationRequest request_for(const Program& program) {
  world::ExplorationRequest request;
  request.seconds = kExploringSeconds;
  request.virtual_time = program.scenario.explore.virtual_time;
  request.kills = program.scenario.explore.kills;
  return request;
}

}  // namespace

std::vector<std::string> scenario_paths() {
  namespace files = std::filesystem;
  const files::path root = RUNNER_SOURCE_DIR;
  std::vector<std::string> paths;
  for (const char* folder : {"scenarios/classics", "tests/oracles", "tests/conformance"}) {
    if (!files::exists(root / folder)) continue;
    for (const auto& entry : files::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".yaml") continue;
      paths.push_back(files::relative(entry.path(), root).string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string test_name(const std::string& path) {
  std::string name = std::filesystem::path(path).stem().string();
  if (path.starts_with("tests/oracles/")) name = "oracle_" + name;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

Program program_at(const std::string& path) {
  Diagnostics diagnostics;
  const std::string file = std::string(RUNNER_SOURCE_DIR) + "/" + path;
  std::optional<Source> source = read_source(file, diagnostics);
  EXPECT_TRUE(source.has_value()) << path;
  if (!source) return {};
  std::optional<Scenario> scenario = load_scenario(*source, {}, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << render(*source, diagnostics);
  return compile(scenario ? std::move(*scenario) : Scenario());
}

Program program_of(const std::string& text) {
  const Source source("test.yaml", "scenario: test\n" + text);
  Diagnostics diagnostics;
  std::optional<Scenario> scenario = load_scenario(source, {}, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << render(source, diagnostics);
  return compile(scenario ? std::move(*scenario) : Scenario());
}

world::Exploration explored(const Program& program) {
  return world::explore(program, request_for(program));
}

world::Exploration explored_untimed(const Program& program) {
  world::ExplorationRequest request = request_for(program);
  request.virtual_time = false;
  return world::explore(program, request);
}

world::Exploration explored_with_kills(const Program& program, int64_t kills) {
  world::ExplorationRequest request = request_for(program);
  request.kills = kills;
  return world::explore(program, request);
}

RunResult run_really(const Program& program, RunOptions options) {
  Silence silence;
  options.sink = &silence;
  options.timeout = kRunSeconds;
  RunResult result = posix::run(program, options);
  EXPECT_FALSE(result.system_error) << result.system_error->message();
  EXPECT_TRUE(waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD);
  return result;
}

ScheduleStep& step_of(Schedule& schedule, Op op) {
  const auto found =
      std::find_if(schedule.steps.begin(), schedule.steps.end(),
                   [op](const ScheduleStep& step) { return step.op == op && step.process >= 0; });
  CHECK(found != schedule.steps.end());
  return *found;
}

std::string words(const std::optional<Divergence>& divergence) {
  if (!divergence) return "";
  return "step " + std::to_string(divergence->step) + ", at " +
         std::to_string(divergence->at.line) + ": " + divergence->message;
}

std::string words(const std::vector<Value>& values) {
  std::string text;
  for (const Value& value : values) text += to_repr(value) + "; ";
  return text;
}

}  // namespace runner
