#include "examination.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

#include "base/limits.h"
#include "base/text.h"
#include "expr/random.h"
#include "machine/step_words.h"
#include "occurrences.h"
#include "program/program.h"
#include "report/possible_ends.h"
#include "scenario/load.h"
#include "trial.h"
#include "verdict/judge.h"
#include "well_formed.h"
#include "world/exploration.h"
#include "world/simulate.h"

namespace runner::fuzz {
namespace {

using world::FailureKind;

constexpr double kSimulatedSeconds = 0.3;  // operations take a microsecond each
constexpr const char* kTimeout = "5s";
// What goes round for ever is recorded for so long: the schedule has to be read, and gone again.
constexpr const char* kRecordedTimeout = "1s";
constexpr std::string_view kLimitRow = "(time limit)";
constexpr const char* kRepeats = "3";
constexpr uint64_t kSimulations = 4;
constexpr uint64_t kOperationsToKillAt = 8;
constexpr uint64_t kMicrosToKillWithin = 300;
// What takes longer to explore is not compared.
constexpr double kExploringSeconds = 2;
constexpr size_t kExploringBytes = 256u << 20;

struct Silence final : EventSink {
  void take(const Event&) override {}
};

// The rows of a histogram that `run --repeat` printed: "      2  x=1 y=0  sometimes".
std::vector<std::string> rows_of(const std::string& histogram) {
  constexpr size_t kCountWidth = 10;
  std::vector<std::string> rows;
  for (const std::string_view line : split_lines(histogram)) {
    if (!line.starts_with("  ") || line.size() <= kCountWidth) continue;
    std::string row(line.substr(kCountWidth, line.rfind("  ") - kCountWidth));
    row.erase(row.find_last_not_of(' ') + 1);
    rows.push_back(std::move(row));
  }
  return rows;
}

// Only exploring knows of those who wait for one who goes round for ever that it is in vain.
bool goes_round(const world::Exploration& exploration) {
  return std::any_of(exploration.failures.begin(), exploration.failures.end(),
                     [](const world::ExplorationFailure& failure) {
                       return failure.kind == FailureKind::kNoEnd || failure.partial;
                     });
}

class Examiner {
 public:
  Examiner(const Isolation& isolation, const Program& program, const std::string& path,
           uint64_t seed)
      : isolation_(isolation),
        program_(program),
        path_(path),
        seed_number_(seed),
        seed_(std::to_string(seed)) {}

  Examined examine() {
    if (const std::string wrong = objection_to(program_); !wrong.empty()) object(wrong);
    explore();
    simulate();
    run_once();
    run_repeatedly();
    run_with_a_kill();
    return std::move(examined_);
  }

 private:
  void object(std::string text) { examined_.objections.push_back(std::move(text)); }

  world::Exploration explored(bool virtual_time, int64_t kills = 0) const {
    world::ExplorationRequest request;
    request.seconds = kExploringSeconds;
    request.bytes = kExploringBytes;
    request.virtual_time = virtual_time;
    request.kills = kills;
    return world::explore(program_, request);
  }

  void explore() {
    exploration_ = explored(/*virtual_time=*/false);
    possible_ = possible_ends(exploration_, program_.scenario);
    examined_.compared = possible_.complete;
  }

  bool finds(std::initializer_list<FailureKind> kinds) const {
    return std::any_of(exploration_.failures.begin(), exploration_.failures.end(),
                       [&](const world::ExplorationFailure& failure) {
                         return std::find(kinds.begin(), kinds.end(), failure.kind) != kinds.end();
                       });
  }

  // Whether exploring found a way to such a verdict.
  bool may_be(int status) const {
    switch (status) {
      case kAllHeld:
        return exploration_.some_path_ends || finds({FailureKind::kDeadlock});
      case kUnmet:
        return finds({FailureKind::kAssertion, FailureKind::kError, FailureKind::kMisuse,
                      FailureKind::kFinally, FailureKind::kExit, FailureKind::kOutcome});
      case kDeadlocked:
        return finds({FailureKind::kDeadlock});
      case kTimeLimit:
        return goes_round(exploration_);
      default:
        return false;
    }
  }

  void compare_status(int status, std::string_view by) {
    if (!possible_.complete || may_be(status)) return;
    object(std::string(by) + ": no path has status " + std::to_string(status));
  }

  // Where a timeout may come at any time there may be a way out of every round, and none where it
  // comes at its own.
  bool goes_round_in_virtual_time() {
    if (!goes_round_in_virtual_time_) {
      const world::Exploration exploration = explored(/*virtual_time=*/true);
      goes_round_in_virtual_time_ =
          !possible_ends(exploration, program_.scenario).complete || goes_round(exploration);
    }
    return *goes_round_in_virtual_time_;
  }

  void compare_row(const std::string& row, std::string_view by) {
    if (!possible_.complete || possible_.has(row) || row == Histogram::kFailed) return;
    if (row == kLimitRow) return compare_status(kTimeLimit, by);
    object(std::string(by) + ": " + row + " is not possible");
  }

  RunResult simulated(uint64_t seed, double seconds) {
    Silence silence;
    RunOptions options;
    options.seed = seed;
    options.timeout = seconds;
    options.sink = &silence;
    return world::simulate(program_, options);
  }

