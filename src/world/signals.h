// Signals: sending them, and what they do when they act.
#pragma once

#include "world/locks.h"

namespace runner::world {

enum class Delivery : uint8_t {
  kAtOnce,  // the sender waits for the end: an unhandled signal acts in the same instant
  kSoon,    // the receiver may go on a little before the signal acts
};

// REQUIRES that the process is running. True when it has ended.
bool send_signal(State& state, int32_t process, int signal, Delivery delivery);

// A signal that was sent acts now.
void act_on_signal(State& state, int32_t process, int signal);

// The signals that can act now.
uint64_t acting_signals(State& state, int32_t process);

Progress send(State& state, int32_t process, const Operation& operation);
int64_t ways_to_terminate(State& state, int32_t process, const Operation& operation);
// kTerminate and kKill.
Progress terminate(State& state, int32_t process, const Operation& operation);

// A process that a signal interrupted on a condition has its lock again.
Progress go_on_to_handler(State& state, int32_t process, const Operation& operation);

}  // namespace runner::world
