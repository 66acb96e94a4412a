// For tests: a region with real processes in it.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <utility>
#include <vector>

#include "posix/futex.h"
#include "posix/joining.h"
#include "posix/region.h"
#include "posix/repair.h"

namespace runner::posix {

// A program of `processes` processes without any code.
inline Program program_of(std::vector<Object> objects, int32_t processes) {
  Program program;
  program.scenario.objects = std::move(objects);
  for (int32_t number = 0; number < processes; ++number) {
    Process process;
    process.name = "p" + std::to_string(number);
    program.scenario.processes.push_back(process);
  }
  return program;
}

inline Object object_of(ObjectKind kind, const char* name = "x") {
  Object object;
  object.kind = kind;
  object.name = name;
  return object;
}

// The test itself is process 0; it starts the others, and repairs them when they are killed.
class Forks {
 public:
  explicit Forks(std::vector<Object> objects, int32_t processes = 12)
      : program_(program_of(std::move(objects), processes)),
        region_(Region::create(program_).take()),
        self_(region_, 0),
        pids_(static_cast<size_t>(processes)) {
    enter_process();
    self_.slot.life = Life::kRunning;
  }
  ~Forks() {
    for (size_t number = 1; number < pids_.size(); ++number) {
      if (pids_[number] != 0) kill(static_cast<int32_t>(number));
    }
  }

  Region& region() { return region_; }
  Self& self() { return self_; }
  Program& program() { return program_; }

  // Runs `body` as that process; it fails when `body` gives false or an expectation in it fails.
  void start(int32_t number, const std::function<bool(Self&)>& body) {
    Slot& slot = region_.slot(number);
    prepare_slot(slot);
    slot.life = Life::kRunning;
    const pid_t pid = fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) {
      enter_process();
      Self self(region_, number);
      const bool good = body(self) && !testing::Test::HasFailure();
      _exit(good ? 0 : 1);
    }
    slot.pid = pid;
    pids_[static_cast<size_t>(number)] = pid;
  }

  // The exit status; negative for a signal.
  int join(int32_t number) {
    int status = 0;
    EXPECT_EQ(waitpid(pids_[static_cast<size_t>(number)], &status, 0),
              pids_[static_cast<size_t>(number)]);
    pids_[static_cast<size_t>(number)] = 0;
    bury(number);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  }
  void kill(int32_t number) {
    ::kill(pids_[static_cast<size_t>(number)], SIGKILL);
    join(number);
  }
  // Killed, and nobody has looked after it.
  void kill_only(int32_t number) {
    pid_t& pid = pids_[static_cast<size_t>(number)];
    ::kill(pid, SIGKILL);
    EXPECT_EQ(waitpid(pid, nullptr, 0), pid);
    pid = 0;
    region_.slot(number).life = Life::kDead;
  }
  // Runs `body` as that process for so many instructions, and kills it. False: it came to its end.
  bool kill_within(int32_t number, int64_t instructions, const std::function<void(Self&)>& body) {
    start(number, [&body](Self& self) {
      ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
      raise(SIGSTOP);
      body(self);
      return true;
    });
    await_stopped(number);
    const pid_t pid = pids_[static_cast<size_t>(number)];
    for (int64_t step = 0; step < instructions; ++step) {
      int status = 0;
      EXPECT_EQ(ptrace(PTRACE_SINGLESTEP, pid, nullptr, nullptr), 0);
      EXPECT_EQ(waitpid(pid, &status, 0), pid);
      if (!WIFEXITED(status)) continue;
      EXPECT_EQ(WEXITSTATUS(status), 0);
      pids_[static_cast<size_t>(number)] = 0;
      bury(number);
      return false;
    }
    kill_only(number);
    return true;
  }
  // Looks after one that was killed.
  void bury(int32_t number) {
    Slot& slot = region_.slot(number);
    slot.life = Life::kDead;
    repair(self_, number);
    slot.life = Life::kStopped;
    announce_end(self_, number);
  }
  // It does nothing any more, until it is killed.
  void stop(int32_t number) {
    signal(number, SIGSTOP);
    await_stopped(number);
  }
  void await_stopped(int32_t number) {
    const pid_t pid = pids_[static_cast<size_t>(number)];
    int status = 0;
    ASSERT_EQ(waitpid(pid, &status, WUNTRACED), pid);
    ASSERT_TRUE(WIFSTOPPED(status));
  }
  void signal(int32_t number, int which) { ::kill(pids_[static_cast<size_t>(number)], which); }

  // Until the process sleeps for want of something.
  void await_asleep(int32_t number) {
    while ((region_.slot(number).wake.load() & kWakeAsleep) == 0) usleep(50);
  }

 private:
  Program program_;
  Region region_;
  Self self_;
  std::vector<pid_t> pids_;
};

inline bool is_done(const Performed& performed) {
  return performed && performed->status == Outcome::Status::kDone;
}
inline bool is_timeout(const Performed& performed) {
  return performed && performed->status == Outcome::Status::kTimeout;
}
inline bool is_failed(const Performed& performed, Fault fault) {
  return performed && performed->status == Outcome::Status::kFailed && performed->fault == fault;
}

inline int64_t soon(int64_t milliseconds) {
  return monotonic_now() + milliseconds * 1'000'000;
}

}  // namespace runner::posix
