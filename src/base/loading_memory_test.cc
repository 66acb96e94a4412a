#include "base/loading_memory.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace runner {
namespace {

std::string long_text(size_t number) {
  return "a text that does not fit into the string itself, number " + std::to_string(number);
}

// The address sanitizer keeps all memory for itself.
bool is_there() {
  std::unique_ptr<int> number;
  {
    const LoadingMemory memory;
    number = std::make_unique<int>(1);
  }
  LoadingMemory::share();
  const bool is_shared = is_shared_for_ever(number.get());
  if (is_shared) static_cast<void>(number.release());
  return is_shared;  // NOLINT(clang-analyzer-cplusplus.NewDeleteLeaks): nobody gives it back
}

TEST(LoadingMemory, HoldsBlocksOfAllSizes) {
  const LoadingMemory memory;
  std::map<size_t, std::vector<char>> blocks;
  for (size_t bytes = 1; bytes < 3'000'000; bytes += bytes / 3 + 1) {
    blocks[bytes].assign(bytes, static_cast<char>(bytes));
  }
  for (const auto& [bytes, block] : blocks) {
    EXPECT_EQ(block, std::vector<char>(bytes, static_cast<char>(bytes)));
  }
}

TEST(LoadingMemory, UsesWhatWasGivenBackAgain) {
  if (!is_there()) GTEST_SKIP();
  const LoadingMemory memory;
  for (const size_t bytes : {16u, 700u, 5'000u, 300'000u}) {
    auto first = std::make_unique<char[]>(bytes);
    const auto place = reinterpret_cast<uintptr_t>(first.get());
    first.reset();
    EXPECT_EQ(reinterpret_cast<uintptr_t>(std::make_unique<char[]>(bytes).get()), place);
  }
}

TEST(LoadingMemory, IsReadByAllAndOutlivesItsOwners) {
  if (!is_there()) GTEST_SKIP();
  auto texts = std::make_unique<std::vector<std::string>>();
  {
    const LoadingMemory memory;
    for (size_t i = 0; i < 1000; ++i) texts->push_back(long_text(i));
  }
  EXPECT_FALSE(is_shared_for_ever(texts->front().data()));
  LoadingMemory::share();
  EXPECT_TRUE(is_shared_for_ever(texts->front().data()));
  EXPECT_FALSE(is_shared_for_ever(texts.get()));
  const pid_t child = fork();
  if (child == 0) _exit(texts->at(999) == long_text(999) ? 0 : 1);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  texts.reset();  // gives nothing back
  const LoadingMemory memory;
  EXPECT_FALSE(is_shared_for_ever(std::make_unique<std::string>(long_text(1))->data()));
}

TEST(LoadingMemoryDeathTest, CannotBeWrittenOnceItIsShared) {
  if (!is_there()) GTEST_SKIP();
  std::unique_ptr<int> number;
  {
    const LoadingMemory memory;
    number = std::make_unique<int>(1);
  }
  LoadingMemory::share();
  EXPECT_EQ(*number, 1);
  EXPECT_DEATH(*number = 2, "");
}

}  // namespace
}  // namespace runner
