// Lets a run go the way of a schedule, and says where it went another.
#pragma once

#include <string>
#include <vector>

#include "machine/schedule_match.h"
#include "posix/conductor.h"
#include "program/liveness.h"

namespace runner::posix {

class Replayer final : public Conductor {
 public:
  Replayer(Family& family, Watchdog& watchdog, const Schedule& schedule)
      : Conductor(family, watchdog),
        schedule_(schedule),
        tells_places_(tells_places(schedule, program())),
        numbers_arrivals_(reads_arrivals(program(), Liveness(program()))) {}

  void conclude(RunResult& result) override;

 protected:
  Next advance(RunResult& result) override;
  Next lose_patience(RunResult& result) override;

 private:
  enum class Phase : uint8_t { kSteps, kEnding, kOver };

  const ScheduleStep& step() const { return schedule_.steps[next_]; }
  // Each is "" when all is well; else what is not.
  std::string begin();
  std::string place_problem(Position at) const;
  std::string begin_operation();
  std::string begin_rest();
  std::string choose_woken();
  bool is_over_at_once() const;
  std::string check_done();
  std::string check_woken();
  std::string check_blocked() const;
  std::string not_there(int32_t process) const;
  Next diverge(RunResult& result, std::string message);
  Next end(RunResult& result);
  Next check_deadlock(RunResult& result);
  std::string whoever_is_left() const;

  const Schedule& schedule_;
  const bool tells_places_;
  const bool numbers_arrivals_;
  size_t next_ = 0;  // the step to be done, or being done
  bool in_progress_ = false;
  uint64_t performed_before_ = 0;
  std::vector<int32_t> awaiting_notify_;  // before the step
  Position at_;                           // of the process's operation, in the scenario
  Phase phase_ = Phase::kSteps;
};

}  // namespace runner::posix
