// pthread_mutex, shared by processes, around the increment of a shared counter.
#include <pthread.h>

#include <vector>

#include "floor.h"

int main(int argc, char** argv) {
  const int64_t workers = floors::argument(argc, argv, 1, 1);
  const int64_t count = floors::argument(argc, argv, 2, 1'000'000);
  auto* mutex = floors::shared<pthread_mutex_t>();
  auto& counter = *floors::shared<volatile int64_t>();
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  floors::require(pthread_mutex_init(mutex, &attributes) == 0, "no mutex");

  const floors::Section section;
  std::vector<pid_t> children;
  for (int64_t i = 0; i < workers; ++i) {
    children.push_back(floors::start([=, &counter] {
      for (int64_t turn = 0; turn < count; ++turn) {
        pthread_mutex_lock(mutex);
        counter = counter + 1;
        pthread_mutex_unlock(mutex);
      }
    }));
  }
  for (const pid_t child : children) floors::join(child);
  section.report();
  floors::require(counter == workers * count, "the counter is wrong");
}
