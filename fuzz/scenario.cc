// Any bytes as a scenario: it is refused with errors that point into the text, or it compiles to a
// program in which every number names something that is there.
#include <optional>
#include <string>

#include "entry_point.h"
#include "program/program.h"
#include "scenario/load.h"
#include "text/file.h"
#include "text/soundness_for_test.h"
#include "well_formed.h"

namespace runner::fuzz {
namespace {

void load(std::string_view text) {
  if (may_be_alias_bomb(text)) return;
  Diagnostics diagnostics;
  const std::optional<Source> source = make_source("fuzz.yaml", std::string(text), diagnostics);
  if (!source || diagnostics.has_errors()) return;
  LoadOptions options;
  options.lint = true;
  std::optional<Scenario> scenario = load_scenario(*source, options, diagnostics);
  CHECK(scenario.has_value() == !diagnostics.has_errors());
  require_none(objection_to(*source, diagnostics));
  render(*source, diagnostics);
  expected_diagnostics(*source);
  if (!scenario) return;
  const Program program = compile(*std::move(scenario));
  require_none(objection_to(program));
  CHECK(!listing(program).empty());
}

}  // namespace
}  // namespace runner::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  runner::fuzz::load(runner::fuzz::text_of(data, size));
  return 0;
}
