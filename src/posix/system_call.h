// Straight into the kernel, for what a process does between its fork and its first steps, and where
// it waits: the C library's functions lie elsewhere, on pages of code that every process would have
// to fetch.
#pragma once

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <concepts>

namespace runner::posix {

namespace detail {

inline long word_of(const volatile void* address) {
  return reinterpret_cast<long>(address);
}
template <std::integral Number>
inline long word_of(Number number) {
  return static_cast<long>(number);
}

}  // namespace detail

// What the kernel gives: a negative errno when it refuses. errno itself is not touched. Calling
// convention: syscall(2).
template <typename... Arguments>
inline long system_call(long number, Arguments... arguments) {
  static_assert(sizeof...(Arguments) <= 6);
#if defined(__x86_64__)
  const long words[6] = {detail::word_of(arguments)...};
  register long fourth asm("r10") = words[3];
  register long fifth asm("r8") = words[4];
  register long sixth asm("r9") = words[5];
  long result = 0;
  asm volatile("syscall"
               : "=a"(result)
               : "0"(number), "D"(words[0]), "S"(words[1]), "d"(words[2]), "r"(fourth), "r"(fifth),
                 "r"(sixth)
               : "rcx", "r11", "memory");
  return result;
#else
  const long result = syscall(number, arguments...);
  return result == -1 ? -errno : result;
#endif
}

}  // namespace runner::posix
