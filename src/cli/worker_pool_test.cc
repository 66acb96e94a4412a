#include "cli/worker_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <vector>

namespace runner {
namespace {

std::vector<JobAnswer> answers_of(size_t count, size_t parallel,
                                  const std::function<std::string(size_t)>& job) {
  std::vector<JobAnswer> answers;
  const int signal = run_jobs(count, parallel, job, [&](size_t number, const JobAnswer& answer) {
    EXPECT_EQ(number, answers.size());
    answers.push_back(answer);
  });
  EXPECT_EQ(signal, 0);
  return answers;
}

TEST(WorkerPool, AnswersComeInOrder) {
  const auto answers =
      answers_of(20, 4, [](size_t number) { return std::string(number * 10'000, 'x'); });
  ASSERT_EQ(answers.size(), 20u);
  for (size_t i = 0; i < answers.size(); ++i) {
    EXPECT_TRUE(answers[i].ended);
    EXPECT_EQ(answers[i].text.size(), i * 10'000);
  }
}

TEST(WorkerPool, ACrashTakesNothingElseWithIt) {
  const auto answers = answers_of(3, 2, [](size_t number) -> std::string {
    if (number == 1) ::kill(::getpid(), SIGKILL);
    return "fine";
  });
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_FALSE(answers[1].ended);
  EXPECT_EQ(answers[1].signal, SIGKILL);
  EXPECT_EQ(answers[2].text, "fine");
}

TEST(WorkerPool, NothingToDo) {
  EXPECT_TRUE(answers_of(0, 4, [](size_t) { return ""; }).empty());
}

TEST(WorkerPool, ASignalStopsEverything) {
  size_t answered = 0;
  const int signal = run_jobs(
      100, 2,
      [](size_t number) -> std::string {
        if (number < 2) return "first";
        // One of the two alone: a second signal would come when the first has had its effect.
        if (number == 2) ::kill(::getppid(), SIGTERM);
        for (;;) ::pause();
      },
      [&](size_t, const JobAnswer&) { ++answered; });
  EXPECT_EQ(signal, SIGTERM);
  EXPECT_LT(answered, 100u);
}

}  // namespace
}  // namespace runner
