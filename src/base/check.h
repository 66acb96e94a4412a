// CHECK stops the program when our own reasoning was wrong; it stays on in release builds.
//
// It is never for a user's mistake (that is a Diagnostic) nor for the system's refusal (an Error).
#pragma once

namespace runner {

// Prints the failed condition with its place to stderr and aborts. Async-signal-safe, so it may be
// called in a forked child.
[[noreturn]] void check_failed(const char* file, int line, const char* condition);

}  // namespace runner

#define CHECK(condition)                                      \
  do {                                                        \
    if (!(condition)) [[unlikely]]                            \
      ::runner::check_failed(__FILE__, __LINE__, #condition); \
  } while (false)

#define UNREACHABLE() ::runner::check_failed(__FILE__, __LINE__, "unreachable")
