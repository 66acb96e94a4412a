#include "base/growing_memory.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace runner {
namespace {

TEST(GrowingMemory, KeepsWhatWasWrittenAndBeginsWithZeros) {
  GrowingMemory memory;
  size_t count = 0;
  for (size_t next = 1000; next < 8'000'000; next *= 3) {
    ASSERT_TRUE(memory.grow(next * sizeof(uint64_t)));
    auto* numbers = memory.as<uint64_t>();
    for (size_t i = 0; i < count; ++i) ASSERT_EQ(numbers[i], i + 1);
    for (size_t i = count; i < next; ++i) ASSERT_EQ(numbers[i], 0u);
    for (size_t i = count; i < next; ++i) numbers[i] = i + 1;
    count = next;
  }
}

TEST(GrowingMemory, GivesBackItsBeginning) {
  GrowingMemory memory;
  const size_t size = size_t{64} << 20;
  ASSERT_TRUE(memory.grow(size));
  memory.as<char>()[size - 1] = 'x';
  EXPECT_EQ(memory.bytes(), size);
  memory.forget_before(size / 2 + 5);
  EXPECT_EQ(memory.bytes(), size / 2);
  EXPECT_EQ(memory.as<char>()[size - 1], 'x');
}

TEST(GrowingMemory, SaysWhenTheSystemRefuses) {
  GrowingMemory memory;
  ASSERT_TRUE(memory.grow(10));
  memory.as<char>()[9] = 'x';
  EXPECT_FALSE(memory.grow(SIZE_MAX / 4));
  EXPECT_EQ(memory.size(), 10u);
  EXPECT_EQ(memory.as<char>()[9], 'x');
}

TEST(GrowingMemory, Moves) {
  GrowingMemory first;
  ASSERT_TRUE(first.grow(100));
  first.as<char>()[50] = 'x';
  GrowingMemory second(std::move(first));
  // NOLINTNEXTLINE(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
  EXPECT_EQ(first.size(), 0u);
  EXPECT_EQ(second.as<char>()[50], 'x');
  second = GrowingMemory();
  EXPECT_EQ(second.size(), 0u);
}

}  // namespace
}  // namespace runner
