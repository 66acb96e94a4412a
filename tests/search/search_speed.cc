// How fast the search goes through a scenario's states, and how much memory it takes for each:
// for comparison with other explorers, and for profilers. Not a test: it asserts nothing.
//
//   search_speed [--reduced] [--compact] [--megabytes N] [--random N]
//                [--preemptions N] [--set NAME=VALUE]… FILE…
#include <sys/resource.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "program/program.h"
#include "scenario/load.h"
#include "text/file.h"
#include "world/preemption_search.h"
#include "world/random_schedules.h"
#include "world/search.h"
#include "world/stubborn_sets.h"
#include "world/symmetry.h"

namespace runner::world {
namespace {

struct Request {
  bool reduced = false;
  int64_t random_schedules = 0;
  int64_t preemptions = -1;
  SearchLimits limits;
  LoadOptions load;
  std::vector<std::string> files;
};

Request request_of(const std::vector<std::string>& arguments) {
  Request request;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--reduced") {
      request.reduced = true;
    } else if (argument == "--compact") {
      request.limits.compact = true;
    } else if (argument == "--megabytes" && i + 1 < arguments.size()) {
      request.limits.bytes = std::stoul(arguments[++i]) << 20;
      request.limits.may_compact = true;
    } else if (argument == "--random" && i + 1 < arguments.size()) {
      request.random_schedules = std::stol(arguments[++i]);
    } else if (argument == "--preemptions" && i + 1 < arguments.size()) {
      request.preemptions = std::stol(arguments[++i]);
    } else if (argument == "--set" && i + 1 < arguments.size()) {
      const std::string& setting = arguments[++i];
      const size_t equals = setting.find('=');
      request.load.overrides.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
    } else {
      request.files.push_back(argument);
    }
  }
  return request;
}

double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

double resident_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * 1024;
}

std::string_view words(Search::Verdict verdict) {
  switch (verdict) {
    case Search::Verdict::kComplete:
      return "complete";
    case Search::Verdict::kStates:
      return "too many states";
    case Search::Verdict::kMemory:
      return "out of memory";
    case Search::Verdict::kTime:
      return "out of time";
    case Search::Verdict::kDepth:
      return "deep enough";
  }
  return "";
}

Rules untimed() {
  Rules rules;
  rules.timed = false;
  rules.exploring = true;
  return rules;
}

void walk(const std::string& file, const Program& program, const Request& request) {
  for (const auto& [strategy, name] :
       {std::pair(RandomStrategy::kUniform, "uniform"), std::pair(RandomStrategy::kPct, "PCT"),
        std::pair(RandomStrategy::kPos, "POS")}) {
    const double start = processor_seconds();
    Space space(program, untimed());
    RandomSchedules schedules(space, strategy, 1);
    int64_t deadlocks = 0;
    int64_t complaints = 0;
    while (schedules.schedule_count() < static_cast<uint64_t>(request.random_schedules)) {
      const RandomSchedule& schedule = schedules.next();
      deadlocks += schedule.ending == RandomSchedule::Ending::kDeadlock ? 1 : 0;
      complaints += schedule.complaints.empty() ? 0 : 1;
    }
    const double seconds = processor_seconds() - start;
    std::printf("%s: %s, %ld schedules, %ld deadlocks, %ld with errors, %.3f s, %.2f M steps/s\n",
                file.c_str(), name, request.random_schedules, deadlocks, complaints, seconds,
                static_cast<double>(schedules.step_count()) / seconds / 1e6);
  }
}

void search_by_preemptions(const std::string& file, const Program& program,
                           const Request& request) {
  const double start = processor_seconds();
  Space space(program, untimed());
  PreemptionSearch search(space, request.limits, request.preemptions);
  const Search::Verdict verdict = search.run(space.initial());
  const double seconds = processor_seconds() - start;
  const auto states = static_cast<double>(search.state_count());
  std::printf(
      "%s: %s, up to %ld preemptions%s, %.0f states, %.0f transitions, depth %u, %zu ends, "
      "%zu deadlocks, %.3f s, %.2f M states/s, %.1f bytes/state\n",
      file.c_str(), words(verdict).data(), search.covered(), search.is_exhaustive() ? " (all)" : "",
      states, static_cast<double>(search.transition_count()), search.depth(), search.ends().size(),
      search.deadlocks().size(), seconds, states / seconds / 1e6,
      static_cast<double>(search.bytes()) / states);
}

void search(const std::string& file, const Program& program, const Request& request) {
  const double start = processor_seconds();
  Space space(program, untimed());
  std::unique_ptr<StubbornSets> stubborn;
  std::unique_ptr<Symmetry> symmetry;
  if (request.reduced) {
    stubborn = std::make_unique<StubbornSets>(space);
    symmetry = std::make_unique<Symmetry>(space);
    if (!symmetry->any()) symmetry.reset();
  }
  Search search(space, request.limits, stubborn.get(), symmetry.get());
  const Search::Verdict verdict = search.run(space.initial());
  const double seconds = processor_seconds() - start;
  const auto states = static_cast<double>(search.state_count());
  const auto transitions = static_cast<double>(search.transition_count());
  std::printf(
      "%s: %s, %.0f states, %.0f transitions, depth %u, %zu ends, %zu deadlocks, %.3f s, "
      "%.2f M states/s, %.2f M transitions/s, %.1f bytes/state (peak of the program: %.1f), "
      "%.1f MB%s, collision %.1g\n",
      file.c_str(), words(verdict).data(), states, transitions, search.depth(),
      search.ends().size(), search.deadlocks().size(), seconds, states / seconds / 1e6,
      transitions / seconds / 1e6, static_cast<double>(search.bytes()) / states,
      resident_bytes() / states, static_cast<double>(search.bytes()) / 1048576,
      search.is_compact() ? " compact" : "", search.collision_probability());
}

int run(const Request& request) {
  for (const std::string& file : request.files) {
    Diagnostics diagnostics;
    const std::optional<Source> source = read_source(file, diagnostics);
    std::optional<Scenario> scenario;
    if (source) scenario = load_scenario(*source, request.load, diagnostics);
    if (!scenario) {
      std::fputs(source ? render(*source, diagnostics).c_str() : "cannot be read\n", stderr);
      return 1;
    }
    const Program program = compile(std::move(*scenario));
    if (request.random_schedules > 0) {
      walk(file, program, request);
    } else if (request.preemptions >= 0) {
      search_by_preemptions(file, program, request);
    } else {
      search(file, program, request);
    }
  }
  return 0;
}

}  // namespace
}  // namespace runner::world

int main(int count, char** arguments) {
  return runner::world::run(runner::world::request_of({arguments + 1, arguments + count}));
}
