// What must be true of a run, whoever was killed in it and whenever.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "target.h"
#include "trial.h"

namespace runner {

struct Kill {
  const Victim* victim = nullptr;
  uint64_t operation = 0;
  int64_t delay_micros = 0;  // 0: before the operation

  std::string text() const;  // as --fault takes it
};

// To how many operations the victim came, where that was too few for the kill; -1: it was killed.
int64_t operations_before_end(const Victim& victim, const Trial& trial);

// Whether the kill came in time: one within an operation may find its victim ended.
bool was_killed(const Victim& victim, const Trial& trial);

// What is wrong with the run; nothing, for a run that keeps every promise. It was given `limit`
// seconds.
std::vector<std::string> objections(const Target& target, const std::vector<Kill>& kills,
                                    double limit, const Trial& trial);

}  // namespace runner
