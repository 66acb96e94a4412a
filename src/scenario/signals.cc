#include "scenario/signals.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace runner {
namespace {

// signal(7), x86 and ARM.
constexpr std::array<std::pair<std::string_view, int>, 31> kSignals = {{
    {"SIGHUP", 1},     {"SIGINT", 2},   {"SIGQUIT", 3},   {"SIGILL", 4},   {"SIGTRAP", 5},
    {"SIGABRT", 6},    {"SIGBUS", 7},   {"SIGFPE", 8},    {"SIGKILL", 9},  {"SIGUSR1", 10},
    {"SIGSEGV", 11},   {"SIGUSR2", 12}, {"SIGPIPE", 13},  {"SIGALRM", 14}, {"SIGTERM", 15},
    {"SIGSTKFLT", 16}, {"SIGCHLD", 17}, {"SIGCONT", 18},  {"SIGSTOP", 19}, {"SIGTSTP", 20},
    {"SIGTTIN", 21},   {"SIGTTOU", 22}, {"SIGURG", 23},   {"SIGXCPU", 24}, {"SIGXFSZ", 25},
    {"SIGVTALRM", 26}, {"SIGPROF", 27}, {"SIGWINCH", 28}, {"SIGIO", 29},   {"SIGPWR", 30},
    {"SIGSYS", 31},
}};

constexpr int kKill = 9;
constexpr int kStop = 19;
constexpr int kLastStop = 22;  // SIGTTOU

}  // namespace

int signal_number(std::string_view name) {
  for (const auto& [known, number] : kSignals) {
    if (known == name) return number;
  }
  return 0;
}

std::string signal_name(int number) {
  for (const auto& [name, known] : kSignals) {
    if (known == number) return std::string(name);
  }
  return "signal " + std::to_string(number);
}

std::vector<std::string> signal_names() {
  std::vector<std::string> names;
  for (const auto& signal : kSignals) names.emplace_back(signal.first);
  return names;
}

std::string nearest_signal(std::string_view name) {
  const std::string prefixed = "SIG" + std::string(name);
  return signal_number(prefixed) != 0 ? prefixed : nearest(name, signal_names());
}

bool is_uncatchable(int number) {
  return number == kKill || number == kStop;
}

bool stops_a_process(int number) {
  return number >= kStop && number <= kLastStop;
}

}  // namespace runner
