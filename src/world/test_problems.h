// For tests of searches: problems of known size.
#pragma once

#include <string>

#include "world/clocked_state.h"
#include "world/test_scenario.h"

namespace runner::world {

// Philosophers who take the lower fork first, unless they are naive: then all wait for ever.
inline std::string philosophers(int count, bool naive = false) {
  const std::string n = std::to_string(count);
  const std::string left = naive ? "index" : "min(index, (index + 1) % " + n + ")";
  const std::string right = naive ? "(index + 1) % " + n : "max(index, (index + 1) % " + n + ")";
  return "locks: {fork: {count: " + n + "}}\nprocesses:\n  philosopher:\n    count: " + n +
         "\n    steps:\n      - acquire: fork[" + left + "]\n      - acquire: fork[" + right +
         "]\n      - release: fork[" + right + "]\n      - release: fork[" + left +
         "]\nmain:\n  - start: philosopher\n";
}

inline Rules untimed() {
  Rules rules;
  rules.timed = false;
  rules.exploring = true;
  return rules;
}

// A notify can come before the wait.
inline constexpr const char* kLostWakeup = R"(
locks: {m: {on_owner_death: hold}}
conditions: {c: m}
values: {ready: 0}
processes:
  consumer:
    steps:
      - let: {t: '${ready}'}
      - if: t != 1
        then:
          - acquire: m
          - wait: c
          - release: m
  producer:
    steps:
      - set: {ready: 1}
      - acquire: m
      - notify: c
      - release: m
main:
  - start: [consumer, producer]
)";

// Who is woken does not look again: another one may have been faster.
inline constexpr const char* kWaitsOnce = R"(
locks: {m: {on_owner_death: hold}}
conditions: {c: m}
values: {items: 0}
processes:
  consumer:
    count: 2
    steps:
      - acquire: m
      - if: items < 1
        then: [{wait: c}]
      - add: {items: -1}
        into: left
      - assert: left >= 0
      - release: m
  producer:
    count: 2
    steps:
      - acquire: m
      - add: {items: 1}
      - notify: c
      - release: m
main:
  - start: [consumer, producer]
)";

// Mutual exclusion that fails where `turn` is written before the flag.
inline std::string peterson(bool swapped) {
  std::string text = "values: {flag0: 0, flag1: 0, turn: 0, cs: 0}\nprocesses:\n";
  for (const char* me : {"0", "1"}) {
    const std::string other = *me == '0' ? "1" : "0";
    const std::string flag = std::string("      - set: {flag") + me + ": 1}\n";
    const std::string turn = "      - set: {turn: " + other + "}\n";
    text += std::string("  p") + me + ":\n    steps:\n" + (swapped ? turn + flag : flag + turn) +
            "      - while: true\n        do:\n"
            "          - let: {t: '${flag" +
            other +
            "}'}\n"
            "          - if: t == 0\n            then: [{break: true}]\n"
            "          - let: {t: '${turn}'}\n"
            "          - if: t == " +
            me +
            "\n            then: [{break: true}]\n"
            "      - add: {cs: 1}\n        into: inside\n"
            "      - assert: inside == 1\n"
            "      - add: {cs: -1}\n"
            "      - set: {flag" +
            me + ": 0}\n";
  }
  return text + "main:\n  - start: [p0, p1]\n";
}

}  // namespace runner::world
