// From words to Options. The only place that knows CLI11.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options.h"

namespace runner {

struct ParsedCommandLine {
  std::optional<Options> options;  // absent: help or version was asked for, or there was a mistake
  std::string output;              // help, version
  std::string problem;             // the mistake, in one line
};

// `arguments` are those behind the program's name.
ParsedCommandLine parse_command_line(const std::vector<std::string>& arguments);

}  // namespace runner
