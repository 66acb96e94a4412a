// kill_everyone [--random KILLS] [--seed N] [--jobs N] [FILE or FOLDER …]
//
// Runs every scenario again and again; each time one of its processes, or the runner itself, is
// killed: at each of its operations, or with --random at random instants. Then looks at what came
// of it (rules.h). Exit status 0: every promise was kept.
#include <string>
#include <vector>

#include "base/check.h"
#include "campaign.h"

namespace runner {
namespace {

Plan plan_of(const std::vector<std::string>& words) {
  const std::string root = RUNNER_SOURCE_DIR;
  std::vector<std::string> places;
  Plan plan;
  for (size_t i = 0; i < words.size(); ++i) {
    if (!words[i].starts_with("--")) {
      places.push_back(words[i]);
      continue;
    }
    CHECK(i + 1 < words.size());
    const uint64_t number = std::stoull(words[i + 1]);
    if (words[i] == "--random") plan.random = number;
    if (words[i] == "--seed") plan.seed = number;
    if (words[i] == "--jobs") plan.jobs = static_cast<int>(number);
    ++i;
  }
  if (places.empty()) {
    for (const char* folder : {"scenarios", "tests/behaviours", "tests/conformance"}) {
      places.push_back(root + "/" + folder);
    }
  }
  for (const std::string& path : scenarios_in(places)) {
    if (std::optional<Target> target = load_target(path)) plan.targets.push_back(*target);
  }
  return plan;
}

}  // namespace
}  // namespace runner

int main(int argc, char** argv) {
  return runner::carry_out(runner::plan_of({argv + 1, argv + argc})) ? 0 : 1;
}
