// The values of options, from their text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/command_table.h"
#include "cli/options.h"

namespace runner {

// Stores what an option says. Returns what is wrong with the value, or "".
std::string store_option(OptionName name, const std::string& value, Options& options);

// Stores what the command is about: files, an expression, a shell. Returns what is wrong, or "".
std::string store_operands(const CommandRow& command, std::vector<std::string> operands,
                           Options& options);

}  // namespace runner
