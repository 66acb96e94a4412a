// What each part of starting a process of ours costs the kernel: fork, end and wait as the floor
// does them, with one thing more at a time, and with all of them. The variants run in turn; the
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
  bool careful = false;      // signals blocked around the fork, dies with its parent
  size_t private_pages = 0;  // more of them, of which the fork copies the entries
  size_t written = 0;        // of those, by child and parent
  size_t shared_read = 0;    // pages of shared memory
  size_t code_read = 0;      // pieces of a file
  size_t mappings = 0;       // more of them
};

constexpr Variant kVariants[] = {
    {.title = "fork, end, wait"},
    {.title = "told by a signal", .handler = true},
    {.title = "signals blocked, dies with its parent", .careful = true},
    {.title = "two more mappings", .mappings = 2},
    {.title = "30 more private pages", .private_pages = 30},
    {.title = "four pages written by both", .private_pages = 4, .written = 4},
    {.title = "three shared pages read", .shared_read = 3},
    {.title = "three pieces of code read", .code_read = 3},
    {.title = "all of these",
     .handler = true,
     .careful = true,
     .private_pages = 34,
     .written = 4,
     .shared_read = 3,
     .code_read = 3,
     .mappings = 2},
};

std::atomic<uint32_t>* ended;

void on_child(int, siginfo_t* info, void*) {
  siginfo_t told{};
  waitid(P_PID, static_cast<id_t>(info->si_pid), &told, WEXITED | WNOHANG | WNOWAIT);
  waitid(P_PID, static_cast<id_t>(info->si_pid), &told, WEXITED | WNOHANG);
  floors::require(told.si_status == 0, "a child failed");
  ended->store(1);
}

void handle_child_signals(bool handle) {
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

void fork_once(const Variant& variant, const Memory& memory, pid_t parent) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  ended->store(0);
  if (variant.careful) sigprocmask(SIG_SETMASK, &all, &before);
  const pid_t child = floors::start([&] {
    if (variant.careful) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      floors::require(getppid() == parent, "the parent is dead");
      sigprocmask(SIG_SETMASK, &before, nullptr);
    }
    memory.use_in_child();
  });
  if (variant.careful) sigprocmask(SIG_SETMASK, &before, nullptr);
  memory.use_in_parent();
  if (!variant.handler) return floors::join(child);
  while (ended->load() == 0) floors::futex_wait(*ended, 0);
}

double time_of(const Variant& variant) {
  const Memory memory(variant);
  handle_child_signals(variant.handler);
  const pid_t self = getpid();
  const double began = floors::seconds_now();
  for (int i = 0; i < kForks; ++i) fork_once(variant, memory, self);
  return (floors::seconds_now() - began) / kForks;
}

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

}  // namespace

int main() {
  ended = floors::shared<std::atomic<uint32_t>>();
  std::vector<std::vector<double>> times(std::size(kVariants));
  std::vector<std::vector<double>> ratios(std::size(kVariants));
  for (int round = 0; round < kRounds; ++round) {
    for (size_t i = 0; i < std::size(kVariants); ++i) {
      times[i].push_back(time_of(kVariants[i]));
      ratios[i].push_back(times[i].back() / times[0].back());
    }
  }
  for (size_t i = 0; i < std::size(kVariants); ++i) {
    std::printf("%-40s %6.1f us  %5.2f\n", kVariants[i].title, median(times[i]) * 1e6,
                median(ratios[i]));
  }
}
