// A program from a text, for benchmarks that need one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/check.h"
#include "program/program.h"
#include "scenario/load.h"

namespace runner::bench {

inline Program program_of(std::string_view text) {
  const Source source("bench.yaml", "scenario: bench\n" + std::string(text));
  Diagnostics diagnostics;
  std::optional<Scenario> scenario = load_scenario(source, {}, diagnostics);
  CHECK(scenario.has_value());
  return compile(std::move(*scenario));
}

}  // namespace runner::bench
