#include "schedule/words.h"

#include "base/check.h"

namespace runner::words {

std::string_view key_of(ScheduleStep::Kind kind) {
  switch (kind) {
    case ScheduleStep::Kind::kPerform:
      return "perform";
    case ScheduleStep::Kind::kGiveUp:
      return "give_up";
    case ScheduleStep::Kind::kSignal:
      return "interrupt";
    case ScheduleStep::Kind::kKill:
      return "kill_before";
    case ScheduleStep::Kind::kTick:
      return kTick;
  }
  UNREACHABLE();
}

std::string_view part_text(ScheduleStep::Part part) {
  switch (part) {
    case ScheduleStep::Part::kWhole:
      return "";
    case ScheduleStep::Part::kBegin:
      return "begin";
    case ScheduleStep::Part::kRest:
      return "rest";
  }
  UNREACHABLE();
}

std::string_view ending_text(Schedule::Ending ending) {
  switch (ending) {
    case Schedule::Ending::kEnd:
      return "end";
    case Schedule::Ending::kDeadlock:
      return "deadlock";
    case Schedule::Ending::kFailure:
      return "failure";
    case Schedule::Ending::kUnfinished:
      return "unfinished";
  }
  UNREACHABLE();
}

}  // namespace runner::words