  void simulate() {
    for (uint64_t seed = 0; seed < kSimulations; ++seed) {
      RunResult result = simulated(seed, kSimulatedSeconds);
      if (plain_status(result) == kTimeLimit) {
        if (goes_round_in_virtual_time()) continue;
        result = simulated(seed, kSimulatedSeconds + limits::kDaemonGraceSeconds);
      }
      const int status = plain_status(result);
      const std::string by = "simulated with seed " + std::to_string(seed);
      compare_status(status, by);
      Histogram histogram(program_.scenario);
      histogram.add(result);
      for (const std::string& row : rows_of(histogram.text())) compare_row(row, by);
    }
  }

  Trial attempt(std::vector<std::string> words, const char* timeout = kTimeout) {
    words.insert(words.end(), {path_, "--timeout", timeout, "--seed", seed_});
    Trial trial = try_run(isolation_, words);
    examined_.statuses.push_back(trial.status);
    if (trial.hung) object("the runner hung");
    if (trial.signal != 0) object("the runner died of signal " + std::to_string(trial.signal));
    constexpr int kDocumented[] = {kAllHeld, kUnmet, kDeadlocked, kTimeLimit};
    if (!std::count(std::begin(kDocumented), std::end(kDocumented), trial.status)) {
      object("status " + std::to_string(trial.status));
    }
    if (trial.left_processes > 0) object("a process was left");
    for (const std::string& left : trial.left_behind) object("left behind: " + left);
    for (const std::string_view sign : {"Sanitizer", "runtime error", "CHECK", "check failed"}) {
      if (has(trial.errors, sign)) object(trial.errors);
    }
    if (count(trial.events, "\"kind\": \"started\"") !=
        count(trial.events, "\"kind\": \"ended\"")) {
      object("not everyone who started has ended");
    }
    if (!trial.output.empty() && !trial.output.ends_with('\n')) object("the last line is torn");
    return trial;
  }

  // On a busy machine any run may come to its time limit.
  void run_once() {
    const int status = attempt({}).status;
    if (status != kTimeLimit) compare_status(status, "a real run");
  }

  void run_repeatedly() {
    const Trial trial = attempt({"--repeat", kRepeats});
    const std::vector<std::string> rows = rows_of(trial.output);
    if (rows.empty()) object("no histogram:\n" + trial.output + trial.errors);
    for (const std::string& row : rows) {
      if (row != kLimitRow) compare_row(row, "repeated real runs");
    }
  }

  // What was recorded, whatever came in between, can be repeated.
  void replay(std::vector<std::string> words) {
    words.insert(words.end(), {path_, "--schedule", schedule_});
    const Trial trial = try_command(isolation_, "replay", words);
    if (trial.status == 0 && !trial.hung) return;
    object(fmt::format("replay {}: {}{}", fmt::join(words, " "), trial.output, trial.errors));
    const std::string kept = schedule_ + ".bad";
    std::filesystem::copy_file(schedule_, kept, std::filesystem::copy_options::overwrite_existing);
  }

  // Somebody but main is killed from outside, at one of its first operations or within it; once
  // more while it is recorded.
  void run_with_a_kill() {
    const auto& processes = program_.scenario.processes;
    Random random{seed_number_ * 7919 + 1};
    const auto victim = static_cast<int32_t>(1 + random.below(processes.size() - 1));
    std::string fault = fmt::format("kill:{}@{}", written_name(program_.scenario, victim),
                                    1 + random.below(kOperationsToKillAt));
    if (random.below(2) == 0) fault += fmt::format("+{}us", 1 + random.below(kMicrosToKillWithin));
    const PossibleEnds possible =
        possible_ends(explored(/*virtual_time=*/false, /*kills=*/1), program_.scenario);
    const Trial trial = attempt({"--repeat", kRepeats, "--fault", fault});
    attempt({"--fault", fault, "--record", schedule_}, kRecordedTimeout);
    replay({});
    replay({"--simulate"});
    std::filesystem::remove(schedule_);
    if (!possible.complete) return;
    examined_.compared_with_a_kill = true;
    for (const std::string& row : rows_of(trial.output)) {
      if (row == Histogram::kFailed || row == kLimitRow || possible.has(row)) continue;
      object(fmt::format("real runs with --fault {}: {} is not possible", fault, row));
    }
  }

  const Isolation& isolation_;
  const Program& program_;
  const std::string& path_;
  const uint64_t seed_number_;
  const std::string seed_;
  const std::string schedule_ = path_ + ".schedule";
  world::Exploration exploration_;
  PossibleEnds possible_;
  std::optional<bool> goes_round_in_virtual_time_;
  Examined examined_;
};

}  // namespace

Examined examine(const Isolation& isolation, const std::string& text, const std::string& path,
                 uint64_t seed) {
  std::ofstream(path, std::ios::binary) << text;
  const Source source(path, text);
  Diagnostics diagnostics;
  std::optional<Scenario> scenario = load_scenario(source, {}, diagnostics);
  if (!scenario) return {{render(source, diagnostics)}, {}, false, false};
  const Program program = compile(*std::move(scenario));
  return Examiner(isolation, program, path, seed).examine();
}

}  // namespace runner::fuzz
