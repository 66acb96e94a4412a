#include "posix/bury.h"

#include <gmock/gmock.h>

#include <csignal>

#include "posix/member.h"
#include "posix/run_for_test.h"

namespace runner::posix {
namespace {

using ::testing::ElementsAre;

constexpr int32_t kChild = 1;

class BuryTest : public testing::Test {
 protected:
  BuryTest() {
    for (const int32_t process : {kMainProcess, kChild}) {
      region_.slot(process).life.store(Life::kDead);
      region_.slot(process).exit_code.store(-SIGKILL);
      region_.slot(process).pid.store(process + 5);
    }
    region_.slot(kMainProcess).flags.store(kSlotStarts);
    family_.relative(kChild).starter.store(kMainProcess + 1);
  }

  bool bury_it(int32_t process) {
    return bury(family_, self_, process,
                [this](const JournalEntry& entry) { told_.push_back(entry.process); });
  }

  Program program_ = program_of_text("processes: {p: {steps: []}}\nmain: [{start: p}]\n");
  RunOptions options_;
  Region region_ = Region::create(program_).take();
  Family family_ = Family::create(region_, options_).take();
  Self self_{region_, region_.supervisor()};
  std::vector<int32_t> told_;
};

TEST_F(BuryTest, AKilledParentAfterItsChildren) {
  EXPECT_FALSE(bury_it(kMainProcess));
  EXPECT_TRUE(bury_it(kChild));
  EXPECT_TRUE(bury_it(kMainProcess));
  EXPECT_THAT(told_, ElementsAre(kChild, kMainProcess));
}

TEST_F(BuryTest, AChildWhoseParentWasKilledWhileItBuriedIt) {
  family_.relative(kMainProcess).burying.store(kChild + 1);
  family_.relative(kChild).buried_by.store(kMainProcess + 1);
  EXPECT_FALSE(bury_it(kChild));
  EXPECT_FALSE(bury_it(kMainProcess));
  EXPECT_TRUE(bury_it(kChild));
  EXPECT_TRUE(bury_it(kMainProcess));
  EXPECT_THAT(told_, ElementsAre(kChild, kMainProcess));
}

TEST_F(BuryTest, AChildThatItsKilledParentHadNotForkedWasNeverStarted) {
  region_.slot(kChild).life.store(Life::kStarting);
  region_.slot(kChild).pid.store(0);
  EXPECT_EQ(snapshot_of(family_, kChild).status, ProcessStatus::kInitial);
  EXPECT_TRUE(bury_it(kMainProcess));
  EXPECT_THAT(told_, ElementsAre(kMainProcess));
  EXPECT_EQ(region_.slot(kChild).life.load(), Life::kInitial);
  EXPECT_EQ(family_.relative(kChild).starter.load(), 0);  // somebody else may start it
}

TEST_F(BuryTest, AChildThatItsKilledParentHadOnlyClaimedMayBeStartedByAnother) {
  region_.slot(kChild).life.store(Life::kInitial);
  EXPECT_TRUE(bury_it(kMainProcess));
  EXPECT_EQ(family_.relative(kChild).starter.load(), 0);
}

TEST_F(BuryTest, AChildThatItsKilledParentHadForkedWas) {
  region_.slot(kChild).life.store(Life::kStarting);
  EXPECT_EQ(snapshot_of(family_, kChild).status, ProcessStatus::kStarted);
  EXPECT_FALSE(bury_it(kMainProcess));
  EXPECT_TRUE(bury_it(kChild));
  EXPECT_TRUE(bury_it(kMainProcess));
  EXPECT_THAT(told_, ElementsAre(kChild, kMainProcess));
}

}  // namespace
}  // namespace runner::posix
