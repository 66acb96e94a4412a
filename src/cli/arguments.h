// Command lines brought into the one form that is parsed: the command first, then everything else.
#pragma once

#include <string>
#include <vector>

namespace runner {

struct Arguments {
  std::string command;  // "run" where none was written; "" for --help and --version alone
  bool implied = false;
  std::vector<std::string> rest;
};

// Takes what is no option and no option's value out of `rest`, in order.
std::vector<std::string> take_operands(Arguments& arguments);

// `runner a.yaml` is `runner run a.yaml`; options may stand before the command; `help run` is
// `run --help`; an expression of `eval` may begin with `-`.
Arguments arrange_arguments(const std::vector<std::string>& arguments);

// What is wrong with the first word of `rest` that looks like an option but is none of the
// command's: "unknown option '--sead'; did you mean '--seed'?". "" when there is no such word.
std::string unknown_option(const Arguments& arguments);

}  // namespace runner
