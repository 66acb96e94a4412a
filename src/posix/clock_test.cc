#include "posix/clock.h"

#include <gtest/gtest.h>

#include <regex>

#include "machine/machine.h"

namespace runner::posix {
namespace {

TEST(Clock, DurationsNeverOverflow) {
  EXPECT_EQ(to_nanos(1.5), 1'500'000'000);
  EXPECT_EQ(to_nanos(-1), 0);
  EXPECT_EQ(to_nanos(0.0 / 1), 0);
  EXPECT_LT(deadline_in(INT64_MAX - 5, 1e300), kNoDeadline);
  EXPECT_EQ(deadline_in(7, 1e-9), 8);
}

TEST(Clock, LocalTimeIsWrittenAsInTheLanguage) {
  EXPECT_TRUE(std::regex_match(local_time_text(), std::regex(R"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)")));
}

}  // namespace
}  // namespace runner::posix
