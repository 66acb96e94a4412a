// For tests: runs a scenario that is written as text, and keeps its story.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "posix/backend.h"
#include "program/program.h"
#include "scenario/load.h"

namespace runner::posix {

inline Program program_of_text(std::string_view text) {
  const Source source("test.yaml", "scenario: test\n" + std::string(text));
  Diagnostics diagnostics;
  std::optional<Scenario> scenario = load_scenario(source, {}, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << render(source, diagnostics);
  return compile(scenario ? std::move(*scenario) : Scenario());
}

using Watch = std::function<void(const Event&)>;

// Keeps what is printed and reported, a line each; `watch` sees every event as it comes.
class Story final : public EventSink {
 public:
  explicit Story(Watch watch) : watch_(std::move(watch)) {}

  void take(const Event& event) override {
    events.push_back(event);
    if (watch_) watch_(event);
    if (event.kind == EventKind::kStarted || event.kind == EventKind::kEnded) return;
    const bool report = event.kind == EventKind::kReport;
    lines.push_back(report ? event.name + " failed: " + event.text : event.text);
  }

  std::vector<Event> events;
  std::vector<std::string> lines;

 private:
  Watch watch_;
};

struct Told {
  RunResult result;
  std::vector<std::string> lines;
  std::vector<Event> events;
};

inline Told run_text(std::string_view text, RunOptions options = {}, Watch watch = {}) {
  const Program program = program_of_text(text);
  Story story(std::move(watch));
  options.sink = &story;
  Told told;
  told.result = run(program, options);
  told.lines = std::move(story.lines);
  told.events = std::move(story.events);
  EXPECT_FALSE(told.result.system_error) << told.result.system_error->message();
  // Whatever happened, nobody is left.
  EXPECT_TRUE(waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD);
  return told;
}

inline Told run_limited(std::string_view text, double seconds) {
  RunOptions options;
  options.timeout = seconds;
  return run_text(text, options);
}

}  // namespace runner::posix
