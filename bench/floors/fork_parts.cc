// What each part of a process of ours costs the kernel, when one is started (fork, end and wait, as
// the floor does them) and when one that sleeps is terminated (kill and wait): with one thing more
// at a time, with all that ours has, and with what it no longer has. The variants run in turn; the
// medians of their times, and of their ratios to the plain one, are printed.
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>

#include <algorithm>
#include <csignal>
#include <vector>

#include "floor.h"

namespace {

constexpr int kRounds = 15;
constexpr int kForks = 300;  // in a round
constexpr size_t kPage = 4096;
constexpr size_t kFaultAround = size_t{64} << 10;  // what the kernel maps around a file's fault

struct Variant {
  const char* title;
  bool handler = false;      // the end comes as a signal, for which the parent sleeps at a futex
  bool search = false;       // for others that ended: several ends may come as one signal
  bool careful = false;      // signals blocked around the fork, dies with its parent
  size_t private_pages = 0;  // more of them, of which the fork copies the entries
  size_t written = 0;        // of those, by child and parent
  size_t shared_read = 0;    // pages of shared memory
  size_t code_read = 0;      // pieces of a file
  size_t mappings = 0;       // more of them
};

constexpr Variant kVariants[] = {
    {.title = "nothing more"},
    {.title = "told by a signal", .handler = true},
    {.title = "told by a signal, others searched for", .handler = true, .search = true},
    {.title = "signals blocked, dies with its parent", .careful = true},
    {.title = "two more mappings", .mappings = 2},
    {.title = "30 more private pages", .private_pages = 30},
    {.title = "two shared pages read", .shared_read = 2},
    {.title = "a piece of code read", .code_read = 1},
    {.title = "all of these",
     .handler = true,
     .search = true,
     .careful = true,
     .private_pages = 30,
     .shared_read = 2,
     .code_read = 1,
     .mappings = 2},
    {.title = "not any more: four pages written by both", .private_pages = 4, .written = 4},
};

struct Shared {
  std::atomic<uint32_t> ended;
  std::atomic<uint32_t> ready;
  std::atomic<uint32_t> never;
};
Shared* shared;
bool searching;
int expected_status;

void on_child(int, siginfo_t* info, void*) {
  siginfo_t told{};
  waitid(P_PID, static_cast<id_t>(info->si_pid), &told, WEXITED | WNOHANG);
  floors::require(told.si_status == expected_status, "a child failed");
  if (searching) waitid(P_ALL, 0, &told, WEXITED | WNOHANG | WNOWAIT);
  shared->ended.store(1);
}

void handle_child_signals(bool handle, bool search) {
  searching = search;
  struct sigaction action {};
  action.sa_flags = SA_RESTART;
  action.sa_handler = SIG_DFL;
  if (handle) {
    action.sa_flags |= SA_SIGINFO | SA_NOCLDSTOP;
    action.sa_sigaction = on_child;
  }
  floors::require(sigaction(SIGCHLD, &action, nullptr) == 0, "no handler");
}

// The memory of a variant, there while it runs.
class Memory {
 public:
  explicit Memory(const Variant& variant) : variant_(variant) {
    private_ = map(variant.private_pages + 1, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    shared_ = map(variant.shared_read + 1, MAP_SHARED | MAP_ANONYMOUS, -1);
    write(private_, variant.private_pages);
    write(shared_, variant.shared_read);
    const int program = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    floors::require(program >= 0, "the program is not to be read");
    code_ = map(variant.code_read * kFaultAround / kPage + 1, MAP_PRIVATE, program);
    // A hole behind each keeps them from being one.
    for (size_t i = 0; i < variant.mappings; ++i) {
      more_.push_back(
          map(1, i % 2 == 0 ? MAP_SHARED | MAP_ANONYMOUS : MAP_PRIVATE, i % 2 == 0 ? -1 : program));
    }
    close(program);
  }
  ~Memory() {
    munmap(private_, (variant_.private_pages + 1) * kPage);
    munmap(shared_, (variant_.shared_read + 1) * kPage);
    munmap(code_, variant_.code_read * kFaultAround + kPage);
    for (char* one : more_) munmap(one, kPage);
  }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  void use_in_child() const {
    write(private_, variant_.written);
    for (size_t i = 0; i < variant_.shared_read; ++i) read(shared_ + i * kPage);
    for (size_t i = 0; i < variant_.code_read; ++i) read(code_ + i * kFaultAround);
  }
  void use_in_parent() const { write(private_, variant_.written); }

 private:
  static char* map(size_t pages, int flags, int file) {
    const int protection = file >= 0 ? PROT_READ : PROT_READ | PROT_WRITE;
    void* at = mmap(nullptr, pages * kPage, protection, flags, file, 0);
    floors::require(at != MAP_FAILED, "no memory");
    return static_cast<char*>(at);
  }
  static void write(char* at, size_t pages) {
    for (size_t i = 0; i < pages; ++i) static_cast<volatile char*>(at)[i * kPage] = 1;
  }
  static void read(const char* at) { static_cast<void>(*static_cast<const volatile char*>(at)); }

  const Variant& variant_;
  char* private_;
  char* shared_;
  char* code_;
  std::vector<char*> more_;
};

template <typename Body>
pid_t start(const Variant& variant, pid_t parent, Body body) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  if (variant.careful) sigprocmask(SIG_SETMASK, &all, &before);
  const pid_t child = floors::start([&] {
    if (variant.careful) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      floors::require(getppid() == parent, "the parent is dead");
      sigprocmask(SIG_SETMASK, &before, nullptr);
    }
    body();
  });
  if (variant.careful) sigprocmask(SIG_SETMASK, &before, nullptr);
  return child;
}

