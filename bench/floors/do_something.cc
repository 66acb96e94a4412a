// One process computes square roots into a shared array.
#include <cmath>

#include "floor.h"

int main(int argc, char** argv) {
  const int64_t count = floors::argument(argc, argv, 1, 1'000'000);
  auto* out = floors::shared<double>(static_cast<size_t>(count));
  const floors::Section section;
  floors::join(floors::start([=] {
    for (int64_t i = 0; i < count; ++i) out[i] = std::sqrt(static_cast<double>(i * i));
  }));
  section.report();
  for (int64_t i = 0; i < count; ++i) {
    floors::require(out[i] == static_cast<double>(i), "a root is wrong");
  }
}
