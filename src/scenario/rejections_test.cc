// Rules of single fields, each with a text that breaks it. Whole files with their full output are
// in tests/errors.
#include "scenario/load_testing.h"

namespace runner {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kDeclarations =
    "scenario: rejections\n"
    "locks: {m: , fork: {count: 2}}\n"
    "semaphores: {slots: 1}\n"
    "events: [e]\n"
    "conditions: {c: m}\n"
    "queues: [q]\n"
    "lists: [xs]\n"
    "dicts: [d]\n"
    "values: {v: 0}\n"
    "pools: {pool: 2}\n"
    "tasks: {t: {params: [a, {o: lock}], steps: [acquire: o]}}\n"
    "processes: {p: {steps: []}, w: {count: 2, steps: []}}\n"
    "main:\n";
constexpr int kFirstLine = 14;

struct Rejection {
  const char* steps;
  const char* message;  // line and column count from the steps
};

class Rejected : public testing::TestWithParam<Rejection> {};

std::string relative(const std::string& message) {
  const size_t colon = message.find(':');
  return std::to_string(std::stoi(message.substr(0, colon)) - kFirstLine + 1) +
         message.substr(colon);
}

TEST_P(Rejected, WithItsPlaceAndReason) {
  const std::vector<std::string> errors = errors_of(std::string(kDeclarations) + GetParam().steps);
  ASSERT_EQ(errors.size(), 1u) << testing::PrintToString(errors);
  EXPECT_EQ(relative(errors[0]), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Types, Rejected,
    testing::Values(
        Rejection{"- if: size(xs)\n  then: []\n", "1:7 if needs a bool, not an int"},
        Rejection{"- while: '\"a\"'\n  do: []\n", "1:10 while needs a bool, not a string"},
        Rejection{"- assert: [true]\n", "1:11 assert needs an expression, not a list"},
        Rejection{"- for: i\n  in: size(xs)\n  do: []\n", "2:7 in needs a list, not an int"},
        Rejection{"- choose: i\n  in: d\n", "2:7 in needs a list, not a map"},
        Rejection{"- sleep: \"${size(xs) > 1}\"\n", "1:10 sleep needs a duration, not a bool"},
        Rejection{"- repeat: 1.5\n  do: []\n", "1:11 repeat needs an int, not a double"},
        Rejection{"- extend: {xs: 1}\n", "1:16 extend: 'xs' needs a list, not an int"},
        Rejection{"- set: {d: []}\n", "1:12 set: 'd' needs a map, not a list"},
        Rejection{"- add: {v: \"${xs}\"}\n", "1:12 add: 'v' needs a number, not a list"},
        Rejection{"- set: {v: \"${self}\"}\n", "1:12 set: 'v' needs a plain value, not a process"},
        Rejection{"- wait: c\n  until: size(xs)\n", "2:10 until needs a bool, not an int"},
        Rejection{"- map: compute_square\n  over: size(xs)\n  pool: pool\n",
                  "2:9 over needs a list, not an int"},
        Rejection{"- gather: size(xs)\n",
                  "1:11 gather needs a handle or a list of handles, not an int"},
        Rejection{"- let: {h: 5}\n- join: h\n",
                  "2:9 'h' is an int; join takes a process or a queue"}));

INSTANTIATE_TEST_SUITE_P(
    References, Rejected,
    testing::Values(
        Rejection{"- acquire: [m, nobody]\n", "1:16 unknown name 'nobody'"},
        Rejection{"- acquire: {m: 1}\n", "1:12 acquire needs a name, not a map"},
        Rejection{"- acquire: 5\n", "1:12 acquire needs a reference: a name, or a name[index]"},
        Rejection{"- acquire: m.owner\n",
                  "1:12 acquire needs a reference: a name, or a name[index]"},
        Rejection{"- acquire: xs[0]\n",
                  "1:12 'xs' is a list; acquire takes a lock, a semaphore or a condition"},
        Rejection{"- acquire: t\n",
                  "1:12 't' is a task; acquire takes a lock, a semaphore or a condition"},
        Rejection{"- join: p[0]\n", "1:9 'p' is a process, not an array"},
        Rejection{"- terminate: e\n", "1:14 'e' is an event; terminate takes a process or a pool"},
        Rejection{"- submit: compute_square\n  args: [1]\n  pool: q\n",
                  "3:9 'q' is a queue; pool takes a pool"},
        Rejection{"- call: t\n  args: [1, fork]\n",
                  "2:13 'o' takes one, and 'fork' has several members"},
        Rejection{"- put: {q: 1, xs: 2}\n", "1:15 'xs' is a list; put takes a queue"},
        Rejection{"- release: [slots, m]\n  count: 2\n",
                  "1:20 'm' is a lock: only a semaphore is released with a count"},
        Rejection{"- wait: c\n  into: x\n", "1:3 a wait on a condition has no result for 'into'"},
        Rejection{"- let: {x: [1]}\n- join: x[0]\n", "2:9 'x' is a local, not an array"}));

INSTANTIATE_TEST_SUITE_P(
    Names, Rejected,
    testing::Values(
        Rejection{"- print: ${t}\n", "1:12 't' is a task: it has no value"},
        Rejection{"- print: ${pool}\n", "1:12 'pool' is a pool, which has no value"},
        Rejection{"- print: ${error.message}\n", "1:12 there is no 'error' here"},
        Rejection{"- print: ${live(1)}\n", "1:12 live() takes no arguments"},
        Rejection{"- for: self\n  in: [1]\n  do: []\n", "1:8 'self' is reserved"},
        Rejection{"- get: q\n  into: v\n", "2:9 the name 'v' is taken"},
        Rejection{"- let: {x: 1, y: \"${[1].all(x, x > 0)}\"}\n", "1:29 'x' is a local"},
        Rejection{"- call: p\n", "1:9 'p' is a process; call takes a task or a kernel"},
        Rejection{"- call: ${t}\n", "1:9 call takes the name of a task or kernel, bare"},
        Rejection{"- let: {v[0]: 1}\n", "1:10 expected ',' or '}'"},
        Rejection{"- let:\n    v[0]: 1\n", "2:5 'v' is a value; let changes locals"},
        Rejection{"- slep: 1\n  mesage: 2\n", "1:3 unknown verb 'slep'"},
        Rejection{"- let: {x: 1, z: \"${y}\"}\n- let: {y: 2}\n",
                  "1:21 'y' is used before it has a value"}));

// One mistake is one error: what follows from it is not reported.
TEST(Cascades, AreCutOff) {
  EXPECT_THAT(errors_of("scenario: a\nlock: [m]\nmain:\n  - acquire: m\n"),
              ElementsAre("2:1 unknown key 'lock'"));
  EXPECT_THAT(errors_of("scenario: a\nlocks: {m: {count: x}}\nmain:\n  - acquire: m[5]\n"),
              ElementsAre("2:20 count needs an int, not a string 'x'"));
  EXPECT_THAT(
      errors_of("scenario: a\nvars: {n: \"${1 +}\"}\nmain:\n  - repeat: ${n}\n    do: []\n"),
      ElementsAre("2:17 expected a value, found '}'"));
  EXPECT_THAT(errors_of("scenario: a\nmain:\n  - lett: {x: 1}\n  - print: ${x}\n"),
              ElementsAre("3:5 unknown verb 'lett'"));
  EXPECT_THAT(errors_of("scenario: a\ntasks: {t: {parms: [x], steps: [print: \"${x}\"]}}\nmain:\n"
                        "  - call: t\n    args: [1]\n"),
              ElementsAre("2:13 unknown key 'parms' in a task"));
  EXPECT_THAT(errors_of("scenario: a\nmain:\n  - let: {x: \"${foo(1)}\"}\n  - if: x + 1 > 2\n"
                        "    then: []\n"),
              ElementsAre("3:17 unknown function 'foo'"));
}

TEST(Types, OfLocalsAreThoseOfAllTheirStores) {
  const auto steps = [](const std::string& text) {
    return load_text("scenario: types\nmain:\n" + text).messages;
  };
  EXPECT_THAT(steps("  - let: {i: 0}\n  - while: i < 3\n    do: [let: {i: \"${i + 1}\"}]\n"),
              IsEmpty());
  EXPECT_THAT(steps("  - let: {i: 0}\n  - repeat: 2\n    do: [let: {i: \"${i + 1}\"}]\n"
                    "  - print: ${i.size()}\n"),
              ElementsAre("6:14 size() needs a string, list or map, not int"));
  EXPECT_THAT(steps("  - let: {x: 0}\n  - repeat: 2\n    do:\n      - print: ${x + 1}\n"
                    "      - let: {x: \"a\"}\n"),
              IsEmpty());
}

}  // namespace
}  // namespace runner
