// `replay`: a schedule once more, on real processes or in the simulated world.
#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/loading.h"
#include "cli/located_reports.h"
#include "cli/stops.h"
#include "machine/step_words.h"
#include "posix/backend.h"
#include "schedule/schedule_file.h"
#include "text/display.h"
#include "text/file.h"
#include "verdict/judge.h"
#include "verdict/report.h"
#include "world/follow.h"

namespace runner {
namespace {

class Replays {
 public:
  Replays(const Options& options, Console& console) : options_(options), console_(console) {}

  int run() {
    if (options_.schedule.empty()) {
      console_.complain("runner: 'replay' needs --schedule FILE\n");
      return kInvalid;
    }
    std::optional<Program> program;
    std::optional<Schedule> schedule;
    {
      // What is only needed for messages about the text is gone before anything forks.
      LoadedFile loaded = load_file(options_.operands.front(), options_, false);
      if (!loaded.scenario) {
        console_.complain(loaded.report());
        return kInvalid;
      }
      schedule = read(*loaded.scenario);
      if (!schedule) return kInvalid;
      program = compile(std::move(*loaded.scenario));
      source_ = std::move(loaded.source);
    }
    tell_difference(*program, *schedule);
    if (!options_.simulate) return on_processes(*program, *schedule);
    return in_simulation(*program, *schedule);
  }

 private:
  std::optional<Schedule> read(const Scenario& scenario) {
    Diagnostics diagnostics;
    const std::optional<Source> source = read_source(options_.schedule, diagnostics);
    std::optional<Schedule> schedule;
    if (source) schedule = read_schedule(*source, scenario, diagnostics);
    const std::string report =
        render(source ? *source : Source(source_name(options_.schedule), ""), diagnostics);
    if (!report.empty()) console_.complain(report);
    return schedule;
  }

  // Such a schedule may still be possible: it is tried.
  void tell_difference(const Program& program, const Schedule& schedule) {
    if (schedule.hash == program_hash(program)) return;
    console_.complain(fmt::format("{}: the schedule is of another version of this scenario\n",
                                  displayed(options_.schedule)));
  }

  int in_simulation(const Program& program, const Schedule& schedule) {
    const auto [divergence, timed_out] = world::follow_within(options_.timeout, program, schedule);
    if (timed_out) {
      console_.complain(fmt::format("{}: stopped by the time limit\n", displayed(source_->name())));
      return kTimeLimit;
    }
    console_.print(divergence ? divergence_text(*divergence) : "possible\n");
    return divergence ? kUnmet : kAllHeld;
  }

  int on_processes(const Program& program, const Schedule& schedule) {
    LocatedReports sink(console_, &*source_);
    RunOptions run;
    run.sink = &sink;
    run.timeout = options_.timeout;
    run.seed = schedule.seed.value_or(0);
    run.replay = &schedule;
    run.stop_signal = &HeldStops::signal();
    const HeldStops stops;
    const RunResult result = posix::run(program, run);
    HeldStops::told(result.stopped_by_signal);
    console_.flush();
    if (console_.broken() && result.stopped_by_signal == 0) return kUnmet;
    console_.complain(report_end(result, source_->name()));
    if (result.stopped_by_signal != 0) return kStoppedBySignal + result.stopped_by_signal;
    if (result.system_error) return kUnmet;
    if (result.timed_out) return kTimeLimit;
    if (!result.divergence) {
      console_.print("reproduced\n");
      return kAllHeld;
    }
    console_.print(divergence_text(*result.divergence));
    return kUnmet;
  }

  std::string divergence_text(const Divergence& divergence) const {
    std::string text =
        divergence.step == 0
            ? fmt::format("diverged at the end: {}\n", divergence.message)
            : fmt::format("diverged at step {}: {}\n", divergence.step, divergence.message);
    if (divergence.at) {
      text += fmt::format("  {}:{}:{}\n", displayed(source_->name()), divergence.at.line,
                          divergence.at.column);
    }
    return text;
  }

  const Options& options_;
  Console& console_;
  std::optional<Source> source_;  // of the scenario
};

}  // namespace

int replay_command(const Options& options, Console& console) {
  return Replays(options, console).run();
}

}  // namespace runner
