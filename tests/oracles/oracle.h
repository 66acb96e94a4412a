// A scenario of this folder with what is known about it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "program/program.h"

namespace runner {

struct Oracle {
  std::string name;
  std::string verdict;  // "ok", "deadlock", "violation"
  int64_t states = 0;
  int64_t transitions = 0;
  int64_t deadlock_states = 0;
  std::optional<int64_t> shortest_deadlock;
  std::optional<int64_t> shortest_violation;
  int64_t states_por = 0;
  int64_t states_por_symmetry = 0;
  std::vector<std::string> outcomes;  // "[2]", sorted; nothing observed: "[]"
  std::string other_steps;            // why our numbers are others: the oracle's stand in the file
  Program program;
};

// The names of all files, without their ends.
std::vector<std::string> oracle_names();
Oracle read_oracle(const std::string& name);

}  // namespace runner
