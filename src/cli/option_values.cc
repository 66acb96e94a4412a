#include "cli/option_values.h"

#include <charconv>
#include <limits>

#include "base/check.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/setting.h"
#include "cli/size.h"
#include "text/scalar.h"

namespace runner {
namespace {

constexpr std::string_view kFileName = "the name of a file";

template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_whole_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "a whole number from 1"; of what is one, but too large, also up to where they go.
template <typename Number>
std::string whole_number_from(Number least, std::string_view text,
                              Number most = std::numeric_limits<Number>::max()) {
  std::string wanted = "a whole number from " + std::to_string(least);
  const std::optional<Number> number = parse_number<Number>(text);
  if (is_whole_number(text) && (!number || *number > most)) wanted += " to " + std::to_string(most);
  return wanted;
}

std::string wrong(OptionName name, std::string_view value, std::string_view wanted) {
  return std::string(option_row(name).flag) + ": '" + std::string(value) + "' is not " +
         std::string(wanted);
}

std::string store_count(OptionName name, const std::string& value, int64_t& count) {
  const auto number = parse_number<int64_t>(value);
  if (!number || *number < 1) return wrong(name, value, whole_number_from(int64_t{1}, value));
  count = *number;
  return "";
}

std::string store_override(const std::string& value, Options& options) {
  const size_t equals = value.find('=');
  const std::string name = value.substr(0, equals);
  if (equals == std::string::npos || !is_identifier(name)) {
    return wrong(OptionName::kSet, value, "of the form name=value");
  }
  if (name == "true" || name == "false" || name == "null" || name == "in")
    return "--set: '" + name + "' is a word of expressions, not a name";
  for (const auto& [set_name, text] : options.overrides)
    if (set_name == name) return "--set: '" + name + "' is set twice; leave one out";
  std::string text = value.substr(equals + 1);
  if (std::string problem = encoding_problem(text); !problem.empty())
    return "--set " + name + ": " + problem + "; write it in UTF-8";
  if (std::string problem; !parse_setting(text, problem)) return "--set " + name + ": " + problem;
  options.overrides.emplace_back(name, std::move(text));
  return "";
}

std::string store_timeout(const std::string& value, Options& options) {
  const std::optional<double> seconds = parse_duration(value);
  if (seconds && *seconds > limits::kDurationSeconds) {
    return wrong(OptionName::kTimeout, value,
                 "a duration of at most a year (" +
                     std::to_string(static_cast<int64_t>(limits::kDurationSeconds)) + " s)");
  }
  if (!seconds || *seconds <= 0) {
    return wrong(OptionName::kTimeout, value, "a duration above zero (5, 1.5s, 200ms, 2m)");
  }
  options.timeout = *seconds;
  return "";
}

std::string store_fault(const std::string& value, Options& options) {
  constexpr std::string_view kWanted = "of the form kill:NAME@N or kill:NAME@N+DURATION";
  constexpr std::string_view kKill = "kill:";
  const size_t at = value.rfind('@');
  if (!value.starts_with(kKill) || at == std::string::npos || at <= kKill.size()) {
    return wrong(OptionName::kFault, value, kWanted);
  }
  FaultRequest fault;
  fault.process = value.substr(kKill.size(), at - kKill.size());
  const std::string when = value.substr(at + 1);
  const size_t plus = when.find('+');
  const std::string_view number = std::string_view(when).substr(0, plus);
  const auto operation = parse_number<uint64_t>(number);
  if (!operation || *operation < 1) {
    const bool is_whole = is_whole_number(number);
    return is_whole ? wrong(OptionName::kFault, number, whole_number_from(uint64_t{1}, number))
                    : wrong(OptionName::kFault, value, kWanted);
  }
  fault.operation = *operation;
  if (plus != std::string::npos) {
    const std::optional<double> delay = parse_duration(when.substr(plus + 1));
    const bool sensible = delay && *delay >= 0 && *delay <= limits::kDurationSeconds;
    if (!sensible) return wrong(OptionName::kFault, value, kWanted);
    fault.delay = *delay;
  }
  options.faults.push_back(std::move(fault));
  return "";
}

std::string one_of(std::string_view what, std::string_view value,
                   const std::vector<std::string>& choices) {
  return "'" + std::string(value) + "' is no " + std::string(what) + did_you_mean(value, choices) +
         "; there are " + enumerate(choices);
}

std::string store_format(const std::string& value, Options& options) {
  if (value == "dot") {
    options.format = GraphFormat::kDot;
  } else if (value == "mermaid") {
    options.format = GraphFormat::kMermaid;
  } else if (value == "svg") {
    options.format = GraphFormat::kSvg;
  } else {
    return "--format: " +
           one_of("format", value, std::vector<std::string>{"dot", "mermaid", "svg"});
  }
  return "";
}

std::string store_time(const std::string& value, Options& options) {
  if (value == "untimed") {
    options.exploration.time = ExploredTime::kUntimed;
  } else if (value == "virtual") {
    options.exploration.time = ExploredTime::kVirtual;
  } else {
    return "--time: " + one_of("time", value, std::vector<std::string>{"untimed", "virtual"});
  }
  return "";
}

std::string store_strategy(const std::string& value, Options& options) {
  constexpr std::pair<std::string_view, RandomWalk> kStrategies[] = {
      {"portfolio", RandomWalk::kPortfolio},
      {"uniform", RandomWalk::kUniform},
      {"pct", RandomWalk::kPct},
      {"pos", RandomWalk::kPos},
  };
  std::vector<std::string> names;
  for (const auto& [name, strategy] : kStrategies) {
    names.emplace_back(name);
    if (name != value) continue;
    options.exploration.strategy = strategy;
    return "";
  }
  return "--strategy: " + one_of("strategy", value, names);
}

std::string store_number(OptionName name, const std::string& value, int64_t least,
                         std::optional<int64_t>& number,
                         int64_t most = std::numeric_limits<int64_t>::max()) {
  number = parse_number<int64_t>(value);
  if (number && *number >= least && *number <= most) return "";
  return wrong(name, value, whole_number_from(least, value, most));
}

std::string store_text(OptionName name, const std::string& value, std::string_view wanted,
                       std::string& text) {
  text = value;
  return value.empty() ? wrong(name, value, wanted) : "";
}

std::string store_memory(const std::string& value, Options& options) {
  options.exploration.memory = parse_size(value);
  if (options.exploration.memory) return "";
  return wrong(OptionName::kMemory, value, "a size from 1MB to 1000TB (500MB, 2GB, 4GiB)");
}

// Options of `explore` alone.
std::string store_exploration(OptionName name, const std::string& value, Options& options) {
  ExploreChoices& choices = options.exploration;
  switch (name) {
    case OptionName::kTime:
      return store_time(value, options);
    case OptionName::kKills:
      return store_number(name, value, 0, choices.kills, limits::kKills);
    case OptionName::kNoPartialOrder:
      choices.partial_order = false;
      return "";
    case OptionName::kNoSymmetry:
      choices.symmetry = false;
      return "";
    case OptionName::kJudgeOutput:
      choices.judge_output = true;
      return "";
    case OptionName::kMemory:
      return store_memory(value, options);
    case OptionName::kPreemptions:
      return store_number(name, value, 0, choices.preemptions);
    case OptionName::kCompact:
      choices.compact = true;
      return "";
    case OptionName::kRandom:
      return store_number(name, value, 1, choices.random_schedules);
    case OptionName::kStrategy:
      return store_strategy(value, options);
    case OptionName::kStats:
      options.statistics = true;
      return "";
    case OptionName::kSave:
      return store_text(name, value, kFileName, choices.save);
    case OptionName::kOutcome:
      return store_text(name, value, "an outcome as explore lists them (counter=3)",
                        choices.outcome);
    case OptionName::kSet:
    case OptionName::kSeed:
    case OptionName::kTimeout:
    case OptionName::kRepeat:
    case OptionName::kEvents:
    case OptionName::kFault:
    case OptionName::kRecord:
    case OptionName::kSchedule:
    case OptionName::kFilter:
    case OptionName::kJobs:
    case OptionName::kSimulate:
    case OptionName::kExplore:
    case OptionName::kBless:
    case OptionName::kListing:
    case OptionName::kJson:
    case OptionName::kFormat:
      break;
  }
  UNREACHABLE();
}

std::vector<std::string> shell_names() {
  return {"bash", "zsh", "fish"};
}

std::string store_shell(const std::string& value, Options& options) {
  if (value == "bash") {
    options.shell = Shell::kBash;
  } else if (value == "zsh") {
    options.shell = Shell::kZsh;
  } else if (value == "fish") {
    options.shell = Shell::kFish;
  } else {
    return one_of("shell", value, shell_names());
  }
  return "";
}

}  // namespace

std::string store_option(OptionName name, const std::string& value, Options& options) {
  switch (name) {
    case OptionName::kSet:
      return store_override(value, options);
    case OptionName::kSeed:
      options.seed = parse_number<uint64_t>(value);
      return options.seed ? "" : wrong(name, value, whole_number_from(uint64_t{0}, value));
    case OptionName::kTimeout:
      return store_timeout(value, options);
    case OptionName::kRepeat:
      return store_count(name, value, options.repeat);
    case OptionName::kRecord:
      return store_text(name, value, kFileName, options.record);
    case OptionName::kSchedule:
      return store_text(name, value, kFileName, options.schedule);
    case OptionName::kEvents:
      return store_text(name, value, kFileName, options.events);
    case OptionName::kFault:
      return store_fault(value, options);
    case OptionName::kFilter:
      options.filter = value;
      return "";
    case OptionName::kJobs:
      return store_count(name, value, options.jobs);
    case OptionName::kSimulate:
      options.simulate = true;
      return "";
    case OptionName::kExplore:
      options.explore = true;
      return "";
    case OptionName::kBless:
      options.bless = true;
      return "";
    case OptionName::kListing:
      options.listing = true;
      return "";
    case OptionName::kJson:
      options.json = true;
      return "";
    case OptionName::kFormat:
      return store_format(value, options);
    case OptionName::kTime:
    case OptionName::kKills:
    case OptionName::kNoPartialOrder:
    case OptionName::kNoSymmetry:
    case OptionName::kJudgeOutput:
    case OptionName::kMemory:
    case OptionName::kPreemptions:
    case OptionName::kCompact:
    case OptionName::kRandom:
    case OptionName::kStrategy:
    case OptionName::kStats:
    case OptionName::kSave:
    case OptionName::kOutcome:
      return store_exploration(name, value, options);
  }
  UNREACHABLE();
}

std::string store_operands(const CommandRow& command, std::vector<std::string> operands,
                           Options& options) {
  const std::string name(command.name);
  if (command.operand.empty()) {
    return operands.empty() ? "" : "'" + name + "' takes no argument, got '" + operands[0] + "'";
  }
  if (operands.empty()) {
    const std::string words =
        command.command == Command::kComplete ? ": " + enumerate(shell_names()) : "";
    return "'" + name + "' needs " + std::string(command.operand) + words;
  }
  const bool takes_several = command.operand.ends_with("...");
  if (!takes_several && operands.size() > 1) {
    return "'" + name + "' takes one " + std::string(command.operand) + ", got '" + operands[1] +
           "' as well";
  }
  if (command.command == Command::kComplete) return store_shell(operands[0], options);
  options.operands = std::move(operands);
  return "";
}

}  // namespace runner
