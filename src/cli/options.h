// What a command line asks for: plain data, whichever way it was written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace runner {

enum class Command : uint8_t { kRun, kSimulate, kCheck, kTest, kGraph, kEval, kSchema, kComplete };

enum class GraphFormat : uint8_t { kDot, kMermaid, kSvg };
enum class Shell : uint8_t { kBash, kZsh, kFish };

struct Options {
  Command command = Command::kRun;
  bool implied = false;  // no command was written: `runner FILE`
  // Files and folders; eval: the expression.
  std::vector<std::string> operands;
  std::vector<std::pair<std::string, std::string>> overrides;  // --set name=value
  std::optional<uint64_t> seed;
  std::optional<double> timeout;  // seconds
  int64_t repeat = 0;             // 0: one run, shown as it goes
  std::string events;             // a file for the event stream; "": none
  std::string filter;
  int64_t jobs = 0;  // 0: as many as there are cores
  bool simulate = false;
  bool bless = false;
  bool listing = false;
  bool json = false;
  GraphFormat format = GraphFormat::kDot;
  Shell shell = Shell::kBash;
};

}  // namespace runner
