// Processes that wait get SIGTERM and are waited for, one after the other.
#include <csignal>
#include <vector>

#include "floor.h"

int main(int argc, char** argv) {
  const int64_t count = floors::argument(argc, argv, 1, 300);
  auto& ready = *floors::shared<std::atomic<uint32_t>>();
  auto& never = *floors::shared<std::atomic<uint32_t>>();
  std::vector<pid_t> children;
  for (int64_t i = 0; i < count; ++i) {
    children.push_back(floors::start([&] {
      ready.fetch_add(1);
      floors::futex_wake(ready);
      for (;;) floors::futex_wait(never, 0);
    }));
  }
  for (uint32_t now = ready.load(); now < count; now = ready.load()) {
    floors::futex_wait(ready, now);
  }
  const floors::Section section;
  for (const pid_t child : children) {
    kill(child, SIGTERM);
    const int status = floors::status_of(child);
    floors::require(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM, "not terminated");
  }
  section.report();
}
