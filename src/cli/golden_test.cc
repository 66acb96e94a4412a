#include "cli/golden.h"

#include <gtest/gtest.h>

namespace runner {
namespace {

TEST(GoldenResult, TravelsAsText) {
  for (const bool passed : {true, false}) {
    GoldenResult result;
    result.passed = passed;
    result.microseconds = 1234567;
    result.explanation = "two\nlines\n";
    const GoldenResult arrived = golden_result_of(to_text(result));
    EXPECT_EQ(arrived.passed, passed);
    EXPECT_FALSE(arrived.blessed);
    EXPECT_EQ(arrived.microseconds, 1234567);
    EXPECT_EQ(arrived.explanation, "two\nlines\n");
  }
}

TEST(GoldenResult, InPartIsPassedAndSaid) {
  GoldenResult result;
  result.passed = result.partly = true;
  const GoldenResult arrived = golden_result_of(to_text(result));
  EXPECT_TRUE(arrived.passed);
  EXPECT_TRUE(arrived.partly);
}

TEST(GoldenResult, WhatIsNoResultDidNotPass) {
  EXPECT_FALSE(golden_result_of("").passed);
  EXPECT_FALSE(golden_result_of("nonsense").passed);
}

}  // namespace
}  // namespace runner
