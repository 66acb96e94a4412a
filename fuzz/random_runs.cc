// random_runs [--count N] [--first N] [--jobs N]
//
// Makes up random scenarios of all kinds and examines each (examination.h). Scenarios to which
// there are objections stay in the folder that is told. Exit status 0: there were none.
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <new>
#include <string>
#include <vector>

#include "base/check.h"
#include "examination.h"
#include "random_scenario.h"

namespace runner::fuzz {
namespace {

struct Plan {
  uint64_t count = 1'000;
  uint64_t first = 0;
  int jobs = 4;
};

// What all processes of the campaign count together.
struct Tally {
  std::atomic<uint64_t> next, scenarios, compared, compared_with_a_kill, objections;
  std::array<std::atomic<uint64_t>, 5> statuses;
};

void say(const std::string& text) {
  // One write, so that lines of different processes stay whole.
  CHECK(write(STDOUT_FILENO, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}

std::string fresh_folder() {
  const std::string open_end(6, 'X');  // mkdtemp fills it in
  std::string path = std::filesystem::temp_directory_path() / ("runner-random-" + open_end);
  CHECK(mkdtemp(path.data()) != nullptr);
  return path;
}

void work(const Plan& plan, const std::string& folder, Tally& tally) {
  const Isolation isolation;
  for (;;) {
    const uint64_t number = plan.first + tally.next.fetch_add(1);
    if (number >= plan.first + plan.count) return;
    const std::string path = fmt::format("{}/{}.yaml", folder, number);
    const std::string text = RandomScenario(number, RandomScenario::Range::kWide).text();
    const Examined examined = examine(isolation, text, path, number);
    ++tally.scenarios;
    if (examined.compared) ++tally.compared;
    if (examined.compared_with_a_kill) ++tally.compared_with_a_kill;
    for (const int status : examined.statuses) {
      if (status >= 0 && static_cast<size_t>(status) < tally.statuses.size()) {
        ++tally.statuses[static_cast<size_t>(status)];
      }
    }
    for (const std::string& objection : examined.objections) {
      ++tally.objections;
      say(fmt::format("{}: {}\n", path, objection));
    }
    if (examined.objections.empty()) std::filesystem::remove(path);
  }
}

bool carry_out(const Plan& plan) {
  void* shared =
      mmap(nullptr, sizeof(Tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  CHECK(shared != MAP_FAILED);
  Tally& tally = *new (shared) Tally();
  const std::string folder = fresh_folder();
  for (int job = 0; job < plan.jobs; ++job) {
    const pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid != 0) continue;
    work(plan, folder, tally);
    _exit(0);
  }
  bool whole = true;
  int status = 0;
  while (wait(&status) > 0) whole = whole && status == 0;
  if (!whole) say("a process of the campaign itself died\n");
  say(
      fmt::format("{} random scenarios, {} compared with what exploring finds, {} when somebody is "
                  "killed: status 0 {}, 1 {}, "
                  "3 {}, 4 {}; objections {}\n",
                  tally.scenarios.load(), tally.compared.load(), tally.compared_with_a_kill.load(),
                  tally.statuses[0].load(), tally.statuses[1].load(), tally.statuses[3].load(),
                  tally.statuses[4].load(), tally.objections.load()));
  const bool good = whole && tally.objections.load() == 0;
  if (good) std::filesystem::remove_all(folder);
  return good;
}

}  // namespace
}  // namespace runner::fuzz

// NOLINTNEXTLINE(bugprone-exception-escape): it may end so
int main(int argc, char** argv) {
  CLI::App app("Makes up random scenarios of all kinds and examines each.");
  runner::fuzz::Plan plan;
  app.add_option("--count", plan.count, "so many scenarios");
  app.add_option("--first", plan.first, "with which number to begin");
  app.add_option("--jobs", plan.jobs, "scenarios at a time");
  CLI11_PARSE(app, argc, argv);
  return runner::fuzz::carry_out(plan) ? 0 : 1;
}
