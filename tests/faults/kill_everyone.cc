// kill_everyone [--random KILLS [--victims N]] [--seed N] [--jobs N] [--timeout TIME] [FILE or
// FOLDER …]
//
// Runs every scenario again and again; each time one of its processes, or the runner itself, is
// killed: before each of its operations and within each, or with --random at random instants. Then
// looks at what came of it (rules.h). Exit status 0: every promise was kept.
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "campaign.h"
#include "text/scalar.h"

namespace runner {
namespace {

void choose_targets(std::vector<std::string> places, Plan& plan) {
  const std::string root = RUNNER_SOURCE_DIR;
  if (places.empty()) {
    for (const char* folder : {"scenarios", "tests/behaviours", "tests/conformance",
                               "tests/oracles", "tests/schema/valid"}) {
      places.push_back(root + "/" + folder);
    }
  }
  for (const std::string& path : scenarios_in(places)) {
    if (std::optional<Target> target = load_target(path)) plan.targets.push_back(*target);
  }
}

}  // namespace
}  // namespace runner

// NOLINTNEXTLINE(bugprone-exception-escape): it may end so
int main(int argc, char** argv) {
  CLI::App app("Kills every process of every scenario at each of its operations.");
  runner::Plan plan;
  std::vector<std::string> places;
  app.add_option("--random", plan.random, "kill so many times at random instants instead");
  app.add_option("--victims", plan.victims, "so many in each run, with --random")
      ->check(CLI::PositiveNumber);
  app.add_option("--seed", plan.seed, "of the random instants");
  app.add_option("--jobs", plan.jobs, "runs at a time");
  app.add_option("--timeout", plan.timeout, "of each run; what goes on for ever takes so long")
      ->check(
          [](const std::string& text) {
            return runner::parse_duration(text) ? std::string() : "not a duration: " + text;
          },
          "TIME");
  app.add_option("place", places, "scenarios or folders; the repository's when there is none")
      ->check(CLI::ExistingPath);
  CLI11_PARSE(app, argc, argv);
  runner::choose_targets(std::move(places), plan);
  return runner::carry_out(plan) ? 0 : 1;
}
