#include "world/end_judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "machine/objections.h"
#include "machine/outcome.h"
#include "scenario/signals.h"

namespace runner::world {

namespace {

// Exit statuses of the runner, which `expect: status` names.
constexpr int kHeld = 0;
constexpr int kFailed = 1;
constexpr int kDeadlocked = 3;
constexpr int kTimeLimit = 4;

int status_of(const RunResult& result) {
  if (result.deadlock) return kDeadlocked;
  const bool failed = std::any_of(result.processes.begin(), result.processes.end(),
                                  [](const ProcessEnd& end) { return end.failed; });
  return failed ? kFailed : kHeld;
}

}  // namespace

bool EndJudge::expects_deadlock() const {
  return scenario_.expect.deadlock != DeadlockExpectation::kNever ||
         scenario_.expect.status == kDeadlocked;
}

bool EndJudge::expects_no_end() const {
  return scenario_.expect.status == kTimeLimit;
}

bool EndJudge::expects_failure(int32_t process) const {
  return scenario_.expect.status == kFailed || names_failure(scenario_.expect, process);
}

bool EndJudge::is_allowed(const std::vector<Value>& observed) const {
  if (!scenario_.expect.outcomes) return true;
  const auto& allowed = *scenario_.expect.outcomes;
  return std::any_of(allowed.begin(), allowed.end(), [&](const AllowedOutcome& outcome) {
    return is_outcome(scenario_, observed, outcome);
  });
}

void EndJudge::judge_output(bool is_right, std::vector<Objection>& objections) const {
  if (is_right) return;
  const std::vector<OutputBlock>& blocks = *scenario_.expect.output;
  objections.push_back({FailureKind::kOutput, "output", "output is not as expected",
                        blocks.empty() ? scenario_.expect.at : blocks.front().at});
}

void EndJudge::judge_exits(const RunResult& result, std::vector<Objection>& objections) const {
  const int64_t killed = -signal_number("SIGKILL");
  for (const ExitExpectation& exit : scenario_.expect.exits) {
    // Who has not ended when the time is up is not for an exploration to judge.
    if (exit.code.is_null() && expects_no_end()) continue;
    for (int32_t process = exit.first; process < exit.first + exit.count; ++process) {
      const ProcessEnd& end = result.processes[static_cast<size_t>(process)];
      const bool is_cut = result.deadlock && result.deadlock->partial && !end.ended;
      const bool was_killed = kills_ && end.exit_code == killed;
      if (ended_as_expected(end, exit.code) || is_cut || was_killed) continue;
      objections.push_back({FailureKind::kExit, "exit",
                            fmt::format("exit of {}: {}", end.name, exit_objection(end, exit.code)),
                            exit.at});
    }
  }
}

void EndJudge::judge_status(const RunResult& result, std::vector<Objection>& objections) const {
  const std::optional<int> expected = scenario_.expect.status;
  // A limit of time is not for an exploration to judge.
  if (!expected || *expected == kTimeLimit || status_of(result) == *expected) return;
  objections.push_back({FailureKind::kExit, "status",
                        fmt::format("status: expected {}, got {}", *expected, status_of(result)),
                        scenario_.expect.status_at});
}

void EndJudge::judge_finally(const RunResult& result, std::vector<Objection>& objections) const {
  for (size_t i = 0; i < scenario_.expect.finally.size(); ++i) {
    const Expression& condition = scenario_.expect.finally[i];
    const auto objection = condition_objection("finally", condition, result.finally[i]);
    if (objection)
      objections.push_back({FailureKind::kFinally, "finally", *objection, condition.at});
  }
}

void EndJudge::judge_outcome(const RunResult& result, std::vector<Objection>& objections) const {
  if (scenario_.expect.deadlock == DeadlockExpectation::kAlways) {
    objections.push_back({FailureKind::kOutcome, "no deadlock",
                          "a deadlock was expected on every path, but this one comes to an end",
                          scenario_.expect.deadlock_at});
  }
  if (is_allowed(result.observed)) return;
  objections.push_back({FailureKind::kOutcome, "outcome",
                        fmt::format("the outcome {} is not among the allowed ones",
                                    outcome_text(scenario_, result.observed)),
                        scenario_.expect.outcomes_at});
}

std::vector<Objection> EndJudge::objections(const RunResult& result, bool output_is_right) const {
  std::vector<Objection> objections;
  if (!scenario_.has_expect) return objections;
  // Of an unexpected deadlock nothing more is to be said.
  if (result.deadlock && !expects_deadlock()) return objections;
  // In one that may happen, nobody is expected to have come anywhere; its status is the run's
  // still.
  const bool spared =
      result.deadlock && scenario_.expect.deadlock == DeadlockExpectation::kPossible;
  const bool is_cut = result.deadlock && result.deadlock->partial;
  if (!spared && !is_cut) judge_output(output_is_right, objections);
  if (!spared) judge_exits(result, objections);
  judge_status(result, objections);
  if (!result.deadlock) {
    judge_finally(result, objections);
    judge_outcome(result, objections);
  }
  return objections;
}

}  // namespace runner::world
