#include "posix/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <vector>

#include "posix/futex.h"

namespace runner::posix {
namespace {

using ::testing::ElementsAre;

// What the writers of one test share.
struct Shared {
  Journal journal;
  Doorbell doorbell;
  Slot slot;
  std::atomic<int64_t> acknowledged;
};

class JournalTest : public ::testing::Test {
 protected:
  void SetUp() override {
    void* memory =
        mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(memory, MAP_FAILED);
    shared_ = static_cast<Shared*>(memory);
    ASSERT_TRUE(shared_->doorbell.open().ok());
    enter_process();
  }
  void TearDown() override {
    close(shared_->doorbell.descriptor());
    munmap(shared_, sizeof(Shared));
  }

  bool print(int32_t process, std::string_view text) {
    return shared_->journal.write({.process = process, .text = text}, shared_->doorbell);
  }

  pid_t in_child(const std::function<void()>& body) {
    const pid_t pid = fork();
    if (pid != 0) return pid;
    enter_process();
    body();
    _exit(0);
  }

  // Reads until every child has ended and the journal is empty.
  void drain_until_ended(std::vector<pid_t> children,
                         const std::function<void(const JournalEntry&)>& take) {
    JournalReader reader(shared_->journal);
    while (!children.empty()) {
      reader.drain(take);
      int status = 0;
      if (waitpid(children.back(), &status, WNOHANG) == children.back()) children.pop_back();
    }
    reader.drain(take);
  }

  Shared* shared_ = nullptr;
};

TEST_F(JournalTest, GivesEntriesInTheirOrderWithAllTheyHold) {
  const JournalEntry report{.kind = EventKind::kReport,
                            .process = 3,
                            .time = 5,
                            .number = -9,
                            .line = 12,
                            .column = 4,
                            .text = "it failed"};
  ASSERT_TRUE(print(1, "first"));
  ASSERT_TRUE(shared_->journal.write(report, shared_->doorbell));
  ASSERT_TRUE(print(2, ""));
  std::vector<std::string> texts;
  JournalReader reader(shared_->journal);
  EXPECT_TRUE(reader.drain([&](const JournalEntry& entry) {
    texts.emplace_back(entry.text);
    if (entry.kind != EventKind::kReport) return;
    EXPECT_EQ(entry.process, 3);
    EXPECT_EQ(entry.time, 5);
    EXPECT_EQ(entry.number, -9);
    EXPECT_EQ(entry.line, 12);
    EXPECT_EQ(entry.column, 4);
  }));
  EXPECT_THAT(texts, ElementsAre("first", "it failed", ""));
  EXPECT_FALSE(reader.drain([](const JournalEntry&) {}));
  EXPECT_TRUE(shared_->journal.empty());
}

TEST_F(JournalTest, LosesAndTearsNothingOverManyRoundsOfTheRing) {
  constexpr int kWriters = 3;
  constexpr int kLines = 20'000;
  std::vector<pid_t> children;
  for (int writer = 0; writer < kWriters; ++writer) {
    children.push_back(in_child([&] {
      for (int line = 0; line < kLines; ++line) {
        print(writer, std::to_string(line) + std::string(static_cast<size_t>(line % 300), 'x'));
      }
    }));
  }
  std::vector<int> next(kWriters, 0);
  int wrong = 0;
  drain_until_ended(children, [&](const JournalEntry& entry) {
    const int line = next[static_cast<size_t>(entry.process)]++;
    const std::string expected =
        std::to_string(line) + std::string(static_cast<size_t>(line % 300), 'x');
    if (entry.text != expected) ++wrong;
  });
  EXPECT_THAT(next, ElementsAre(kLines, kLines, kLines));
  EXPECT_EQ(wrong, 0);
}

TEST_F(JournalTest, JoinsTheOnePieceOfATextThatIsLongerThanTheRing) {
  const std::string text(3 * kJournalBytes + 17, 'y');
  std::vector<size_t> sizes;
  drain_until_ended({in_child([&] {
                      print(7, text);
                      print(7, "after");
                    })},
                    [&](const JournalEntry& entry) { sizes.push_back(entry.text.size()); });
  EXPECT_THAT(sizes, ElementsAre(text.size(), 5u));
}

TEST_F(JournalTest, KeepsWhatAKilledWriterHadPrintedAndGoesOn) {
  JournalReader reader(shared_->journal);
  int64_t read = 0;
  int wrong = 0;
  const auto take = [&](const JournalEntry& entry) {
    if (entry.process == 0 && entry.text != std::to_string(read++)) ++wrong;
  };
  for (int round = 0; round < 200; ++round) {
    read = 0;
    shared_->acknowledged = 0;
    const pid_t child = in_child([&] {
      for (int64_t line = 0;; ++line) {
        print(0, std::to_string(line));
        shared_->acknowledged = line + 1;
      }
    });
    while (shared_->acknowledged.load() < 1 + round * 7) reader.drain(take);
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    reader.drain(take);
    ASSERT_TRUE(print(1, "still here"));
    EXPECT_GE(read, shared_->acknowledged.load());
    EXPECT_LE(read, shared_->acknowledged.load() + 1);
  }
  EXPECT_EQ(wrong, 0);
}

TEST_F(JournalTest, DropsWhatAKilledWriterLeftUnfinished) {
  JournalReader reader(shared_->journal);
  const pid_t child = in_child([&] { print(0, std::string(2 * kJournalBytes, 'z')); });
  while (shared_->journal.empty()) relax();
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  std::vector<std::string> texts;
  const auto take = [&](const JournalEntry& entry) { texts.emplace_back(entry.text); };
  reader.drain(take);
  ASSERT_TRUE(print(0, "the next one of that number"));
  reader.drain(take);
  EXPECT_THAT(texts, ElementsAre("the next one of that number"));
}

TEST_F(JournalTest, AWriterThatWaitsForRoomHearsASignal) {
  while (
      shared_->journal.write({.text = std::string(1000, 'a')}, shared_->doorbell, &shared_->slot)) {
    shared_->slot.wake.fetch_or(kWakeSignal);  // is only looked at when there is no room
  }
  int entries = 0;
  JournalReader reader(shared_->journal);
  reader.drain([&](const JournalEntry&) { ++entries; });
  EXPECT_GT(entries, 1000);
  EXPECT_TRUE(print(0, "there is room again"));
}

}  // namespace
}  // namespace runner::posix
