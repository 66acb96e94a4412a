#include "trial.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>

#include "base/check.h"

namespace runner {
namespace {

using Clock = std::chrono::steady_clock;

// How long a run may take with its own limit and on a busy machine.
constexpr int kHungMilliseconds = 60'000;
// So long processes may outlive a runner that was killed itself.
constexpr auto kOrphanTime = std::chrono::seconds(10);

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// A file without a name.
class Sink {
 public:
  explicit Sink(const char* name) : descriptor_(memfd_create(name, MFD_CLOEXEC)) {
    CHECK(descriptor_ >= 0);
  }
  ~Sink() { close(descriptor_); }
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  int descriptor() const { return descriptor_; }
  std::string text() const {
    std::string text;
    char piece[4096];
    ssize_t bytes = 0;
    while ((bytes = pread(descriptor_, piece, sizeof piece, static_cast<off_t>(text.size()))) > 0) {
      text.append(piece, static_cast<size_t>(bytes));
    }
    return text;
  }

 private:
  int descriptor_;
};

// In the child: becomes the runner.
[[noreturn]] void become_runner(const std::vector<std::string>& command, const Sink& output,
                                const Sink& errors, const Sink& events) {
  constexpr int kEvents = 3;
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(output.descriptor(), STDOUT_FILENO);
  dup2(errors.descriptor(), STDERR_FILENO);
  if (events.descriptor() == kEvents) {
    fcntl(kEvents, F_SETFD, 0);
  } else {
    dup2(events.descriptor(), kEvents);
  }
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  execv(words[0], words.data());
  _exit(127);
}

// Waits for the end of the runner alone: what else ended stays as it is.
void await_end(pid_t pid, Trial& trial) {
  const int process = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  CHECK(process >= 0);
  pollfd source = {process, POLLIN, 0};
  while (poll(&source, 1, kHungMilliseconds) < 0 && errno == EINTR) {
  }
  trial.hung = (source.revents & POLLIN) == 0;
  if (trial.hung) kill(pid, SIGKILL);
  close(process);
  int status = 0;
  CHECK(waitpid(pid, &status, 0) == pid);
  trial.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  trial.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

// Whoever is left has become a child of this process.
void count_left(Trial& trial) {
  const auto begin = Clock::now();
  const bool killed = trial.signal != 0;
  for (;;) {
    siginfo_t info{};
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG) != 0) return;  // there are none
    // Those of a runner that was killed were killed with it, and are reaped here.
    if (info.si_pid != 0 && killed) {
      trial.orphans = seconds_since(begin);
      continue;
    }
    if (!killed || Clock::now() - begin > kOrphanTime) break;
    usleep(1000);
  }
  ++trial.left_processes;
}

}  // namespace

Trial try_command(const Isolation& isolation, const std::string& command,
                  const std::vector<std::string>& words) {
  Trial trial;
  trial.command = {RUNNER_BINARY, command};
  trial.command.insert(trial.command.end(), words.begin(), words.end());
  if (command == "run") trial.command.insert(trial.command.end(), {"--events", "/dev/fd/3"});
  const Sink output("output");
  const Sink errors("errors");
  const Sink events("events");
  const auto begin = Clock::now();
  const pid_t pid = fork();
  CHECK(pid >= 0);
  if (pid == 0) become_runner(trial.command, output, errors, events);
  await_end(pid, trial);
  trial.seconds = seconds_since(begin);
  count_left(trial);
  trial.left_behind = isolation.left_behind();
  trial.output = output.text();
  trial.errors = errors.text();
  trial.events = events.text();
  return trial;
}

}  // namespace runner
