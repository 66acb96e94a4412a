#include "base/inline_vector.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace runner {
namespace {

// Counts who is there; long enough to need memory of its own, so that a leak is seen, too.
struct Counted {
  explicit Counted(int in_number) : number(in_number) { ++there; }
  Counted(const Counted& other) : number(other.number) { ++there; }
  Counted(Counted&& other) noexcept : number(other.number), text(std::move(other.text)) { ++there; }
  Counted& operator=(const Counted&) = default;
  ~Counted() { --there; }

  static inline int there = 0;
  int number;
  std::string text = std::string(40, 'x');
};

using Numbers = InlineVector<Counted, 3>;

Numbers up_to(int count) {
  Numbers numbers;
  for (int i = 0; i < count; ++i) numbers.push_back(Counted(i));
  return numbers;
}

std::vector<int> read(const Numbers& numbers) {
  std::vector<int> read;
  for (const Counted& each : numbers) read.push_back(each.number);
  return read;
}

bool lies_inside(const Numbers& numbers) {
  const auto* const begin = reinterpret_cast<const char*>(&numbers);
  const auto* const data = reinterpret_cast<const char*>(numbers.data());
  return data >= begin && data < begin + sizeof numbers;
}

TEST(InlineVector, LiesInsideUntilItGrows) {
  EXPECT_TRUE(lies_inside(up_to(3)));
  const Numbers more = up_to(4);
  EXPECT_FALSE(lies_inside(more));
  EXPECT_EQ(read(more), (std::vector<int>{0, 1, 2, 3}));
}

TEST(InlineVector, IsEmptyBehindAMove) {
  for (const int count : {0, 2, 3, 4, 9}) {
    Numbers from = up_to(count);
    Numbers to = std::move(from);
    EXPECT_EQ(to.size(), static_cast<size_t>(count));
    EXPECT_TRUE(from.empty());   // NOLINT(bugprone-use-after-move): that is what is tested
    from.push_back(Counted(7));  // NOLINT(clang-analyzer-cplusplus.Move): so is this
    EXPECT_EQ(read(from), std::vector<int>{7});
    EXPECT_EQ(read(to), read(up_to(count)));
  }
}

TEST(InlineVector, IsAssignedWhateverItHeld) {
  for (const int before : {0, 2, 5}) {
    for (const int count : {0, 3, 4}) {
      const Numbers expected = up_to(count);
      Numbers copied = up_to(before);
      copied = expected;
      EXPECT_EQ(read(copied), read(expected));
      Numbers moved = up_to(before);
      moved = up_to(count);
      EXPECT_EQ(read(moved), read(expected));
    }
  }
}

TEST(InlineVector, CopiesAreApart) {
  for (const int count : {2, 5}) {
    const Numbers one = up_to(count);
    Numbers other = one;
    other.back().number = 100;
    other.pop_back();
    EXPECT_EQ(read(one), read(up_to(count)));
  }
}

TEST(InlineVector, AppendsAcrossItsRoom) {
  const Numbers more = up_to(5);
  Numbers numbers = up_to(2);
  numbers.append(more.begin(), more.end());
  EXPECT_EQ(read(numbers), (std::vector<int>{0, 1, 0, 1, 2, 3, 4}));
  numbers.clear();
  EXPECT_TRUE(numbers.empty());
}

TEST(InlineVector, DestroysEachElementOnce) {
  Counted::there = 0;
  {
    Numbers numbers = up_to(7);
    numbers.pop_back();
    Numbers other = numbers;
    numbers = std::move(other);
    numbers = up_to(2);
    EXPECT_EQ(Counted::there, 2);
  }
  EXPECT_EQ(Counted::there, 0);
}

}  // namespace
}  // namespace runner
