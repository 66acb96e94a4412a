#include "verdict/judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "machine/objections.h"
#include "machine/outcome.h"
#include "machine/step_words.h"
#include "scenario/signals.h"
#include "text/display.h"
#include "verdict/expected_text.h"

namespace runner {
namespace {

// Of many replicas that all went wrong in the same way, so many are shown.
constexpr size_t kShownProcesses = 10;

std::string paragraph(std::string_view file, Position at, std::string_view text) {
  std::string place(displayed(file));
  if (at) place += fmt::format(":{}:{}", at.line, at.column);
  return fmt::format("{}: {}", place, text);
}

class Judge {
 public:
  Judge(const Scenario& scenario, const RunResult& result, const Captured& captured,
        std::string_view file)
      : scenario_(scenario),
        expect_(scenario.expect),
        result_(result),
        captured_(captured),
        file_(file),
        ended_by_itself_(!result.deadlock && !result.timed_out),
        spared_(result.deadlock && expect_.deadlock == DeadlockExpectation::kPossible),
        cut_(result.deadlock && result.deadlock->partial) {}

  Judgement judge() {
    if (std::optional<std::string> valid = judge_validity(scenario_, file_)) {
      unmet_.push_back(*std::move(valid));
    }
    if (!spared_ && !cut_) judge_output();
    const size_t of_output = unmet_.size();
    if (!spared_ && !cut_) judge_error_output();
    if (!spared_) judge_exits();
    judge_failures();
    judge_deadlock();
    judge_limit();
    judge_status();
    judge_always();
    if (ended_by_itself_) {
      judge_finally();
      judge_outcomes();
    }
    Judgement judgement;
    judgement.only_output =
        of_output > 0 && !undecided_ && unmet_.size() == of_output && !expect_.has_diagnostics;
    judgement.unmet = std::move(unmet_);
    judgement.status = status(judgement.unmet.empty());
    return judgement;
  }

 private:
  void add(Position at, std::string_view text) { unmet_.push_back(paragraph(file_, at, text)); }

  bool status_names(int status) const { return expect_.status && *expect_.status == status; }

  int status(bool all_held) const {
    if (deadlock_unnamed_) return kDeadlocked;
    if (limit_unnamed_) return kTimeLimit;
    return all_held ? kAllHeld : kUnmet;
  }

  void judge_output() {
    if (expect_.output) judge_text(*expect_.output, captured_.output, "output");
  }

  void judge_error_output() {
    if (expect_.error_output) judge_text(*expect_.error_output, captured_.error_output, "stderr");
  }

  void judge_text(const std::vector<OutputBlock>& blocks, std::string_view text,
                  std::string_view name) {
    const ExpectedText expected(blocks);
    const Lines lines = split_lines(text);
    const Position at = blocks.empty() ? expect_.at : blocks.front().at;
    switch (expected.compare(lines)) {
      case ExpectedText::Answer::kYes:
        return;
      case ExpectedText::Answer::kNo:
        add(at, fmt::format("{} is not as expected\n{}", name, expected.difference(lines, name)));
        return;
      case ExpectedText::Answer::kUndecided:
        add(at, fmt::format("{} could not be judged: to tell which line is which takes more than "
                            "the limit of {} steps; expect fewer lines in free order, or patterns "
                            "that are less alike",
                            name, limits::kStepsOfJudging));
        undecided_ = true;
        return;
    }
  }

  const ProcessEnd& end_of(int32_t process) const {
    static const ProcessEnd kNever;
    const auto number = static_cast<size_t>(process);
    return number < result_.processes.size() ? result_.processes[number] : kNever;
  }

  void judge_exits() {
    for (const ExitExpectation& exit : expect_.exits) {
      size_t wrong = 0;
      for (int32_t process = exit.first; process < exit.first + exit.count; ++process) {
        const ProcessEnd& end = end_of(process);
        if (ended_as_expected(end, exit.code) || (cut_ && !end.ended)) continue;
        if (++wrong > kShownProcesses) continue;
        add(exit.at, fmt::format("exit of {}: {}", displayed(name_of(process)),
                                 exit_objection(end, exit.code)));
      }
      if (wrong > kShownProcesses) {
        add(exit.at, fmt::format("exit of {}: {} more were not as expected", exit.text,
                                 wrong - kShownProcesses));
      }
    }
  }

  // One that is numbered when it starts, and never did, has no name but the one it is written with.
  std::string name_of(int32_t process) const {
    const std::string& shown = end_of(process).name;
    return shown.empty() ? written_name(scenario_, process) : shown;
  }

  // Where exit codes are judged, a listed process with another code has been reported already.
  bool exit_names(int32_t process) const {
    return std::any_of(expect_.exits.begin(), expect_.exits.end(), [&](const auto& exit) {
      const bool listed = process >= exit.first && process < exit.first + exit.count;
      return listed && (!spared_ || ended_as_expected(end_of(process), exit.code));
    });
  }

