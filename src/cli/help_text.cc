#include "cli/help_text.h"

#include <fmt/format.h>

namespace runner {
namespace {

constexpr std::string_view kHeader =
    "Runs declarative scenarios of several processes: for real, simulated, or only checked.\n"
    "\n"
    "Usage: runner FILE...\n"
    "       runner COMMAND [OPTIONS]\n"
    "\n"
    "Commands:\n";
constexpr std::string_view kFooter =
    "\n"
    "`runner FILE...` is `runner run FILE...`; `runner COMMAND --help` tells more; `runner "
    "--version`\n"
    "prints the version.\n"
    "\n"
    "Exit status: 0 all held; 1 an expectation was not met or a process failed; 2 the scenario or "
    "the\n"
    "command line is invalid; 3 deadlock; 4 time limit; 128+N stopped by signal N.\n"
    "\n"
    "Examples:\n"
    "  runner scenarios/daemon.yaml\n"
    "  runner simulate scenarios/barrier.yaml --seed 7\n"
    "  runner check scenarios/*.yaml\n"
    "  runner test scenarios\n";

std::string option_line(std::string_view flag, std::string_view value, std::string_view help) {
  const std::string left = fmt::format("{}{}{}", flag, value.empty() ? "" : " ", value);
  return fmt::format("  {:<20}  {}\n", left, help);
}

}  // namespace

std::string overall_help() {
  std::string text(kHeader);
  for (const CommandRow& row : command_table()) {
    text += fmt::format("  {:<9} {}\n", row.name, row.summary);
  }
  return text.append(kFooter);
}

std::string command_help(const CommandRow& command) {
  std::string text = fmt::format("{}\n\nUsage: runner {}", command.summary, command.name);
  if (!command.operand.empty()) text += fmt::format(" {}", command.operand);
  if (!command.options.empty()) text += " [OPTIONS]";
  text += "\n\nOptions:\n";
  for (const OptionName name : command.options) {
    const OptionRow& option = option_row(name);
    text += option_line(option.flag, option.value, option_help(command.command, option));
  }
  text += option_line("-h, --help", "", "print this help");
  return text + "\nExamples:\n" + std::string(command.examples);
}

}  // namespace runner