void await_end(const Variant& variant, pid_t child) {
  if (variant.handler) {
    while (shared->ended.load() == 0) floors::futex_wait(shared->ended, 0);
    return;
  }
  const int status = floors::status_of(child);
  floors::require((WIFSIGNALED(status) ? WTERMSIG(status) : status) == expected_status,
                  "a child failed");
}

double seconds_of_start(const Variant& variant) {
  const Memory memory(variant);
  expected_status = 0;
  handle_child_signals(variant.handler, variant.search);
  const pid_t self = getpid();
  const double began = floors::seconds_now();
  for (int i = 0; i < kForks; ++i) {
    shared->ended.store(0);
    const pid_t child = start(variant, self, [&] { memory.use_in_child(); });
    memory.use_in_parent();
    await_end(variant, child);
  }
  return (floors::seconds_now() - began) / kForks;
}

double seconds_of_termination(const Variant& variant) {
  const Memory memory(variant);
  expected_status = SIGTERM;
  handle_child_signals(variant.handler, variant.search);
  const pid_t self = getpid();
  shared->ready.store(0);
  std::vector<pid_t> children;
  for (int i = 0; i < kForks; ++i) {
    children.push_back(start(variant, self, [&] {
      memory.use_in_child();
      shared->ready.fetch_add(1);
      floors::futex_wake(shared->ready);
      for (;;) floors::futex_wait(shared->never, 0);
    }));
  }
  for (uint32_t now = shared->ready.load(); now < kForks; now = shared->ready.load()) {
    floors::futex_wait(shared->ready, now);
  }
  const double began = floors::seconds_now();
  for (const pid_t child : children) {
    shared->ended.store(0);
    kill(child, SIGTERM);
    await_end(variant, child);
  }
  return (floors::seconds_now() - began) / kForks;
}

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

struct Column {
  const char* title;
  double (*seconds_of)(const Variant&);
  std::vector<std::vector<double>> times{std::size(kVariants)};
  std::vector<std::vector<double>> ratios{std::size(kVariants)};
};

}  // namespace

int main() {
  shared = floors::shared<Shared>();
  Column columns[] = {{.title = "start", .seconds_of = seconds_of_start},
                      {.title = "terminate", .seconds_of = seconds_of_termination}};
  for (int round = 0; round < kRounds; ++round) {
    for (Column& column : columns) {
      for (size_t i = 0; i < std::size(kVariants); ++i) {
        column.times[i].push_back(column.seconds_of(kVariants[i]));
        column.ratios[i].push_back(column.times[i].back() / column.times[0].back());
      }
    }
  }
  std::printf("%-40s", "");
  for (const Column& column : columns) std::printf("  %16s", column.title);
  for (size_t i = 0; i < std::size(kVariants); ++i) {
    std::printf("\n%-40s", kVariants[i].title);
    for (const Column& column : columns) {
      std::printf("  %6.1f us  %5.2f", median(column.times[i]) * 1e6, median(column.ratios[i]));
    }
  }
  std::printf("\n");
}
