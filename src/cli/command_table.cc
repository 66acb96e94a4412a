#include "cli/command_table.h"

#include <algorithm>

#include "base/check.h"

namespace runner {
namespace {

using enum OptionName;

constexpr OptionRow kOptions[] = {
    {kSet, "--set", "NAME=VALUE", "override a variable of the scenario; may be repeated", ""},
    {kSeed, "--seed", "N", "the seed of all random choices", ""},
    {kTimeout, "--timeout", "DURATION",
     "stop a run or an exploration after this time: 5, 1.5s, 200ms, 2m", ""},
    {kRepeat, "--repeat", "N", "run N times, print nothing of theirs, and count the outcomes", ""},
    {kEvents, "--events", "FILE", "write the event stream to FILE as JSON lines", ""},
    {kFault, "--fault", "FAULT",
     "kill:NAME@N or kill:NAME@N+DURATION: kill a process at its Nth operation, to see who "
     "survives; may be repeated",
     ""},
    {kFilter, "--filter", "TEXT", "only scenarios whose path has TEXT in it; * and ? are wildcards",
     ""},
    {kJobs, "--jobs", "N", "how many scenarios run at the same time", ""},
    {kSimulate, "--simulate", "", "use the simulated world in place of real processes", ""},
    {kExplore, "--explore", "",
     "with --repeat: also tell which outcomes are possible but were not observed", ""},
    {kBless, "--bless", "", "write output that was missing or changed into the scenarios", ""},
    {kListing, "--listing", "", "print the compiled program", ""},
    {kJson, "--json", "", "print JSON", ""},
    {kRecord, "--record", "FILE", "write the schedule of the run to FILE, for replay", ""},
    {kSchedule, "--schedule", "FILE", "the schedule to repeat", ""},
    {kFormat, "--format", "FORMAT", "dot (the default), mermaid or svg", "dot mermaid svg"},
    {kTime, "--time", "TIME", "untimed: sleeps and timeouts take any time; virtual: exactly theirs",
     "untimed virtual"},
    {kKills, "--kills", "N", "kill any processes but main, up to N of them, at every point", ""},
    {kNoPartialOrder, "--no-partial-order", "", "try all orders of steps that cannot meet, too",
     ""},
    {kNoSymmetry, "--no-symmetry", "", "tell interchangeable processes apart", ""},
    {kJudgeOutput, "--judge-output", "",
     "hold what is printed against `expect: output`, in every order", ""},
    {kMemory, "--memory", "SIZE",
     "end the search at this size: 500MB, 2GB (default 4GB; at most 3/4 of all)", ""},
    {kPreemptions, "--preemptions", "N", "only what happens with at most N preemptions", ""},
    {kCompact, "--compact", "", "keep 64-bit fingerprints in place of states", ""},
    {kRandom, "--random", "N", "try N random schedules in place of every interleaving", ""},
    {kStrategy, "--strategy", "STRATEGY", "of random schedules: portfolio, uniform, pct or pos",
     "portfolio uniform pct pos"},
    {kStats, "--stats", "", "also tell what the run cost, or what the reductions saved", ""},
    {kSave, "--save", "FILE", "write the schedule of the first failure, or of --outcome", ""},
    {kOutcome, "--outcome", "VALUES", "show how this outcome comes about: 'x=1 y=2', as printed",
     ""},
};

// What an option means where it is not what it means elsewhere.
struct OwnHelp {
  Command command;
  OptionName option;
  std::string_view help;
};
constexpr OwnHelp kOwnHelp[] = {
    {Command::kTest, kExplore, "judge all interleavings, in which output is not compared"},
};

constexpr OptionName kRunOptions[] = {kSet,    kSeed,   kTimeout, kRepeat, kExplore,
                                      kEvents, kRecord, kFault,   kStats};
constexpr OptionName kSimulateOptions[] = {kSet, kSeed, kTimeout, kRepeat, kExplore, kEvents};
constexpr OptionName kExploreOptions[] = {
    kSet,    kTime,    kKills,       kJudgeOutput, kNoPartialOrder, kNoSymmetry,
    kMemory, kTimeout, kPreemptions, kCompact,     kRandom,         kStrategy,
    kSeed,   kStats,   kJson,        kSave,        kOutcome};
constexpr OptionName kReplayOptions[] = {kSchedule, kSet, kSimulate, kTimeout};
constexpr OptionName kCheckOptions[] = {kSet, kListing};
constexpr OptionName kTestOptions[] = {kSimulate, kExplore, kSeed, kTimeout,
                                       kFilter,   kBless,   kJobs};
constexpr OptionName kGraphOptions[] = {kSet, kFormat};
constexpr OptionName kEvalOptions[] = {kSet, kSeed, kJson};

constexpr CommandRow kCommands[] = {
    {Command::kRun, "run", "FILE...",
     "Run scenarios on real processes (the default command). FILE - is standard input.",
     "  runner scenarios/daemon.yaml\n"
     "  runner run scenarios/pool.yaml --set workers=8 --timeout 5s\n"
     "  runner run scenarios/classics/counter_racy.yaml --repeat 1000\n"
     "  runner run scenarios/classics/counter_racy.yaml --repeat 1000 --explore\n",
     kRunOptions},
    {Command::kSimulate, "simulate", "FILE...",
     "Run scenarios in a simulated world, in virtual time: the same seed gives the same run.",
     "  runner simulate scenarios/barrier.yaml\n"
     "  runner simulate scenarios/classics/counter_racy.yaml --seed 7\n",
     kSimulateOptions},
    {Command::kExplore, "explore", "FILE",
     "Explore every interleaving: all failures with a shortest schedule, all outcomes.",
     "  runner explore scenarios/classics/philosophers_naive.yaml\n"
     "  runner explore scenarios/classics/lost_wakeup.yaml --save lost.schedule.yaml\n"
     "  runner explore scenarios/classics/counter_racy.yaml --outcome counter=2\n"
     "  runner explore scenarios/pool_tasks.yaml --preemptions 2 --timeout 1m\n"
     "  runner explore scenarios/pool_tasks.yaml --random 10000 --strategy pct --seed 7\n",
     kExploreOptions},
    {Command::kReplay, "replay", "FILE",
     "Repeat a schedule on real processes, one operation at a time.",
     "  runner replay scenarios/classics/lost_wakeup.yaml --schedule lost.schedule.yaml\n"
     "  runner replay scenarios/classics/lost_wakeup.yaml --schedule lost.schedule.yaml "
     "--simulate\n",
     kReplayOptions},
    {Command::kCheck, "check", "FILE...",
     "Validate scenarios and look for mistakes, without running.",
     "  runner check scenarios/*.yaml\n"
     "  runner check scenarios/daemon.yaml --listing\n",
     kCheckOptions},
    {Command::kTest, "test", "PATH...",
     "Run files and folders of scenarios as golden tests, in parallel.",
     "  runner test scenarios\n"
     "  runner test scenarios tests --simulate --filter 'barrier*'\n"
     "  runner test scenarios --explore\n"
     "  runner test new.yaml --bless\n",
     kTestOptions},
    {Command::kGraph, "graph", "FILE", "Print the graph of processes and shared objects.",
     "  runner graph scenarios/daemon.yaml --format svg > daemon.svg\n"
     "  runner graph scenarios/daemon.yaml --format mermaid\n",
     kGraphOptions},
    {Command::kEval, "eval", "EXPR", "Evaluate one expression.",
     "  runner eval '[1, 2, 3].map(x, x * x)'\n"
     "  runner eval 'n % 2 == 0' --set n=4\n"
     "  runner eval '{\"a\": 1.0}' --json\n",
     kEvalOptions},
    {Command::kSchema,
     "schema",
     "",
     "Print the JSON Schema of scenarios, for editors.",
     "  runner schema > scenario.schema.json\n",
     {}},
    {Command::kComplete,
     "complete",
     "SHELL",
     "Print a completion script for bash, zsh or fish.",
     "  source <(runner complete bash)\n"
     "  runner complete fish > ~/.config/fish/completions/runner.fish\n",
     {}},
};

}  // namespace

std::span<const CommandRow> command_table() {
  return kCommands;
}

const CommandRow& command_row(Command command) {
  const auto* row = std::find_if(std::begin(kCommands), std::end(kCommands),
                                 [&](const CommandRow& one) { return one.command == command; });
  CHECK(row != std::end(kCommands));
  return *row;
}

const CommandRow* find_command(std::string_view name) {
  const auto* row = std::find_if(std::begin(kCommands), std::end(kCommands),
                                 [&](const CommandRow& one) { return one.name == name; });
  return row == std::end(kCommands) ? nullptr : row;
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const CommandRow& row : kCommands) names.emplace_back(row.name);
  return names;
}

std::span<const OptionRow> option_table() {
  return kOptions;
}

const OptionRow& option_row(OptionName name) {
  const auto* row = std::find_if(std::begin(kOptions), std::end(kOptions),
                                 [&](const OptionRow& one) { return one.name == name; });
  CHECK(row != std::end(kOptions));
  return *row;
}

std::string_view option_help(Command command, const OptionRow& option) {
  const auto* own = std::find_if(std::begin(kOwnHelp), std::end(kOwnHelp), [&](const OwnHelp& one) {
    return one.command == command && one.option == option.name;
  });
  return own == std::end(kOwnHelp) ? option.help : own->help;
}

const OptionRow* find_option(std::string_view flag) {
  const auto* row = std::find_if(std::begin(kOptions), std::end(kOptions),
                                 [&](const OptionRow& one) { return one.flag == flag; });
  return row == std::end(kOptions) ? nullptr : row;
}

}  // namespace runner
