// One scenario as a golden test.
#pragma once

#include <string>
#include <string_view>

#include "cli/options.h"

namespace runner {

struct GoldenResult {
  bool passed = false;
  bool blessed = false;  // its file was rewritten; it passed if the next run agreed
  bool partly = false;   // passed as far as it was explored: a limit came first
  int64_t microseconds = 0;
  std::string explanation;  // why it did not pass, or only in part, in whole lines
};

// Runs or explores the scenario, in this process, and judges it; with --bless writes its output
// into its file when that alone was missing or changed.
GoldenResult run_golden(const std::string& path, const Options& options);

// A result on its way from one process to another.
std::string to_text(const GoldenResult& result);
GoldenResult golden_result_of(std::string_view text);

}  // namespace runner
