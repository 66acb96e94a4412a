#include "base/check.h"

#include <gtest/gtest.h>

namespace runner {
namespace {

TEST(Check, LetsTheTruthPass) {
  int evaluated = 0;
  CHECK(++evaluated == 1);
  EXPECT_EQ(evaluated, 1);
}

TEST(CheckDeathTest, StopsWithThePlaceAndTheCondition) {
  EXPECT_DEATH(CHECK(1 + 1 == 3),
               "runner: internal error at .*check_test\\.cc:[0-9]+: 1 \\+ 1 == 3");
  EXPECT_DEATH(UNREACHABLE(), "internal error at .*: unreachable");
}

}  // namespace
}  // namespace runner
