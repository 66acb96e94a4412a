// `explore`: every interleaving of a scenario, and what was found in them.
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.h"
#include "cli/execution.h"
#include "cli/exploring.h"
#include "cli/loading.h"
#include "cli/text_file.h"
#include "machine/step_words.h"
#include "report/coverage.h"
#include "report/exploration_json.h"
#include "report/exploration_text.h"
#include "schedule/schedule_file.h"
#include "verdict/judge.h"

namespace runner {
namespace {

using world::Exploration;
using world::ExplorationFailure;

class Explorations {
 public:
  Explorations(const Options& options, Console& console) : options_(options), console_(console) {}

  int run() {
    if (const std::string conflict = exploration_conflict(options_); !conflict.empty()) {
      return complain(conflict, kInvalid);
    }
    if (const auto error = save_problem()) return complain(error->message(), kUnmet);
    LoadedFile loaded = load_file(options_.operands.front(), options_, false);
    if (!loaded.scenario) return refused(loaded);
    const std::string& file = loaded.source->name();
    if (!options_.exploration.outcome.empty() && loaded.scenario->observe.empty()) {
      return complain("--outcome: the scenario observes nothing", kInvalid);
    }
    if (options_.exploration.judge_output && !loaded.scenario->expect.output) {
      return complain("--judge-output: the scenario expects no output", kInvalid);
    }
    if (const auto valid = judge_validity(*loaded.scenario, file)) {
      console_.complain(*valid + "\n");
      return kUnmet;
    }
    const Program program = compile(std::move(*loaded.scenario));
    const Exploration exploration = explore(program);
    if (!choose_outcome(exploration)) return kInvalid;
    if (options_.json) {
      const ExplorationRecord record{program.scenario.name, file, program_hash(program), seed_};
      console_.print(exploration_json(exploration, record));
    } else {
      const ExplorationStyle style{file, &*loaded.source, console_.output_width(),
                                   options_.statistics, outcome_};
      console_.print(exploration_text(exploration, program.scenario, style));
      tell_seed();
    }
    const int status = exploration_status(exploration);
    return save(exploration, program.scenario) ? status : status_of_unwritten(status);
  }

 private:
  int complain(const std::string& text, int status) {
    console_.complain(fmt::format("runner: {}\n", text));
    return status;
  }

  int refused(const LoadedFile& loaded) {
    console_.complain(loaded.report());
    if (loaded.refused_as_expected()) return kAllHeld;
    for (const std::string& missing : loaded.missing_diagnostics()) {
      console_.complain(missing + "\n");
    }
    return kInvalid;
  }

  Exploration explore(const Program& program) {
    const bool random = options_.exploration.random_schedules.has_value();
    seed_ = options_.seed.value_or(random ? fresh_seed() : 0);
    world::ExplorationRequest request = exploration_request(options_, program.scenario, seed_);
    request.progress = [this](const world::SearchProgress& progress) {
      console_.show_progress(progress_text(progress));
    };
    Exploration exploration = world::explore(program, request);
    console_.show_progress("");
    return exploration;
  }

  // A seed that nobody chose is told: with it the same schedules come again.
  void tell_seed() {
    if (options_.seed || !options_.exploration.random_schedules) return;
    console_.print(fmt::format("seed {0}; repeat with --seed {0}\n", seed_));
  }

  bool choose_outcome(const Exploration& exploration) {
    const std::string& wanted = options_.exploration.outcome;
    if (wanted.empty()) return true;
    std::string known;
    for (size_t i = 0; i < exploration.outcomes.size(); ++i) {
      const std::string text = values_text(exploration.outcomes[i]);
      if (text == wanted) outcome_ = i;
      known += "\n  " + text;
    }
    if (outcome_) return true;
    complain(fmt::format("--outcome: '{}' was not found; there are{}", wanted,
                         known.empty() ? " none" : known),
             kInvalid);
    return false;
  }

  // The chosen outcome's, else the first failure's, an unexpected one if there is one.
  const Schedule* schedule_to_save(const Exploration& exploration) const {
    if (outcome_) return &exploration.outcomes[*outcome_].schedule;
    const auto& failures = exploration.failures;
    if (failures.empty()) return nullptr;
    const auto unexpected =
        std::find_if(failures.begin(), failures.end(),
                     [](const ExplorationFailure& failure) { return !failure.expected; });
    return unexpected != failures.end() ? &unexpected->schedule : &failures.front().schedule;
  }

  std::optional<Error> save_problem() const {
    const std::string& path = options_.exploration.save;
    return path.empty() ? std::nullopt : refuses_text(path);
  }

  bool save(const Exploration& exploration, const Scenario& scenario) {
    const std::string& path = options_.exploration.save;
    if (path.empty()) return true;
    const Schedule* schedule = schedule_to_save(exploration);
    if (schedule == nullptr) {
      complain(fmt::format("{} is not written: there is no failure (--outcome chooses an outcome)",
                           path),
               kAllHeld);
      return true;
    }
    console_.flush();
    const std::optional<Error> error = write_text_file(path, write_schedule(*schedule, scenario));
    if (error) complain(error->message(), kUnmet);
    return !error;
  }

  const Options& options_;
  Console& console_;
  uint64_t seed_ = 0;
  std::optional<size_t> outcome_;
};

}  // namespace

int explore_command(const Options& options, Console& console) {
  return Explorations(options, console).run();
}

}  // namespace runner
