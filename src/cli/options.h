// What a command line asks for: plain data, whichever way it was written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace runner {

enum class Command : uint8_t {
  kRun,
  kSimulate,
  kExplore,
  kReplay,
  kCheck,
  kTest,
  kGraph,
  kEval,
  kSchema,
  kComplete
};

enum class GraphFormat : uint8_t { kDot, kMermaid, kSvg };
enum class Shell : uint8_t { kBash, kZsh, kFish };

// How `explore` treats time: the scenario's own choice when nothing is said.
enum class ExploredTime : uint8_t { kAsDeclared, kUntimed, kVirtual };
enum class RandomWalk : uint8_t { kPortfolio, kUniform, kPct, kPos };

// What `explore` was asked for beyond what all commands share.
struct ExploreChoices {
  ExploredTime time = ExploredTime::kAsDeclared;
  std::optional<int64_t> kills;
  bool judge_output = false;
  bool partial_order = true;
  bool symmetry = true;
  std::optional<int64_t> memory;  // bytes
  std::optional<int64_t> preemptions;
  bool compact = false;
  std::optional<int64_t> random_schedules;
  RandomWalk strategy = RandomWalk::kPortfolio;
  std::string save;     // a file for a schedule; "": none
  std::string outcome;  // whose schedule is shown and saved, as it is printed; "": none
};

// --fault: a process that is killed on purpose.
struct FaultRequest {
  std::string process;     // as the scenario writes it, or "runner"
  uint64_t operation = 0;  // from 1
  double delay = 0;        // seconds after it has begun that operation; 0: before it begins
};

struct Options {
  Command command = Command::kRun;
  bool implied = false;  // no command was written: `runner FILE`
  // Files and folders; eval: the expression.
  std::vector<std::string> operands;
  std::vector<std::pair<std::string, std::string>> overrides;  // --set name=value
  std::optional<uint64_t> seed;
  std::optional<double> timeout;  // seconds
  int64_t repeat = 0;             // 0: one run, shown as it goes
  std::vector<FaultRequest> faults;
  std::string events;    // a file for the event stream; "": none
  std::string record;    // run: a file for the schedule; "": none
  std::string schedule;  // replay: a file
  std::string filter;
  int64_t jobs = 0;  // 0: as many as there are cores
  bool simulate = false;
  bool explore = false;
  ExploreChoices exploration;
  bool bless = false;
  bool listing = false;
  bool statistics = false;  // also tell what it cost
  bool json = false;
  GraphFormat format = GraphFormat::kDot;
  Shell shell = Shell::kBash;
};

}  // namespace runner
