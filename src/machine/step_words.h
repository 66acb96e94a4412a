// The words with which a schedule names processes and operations, and the mark of the program that
// it belongs to: the same for everyone who writes schedules and everyone who reads them.
#pragma once

#include <string>

#include "machine/machine.h"

namespace runner {

// As the scenario writes it: "main", "worker[2]"; of a pool's worker "pool.worker[0]".
std::string written_name(const Scenario& scenario, int32_t process);

// "acquire fork[0]", "put jobs 3", "end".
std::string operation_words(const Program& program, const Operation& operation);

// What a process learned from an outcome: "3", "failed: …"; "" when that is nothing.
std::string outcome_words(const Operation& operation, const Outcome& outcome);

// A program's hash, in hexadecimal: whatever changes what is run changes it, a comment does not.
std::string program_hash(const Program& program);

// The same of where its instructions stand in the file: a comment that moves them changes it.
std::string places_hash(const Program& program);

}  // namespace runner
