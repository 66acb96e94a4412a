// `run` and `simulate`: scenarios one after another, shown as they go or counted.
#include <fmt/format.h>

#include <memory>

#include "base/loading_memory.h"
#include "cli/commands.h"
#include "cli/execution.h"
#include "cli/exploring.h"
#include "cli/fault_request.h"
#include "cli/loading.h"
#include "cli/stops.h"
#include "cli/text_file.h"
#include "report/possible_ends.h"
#include "scenario/signals.h"
#include "schedule/schedule_file.h"
#include "sinks/json_lines.h"
#include "sinks/tee.h"
#include "verdict/histogram.h"
#include "verdict/statistics_text.h"

namespace runner {
namespace {

// Exploring beside repeated runs is to be worth the wait, not to be the wait.
constexpr double kExploringSeconds = 60;

bool was_stopped(int status) {
  return status > kStoppedBySignal;
}

// Programs that can only be read are never destroyed; here whoever looks for leaks finds them.
std::vector<const Program*>& programs_for_ever() {
  static auto* const kPrograms = new std::vector<const Program*>();
  return *kPrograms;
}

class Runs {
 public:
  Runs(const Options& options, Console& console) : options_(options), console_(console) {}

  int all() {
    if (const std::string misspelt = misspelt_command(options_); !misspelt.empty()) {
      console_.complain(fmt::format("runner: {}\n", misspelt));
      return kInvalid;
    }
    if (options_.explore && options_.repeat == 0) {
      console_.complain("runner: --explore beside runs needs --repeat N\n");
      return kInvalid;
    }
    if (const std::string refusal = refuses_to_record(); !refusal.empty()) {
      console_.complain(fmt::format("runner: {}\n", refusal));
      return kInvalid;
    }
    if (!open_events() || !can_record()) return kUnmet;
    int status = kAllHeld;
    for (const std::string& path : options_.operands) {
      const int one = file(path);
      if (status == kAllHeld) status = one;
      if (was_stopped(one)) return one;
      if (console_.broken()) break;
    }
    return events_failed() ? status_of_unwritten(status) : status;
  }

 private:
  static bool is_over_early(const Execution& execution) {
    return execution.result.timed_out || was_stopped(execution.judgement.status);
  }
  bool simulated() const { return options_.command == Command::kSimulate; }

  std::string refuses_to_record() const {
    if (options_.record.empty()) return "";
    const bool several = options_.repeat > 0 || options_.operands.size() > 1;
    return several ? "--record writes the schedule of one run" : "";
  }

  bool can_record() {
    if (options_.record.empty()) return true;
    const std::optional<Error> error = refuses_text(options_.record);
    if (error) complain(*error);
    return !error;
  }

  bool write_record(const Schedule& schedule, const Scenario& scenario) {
    if (options_.record.empty()) return true;
    const std::optional<Error> error =
        write_text_file(options_.record, write_schedule(schedule, scenario));
    if (error) complain(*error);
    return !error;
  }

  bool open_events() {
    if (options_.events.empty()) return true;
    Result<std::unique_ptr<JsonLines>> opened = JsonLines::open(options_.events);
    if (opened.ok()) {
      events_ = opened.take();
      return true;
    }
    complain(opened.error());
    return false;
  }

  bool events_failed() {
    if (!events_) return false;
    events_->idle();
    if (!events_->error()) return false;
    complain(*events_->error());
    return true;
  }

  void complain(const Error& error) {
    console_.complain(fmt::format("runner: {}\n", error.message()));
  }

  int file(const std::string& path) {
    std::optional<LoadedFile> loaded;
    const Program* program = nullptr;  // stays: it can only be read, soon
    {
      const LoadingMemory memory;
      loaded = load_file(path, options_, false);
      if (loaded->scenario) {
        const Program compiled = compile(std::move(*loaded->scenario));
        memory.leave_gaps();
        program = new Program(compiled);
      }
    }
    if (program == nullptr) return refused(*loaded);
    programs_for_ever().push_back(program);
    // What is only needed for messages about the text is gone before anything forks.
    const std::optional<Source> source = std::move(loaded->source);
    loaded.reset();
    LoadingMemory::share();
    source_ = &*source;
    kills_.clear();
    for (const FaultRequest& fault : options_.faults) {
      std::string problem;
      const std::optional<InjectedKill> kill = find_victim(fault, program->scenario, problem);
      if (!kill) {
        console_.complain(fmt::format("runner: {}\n", problem));
        return kInvalid;
      }
      kills_.push_back(*kill);
    }
    return options_.repeat > 0 ? repeated(*program) : once(*program);
  }

  int refused(const LoadedFile& loaded) {
    console_.complain(loaded.report());
    if (loaded.refused_as_expected()) return kAllHeld;
    for (const std::string& missing : loaded.missing_diagnostics()) {
      console_.complain(missing + "\n");
    }
    return kInvalid;
  }

  ExecutionRequest request(uint64_t seed, EventSink& sink) {
    ExecutionRequest request;
    request.backend = simulated() ? Backend::kWorld : Backend::kPosix;
    request.source = source_;
    request.seed = seed;
    request.timeout = options_.timeout;
    request.kills = kills_;
    request.sink = &sink;
    request.stop_signal = &HeldStops::signal();
    if (options_.statistics) request.statistics = &statistics_;
    return request;
  }

