// The unchanging side of a simulated world: the program, and what follows from it once for all.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "program/program.h"

namespace runner::world {

// What a signal does to a process.
enum class Disposition : uint8_t { kEnds, kNothing, kHandled };

class World {
 public:
  // `judges_output`: what is printed is held against what the scenario expects, if it does.
  explicit World(const Program& program, bool judges_output = false);

  const Program& program() const { return program_; }
  const Scenario& scenario() const { return program_.scenario; }
  const Process& process(int32_t number) const {
    return scenario().processes[static_cast<size_t>(number)];
  }
  const Object& object(int32_t number) const {
    return scenario().objects[static_cast<size_t>(number)];
  }
  int32_t process_count() const { return static_cast<int32_t>(scenario().processes.size()); }
  int32_t object_count() const { return static_cast<int32_t>(scenario().objects.size()); }

  Disposition disposition(int32_t process, int signal) const;
  // Whether a signal may ever be sent to the process and not act in the same instant.
  bool awaits_signals(int32_t process) const {
    return awaits_signals_[static_cast<size_t>(process)];
  }
  // Whether anyone asks in which order children were started, or for the number of a start.
  bool orders_children() const { return orders_children_; }
  bool numbers_starts() const { return numbers_starts_; }
  // Whether anyone asks for the arrival index of a barrier.
  bool numbers_arrivals() const { return numbers_arrivals_; }
  // Whether anyone can tell which of several replicas an error names: by what it says, or by what
  // is printed. Otherwise an exploration need not tell them apart.
  bool names_replicas() const { return reads_errors_ || judges_output_; }
  // Whether it matters what is printed, and in which order.
  bool judges_output() const { return judges_output_; }

 private:
  const Program& program_;
  std::vector<bool> awaits_signals_;
  bool orders_children_ = false;
  bool numbers_starts_ = false;
  bool numbers_arrivals_ = false;
  bool reads_errors_ = false;
  bool judges_output_ = false;
};

}  // namespace runner::world
