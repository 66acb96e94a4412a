#include "world/layout.h"

#include <gtest/gtest.h>

#include <vector>

#include "expr/random.h"
#include "world/state_store.h"

namespace runner::world {
namespace {

TEST(Layout, NeedsNoBitsForWhatNeverChanges) {
  Layout layout(1'000);
  EXPECT_EQ(layout.words(), 1u);
  layout.widen(500, 1);
  layout.widen(3, 6);
  EXPECT_EQ(layout.used(), (std::vector<uint32_t>{3, 500}));
  EXPECT_TRUE(layout.fits(3, 7));
  EXPECT_FALSE(layout.fits(3, 8));
}

TEST(Layout, KeepsApartWhatItPacks) {
  constexpr size_t kComponents = 40;
  Layout layout(kComponents);
  StateStore store(layout.words());
  Random random{1};
  std::vector<std::vector<int32_t>> states;
  std::vector<int32_t> most(kComponents);
  for (int round = 0; round < 200; ++round) {
    Layout wider = layout;
    const auto component = random.below(kComponents);
    const auto largest = static_cast<int32_t>(random.below(100'000)) + most[component];
    if (!wider.fits(component, largest)) wider.widen(component, largest);
    most[component] = largest;
    ASSERT_TRUE(store.repack(layout, wider));
    layout = wider;
    std::vector<int32_t> state(kComponents);
    std::vector<uint64_t> words(layout.words());
    for (size_t i = 0; i < kComponents; ++i) {
      state[i] = static_cast<int32_t>(random.below(static_cast<uint64_t>(most[i]) + 1));
      if (most[i] > 0) layout.set(words.data(), i, state[i]);
    }
    ASSERT_TRUE(store.reserve(1));
    store.insert(words.data(), random.next(), kNoState);
    states.push_back(state);
    for (size_t number = 0; number < states.size(); ++number)
      for (size_t i = 0; i < kComponents; ++i)
        ASSERT_EQ(layout.get(store.words(static_cast<StateNumber>(number)), i), states[number][i]);
  }
  EXPECT_LE(layout.words(), (kComponents * 24 + 63) / 64);
}

}  // namespace
}  // namespace runner::world
