// Two processes store into one array at positions from an atomic index.
#include <vector>

#include "floor.h"

int main(int argc, char** argv) {
  const int64_t count = floors::argument(argc, argv, 1, 1'000'000);
  auto& next = *floors::shared<std::atomic<int64_t>>();
  auto* cells = floors::shared<std::atomic<int64_t>>(static_cast<size_t>(2 * count));
  const floors::Section section;
  std::vector<pid_t> children;
  for (int i = 0; i < 2; ++i) {
    children.push_back(floors::start([=, &next] {
      for (int64_t turn = 0; turn < count; ++turn) {
        cells[next.fetch_add(1)].store(1, std::memory_order_release);
      }
    }));
  }
  for (const pid_t child : children) floors::join(child);
  section.report();
  int64_t sum = 0;
  for (int64_t i = 0; i < 2 * count; ++i) sum += cells[i].load();
  floors::require(next.load() == 2 * count && sum == 2 * count, "elements are missing");
}