  uint64_t first_seed() const {
    if (options_.seed) return *options_.seed;
    return simulated() ? 0 : fresh_seed();
  }

  // A seed that nobody chose is told when it makes the same come again: that of a real run decides
  // what is drawn, not who is faster.
  void tell_seed(const Program& program, uint64_t seed) {
    if (options_.seed || (simulated() ? options_.repeat == 0 : !draws(program))) return;
    console_.complain(fmt::format("seed {0}; repeat with --seed {0}\n", seed));
  }

  void explain(const Program& program, const std::string& told, const Judgement& judgement,
               uint64_t seed) {
    console_.complain(told);
    for (const std::string& paragraph : judgement.unmet) {
      console_.complain(paragraph + "\n");
    }
    if (!was_stopped(judgement.status)) tell_seed(program, seed);
  }

  // REQUIRES that stops are held.
  Execution execute_held(const Program& program, const ExecutionRequest& asked) {
    if (simulated()) HeldStops::limit(options_.timeout);
    Execution execution = execute(program, asked);
    HeldStops::told(execution.result.stopped_by_signal);
    return execution;
  }

  int once(const Program& program) {
    Tee sink;
    sink.add(console_);
    if (events_) sink.add(*events_);
    const uint64_t seed = first_seed();
    Schedule schedule;
    ExecutionRequest asked = request(seed, sink);
    if (!options_.record.empty()) asked.record = &schedule;
    const HeldStops stops;
    const Execution execution = execute_held(program, asked);
    if (is_over_early(execution)) console_.lose_patience();
    console_.flush();
    const bool recorded = write_record(schedule, program.scenario);
    const bool was_ended = is_over_early(execution) || execution.result.deadlock;
    // What was cut off because of that is not the scenario's fault.
    if (sink.broken() && !was_ended) return kUnmet;
    if (!kills_.empty()) {
      console_.complain(tell_faults(options_.faults, kills_, execution.result));
    }
    if (options_.statistics) console_.complain(statistics_text(statistics_));
    if (execution.judgement.status == kAllHeld) {
      console_.complain(execution.report);
    } else {
      explain(program, execution.report, execution.judgement, seed);
    }
    const int status = execution.judgement.status;
    return recorded ? status : status_of_unwritten(status);
  }

  // Of many runs only the first that was not as expected is explained.
  void tell_unmet(int64_t count) {
    if (count < 2) return;
    console_.complain(fmt::format("{} of {} runs were not as expected\n", count, options_.repeat));
  }

  // Until one is stopped. The status of the first that was not as expected, or of the stop.
  int run_repeatedly(const Program& program, Histogram& histogram) {
    const HeldStops stops;
    Tee sink;
    if (events_) sink.add(*events_);
    const uint64_t first = first_seed();
    int status = kAllHeld;
    int64_t unmet = 0;
    for (int64_t i = 0; i < options_.repeat; ++i) {
      if (const int signal = HeldStops::signal(); signal != 0) {
        HeldStops::told(signal);
        console_.lose_patience();
        console_.complain(fmt::format("runner: stopped by {}\n", signal_name(signal)));
        status = kStoppedBySignal + signal;
        break;
      }
      const uint64_t seed = first + static_cast<uint64_t>(i);
      ExecutionRequest asked = request(seed, sink);
      asked.keep_output = true;  // what the processes say themselves explains the most
      const Execution execution = execute_held(program, asked);
      const int one = execution.judgement.status;
      if (is_over_early(execution)) console_.lose_patience();
      if (sink.broken() && !is_over_early(execution)) return kUnmet;
      if (was_stopped(one)) {
        console_.complain(execution.report);
        status = one;
        break;
      }
      histogram.add(execution.result);
      if (one == kAllHeld || unmet++ > 0) continue;
      explain(program, execution.captured.error_output, execution.judgement, seed);
      status = one;
    }
    tell_unmet(unmet);
    return status;
  }

  int repeated(const Program& program) {
    Histogram histogram(program.scenario);
    int status = run_repeatedly(program, histogram);
    if (status == kUnmet && events_ && events_->broken()) return status;
    if (options_.explore && !was_stopped(status)) {
      histogram.compare_with(possible(program));
      if (histogram.has_impossible() && status == kAllHeld) status = kUnmet;
    }
    console_.print(histogram.text());
    if (options_.statistics) console_.complain("of the last run:\n" + statistics_text(statistics_));
    return status;
  }

  PossibleEnds possible(const Program& program) const {
    world::ExplorationRequest request = exploration_request(options_, program.scenario, 0);
    if (!request.seconds) request.seconds = kExploringSeconds;
    PossibleEnds ends = possible_ends(world::explore(program, request), program.scenario);
    // Real runs are never as punctual as virtual time.
    if (request.virtual_time) ends.complete = false;
    return ends;
  }

  const Options& options_;
  Console& console_;
  std::unique_ptr<JsonLines> events_;
  const Source* source_ = nullptr;   // of the file that is being run
  std::vector<InjectedKill> kills_;  // in that file
  RunStatistics statistics_;         // of the last run
};

}  // namespace

int run_command(const Options& options, Console& console) {
  return Runs(options, console).all();
}

}  // namespace runner
