// Workers take chunks of an array by an atomic index and store the squares; the parent copies them.
#include <algorithm>
#include <vector>

#include "floor.h"

int main(int argc, char** argv) {
  const int64_t count = floors::argument(argc, argv, 1, 1'000'000);
  const int64_t workers = floors::argument(argc, argv, 2, 2);
  const floors::Section section;
  const int64_t chunk = count / (4 * workers) + 1;  // as Python's Pool.map
  auto* values = floors::shared<int64_t>(static_cast<size_t>(count));
  auto& next = *floors::shared<std::atomic<int64_t>>();
  for (int64_t i = 0; i < count; ++i) values[i] = i;
  std::vector<pid_t> children;
  for (int64_t i = 0; i < workers; ++i) {
    children.push_back(floors::start([=, &next] {
      for (;;) {
        const int64_t first = next.fetch_add(chunk);
        if (first >= count) return;
        const int64_t end = std::min(count, first + chunk);
        for (int64_t at = first; at < end; ++at) values[at] *= values[at];
      }
    }));
  }
  for (const pid_t child : children) floors::join(child);
  const std::vector<int64_t> squares(values, values + count);
  section.report();
  for (int64_t i = 0; i < count; ++i) {
    floors::require(squares[static_cast<size_t>(i)] == i * i, "a square is wrong");
  }
}
