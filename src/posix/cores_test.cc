#include "posix/cores.h"

#include <gtest/gtest.h>
#include <sched.h>

#include "posix/spin.h"

namespace runner::posix {
namespace {

cpu_set_t allowed() {
  cpu_set_t cores;
  EXPECT_EQ(sched_getaffinity(0, sizeof cores, &cores), 0);
  return cores;
}

// What the test does to this process's cores does not outlive it.
class Cores : public testing::Test {
 protected:
  ~Cores() override { sched_setaffinity(0, sizeof before_, &before_); }

 private:
  cpu_set_t before_ = allowed();
};

TEST_F(Cores, AreCounted) {
  const cpu_set_t cores = allowed();
  EXPECT_EQ(core_count(), CPU_COUNT(&cores));
  EXPECT_EQ(several_cores(), CPU_COUNT(&cores) > 1);
}

TEST_F(Cores, StayAllowedToWhoLeavesOne) {
  const cpu_set_t before = allowed();
  leave_core();
  const cpu_set_t after = allowed();
  EXPECT_TRUE(CPU_EQUAL(&before, &after));
}

TEST_F(Cores, AreNotLeftByWhoMayUseNoOther) {
  const int here = sched_getcpu();
  cpu_set_t only;
  CPU_ZERO(&only);
  CPU_SET(static_cast<size_t>(here), &only);
  ASSERT_EQ(sched_setaffinity(0, sizeof only, &only), 0);
  leave_core();
  const cpu_set_t after = allowed();
  EXPECT_TRUE(CPU_EQUAL(&only, &after));
  EXPECT_EQ(sched_getcpu(), here);
}

int handovers_until_move(SpinHistory& history) {
  const int moves = history.moves.load();
  int count = 0;
  do {
    note_handover(history);
    ++count;
  } while (history.handovers.load() != 0);
  EXPECT_EQ(history.moves.load(), moves + 1);
  return count;
}

TEST_F(Cores, AreLeftAfterManyHandoversAndThenMoreRarely) {
  SpinHistory history{};
  const int first = handovers_until_move(history);
  EXPECT_GT(first, 1);
  EXPECT_EQ(handovers_until_move(history), 2 * first);
}

TEST_F(Cores, AreNotLeftWhereSpinningHelps) {
  if (!several_cores()) GTEST_SKIP() << "nobody spins on one core";
  SpinHistory history{};
  note_handover(history);
  EXPECT_EQ(history.handovers.load(), 1);
  EXPECT_TRUE(spin(history, [] { return true; }));
  EXPECT_EQ(history.handovers.load(), 0);
}

TEST_F(Cores, WhoWakesASleeperElsewhereWaitsForIt) {
  SpinHistory history{};
  history.sleeper_core.store(-1);
  note_wake(history);
  EXPECT_EQ(history.typical.load(), kSpinMost);
  EXPECT_EQ(history.handovers.load(), 0);
}

}  // namespace
}  // namespace runner::posix
