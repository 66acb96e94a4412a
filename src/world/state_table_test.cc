#include "world/state_table.h"

#include <gtest/gtest.h>

#include <vector>

#include "expr/random.h"

namespace runner::world {
namespace {

// Puts states with these hashes into a table, and looks for all of them after each growth.
void expect_found(const std::vector<uint64_t>& hashes, StateTable::Density density) {
  StateTable table;
  table.set_density(density);
  const auto state_of = [&](uint64_t hash, size_t& place) {
    return table.find(hash, place, [&](StateNumber state) { return hashes[state] == hash; });
  };
  size_t bytes = table.bytes();
  for (StateNumber state = 0; state < hashes.size(); ++state) {
    ASSERT_TRUE(table.reserve(state + 1));
    size_t place = 0;
    if (table.bytes() != bytes) {
      bytes = table.bytes();
      for (StateNumber known = 0; known < state; ++known)
        ASSERT_EQ(state_of(hashes[known], place), known);
    }
    ASSERT_EQ(state_of(hashes[state], place), kNoState);
    table.put(place, hashes[state], state);
  }
}

TEST(StateTable, FindsWhatWasPutIntoIt) {
  Random random{7};
  std::vector<uint64_t> hashes(20'000);
  for (uint64_t& hash : hashes) hash = random.next();
  expect_found(hashes, StateTable::Density::kFast);
  expect_found(hashes, StateTable::Density::kDense);
}

// Their tags crowd at the table's end and run over to its beginning.
TEST(StateTable, BearsCrowds) {
  std::vector<uint64_t> hashes;
  for (uint64_t i = 0; i < 1'000; ++i) {
    hashes.push_back(uint64_t{0xFFFFFFFF} << 32 | i);
    hashes.push_back(uint64_t{3} << 32 | i);
  }
  expect_found(hashes, StateTable::Density::kFast);
  expect_found(hashes, StateTable::Density::kDense);
}

}  // namespace
}  // namespace runner::world
