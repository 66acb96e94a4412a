// The commands: each takes what was asked for and returns the exit status. One file for each.
#pragma once

#include "cli/options.h"
#include "sinks/console.h"

namespace runner {

int run_command(const Options& options, Console& console);  // run and simulate
int explore_command(const Options& options, Console& console);
int replay_command(const Options& options, Console& console);
int check_command(const Options& options, Console& console);
int test_command(const Options& options, Console& console);
int graph_command(const Options& options, Console& console);
int eval_command(const Options& options, Console& console);
int schema_command(const Options& options, Console& console);
int complete_command(const Options& options, Console& console);

}  // namespace runner
