// Every command with its options and its help, in one table: what parsing, help, "did you mean" and
// shell completion are made from.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/options.h"

namespace runner {

enum class OptionName : uint8_t {
  kSet,
  kSeed,
  kTimeout,
  kRepeat,
  kEvents,
  kFault,
  kFilter,
  kJobs,
  kSimulate,
  kExplore,
  kBless,
  kListing,
  kJson,
  kFormat,
  kRecord,
  kSchedule,
  kTime,
  kKills,
  kNoPartialOrder,
  kNoSymmetry,
  kJudgeOutput,
  kMemory,
  kPreemptions,
  kCompact,
  kRandom,
  kStrategy,
  kStats,
  kSave,
  kOutcome,
};

struct OptionRow {
  OptionName name;
  std::string_view flag;   // "--seed"
  std::string_view value;  // "N"; "" for a flag without a value
  std::string_view help;
  std::string_view choices;  // "dot mermaid"; "" when it can be anything
};

struct CommandRow {
  Command command;
  std::string_view name;
  std::string_view operand;  // "FILE…"; "" when it takes none
  std::string_view summary;
  std::string_view examples;
  std::span<const OptionName> options;
};

std::span<const CommandRow> command_table();
const CommandRow& command_row(Command command);
const CommandRow* find_command(std::string_view name);
std::vector<std::string> command_names();

std::span<const OptionRow> option_table();
const OptionRow& option_row(OptionName name);
// What an option is for in one command.
std::string_view option_help(Command command, const OptionRow& option);
// Null when no command has such an option.
const OptionRow* find_option(std::string_view flag);

}  // namespace runner
