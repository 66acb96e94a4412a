#include "rules.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>

#include "base/text.h"
#include "occurrences.h"

namespace runner {
namespace {

constexpr std::string_view kNotKilled = " was not killed: it came to ";

// The last of the times that follow `word` in the text; 0: there are none.
double latest(std::string_view text, std::string_view word) {
  double latest = 0;
  for (size_t at = 0; (at = text.find(word, at)) != std::string_view::npos;) {
    at += word.size();
    latest = std::max(latest, std::strtod(std::string(text.substr(at, 20)).c_str(), nullptr));
  }
  return latest;
}

// A deadlock is reported by then.
constexpr double kReportSeconds = 1;

class Objector {
 public:
  Objector(const Target& target, const std::vector<Kill>& kills, double limit, const Trial& trial)
      : target_(target), kills_(kills), limit_(limit), trial_(trial) {}

  std::vector<std::string> all() {
    if (trial_.hung) object("the runner hung");
    if (trial_.left_processes > 0) object("a process was left");
    for (const std::string& left : trial_.left_behind) object("left behind: " + left);
    judge_output();
    if (kills_runner()) {
      judge_killed_runner();
    } else {
      judge_status();
      judge_events();
    }
    return std::move(objections_);
  }

 private:
  void object(std::string text) { objections_.push_back(std::move(text)); }

  // Beyond doubt: before the operation, and nobody says otherwise.
  bool struck(const Kill& kill) const {
    return kill.delay_micros == 0 && operations_before_end(*kill.victim, trial_) < 0;
  }
  size_t kills_of_runner() const {
    return static_cast<size_t>(
        std::count_if(kills_.begin(), kills_.end(),
                      [](const Kill& kill) { return kill.victim->name == "runner"; }));
  }
  bool kills_runner() const { return trial_.signal == SIGKILL && kills_of_runner() > 0; }

  // The kill may come late: when the runner has done all it had to, it is not there to be killed.
  // Of two kills it may still say of one that it did not happen.
  void judge_killed_runner() {
    if (count(trial_.errors, "runner: runner was not killed") == kills_of_runner())
      object("it was killed, and said that it was not");
  }

  void judge_status() {
    if (trial_.signal != 0) return object("signal " + std::to_string(trial_.signal));
    switch (trial_.status) {
      case 0:
        return judge_success();
      case 1:
        return;
      case 3:
        if (!has(trial_.errors, "deadlock (")) object("status 3, but no deadlock is explained");
        return;
      case 4:
        return judge_limit();
      default:
        object("status " + std::to_string(trial_.status));
    }
  }

  // Success in spite of a kill: only where the scenario may be content with it, or where the kill
  // may have come too late, maybe behind one of the scenario's own.
  void judge_success() {
    for (const Kill& kill : kills_) {
      if (!struck(kill) || kill.victim->may_be_expected || target_.kills) continue;
      object("status 0, though " + kill.victim->name + " was killed");
    }
  }

  // Nobody may keep a run going until its limit but who sleeps, works, or waits with timeouts.
  void judge_limit() {
    if (!has(trial_.errors, "stopped by the time limit")) return object("status 4 without words");
    for (const std::string_view doing : {" sleeps", " works", " runs"}) {
      if (has(trial_.errors, doing)) return;
    }
    // Somebody who began to wait only just has moved until then.
    const double limit =
        std::min(limit_, latest(trial_.errors, "stopped by the time limit after "));
    if (latest(trial_.errors, ", since ") > limit - kReportSeconds) return;
    if (!target_.has_timeouts) object("everyone waited until the time limit");
  }

  // Every process that started has ended, and what they printed is what came out.
  void judge_events() {
    for (const Kill& kill : kills_) {
      if (!struck(kill) || was_killed(*kill.victim, trial_)) continue;
      object("no event tells the death of " + kill.victim->name);
    }
    const size_t started = count(trial_.events, "\"kind\": \"started\"");
    const size_t ended = count(trial_.events, "\"kind\": \"ended\"");
    if (started != ended) {
      object(std::to_string(started) + " started, " + std::to_string(ended) + " ended");
    }
  }

  void judge_output() {
    if (trial_.output.empty()) return;
    if (!trial_.output.ends_with('\n')) object("the last line is torn");
    for (const std::string_view line : split_lines(trial_.output)) {
      if (!may_print(target_, std::string(line))) object("torn: " + std::string(line));
    }
  }

  const Target& target_;
  const std::vector<Kill>& kills_;
  double limit_;
  const Trial& trial_;
  std::vector<std::string> objections_;
};

}  // namespace

std::string Kill::text() const {
  std::string text = "kill:" + victim->name + "@" + std::to_string(operation);
  if (delay_micros > 0) text += "+" + std::to_string(delay_micros) + "us";
  return text;
}

int64_t operations_before_end(const Victim& victim, const Trial& trial) {
  const std::string words = "runner: " + victim.name + std::string(kNotKilled);
  const size_t at = trial.errors.find(words);
  if (at == std::string::npos) return -1;
  return std::atoll(trial.errors.c_str() + at + words.size());
}

bool was_killed(const Victim& victim, const Trial& trial) {
  if (victim.number < 0) return trial.signal == SIGKILL;
  if (operations_before_end(victim, trial) >= 0) return false;
  const std::string end =
      "\"kind\": \"ended\", \"process\": " + std::to_string(victim.number) + ",";
  const std::string killed = "\"exit_code\": " + std::to_string(-SIGKILL) + "}";
  const std::vector<std::string_view> lines = split_lines(trial.events);
  return std::any_of(lines.begin(), lines.end(), [&](std::string_view line) {
    return has(line, end) && line.ends_with(killed);
  });
}

std::vector<std::string> objections(const Target& target, const std::vector<Kill>& kills,
                                    double limit, const Trial& trial) {
  return Objector(target, kills, limit, trial).all();
}

}  // namespace runner
