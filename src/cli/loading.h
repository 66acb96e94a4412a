// A file on its way to a scenario, with all that is wrong with it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "scenario/model.h"
#include "text/diagnostic.h"
#include "text/source.h"

namespace runner {

struct LoadedFile {
  std::string name;                  // as messages have it
  std::optional<Source> source;      // absent when there was nothing to read
  std::optional<Scenario> scenario;  // absent when the file was refused
  Diagnostics diagnostics;
  // What `expect: diagnostics` says, of a file that was refused.
  std::vector<std::string> expected_diagnostics;

  // All diagnostics as text.
  std::string report() const;
  // The expected diagnostics that there are not: a paragraph for each. Empty when the file was
  // refused in the way that it expects.
  std::vector<std::string> missing_diagnostics() const;
  bool refused_as_expected() const;
};

// `path` "-" is standard input.
LoadedFile load_file(const std::string& path, const Options& options, bool lint);

// "no file 'runn'; did you mean the command 'run'?" when the first operand of a command line
// without a command is no file but nearly a command, or a bare word; "" otherwise.
std::string misspelt_command(const Options& options);

}  // namespace runner
