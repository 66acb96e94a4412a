#include "cli/scenario_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace runner {
namespace {

TEST(Filter, TextAnywhereInThePath) {
  EXPECT_TRUE(passes_filter("scenarios/barrier.yaml", "barr"));
  EXPECT_TRUE(passes_filter("scenarios/barrier.yaml", ".yaml"));
  EXPECT_TRUE(passes_filter("a", ""));
  EXPECT_FALSE(passes_filter("scenarios/barrier.yaml", "pool"));
  EXPECT_FALSE(passes_filter("a", "ab"));
}

TEST(Filter, Wildcards) {
  EXPECT_TRUE(passes_filter("scenarios/ordered_barrier.yaml", "ord*bar"));
  EXPECT_TRUE(passes_filter("tests/behaviours/P1.yaml", "/P?.yaml"));
  EXPECT_FALSE(passes_filter("tests/behaviours/P10.yaml", "/P?.yaml"));
  EXPECT_TRUE(passes_filter("aXbXc", "a*b*c"));
  EXPECT_FALSE(passes_filter("acb", "a*b*c"));
  EXPECT_TRUE(passes_filter("abab", "*ab"));
}

TEST(ScenarioFiles, FoldersAreSearchedAndFilesAreTakenAsTheyAre) {
  const std::string folder = RUNNER_SOURCE_DIR "/scenarios";
  const Result<ScenarioFiles> found =
      find_scenarios({folder + "/pool.yaml", folder, folder + "/../scenarios/daemon.yaml"});
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found.value().paths.front(), folder + "/pool.yaml");
  EXPECT_THAT(found.value().paths, testing::Contains(folder + "/classics/ping_pong.yaml"));
  EXPECT_EQ(
      std::count(found.value().paths.begin(), found.value().paths.end(), folder + "/daemon.yaml"),
      1);
  EXPECT_THAT(found.value().paths, testing::Not(testing::Contains(testing::HasSubstr(".."))));
}

TEST(ScenarioFiles, AMissingPathIsAnError) {
  const Result<ScenarioFiles> found = find_scenarios({"/nowhere/at/all"});
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().message(), "cannot read /nowhere/at/all: No such file or directory");
}

}  // namespace
}  // namespace runner
