// For tests: programs from YAML, and the story of a run as text.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "program/program.h"
#include "scenario/load.h"

namespace runner::world {

inline Program program_of(std::string_view steps) {
  const Source source("test.yaml", "scenario: test\n" + std::string(steps));
  Diagnostics diagnostics;
  std::optional<Scenario> scenario = load_scenario(source, {}, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << render(source, diagnostics);
  return compile(scenario ? std::move(*scenario) : Scenario());
}

// Keeps what is printed and reported, a line each.
class Story final : public EventSink {
 public:
  void take(const Event& event) override {
    all_.push_back(event);
    if (event.kind == EventKind::kStarted || event.kind == EventKind::kEnded) return;
    const bool report = event.kind == EventKind::kReport;
    lines_.push_back(report ? event.name + " failed: " + event.text : event.text);
  }
  const std::vector<std::string>& lines() const { return lines_; }
  const std::vector<Event>& events() const { return all_; }

 private:
  std::vector<Event> all_;
  std::vector<std::string> lines_;
};

}  // namespace runner::world
