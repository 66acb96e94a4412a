// What an end of a scenario, proper or not, does not fulfil of what is expected.
#pragma once

#include <string>
#include <vector>

#include "world/exploration.h"

namespace runner::world {

struct Objection {
  FailureKind kind = FailureKind::kExit;
  std::string category;
  std::string message;
  Position at;
};

class EndJudge {
 public:
  // `kills`: processes were killed from outside; what became of these is nobody's fault.
  EndJudge(const Scenario& scenario, bool kills) : scenario_(scenario), kills_(kills) {}

  // `result`: of a run that came to its end, or whose `deadlock` is set. `output_is_right`: so is
  // what it has printed, as far as that was asked.
  std::vector<Objection> objections(const RunResult& result, bool output_is_right) const;

  bool expects_deadlock() const;
  // A limit of time is expected to put an end to it.
  bool expects_no_end() const;
  // Whether it is expected that the process fails with an uncaught error.
  bool expects_failure(int32_t process) const;
  bool is_allowed(const std::vector<Value>& observed) const;

 private:
  void judge_output(bool is_right, std::vector<Objection>& objections) const;
  void judge_exits(const RunResult& result, std::vector<Objection>& objections) const;
  void judge_status(const RunResult& result, std::vector<Objection>& objections) const;
  void judge_finally(const RunResult& result, std::vector<Objection>& objections) const;
  void judge_outcome(const RunResult& result, std::vector<Objection>& objections) const;

  const Scenario& scenario_;
  bool kills_;
};

}  // namespace runner::world
