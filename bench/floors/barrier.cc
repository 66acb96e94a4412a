// pthread_barrier, shared by processes.
#include <pthread.h>

#include <vector>

#include "floor.h"

int main(int argc, char** argv) {
  const auto parties = static_cast<unsigned>(floors::argument(argc, argv, 1, 2));
  const int64_t rounds = floors::argument(argc, argv, 2, 100'000);
  auto* barrier = floors::shared<pthread_barrier_t>();
  auto& passed = *floors::shared<std::atomic<int64_t>>();
  pthread_barrierattr_t attributes;
  pthread_barrierattr_init(&attributes);
  pthread_barrierattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  floors::require(pthread_barrier_init(barrier, &attributes, parties) == 0, "no barrier");

  const floors::Section section;
  std::vector<pid_t> children;
  for (unsigned i = 0; i < parties; ++i) {
    children.push_back(floors::start([=, &passed] {
      for (int64_t round = 0; round < rounds; ++round) pthread_barrier_wait(barrier);
      passed.fetch_add(rounds);
    }));
  }
  for (const pid_t child : children) floors::join(child);
  section.report();
  floors::require(passed.load() == parties * rounds, "rounds are missing");
}
