// References as values, and the order in which the processes start where a scenario has no `main`.
#pragma once

#include <cstdint>

#include "expr/value.h"
#include "program/program.h"

namespace runner {

// A reference to a process, as object and process parameters and wait's lists carry it.
inline Value process_reference(int32_t process) {
  return Value::object(-1 - int64_t{process});
}
inline bool is_process_reference(const Value& value) {
  return value.is_process() || (value.kind() == ValueKind::kObject && value.as_int() < 0);
}
// REQUIRES is_process_reference.
int32_t process_of(const Value& value);

// What `wait` puts into its local: of the references in the list `references` those at `positions`:
// a handle as itself, anything else as its name ("worker[2]").
Value ready_list(const Program& program, const Value& references, const Value& positions);

enum class ImplicitStep : uint8_t { kStart, kWait, kDone };

// `states` has an int for each of Scenario::implicit: 0 not started, 1 started, 2 known to have
// ended. Gives the next process to start (`next` a reference, its state now 1), or the list of
// references to wait for, or says that all are started.
ImplicitStep next_start(const Program& program, Value& states, Value& next);
// The references at `positions` have ended.
void mark_ended(const Program& program, Value& states, const Value& references,
                const Value& positions);

}  // namespace runner
