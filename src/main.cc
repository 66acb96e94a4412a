#include <new>
#include <string>
#include <vector>

#include "base/check.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/outputs.h"
#include "cli/stack.h"
#include "cli/stops.h"
#include "posix/memory_limit.h"
#include "sinks/console.h"
#include "sinks/standard_streams.h"
#include "text/display.h"
#include "verdict/judge.h"

namespace runner {
namespace {

int perform(const Options& options, Console& console) {
  switch (options.command) {
    case Command::kRun:
    case Command::kSimulate:
      return run_command(options, console);
    case Command::kExplore:
      return explore_command(options, console);
    case Command::kReplay:
      return replay_command(options, console);
    case Command::kCheck:
      return check_command(options, console);
    case Command::kTest:
      return test_command(options, console);
    case Command::kGraph:
      return graph_command(options, console);
    case Command::kEval:
      return eval_command(options, console);
    case Command::kSchema:
      return schema_command(options, console);
    case Command::kComplete:
      return complete_command(options, console);
  }
  UNREACHABLE();
}

// Real runs look at the memory that they share.
bool is_simulated(const Options& options) {
  return options.command == Command::kSimulate || options.command == Command::kExplore ||
         options.simulate || options.explore;
}

int answer(const std::vector<std::string>& arguments, Console& console) {
  if (const std::string problem = ensure_stack(); !problem.empty()) {
    console.complain("runner: " + problem + "\n");
    return kUnmet;
  }
  const ParsedCommandLine parsed = parse_command_line(arguments);
  if (parsed.options) {
    const std::string problem = output_problem(*parsed.options);
    if (problem.empty()) {
      if (is_simulated(*parsed.options)) posix::refuse_ungranted_memory();
      return perform(*parsed.options, console);
    }
    console.complain("runner: " + problem + "\n");
    return kInvalid;
  }
  if (parsed.problem.empty()) {
    console.print(parsed.output);
    return kAllHeld;
  }
  console.complain("runner: " + displayed(parsed.problem) + "\n");
  return kInvalid;
}

}  // namespace
}  // namespace runner

int main(int argc, char** argv) {
  runner::prepare_standard_streams();
  runner::tell_stops();
  runner::Console console;
  int status = runner::kUnmet;
  try {
    status = runner::answer({argv + 1, argv + argc}, console);
  } catch (const std::bad_alloc&) {
    // The processes of a run end with this one.
    console.complain("runner: the memory that the system grants is exhausted\n");
  }
  console.flush();
  if (!console.error()) return status;
  console.complain("runner: " + console.error()->message() + "\n");
  return runner::status_of_unwritten(status);
}
