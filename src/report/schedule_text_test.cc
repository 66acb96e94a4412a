#include "report/schedule_text.h"

#include <gtest/gtest.h>

#include "report/report_testing.h"

namespace runner {
namespace {

TEST(ScheduleText, HasAColumnForEachProcess) {
  EXPECT_EQ(schedule_text(crossed_schedule(), 3, "no way back", 80),
            "   main        p              q\n"
            "1   9 start p\n"
            "2   9 start q\n"
            "                3 read n = 0\n"
            "3               4 acquire a\n"
            "   --- no way back ---\n"
            "4                             12 acquire b\n");
}

TEST(ScheduleText, IsAListWhereColumnsDoNotFit) {
  EXPECT_EQ(schedule_text(crossed_schedule(), 4, "no way back", 30),
            "1  main   9 start p\n"
            "2  main   9 start q\n"
            "   p      3 read n = 0\n"
            "3  p      4 acquire a\n"
            "4  q     12 acquire b\n"
            "   --- no way back ---\n");
}

TEST(ScheduleText, SaysWhatElseCanHappen) {
  using Kind = ScheduleStep::Kind;
  Schedule schedule;
  for (const Kind kind : {Kind::kPerform, Kind::kGiveUp, Kind::kSignal, Kind::kKill, Kind::kTick}) {
    ScheduleStep step = step_of(1, "p", "get q", 7, kind == Kind::kPerform ? "failed: closed" : "");
    step.kind = kind;
    step.signal = 15;
    schedule.steps.push_back(step);
  }
  schedule.steps[4] = ScheduleStep{};
  schedule.steps[4].kind = Kind::kTick;
  schedule.steps.push_back(step_of(1, "p", "wait c", 8));
  schedule.steps.back().part = ScheduleStep::Part::kBegin;
  schedule.steps.push_back(step_of(1, "p", "wait c", 8));
  schedule.steps.back().part = ScheduleStep::Part::kRest;
  EXPECT_EQ(schedule_text(schedule, -1, "", 80),
            "   p\n"
            "1  7 get q failed: closed\n"
            "2  7 get q: time is up\n"
            "3  7 SIGTERM arrives\n"
            "4  7 is killed\n"
            "5  (time passes)\n"
            "6  8 wait c …\n"
            "7  8 … wait c\n");
}

TEST(ScheduleText, ManyProcessesStayReadable) {
  Schedule schedule;
  for (int32_t i = 0; i < 200; ++i) {
    schedule.steps.push_back(step_of(i, "a_rather_long_name_" + std::to_string(i), "end", 3));
  }
  const std::string text = schedule_text(schedule, -1, "", 100);
  EXPECT_EQ(text.substr(0, text.find('\n')), "  1  a_rather_long_name_0    3 end");
}

}  // namespace
}  // namespace runner
