// `check`: every error and every lint of a file, and on demand its program.
#include <fmt/format.h>

#include "base/loading_memory.h"
#include "cli/commands.h"
#include "cli/loading.h"
#include "program/program.h"
#include "text/display.h"
#include "verdict/judge.h"

namespace runner {
namespace {

std::string counted(size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string summary(const LoadedFile& loaded) {
  const size_t warnings = loaded.diagnostics.warning_count();
  return fmt::format("{}: ok{}\n", displayed(loaded.name),
                     warnings == 0 ? "" : ", " + counted(warnings, "warning"));
}

int check_file(const std::string& path, const Options& options, Console& console) {
  const LoadingMemory memory;  // gives and takes back faster than what any process can use
  LoadedFile loaded = load_file(path, options, true);
  console.complain(loaded.report());
  if (!loaded.scenario) return kInvalid;
  if (options.listing) {
    console.print(listing(compile(std::move(*loaded.scenario))));
  } else {
    console.print(summary(loaded));
  }
  return kAllHeld;
}

}  // namespace

int check_command(const Options& options, Console& console) {
  int status = kAllHeld;
  for (const std::string& path : options.operands) {
    const int one = check_file(path, options, console);
    if (status == kAllHeld) status = one;
  }
  return status;
}

}  // namespace runner
