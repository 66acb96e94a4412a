#include "cli/worker_pool.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/stops.h"
#include "posix/clock.h"
#include "posix/futex.h"
#include "posix/stop_signals.h"

namespace runner {
namespace {

using posix::is_ignored;
using posix::kStopSignals;

// More than the second that each has between SIGTERM and SIGKILL for its own processes.
constexpr int64_t kPatienceNanos = 3'000'000'000;

volatile std::sig_atomic_t stop_signal = 0;
volatile std::sig_atomic_t stopped_again = 0;
int64_t stopped_at = 0;

void note_stop(int signal) {
  if (stop_signal == 0) {
    stopped_at = posix::monotonic_now();
    stop_signal = signal;
  } else if (signal != stop_signal ||
             posix::monotonic_now() - stopped_at > posix::kSameStrokeNanos) {
    stopped_again = 1;
  }
}

// While it exists, the stop signals are blocked except within wait_mask(), and only noted; what is
// ignored stays so. Ended children wait to be asked for, whatever the runner's parent wanted.
class StopSignals {
 public:
  StopSignals() {
    stop_signal = 0;
    stopped_again = 0;
    sigemptyset(&taken_);
    for (size_t i = 0; i < std::size(kStopSignals); ++i) {
      if (is_ignored(kStopSignals[i])) continue;
      struct sigaction action {};
      action.sa_handler = note_stop;
      sigaction(kStopSignals[i], &action, &old_actions_[i]);
      sigaddset(&taken_, kStopSignals[i]);
    }
    sigprocmask(SIG_BLOCK, &taken_, &old_mask_);
    wait_mask_ = old_mask_;
    for (const int signal : kStopSignals) sigdelset(&wait_mask_, signal);
    struct sigaction child {};
    child.sa_handler = SIG_DFL;
    sigaction(SIGCHLD, &child, &old_child_);
  }
  ~StopSignals() {
    for (size_t i = 0; i < std::size(kStopSignals); ++i) {
      const bool is_taken = sigismember(&taken_, kStopSignals[i]) == 1;
      if (is_taken) sigaction(kStopSignals[i], &old_actions_[i], nullptr);
    }
    sigaction(SIGCHLD, &old_child_, nullptr);
    sigprocmask(SIG_SETMASK, &old_mask_, nullptr);
  }
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  // In a child, whose parent tells of it.
  void leave() const {
    leave_stops_to_parent();
    sigprocmask(SIG_SETMASK, &wait_mask_, nullptr);
  }

  const sigset_t& wait_mask() const { return wait_mask_; }

 private:
  sigset_t taken_;
  sigset_t old_mask_;
  sigset_t wait_mask_;
  struct sigaction old_actions_[std::size(kStopSignals)];
  struct sigaction old_child_;
};

void write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno != EINTR) return;
    if (written > 0) text.remove_prefix(static_cast<size_t>(written));
  }
}

class Pool {
 public:
  Pool(size_t count, size_t parallel, const std::function<std::string(size_t)>& job,
       const std::function<void(size_t, const JobAnswer&)>& done)
      : count_(count), parallel_(std::max<size_t>(parallel, 1)), job_(job), done_(done) {}

  int run() {
    while (delivered_ < count_ && stop_signal == 0) {
      while (running_.size() < parallel_ && started_ < count_) start(started_++);
      wait_for_text();
      deliver();
    }
    if (stop_signal != 0) stop_children();
    return stop_signal;
  }

 private:
  struct Child {
    size_t number = 0;
    pid_t pid = -1;
    int fd = -1;
    std::string text;
  };

  void start(size_t number) {
    int ends[2] = {-1, -1};
    if (::pipe(ends) != 0) return give_up(number, "cannot make a pipe");
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid < 0) {
      ::close(ends[0]);
      ::close(ends[1]);
      return give_up(number, "cannot fork");
    }
    if (pid == 0) be_the_child(number, ends[1], parent);
    ::close(ends[1]);
    running_.push_back({number, pid, ends[0], {}});
  }

  // The child: lives for one job, and no longer than its parent.
  [[noreturn]] void be_the_child(size_t number, int fd, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // also where it is stopped
    if (::getppid() != parent) ::_exit(1);
    for (const Child& sibling : running_) ::close(sibling.fd);
    signals_.leave();
    write_all(fd, job_(number));
    ::_exit(0);
  }

  void give_up(size_t number, const char* what) {
    answers_[number] = {std::string(what) + ": " + std::strerror(errno), false, 0};
  }

  void wait_for_text(std::optional<int64_t> nanos = {}) {
    if (running_.empty()) return;
    const auto limit = timespec{nanos.value_or(0) / posix::kNanosPerSecond,
                                nanos.value_or(0) % posix::kNanosPerSecond};
    std::vector<pollfd> fds;
    for (const Child& child : running_) fds.push_back({child.fd, POLLIN, 0});
    if (::ppoll(fds.data(), fds.size(), nanos ? &limit : nullptr, &signals_.wait_mask()) < 0)
      return;
    for (size_t i = fds.size(); i-- > 0;) {
      if (fds[i].revents != 0) read_from(i);
    }
  }

  void read_from(size_t index) {
    Child& child = running_[index];
    char bytes[16 << 10];
    const ssize_t count = ::read(child.fd, bytes, sizeof bytes);
    if (count > 0) {
      child.text.append(bytes, static_cast<size_t>(count));
    } else if (count == 0 || errno != EINTR) {
      finish(index);
    }
  }

  void finish(size_t index) {
    Child child = std::move(running_[index]);
    running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(index));
    ::close(child.fd);
    int status = 0;
    while (::waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {
    }
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    const bool ended = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    answers_[child.number] = {std::move(child.text), ended, signal};
  }

  void deliver() {
    for (auto next = answers_.find(delivered_); next != answers_.end();
         next = answers_.find(delivered_)) {
      done_(delivered_, next->second);
      answers_.erase(next);
      ++delivered_;
    }
  }

  // A terminal has told them, too: that is one stroke. They have their grace, also if somebody had
  // stopped them; a second stroke ends them at once, and with them all that they started.
  void stop_children() {
    send_all(stop_signal);
    send_all(SIGCONT);
    const int64_t patience_ends = posix::monotonic_now() + kPatienceNanos;
    bool killed = false;
    while (!running_.empty()) {
      const int64_t left = patience_ends - posix::monotonic_now();
      wait_for_text(killed ? std::nullopt : std::optional(std::max<int64_t>(left, 0)));
      const bool is_over = stopped_again != 0 || posix::monotonic_now() >= patience_ends;
      if (is_over && !std::exchange(killed, true)) send_all(SIGKILL);
    }
  }

  void send_all(int signal) const {
    for (const Child& child : running_) ::kill(child.pid, signal);
  }

  size_t count_;
  size_t parallel_;
  const std::function<std::string(size_t)>& job_;
  const std::function<void(size_t, const JobAnswer&)>& done_;
  StopSignals signals_;
  std::vector<Child> running_;
  std::map<size_t, JobAnswer> answers_;
  size_t started_ = 0;
  size_t delivered_ = 0;
};

}  // namespace

int run_jobs(size_t count, size_t parallel, const std::function<std::string(size_t)>& job,
             const std::function<void(size_t, const JobAnswer&)>& done) {
  return Pool(count, parallel, job, done).run();
}

}  // namespace runner
