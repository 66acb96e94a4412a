#include "base/result.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <memory>

namespace runner {
namespace {

TEST(Error, SaysWhatWasTriedOnWhatAndWhy) {
  EXPECT_EQ((Error{"read", "a.yaml", ENOENT, ""}.message()),
            "cannot read a.yaml: No such file or directory");
  EXPECT_EQ((Error{"fork", "", EAGAIN, ""}.message()),
            "cannot fork: Resource temporarily unavailable");
  EXPECT_EQ((Error{"read", "a.yaml", ENOENT, "it is a folder"}.message()),
            "cannot read a.yaml: it is a folder");
  EXPECT_EQ((Error{"start", "the run", 0, ""}.message()), "cannot start the run");
}

TEST(Result, HoldsAValue) {
  Result<int> result = 7;
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(static_cast<bool>(result));
  EXPECT_EQ(result.value(), 7);
  result.value() = 8;
  EXPECT_EQ(result.take(), 8);
}

TEST(Result, HoldsAnError) {
  const Result<int> result = Error{"read", "a", ENOENT, ""};
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ENOENT);
}

TEST(Result, GivesAwayWhatCanOnlyBeMoved) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(3);
  const std::unique_ptr<int> taken = result.take();
  EXPECT_EQ(*taken, 3);
}

TEST(ResultDeathTest, TheWrongSideIsOurBug) {
  Result<int> error = Error{"read", "a", ENOENT, ""};
  EXPECT_DEATH(error.value(), "internal error at .*result.h");
  EXPECT_DEATH(error.take(), "internal error");
  const Result<int> value = 1;
  EXPECT_DEATH(value.error(), "internal error");
}

}  // namespace
}  // namespace runner
