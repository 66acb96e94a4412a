// What declarations become: vars, objects, tasks, processes.
#include "expr/text_form.h"
#include "scenario/load_testing.h"

namespace runner {
namespace {

using testing::ElementsAre;

TEST(Vars, MayUseEarlierOnes) {
  const Scenario scenario =
      accepted("scenario: vars\nvars: {a: 2, b: \"${a * 3}\", c: \"n${b}\"}\n");
  EXPECT_EQ(to_text(scenario.vars[1].second), "6");
  EXPECT_EQ(to_text(scenario.vars[2].second), "n6");
}

TEST(Vars, AreOverriddenByValuesOfTheirType) {
  const std::string text = "scenario: vars\nvars: {n: 1, x: 0.5, s: a, b: true, m: \"${n + 1}\"}\n";
  LoadOptions options;
  options.overrides = {{"n", "5"}, {"x", "2"}, {"s", "hello world"}, {"b", "false"}};
  const Scenario scenario = accepted(text, options);
  std::vector<std::string> values;
  for (const auto& [name, value] : scenario.vars) values.push_back(to_text(value));
  EXPECT_THAT(values, ElementsAre("5", "2.0", "hello world", "False", "6"));
}

TEST(Vars, RefuseOverridesOfAnotherTypeOrName) {
  const std::string text = "scenario: vars\nvars: {count: 1, text: a}\nlocks: [m]\n";
  LoadOptions options;
  options.overrides = {
      {"count", "many"}, {"text", "5"}, {"cuont", "5"}, {"m", "1"}, {"count", "[1]"}};
  EXPECT_THAT(errors_of(text, options),
              testing::UnorderedElementsAre(
                  "0:0 --set count: the var is an int, and 'many' is a string",
                  "0:0 --set text: the var is a string, and '5' is an int",
                  "0:0 --set cuont: there is no such var", "0:0 --set m: it is a lock, not a var",
                  "0:0 --set count: '[1]' is no YAML scalar"));
}

TEST(Objects, OfEveryFormAndKind) {
  const Scenario scenario = accepted(R"(scenario: objects
vars: {n: 2}
locks: {m: , r: {reentrant: true, on_owner_death: hold}}
semaphores: {s: 3, t: {value: 0, bounded: true}, u: {}}
events: [e]
conditions: {c: m, own: }
barriers: {b: "${n}", timed: {parties: 3, timeout: 10ms, action: act}}
queues: {q: , jobs: 10}
lists: {xs: [1, "${n}"], empty: {}}
dicts: {d: {a: 1}, nothing: null}
values: {v: {}, w: null}
pools: {p: {workers: 2, initializer: act, tasks_per_worker: 3, on_worker_death: {retry: 1}}}
tasks: {act: {steps: []}}
)");
  const auto& objects = scenario.objects;
  std::vector<std::string> names;
  for (const Object& object : objects) names.push_back(object.name);
  EXPECT_THAT(names, ElementsAre("m", "r", "s", "t", "u", "e", "c", "own", "b", "timed", "q",
                                 "jobs", "xs", "empty", "d", "nothing", "v", "w", "p"));
  EXPECT_TRUE(objects[1].reentrant);
  EXPECT_EQ(objects[1].on_owner_death, OwnerDeath::kHold);
  EXPECT_EQ(objects[2].value, 3);
  EXPECT_TRUE(objects[3].bounded);
  EXPECT_EQ(objects[4].value, 1);
  EXPECT_EQ(objects[6].lock, 0);
  EXPECT_EQ(objects[8].parties, 2);
  EXPECT_DOUBLE_EQ(*objects[9].timeout, 0.01);
  EXPECT_EQ(objects[9].action, 0);
  EXPECT_EQ(objects[11].capacity, 10);
  EXPECT_EQ(to_text(objects[12].initial), "[1, 2]");
  EXPECT_EQ(to_text(objects[13].initial), "[]");
  EXPECT_EQ(to_text(objects[15].initial), "{}");
  EXPECT_EQ(to_text(objects[16].initial), "{}");
  EXPECT_EQ(to_text(objects[17].initial), "None");
  EXPECT_EQ(objects[18].workers, 2);
  EXPECT_EQ(objects[18].retries, 1);
}

TEST(Objects, ConditionsWithoutALockOwnAReentrantOne) {
  const Scenario scenario = accepted("scenario: own\nconditions: {c: {count: 2}}\n");
  ASSERT_EQ(scenario.objects.size(), 2u);
  EXPECT_EQ(scenario.objects[1].lock, -1);
  EXPECT_TRUE(scenario.objects[1].reentrant);
}

TEST(Objects, MembersOfArraysHaveAnIndex) {
  const Scenario scenario = accepted(R"(scenario: arrays
locks: {fork: {count: 2}, one: {count: 1}}
conditions: {c: {count: 2, lock: "fork[index]"}}
barriers: {b: {count: 2, parties: "${index + 2}"}}
)");
  EXPECT_EQ(scenario.objects[1].name, "fork[1]");
  EXPECT_EQ(scenario.objects[2].name, "one[0]");
  EXPECT_EQ(scenario.objects[4].lock, 1);
  EXPECT_EQ(scenario.objects[6].parties, 3);
  EXPECT_TRUE(scenario.arrays[1].array);
}

TEST(Processes, HaveNamesReplicasAndArguments) {
  const Scenario scenario = accepted(R"(scenario: processes
locks: {fork: {count: 2}}
tasks: {t: {params: [a, {m: lock}, {p: process}], steps: []}}
processes:
  one: {target: t, args: {a: "${1 + 1}", m: "fork[1]", p: main}}
  many:
    name: worker-${index + 1}
    count: 2
    daemon: ${index == 0}
    target: t
    args: ["${index}", "fork[index]", one]
    nice: ${index + 5}
    cpus: ["${index}"]
  unnamed: {name: null, count: 2, target: do_something, args: [3]}
  plain: {count: 2, steps: [print: "${index}"], policy: {fifo: 3}}
)");
  std::vector<std::string> names;
  for (const Process& process : scenario.processes) names.push_back(process.name);
  EXPECT_THAT(names, ElementsAre("MainProcess", "one", "worker-1", "worker-2", "", "", "plain[0]",
                                 "plain[1]"));
  const Process& second = scenario.processes[3];
  EXPECT_EQ(second.arguments[0].as_int(), 1);
  EXPECT_EQ(second.arguments[1].kind(), ValueKind::kObject);
  EXPECT_EQ(second.arguments[1].as_int(), 1);
  EXPECT_EQ(second.arguments[2].as_process().id, 1);
  EXPECT_EQ(second.nice, 6);
  EXPECT_THAT(second.cpus, ElementsAre(1));
  EXPECT_FALSE(second.daemon);
  EXPECT_TRUE(scenario.processes[2].daemon);
  EXPECT_TRUE(scenario.processes[4].numbered);
  EXPECT_THAT(scenario.processes[4].absent, ElementsAre(false, true));
  EXPECT_EQ(scenario.groups[3].priority, 3);
  EXPECT_EQ(scenario.groups[3].scheduling, Scheduling::kFifo);
}

TEST(Processes, HandleSignalsInFramesOfTheirOwn) {
  const Scenario scenario = accepted(R"(scenario: signals
processes:
  p:
    count: 2
    steps: [let: {x: 1}]
    on_signal: {SIGTERM: [print: "${index}", let: {x: 2}], SIGINT: ignore}
)");
  const ProcessGroup& group = scenario.groups[0];
  ASSERT_EQ(group.on_signal.size(), 2u);
  EXPECT_EQ(group.on_signal[0].signal, 15);
  EXPECT_EQ(group.on_signal[0].frame, 0);
  EXPECT_TRUE(group.on_signal[1].ignore);
  EXPECT_THAT(group.handlers[0].slots, ElementsAre("index", "x"));
}

TEST(Processes, WorkersOfPoolsComeLast) {
  const Scenario scenario =
      accepted("scenario: pools\npools: {a: 2, b: 1}\nprocesses: {p: {steps: []}}\n");
  ASSERT_EQ(scenario.processes.size(), 5u);
  EXPECT_EQ(scenario.objects[0].first_worker, 2);
  EXPECT_EQ(scenario.processes[4].pool, 1);
  EXPECT_TRUE(scenario.processes[4].daemon);
}

TEST(Processes, StartInOrderWithoutMain) {
  const Scenario scenario = accepted(R"(scenario: order
processes:
  a: {after: [b, {c: started}], steps: []}
  b: {count: 2, steps: []}
  c: {after: "b[1]", steps: []}
  d: {count: 2, after: "b[index]", steps: []}
)");
  ASSERT_EQ(scenario.implicit.size(), 6u);
  EXPECT_FALSE(scenario.main.has_value());
  const auto& after = scenario.implicit[0].after;
  ASSERT_EQ(after.size(), 3u);
  EXPECT_EQ(after[1].process, 3);
  EXPECT_TRUE(after[1].exited);
  EXPECT_EQ(after[2].process, 4);
  EXPECT_FALSE(after[2].exited);
  EXPECT_EQ(scenario.implicit[5].after[0].process, 3);
}

TEST(Expectations, AreReadAsWritten) {
  const Scenario scenario = accepted(R"(scenario: expectations
vars: {n: 3}
values: {counter: 0}
processes: {worker: {count: 2, steps: []}}
main: []
observe: [counter, "worker[0].exitcode"]
expect:
  output:
    - |
      first ${n}
      {{\d{4}}} and {{"{{"}}
    - unordered: "b\na"
    - interleaved: ["x", "y\nz"]
    - contains: here
    - True
  stderr: ""
  exit: {worker: 0, "worker[1]": null, main: "${-n}"}
  finally: [counter == 4, true]
  always: counter <= 1
  outcomes: [{counter: 3}, {counter: "${n + 1}", "worker[0].exitcode": 0}]
  deadlock: possible
  status: 1
  diagnostics: [one, two]
timeout: 5s
explore: {time: virtual, kills: 1}
)");
  const Expectation& expect = scenario.expect;
  ASSERT_EQ(expect.output->size(), 5u);
  EXPECT_THAT((*expect.output)[0].lines, ElementsAre("first 3", R"({{\d{4}}} and {{"{{"}})"));
  EXPECT_THAT((*expect.output)[2].children[1].lines, ElementsAre("y", "z"));
  EXPECT_THAT((*expect.output)[4].lines, ElementsAre("True"));
  EXPECT_TRUE(expect.error_output->front().lines.empty());
  EXPECT_EQ(expect.exits[0].count, 2);
  EXPECT_TRUE(expect.exits[1].code.is_null());
  EXPECT_EQ(expect.exits[2].code.as_int(), -3);
  EXPECT_EQ(expect.finally.size(), 2u);
  EXPECT_EQ(expect.always.size(), 1u);
  EXPECT_EQ((*expect.outcomes)[1].at("counter").as_int(), 4);
  EXPECT_EQ(expect.deadlock, DeadlockExpectation::kPossible);
  EXPECT_EQ(expect.status, 1);
  EXPECT_THAT(expect.diagnostics, ElementsAre("one", "two"));
  EXPECT_EQ(scenario.observe[1].name, "worker[0].exitcode");
  EXPECT_DOUBLE_EQ(*scenario.timeout, 5);
  EXPECT_TRUE(scenario.explore.virtual_time);
  EXPECT_EQ(scenario.explore.kills, 1);
}

TEST(Expectations, OfDiagnosticsAreReadFromRefusedFiles) {
  EXPECT_THAT(expected_diagnostics(Source("x", "scenario: 1\nexpect:\n  diagnostics: [a, b]\n")),
              ElementsAre("a", "b"));
  EXPECT_THAT(expected_diagnostics(Source("x", "expect: {diagnostics: only}\n")),
              ElementsAre("only"));
  EXPECT_THAT(expected_diagnostics(Source("x", "[")), testing::IsEmpty());
}

}  // namespace
}  // namespace runner
