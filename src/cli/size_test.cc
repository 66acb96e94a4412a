#include "cli/size.h"

#include <gtest/gtest.h>

namespace runner {
namespace {

TEST(Size, HasUnits) {
  EXPECT_EQ(parse_size("500MB"), 500'000'000);
  EXPECT_EQ(parse_size("1.5g"), 1'500'000'000);
  EXPECT_EQ(parse_size("4GiB"), int64_t{4} << 30);
  EXPECT_EQ(parse_size("2000000"), 2'000'000);
}

TEST(Size, NothingElseIsASize) {
  for (const char* text : {"", "MB", "-1GB", "1", "500kB", "1e9", "3XB", "1 GB", "nanGB"}) {
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace runner
