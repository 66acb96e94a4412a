// Forks processes that sleep on one futex, wakes them all, and waits for each.
#include <vector>

#include "floor.h"

int main(int argc, char** argv) {
  const int64_t count = floors::argument(argc, argv, 1, 10'000);
  auto& released = *floors::shared<std::atomic<uint32_t>>();
  std::vector<pid_t> children;
  const floors::Section section;
  for (int64_t i = 0; i < count; ++i) {
    children.push_back(floors::start([&released] {
      while (released.load() == 0) floors::futex_wait(released, 0);
    }));
  }
  released.store(1);
  floors::futex_wake(released);
  for (const pid_t child : children) floors::join(child);
  section.report();
}
