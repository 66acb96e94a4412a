#include "world/timing.h"

#include <algorithm>

#include "scenario/signals.h"

namespace runner::world {

namespace {

// Who is to end, and does not at once, has some time for it.
bool has_slow_daemons(const World& world) {
  for (int32_t process = 0; process < world.process_count(); ++process) {
    const Process& declared = world.process(process);
    const bool is_ended = declared.daemon || declared.pool >= 0;
    if (is_ended && world.disposition(process, signal_number("SIGTERM")) != Disposition::kEnds)
      return true;
  }
  return false;
}

}  // namespace

bool has_timing(const World& world) {
  const auto& objects = world.scenario().objects;
  const auto& operations = world.program().operations;
  return has_slow_daemons(world) ||
         std::any_of(objects.begin(), objects.end(),
                     [](const Object& object) { return object.timeout.has_value(); }) ||
         std::any_of(operations.begin(), operations.end(), [](const OperationSpec& spec) {
           return spec.op == Op::kSleep || spec.op == Op::kWork || spec.deadline_slot >= 0;
         });
}

}  // namespace runner::world