  void judge_failures() {
    if (status_names(kUnmet)) return;
    size_t failed = 0;
    for (size_t i = 0; i < result_.processes.size(); ++i) {
      const auto process = static_cast<int32_t>(i);
      const ProcessEnd& end = result_.processes[i];
      if (!end.failed || exit_names(process)) continue;
      if (++failed > kShownProcesses) continue;
      add({}, fmt::format("process {} failed: {}, which `expect: exit` does not name",
                          displayed(name_of(process)), end_text(end)));
    }
    if (failed > kShownProcesses) {
      add({}, fmt::format("{} more processes failed", failed - kShownProcesses));
    }
  }

  void judge_deadlock() {
    const bool expected = expect_.deadlock != DeadlockExpectation::kNever;
    if (result_.deadlock && !expected && !status_names(kDeadlocked)) {
      deadlock_unnamed_ = true;
      add({}, "the run ended in a deadlock, which `expect: deadlock` does not name");
    }
    if (!result_.deadlock && expect_.deadlock == DeadlockExpectation::kAlways) {
      add(expect_.deadlock_at, "a deadlock was expected, but there was none");
    }
  }

  void judge_limit() {
    if (!result_.timed_out || status_names(kTimeLimit)) return;
    limit_unnamed_ = true;
    add({}, "the run was stopped by its time limit, which `expect: status` does not name");
  }

  void judge_status() {
    if (!expect_.status) return;
    const int actual = plain_status(result_);
    if (actual == *expect_.status) return;
    add(expect_.status_at, fmt::format("status: expected {}, got {}", *expect_.status, actual));
  }

  void judge_always() {
    for (size_t i = 0; i < result_.always.size(); ++i) {
      const Expression& condition = expect_.always[i];
      const auto objection = condition_objection("always", condition, result_.always[i]);
      if (objection) add(condition.at, *objection);
    }
  }

  void judge_finally() {
    for (size_t i = 0; i < expect_.finally.size(); ++i) {
      const Expression& condition = expect_.finally[i];
      if (i >= result_.finally.size()) {
        add(condition.at, fmt::format("finally: {} could not be computed", condition.text));
        continue;
      }
      const auto objection = condition_objection("finally", condition, result_.finally[i]);
      if (objection) add(condition.at, *objection);
    }
  }

  void judge_outcomes() {
    if (!expect_.outcomes) return;
    const auto& allowed = *expect_.outcomes;
    if (std::any_of(allowed.begin(), allowed.end(), [&](const AllowedOutcome& outcome) {
          return is_outcome(scenario_, result_.observed, outcome);
        })) {
      return;
    }
    add(expect_.outcomes_at, fmt::format("the outcome {} is not among the allowed ones",
                                         outcome_text(scenario_, result_.observed)));
  }

  const Scenario& scenario_;
  const Expectation& expect_;
  const RunResult& result_;
  const Captured& captured_;
  std::string_view file_;
  bool ended_by_itself_;
  bool spared_;  // output, stderr and exit codes are not judged
  bool cut_;     // nor those of who was at work when others were found to be stuck for ever
  bool deadlock_unnamed_ = false;
  bool limit_unnamed_ = false;
  bool undecided_ = false;  // what to expect instead is not known
  std::vector<std::string> unmet_;
};

// What nobody else tells of: a process that reported no error, since it was ended from outside.
std::vector<std::string> sudden_deaths(const RunResult& result, std::string_view file) {
  std::vector<std::string> paragraphs;
  size_t count = 0;
  for (const ProcessEnd& end : result.processes) {
    const bool is_sudden = end.failed && end.ended && end.exit_code < 0 && !end.reported;
    if (!is_sudden || ++count > kShownProcesses) continue;
    const bool by_kill = signal_name(static_cast<int>(-end.exit_code)) == "SIGKILL";
    paragraphs.push_back(fmt::format(
        "{}: process {} failed: {}, which nothing in the scenario sent{}", displayed(file),
        displayed(end.name), end_text(end),
        by_kill ? " (the system does that where memory or processor time is exhausted)" : ""));
  }
  if (count > kShownProcesses) {
    paragraphs.push_back(fmt::format("{}: {} more processes ended by a signal", displayed(file),
                                     count - kShownProcesses));
  }
  return paragraphs;
}

}  // namespace

int status_of_unwritten(int status) {
  return status == kAllHeld ? int{kUnmet} : status;
}

std::optional<std::string> judge_validity(const Scenario& scenario, std::string_view file) {
  if (!scenario.expect.has_diagnostics) return std::nullopt;
  return paragraph(file, scenario.expect.diagnostics_at,
                   "the file was expected to be refused, but there is no error in it");
}

int plain_status(const RunResult& result) {
  if (result.stopped_by_signal != 0) return kStoppedBySignal + result.stopped_by_signal;
  if (result.system_error) return kUnmet;
  if (result.deadlock) return kDeadlocked;
  if (result.timed_out) return kTimeLimit;
  const bool failed = std::any_of(result.processes.begin(), result.processes.end(),
                                  [](const ProcessEnd& end) { return end.failed; });
  return failed ? kUnmet : kAllHeld;
}

Judgement judge(const Scenario& scenario, const RunResult& result, const Captured& captured,
                std::string_view file) {
  const int status = plain_status(result);
  const bool ran = result.stopped_by_signal == 0 && !result.system_error;
  if (!ran) return {status, {}, false};
  if (!scenario.has_expect) return {status, sudden_deaths(result, file), false};
  return Judge(scenario, result, captured, file).judge();
}

}  // namespace runner
