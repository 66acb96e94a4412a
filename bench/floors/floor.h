// What the floors share: shared memory, a clock, processes, and the one line that they print.
//
// A floor is the leanest program that does what a scenario of the same name does. It checks its
// own results and ends with 1 when they are wrong: a time counts only for work that was done.
#pragma once

#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace floors {

inline void require(bool held, const char* what) {
  if (held) return;
  dprintf(STDERR_FILENO, "floor: %s\n", what);
  std::_Exit(1);
}

inline double seconds_now() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// The measured section, from its construction to report().
class Section {
 public:
  void report() const { std::printf("seconds %.9f\n", seconds_now() - began_); }

 private:
  double began_ = seconds_now();
};

// Zeroed, for `count` of them, shared with all processes that are forked later.
template <typename T>
T* shared(size_t count = 1) {
  void* at = mmap(nullptr, sizeof(T) * count, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  require(at != MAP_FAILED, "no shared memory");
  return static_cast<T*>(at);
}

inline int64_t argument(int argc, char** argv, int number, int64_t otherwise) {
  return argc > number ? std::atoll(argv[number]) : otherwise;
}

// `body` runs in the child, which then ends with 0.
template <typename Body>
pid_t start(Body body) {
  const pid_t pid = fork();
  require(pid >= 0, "fork was refused");
  if (pid == 0) {
    body();
    _exit(0);
  }
  return pid;
}

inline int status_of(pid_t pid) {
  int status = 0;
  require(waitpid(pid, &status, 0) == pid, "nobody to wait for");
  return status;
}

inline void join(pid_t pid) {
  require(status_of(pid) == 0, "a child failed");
}

inline void futex_wait(std::atomic<uint32_t>& word, uint32_t seen) {
  syscall(SYS_futex, &word, FUTEX_WAIT, seen, nullptr, nullptr, 0);
}

inline void futex_wake(std::atomic<uint32_t>& word, int count = INT_MAX) {
  syscall(SYS_futex, &word, FUTEX_WAKE, count, nullptr, nullptr, 0);
}

}  // namespace floors
