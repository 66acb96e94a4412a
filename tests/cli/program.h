// Starts the built runner and keeps what comes out of it.
#pragma once

#include <string>
#include <vector>

namespace runner {

struct Ended {
  int status = 0;  // 128 + N when it died of signal N
  std::string output;
  std::string errors;
};

// `input` is its standard input.
Ended run_program(const std::vector<std::string>& arguments, const std::string& input = "");

// The same with a shell in between: "$RUNNER" is the program. What the shell prints is the output.
Ended run_shell(const std::string& command);

// A file of this text in a fresh folder of the test's own; its path.
std::string write_temporary(const std::string& name, const std::string& text);

}  // namespace runner
