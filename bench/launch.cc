// Runs a command a number of times and says what it cost: `launch OUTPUT TIMES COMMAND…` prints the
// seconds of wall time and of processor time (the command's and its descendants') of one run.
//
// The harness starts everything through this small program, because what a large one spends on
// starting another would show in the shortest of the times.
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

extern char** environ;

namespace {

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

double seconds_now() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    dprintf(STDERR_FILENO, "launch OUTPUT TIMES COMMAND…\n");
    return 2;
  }
  const int times = std::atoi(argv[2]);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, argv[1], O_WRONLY | O_CREAT | O_TRUNC,
                                   0644);
  const double began = seconds_now();
  for (int i = 0; i < times; ++i) {
    pid_t pid = 0;
    if (posix_spawnp(&pid, argv[3], &actions, nullptr, argv + 3, environ) != 0) return 3;
    int status = 0;
    if (waitpid(pid, &status, 0) != pid || status != 0) return 1;
  }
  const double wall = (seconds_now() - began) / times;
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  std::printf("%.9f %.9f\n", wall, (seconds_of(used.ru_utime) + seconds_of(used.ru_stime)) / times);
}
