// A machine stepped by hand: which operations it yields, given what became of those before.
#include "machine/machine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

#include "expr/text_form.h"
#include "machine/execution.h"
#include "machine/step_words.h"
#include "program/liveness.h"
#include "scenario/load.h"

namespace runner {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kInterrupt = 2;
constexpr int kTerminate = 15;

Program program_of(const std::string& text) {
  const Source source("x.yaml", "scenario: x\n" + text);
  Diagnostics diagnostics;
  std::optional<Scenario> scenario = load_scenario(source, {}, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << render(source, diagnostics);
  return compile(scenario ? std::move(*scenario) : Scenario());
}

// Time stands still.
class StoppedClock : public Environment {
 public:
  std::string now() override { return "2025-11-08 12:34:56"; }
  double elapsed() override { return 0; }
  int64_t deadline_after(double seconds) override { return static_cast<int64_t>(seconds * 1e9); }
  ProcessBody self() override {
    ProcessBody body;
    body.name = "someone";
    return body;
  }
};

class MachineTest : public testing::Test {
 protected:
  // "store n = 5", "acquire m", "start p", "end = 0".
  static std::string words(const Program& program, const Operation& operation) {
    std::string text(op_name(operation.op));
    const auto target = static_cast<size_t>(operation.target);
    if (operation.target >= 0 && operation.is_process) {
      text += " " + written_name(program.scenario, operation.target);
    } else if (operation.target >= 0) {
      text += " " + program.scenario.objects[target].name;
    }
    for (const Value& key : operation.path) text += "[" + to_repr(key) + "]";
    const bool has_value = operation.value != nullptr && !operation.value->is_null();
    if (has_value) text += " = " + to_text(*operation.value);
    return text;
  }

  std::string next(Machine& machine) { return words(machine.program(), machine.next(clock)); }

  // The operations until the end; those that stand in `outcomes` in this order, the others are done
  // without a result.
  std::vector<std::string> all(Machine machine,
                               std::deque<std::pair<std::string, Outcome>> outcomes = {}) {
    std::vector<std::string> story;
    while (true) {
      story.push_back(next(machine));
      if (machine.pending().op == Op::kEnd) break;
      Outcome outcome = Outcome::done();
      if (!outcomes.empty() && outcomes.front().first == story.back()) {
        outcome = std::move(outcomes.front().second);
        outcomes.pop_front();
      }
      machine.resume(std::move(outcome));
    }
    EXPECT_TRUE(outcomes.empty()) << outcomes.front().first << " never came";
    return story;
  }

  std::vector<std::string> all_of_main(const std::string& text,
                                       std::deque<std::pair<std::string, Outcome>> outcomes = {}) {
    const Program program = program_of(text);
    return all(Machine(program, kMainProcess, 0), std::move(outcomes));
  }

  StoppedClock clock;
};

TEST_F(MachineTest, YieldsWhatOthersCanNotice) {
  EXPECT_THAT(all_of_main("values: {n: 0}\n"
                          "dicts: [d]\n"
                          "main:\n"
                          "  - let: {x: 1, y: \"${x + 1}\"}\n"
                          "  - set: {n: \"${y * 10}\", 'd[\"k\"]': \"${n + y}\"}\n"
                          "  - print: ${y} ${now()}\n",
                          {{"read n", Outcome::done(Value::integer(40))}}),
              ElementsAre("store n = 20", "read n", "store d['k'] = 42",
                          "print = 2 2025-11-08 12:34:56", "end = 0"));
}

TEST_F(MachineTest, AResultGoesIntoItsLocal) {
  EXPECT_THAT(all_of_main("queues: [q]\n"
                          "main:\n"
                          "  - get: q\n"
                          "    into: item\n"
                          "  - print: got ${item}\n",
                          {{"get q", Outcome::done(Value::string("it"))}}),
              ElementsAre("get q", "print = got it", "end = 0"));
}

TEST_F(MachineTest, AFailureIsCaughtWithItsKindAndWords) {
  EXPECT_THAT(
      all_of_main("locks: [m]\n"
                  "main:\n"
                  "  - try: [{acquire: m}, {print: never}]\n"
                  "    catch: [{print: \"${error.kind}: ${error.message} (${error.where})\"}]\n"
                  "  - release: m\n",
                  {{"acquire m", Outcome::failed(Fault::kOwnerDied, Value::string("p"))}}),
      ElementsAre("acquire m", "print = owner_died: m was held by p, which died (line 4)",
                  "release m", "end = 0"));
}

TEST_F(MachineTest, AnUncaughtErrorIsReportedAndEndsWithOne) {
  EXPECT_THAT(all_of_main("queues: [q]\nmain: [{put: {q: 1}}, {print: never}]\n",
                          {{"put q = 1", Outcome::failed(Fault::kQueueClosed)}}),
              ElementsAre("put q = 1", HasSubstr("queue q is closed"), "end = 1"));
}

TEST_F(MachineTest, AnErrorOfACatchGoesFurtherOut) {
  EXPECT_THAT(all_of_main("main:\n"
                          "  - try:\n"
                          "      - try: [{fail: inner}]\n"
                          "        catch: [{fail: outer}]\n"
                          "    catch: [{print: \"${error.message}\"}]\n"),
              ElementsAre("print = outer", "end = 0"));
}

constexpr const char* kHolds =
    "locks: [m, k]\n"
    "main:\n"
    "  - lock: m\n"
    "    do:\n"
    "      - lock: k\n"
    "        do: [{print: inside}]\n";

TEST_F(MachineTest, LockBlocksReleaseInnermostFirst) {
  EXPECT_THAT(all_of_main(kHolds), ElementsAre("acquire m", "acquire k", "print = inside",
                                               "release k", "release m", "end = 0"));
}

TEST_F(MachineTest, LockBlocksReleaseAfterAnError) {
  EXPECT_THAT(all_of_main(kHolds, {{"print = inside",
                                    Outcome::failed(Fault::kSystem, Value::string("no paper"))}}),
              ElementsAre("acquire m", "acquire k", "print = inside", "release k", "release m",
                          HasSubstr("no paper"), "end = 1"));
  EXPECT_THAT(all_of_main(kHolds, {{"acquire k", Outcome::failed(Fault::kOwnerDied)}}),
              ElementsAre("acquire m", "acquire k", "release m", HasSubstr("died"), "end = 1"));
}

TEST_F(MachineTest, LockBlocksReleaseBeforeTheEnd) {
  EXPECT_THAT(all_of_main("locks: [m]\nmain: [{lock: m, do: [{exit: 259}]}]\n"),
              ElementsAre("acquire m", "release m", "end = 3"));
}

TEST_F(MachineTest, TimeIsUp) {
  const std::string locks = "locks: [m]\nmain:\n  - acquire: m\n    timeout: 1s\n";
  EXPECT_THAT(all_of_main(locks, {{"acquire m", Outcome::timeout()}}),
              ElementsAre("acquire m", HasSubstr("time is up waiting for m"), "end = 1"));
  EXPECT_THAT(
      all_of_main(locks + "    ok: got\n  - print: ${got}\n", {{"acquire m", Outcome::timeout()}}),
      ElementsAre("acquire m", "print = False", "end = 0"));
  EXPECT_THAT(
      all_of_main(locks + "    on_timeout: [{print: late}]\n", {{"acquire m", Outcome::timeout()}}),
      ElementsAre("acquire m", "print = late", "end = 0"));
}

TEST_F(MachineTest, ATimeoutOfZeroOnlyTries) {
  const Program program =
      program_of("locks: [m]\nmain: [{acquire: m, timeout: 0}, {acquire: m, timeout: 2s}]\n");
  Machine machine(program, kMainProcess, 0);
  EXPECT_EQ(machine.next(clock).deadline, kOnlyTry);
  machine.resume(Outcome::done());
  EXPECT_EQ(machine.next(clock).deadline, 2'000'000'000);
}

TEST_F(MachineTest, ACallHasLocalsOfItsOwn) {
  EXPECT_THAT(all_of_main("tasks:\n"
                          "  factorial:\n"
                          "    params: [n]\n"
                          "    steps:\n"
                          "      - if: n <= 1\n"
                          "        then: [{return: 1}]\n"
                          "      - call: factorial\n"
                          "        args: [\"${n - 1}\"]\n"
                          "        into: smaller\n"
                          "      - return: ${n * smaller}\n"
                          "main:\n"
                          "  - let: {n: 5}\n"
                          "  - call: factorial\n"
                          "    args: [\"${n}\"]\n"
                          "    into: result\n"
                          "  - print: ${n}! is ${result}\n"),
              ElementsAre("print = 5! is 120", "end = 0"));
}

TEST_F(MachineTest, RecursionIsBounded) {
  EXPECT_THAT(all_of_main("tasks: {again: {steps: [{call: again}]}}\n"
                          "main:\n"
                          "  - try: [{call: again}]\n"
                          "    catch: [{print: \"${error.kind}\"}]\n"),
              ElementsAre("print = recursion", "end = 0"));
}

TEST_F(MachineTest, ExitsAsPythonDoes) {
  EXPECT_THAT(all_of_main("main: [{exit: null}]\n"), ElementsAre("end = 0"));
  EXPECT_THAT(all_of_main("main: [{exit: true}]\n"), ElementsAre("end = 1"));
  EXPECT_THAT(all_of_main("main: [{exit: -1}]\n"), ElementsAre("end = 255"));
  EXPECT_THAT(all_of_main("main: [{exit: no paper}]\n"),
              ElementsAre("print = no paper", "end = 1"));
}

TEST_F(MachineTest, AParentStopsAndJoinsItsChildrenAtItsEnd) {
  EXPECT_THAT(all_of_main("processes: {p: {steps: []}}\nmain: [{start: p}]\n"),
              ElementsAre("start p", "stop daemons", "join children", "end = 0"));
}

constexpr const char* kHandler =
    "locks: [m]\n"
    "processes:\n"
    "  p:\n"
    "    steps:\n"
    "      - lock: m\n"
    "        do: [{try: [{sleep: 60}], catch: [{print: never}]}]\n"
    "    on_signal: {SIGTERM: [{print: told}, {sleep: 1}, {exit: 7}], SIGINT: ignore}\n"
    "main: [{start: p}]\n";

TEST_F(MachineTest, ASignalAbandonsTheStepsAndRunsItsHandler) {
  const Program program = program_of(kHandler);
  Machine machine(program, 1, 0);
  EXPECT_EQ(next(machine), "acquire m");
  machine.resume(Outcome::done());
  EXPECT_EQ(next(machine), "sleep");
  EXPECT_FALSE(machine.interrupt(kInterrupt));
  EXPECT_TRUE(machine.handles(kTerminate));
  EXPECT_TRUE(machine.interrupt(kTerminate));
  EXPECT_EQ(next(machine), "release m");
  machine.resume(Outcome::done());
  EXPECT_EQ(next(machine), "print = told");
  EXPECT_FALSE(machine.interrupt(kTerminate)) << "it is in a handler";
  EXPECT_THAT(all(machine),
              ElementsAre("print = told", "sleep", "stop daemons", "join children", "end = 7"));
}

TEST_F(MachineTest, ASignalBeforeTheReleaseStillReleases) {
  const Program program = program_of(kHandler);
  Machine machine(program, 1, 0);
  next(machine);
  machine.resume(Outcome::done());
  next(machine);
  machine.resume(Outcome::done());
  EXPECT_EQ(next(machine), "release m");
  EXPECT_TRUE(machine.interrupt(kTerminate));
  EXPECT_THAT(all(machine), ElementsAre("release m", "print = told", "sleep", "stop daemons",
                                        "join children", "end = 7"));
}

TEST_F(MachineTest, ACopyGoesOnByItself) {
  const Program program = program_of("queues: [q]\nmain: [{get: q, into: x}, {print: \"${x}\"}]\n");
  Machine machine(program, kMainProcess, 0);
  next(machine);
  Machine copy = machine;
  machine.resume(Outcome::done(Value::integer(1)));
  copy.resume(Outcome::done(Value::integer(2)));
  EXPECT_EQ(next(machine), "print = 1");
  EXPECT_EQ(next(copy), "print = 2");
}

TEST_F(MachineTest, EqualStatesAreEqualBytes) {
  const Program program = program_of("queues: [q]\nmain: [{get: q, into: x}, {print: \"${x}\"}]\n");
  const auto encoded_after = [&](Value item) {
    Machine machine(program, kMainProcess, 0);
    machine.next(clock);
    machine.resume(Outcome::done(std::move(item)));
    machine.next(clock);
    std::string bytes;
    machine.append_encoded(bytes);
    return bytes;
  };
  EXPECT_EQ(encoded_after(Value::integer(1)), encoded_after(Value::integer(1)));
  EXPECT_NE(encoded_after(Value::integer(1)), encoded_after(Value::real(1)));
}

TEST_F(MachineTest, ALoopWithoutOperationsGivesUpItsBudget) {
  const Program program = program_of("main: [{while: true, do: [{let: {x: 1}}]}]\n");
  Machine machine(program, kMainProcess, 0);
  const Operation& operation = machine.next(clock, 1000);
  EXPECT_EQ(operation.op, Op::kYield);
  EXPECT_EQ(operation.spec, nullptr);
}

TEST_F(MachineTest, AnEvaluatorEndsWithItsValue) {
  const Program program =
      program_of("values: {n: 0}\nmain: []\nobserve: [n]\nexpect: {finally: \"10 / n == 2\"}\n");
  const std::deque<std::pair<std::string, Outcome>> five = {
      {"read n", Outcome::done(Value::integer(5))}};
  const std::deque<std::pair<std::string, Outcome>> zero = {
      {"read n", Outcome::done(Value::integer(0))}};
  const int32_t finally = program.finally.front();
  EXPECT_THAT(all(Machine::evaluator(program, finally), five), ElementsAre("read n", "end = True"));
  EXPECT_THAT(all(Machine::evaluator(program, finally), zero),
              ElementsAre("read n", HasSubstr("division by zero")));
  EXPECT_THAT(all(Machine::evaluator(program, program.observe.front()), five),
              ElementsAre("read n", "end = 5"));
}

TEST_F(MachineTest, AReadThatNobodyCouldWalkOverIsAnError) {
  Value deep = Value::list({});
  for (int i = 0; i < 2000; ++i) deep = Value::list({deep});
  EXPECT_THAT(all_of_main("values: {n: 0}\n"
                          "main:\n"
                          "  - try: [{print: \"${n}\"}]\n"
                          "    catch: [{print: \"${error.kind}\"}]\n",
                          {{"read n", Outcome::done(deep)}}),
              ElementsAre("read n", "print = type", "end = 0"));
}

TEST_F(MachineTest, TellsWhereItComputesBeforeWhatMayTakeLong) {
  struct Places {
    bool perform(const OperationSpec& spec, Value*) {
      seen.push_back(std::to_string(spec.at.line) + " " + std::string(op_name(spec.op)));
      return true;
    }
    void computes(Position at) { seen.push_back(std::to_string(at.line)); }
    std::vector<std::string> seen;
  };
  const Program program = program_of(
      "events: [e]\n"
      "tasks: {f: {steps: [{return: \"${range(9).map(x, -x)}\"}]}}\n"
      "main:\n"
      "  - let: {i: 1}\n"
      "  - trigger: e\n"
      "  - let: {i: \"${range(5).map(x, x + i)}\"}\n"
      "  - call: f\n"
      "    into: i\n"
      "  - trigger: e\n"
      "  - if: i.exists(x, x > 7)\n"
      "    then: []\n");
  Machine machine(program, kMainProcess, 0);
  Places places;
  EXPECT_EQ(words(program, machine.next(clock, UINT64_MAX, places)), "end = 0");
  EXPECT_THAT(places.seen, ElementsAre("6 trigger", "7", "3", "10 trigger", "11"));
}

TEST_F(MachineTest, ForgetsOnlyWhatNothingReadsAnyMore) {
  const Program program = program_of(
      "events: [e]\n"
      "main:\n"
      "  - let: {kept: \"${'a' + string(1)}\"}\n"
      "  - let: {dead: \"${kept + kept + kept}\"}\n"
      "  - trigger: e\n"
      "  - print: ${kept}\n");
  const Liveness liveness(program);
  Machine machine(program, kMainProcess, 0);
  EXPECT_EQ(next(machine), "trigger e");
  std::string before;
  machine.append_encoded(before, &liveness);
  const size_t bytes = machine.value_bytes();
  machine.forget_dead(liveness);
  std::string after;
  machine.append_encoded(after, &liveness);
  EXPECT_EQ(before, after);
  EXPECT_LE(machine.value_bytes() + 6, bytes);
  EXPECT_THAT(all(std::move(machine)), ElementsAre("trigger e", "print = a1", "end = 0"));
}

}  // namespace
}  // namespace runner
