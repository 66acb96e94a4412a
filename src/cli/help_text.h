// Help, made from the command table.
#pragma once

#include <string>

#include "cli/command_table.h"

namespace runner {

std::string overall_help();
std::string command_help(const CommandRow& command);

}  // namespace runner
