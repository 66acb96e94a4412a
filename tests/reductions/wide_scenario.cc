// The kinds of steps that only wide scenarios have.
#include "random_scenario.h"

namespace runner {

void RandomScenario::write_wide_objects() {
  line(0, "lists: {xs: [1, 2]}");
  line(0, "dicts: {d: {a: 1}}");
  if (uses("pool") || uses("odd")) write_pool();
  line(0, "tasks:");
  line(2, "begin: {steps: [{add: {x: 1}}, {assert: x < 4}]}");
  line(2, "double: {params: [k], steps: [{return: '${k * 2}'}]}");
  line(2, "picky: {params: [k], steps: [{assert: k > 1}, {return: '${k}'}]}");
  line(2, "keep: {params: [k, {to: list}], steps: [{append: {to: '${k}'}}]}");
  line(2, "deeper: {params: [k], steps: [{call: deeper, args: ['${k + 1}']}]}");
  line(2, "hold: {params: [{l: lock}, {r: queue}], steps: [{lock: l, do: [{put: {r: 1}}]}]}");
  line(2, "pass: {params: [{s1: semaphore}, {e1: event}],");
  line(2, "       steps: [{acquire: s1, timeout: 10ms, ok: t}, {trigger: e1}, {release: s1}]}");
  if (uses("call")) write_watching_tasks();
  line(2, "act:");
  line(4, "params: [k]");
  line(4, "steps:");
  line(6, locals_);
  processes_.emplace_back("main");  // there is none yet that could be named
  budget_ = 2;
  steps(6, 1 + static_cast<int>(number(2)));
  processes_.clear();
  line(6, "- {return: '${k}'}");
}

// Workers have numbers, and with them everyone else.
void RandomScenario::write_pool() {
  line(0, "pools:");
  line(0, std::string("  pool: {workers: ") + std::to_string(1 + number(2)) +
              (chance(20) ? ", tasks_per_worker: 1" : "") +
              (chance(30) ? ", on_worker_death: {retry: 1}" : "") +
              (chance(15) ? ", initializer: begin" : "") + "}");
}

// Replicas that are named here are no longer interchangeable.
void RandomScenario::write_watching_tasks() {
  line(2, "watch: {params: [{one: process}], steps: [{if: one.alive, then: [{add: {x: 1}}]}]}");
  line(2, "await:");
  line(4, "params: [{one: process}]");
  line(4, "steps: [{join: one, timeout: 10ms, ok: ended}, {if: ended, then: [{add: {y: 1}}]}]");
}

bool RandomScenario::wide_step(const std::string& kind, int indent) {
  if (kind == "list") {
    list_step(indent);
  } else if (kind == "dict") {
    dict_step(indent);
  } else if (kind == "call") {
    call_step(indent);
  } else if (kind == "pool") {
    pool_step(indent);
  } else if (kind == "text") {
    text_step(indent);
  } else if (kind == "wait") {
    wait_step(indent);
  } else if (kind == "fail") {
    failing_step(indent);
  } else if (kind == "odd") {
    odd_step(indent);
  } else {
    return false;
  }
  return true;
}

void RandomScenario::list_step(int indent) {
  switch (number(7)) {
    case 0:
      return line(indent, "- {append: {xs: '${t}'}}");
    case 6:
      return line(indent, "- {let: {in_time: '${xs[3] == 1 || t > 0}'}}");
    case 1:
      return line(indent, "- {extend: {xs: [3, 'a b', [4.5]]}}");
    case 2:
      return line(indent, chance(50) ? "- {pop: xs, into: u}" : "- {pop: xs, index: 0, into: u}");
    case 3:
      return line(indent, "- {set: {'xs[0]': '${size(xs)}'}}");
    case 4:
      return line(indent, "- {add: {'xs[-1]': 1}, into: u}");
    default:
      line(indent, "- for: u");
      line(indent, "  in: xs");
      line(indent, "  do:");
      return steps(indent + 4, 1);
  }
}

void RandomScenario::dict_step(int indent) {
  switch (number(5)) {
    case 0:
      return line(indent, "- {set: {'d[\"a\"]': '${t}'}}");
    case 1:
      return line(indent, "- {set: {'d[string(t)]': {b: ['${x}', null]}}}");
    case 2:
      return line(indent, "- {add: {'d[\"a\"]': 1}, into: t}");
    case 3:
      return line(indent, "- {remove: 'd[\"a\"]'}");
    default:
      return line(indent, "- {let: {t: '${size(d)}', u: '${d}'}}");
  }
}

std::string RandomScenario::any_single_process() {
  const std::string& process = any_of(processes_);
  return replicated_.contains(process) ? process + "[1]" : process;
}

void RandomScenario::call_step(int indent) {
  switch (number(8)) {
    case 0:
      return line(indent, "- {call: double, args: ['${t}'], into: t}");
    case 1:
      return line(indent, "- {call: picky, args: {k: '${t}'}}");
    case 2:
      return line(indent, "- {call: keep, args: ['${t}', xs]}");
    case 3:
      return line(indent, "- {call: do_something, args: {size: 3, out: xs}}");
    case 4:
      return line(indent, chance(20) ? "- {call: deeper, args: [0]}"
                                     : "- {call: compute_square, args: ['${t}'], into: u}");
    case 5:
      return line(indent, "- {call: watch, args: ['" + any_single_process() + "']}");
    case 6:
      return line(indent, "- {call: await, args: ['" + any_single_process() + "']}");
    default:
      return line(indent, "- {call: act, args: [1], into: u}");
  }
}

void RandomScenario::pool_step(int indent) {
  static const std::vector<std::string> kTasks = {"double", "picky", "compute_square", "act"};
  switch (number(7)) {
    case 0:
      return line(indent, "- {map: " + any_of(kTasks) + ", over: 'range(3)', pool: pool, into: u" +
                              (chance(40) ? ", on_error: keep" : "") +
                              (chance(30) ? ", unordered: true" : "") +
                              (chance(30) ? ", chunk: 1" : "") + "}");
    case 1:
    case 2:
      line(indent, "- {submit: " + any_of(kTasks) + ", args: ['${t}'], pool: pool, into: h}");
      if (chance(30)) value_step(indent);
      return line(indent, "- {gather: h, into: u" + timeout() + "}");
    case 3:
      return line(indent, "- {submit: " + any_of(kTasks) + ", args: [2], pool: pool, into: h}");
    case 4:
      return line(indent, chance(50) ? "- {close: pool}" : "- {terminate: pool}");
    case 5:
      line(indent, chance(50) ? "- {submit: hold, args: [" + (chance(50) ? "m" : any_member("ms")) +
                                    ", q], pool: pool, into: h}"
                              : "- {submit: pass, args: [s, e], pool: pool, into: h}");
      if (chance(50)) value_step(indent);
      return line(indent, "- {gather: h, into: u" + timeout() + "}");
    default:
      line(indent, "- {submit: keep, args: [3, xs], pool: pool, into: h}");
      return line(indent, "- {wait: [h, e], into: u" + timeout() + "}");
  }
}

void RandomScenario::text_step(int indent) {
  switch (number(4)) {
    case 0:
      return line(indent, "- {print: '${self.name} has ${t}'}");
    case 1:
      return line(indent, "- {print: \"two\\nlines: ${xs} ${d}\"}");
    case 2:
      return line(indent, "- {print: 'not well', to: stderr}");
    default:
      return line(indent, chance(50) ? "- {work: 1ms}" : "- {print: '${live()}'}");
  }
}

void RandomScenario::wait_step(int indent) {
  const std::string& process = any_of(processes_);
  switch (number(4)) {
    case 0:
      return line(indent, "- {wait: [" + process + ", e], into: u" + timeout() + "}");
    case 1:
      return line(indent, "- {wait: " + process + timeout() + "}");
    case 2:
      return line(indent, "- {send: " + std::string(chance(50) ? "SIGUSR1" : "SIGINT") +
                              ", to: " + process + "}");
    default:
      return line(indent, "- {let: {u: '${x + size(xs)}', t: '${y}'}}");
  }
}

// A value of any kind where only some are right.
void RandomScenario::odd_step(int indent) {
  static const std::vector<std::string> kOdd = {"1",
                                                "-1",
                                                "1.5",
                                                "true",
                                                "null",
                                                "'text'",
                                                "[1, 'a']",
                                                "[0]",
                                                "[]",
                                                "{'k': 2}",
                                                "9223372036854775807",
                                                "0.0 / 0.0",
                                                "[[1, 2], [3]]"};
  // No run is to last long.
  static const std::vector<std::string> kOddTimes = {"0.001", "-1",     "0.0 / 0.0", "true",
                                                     "null",  "'10ms'", "[1]"};
  static const std::vector<std::string> kSteps = {
      "{put: {q: '${u}'}}",
      "{set: {'d[\"a\"]': '${u}'}}",
      "{set: {'xs[u]': 1}}",
      "{set: {'d[u]': 1}}",
      "{set: {y: '${u}'}}",
      "{add: {x: '${u}'}}",
      "{add: {'d[\"a\"]': '${u}'}}",
      "{append: {xs: '${u}'}}",
      "{append: {'d[\"a\"]': 1}}",
      "{extend: {xs: '${u}'}}",
      "{pop: xs, index: '${u}', into: u}",
      "{remove: 'd[u]'}",
      "{sleep: '${u}'}",
      "{work: '${u}'}",
      "{exit: '${u}'}",
      "{fail: '${u}'}",
      "{return: '${u}'}",
      "{print: '${u}'}",
      "{release: s, count: '${u}'}",
      "{acquire: 'ms[u]'}",
      "{acquire: s, timeout: '${u}'}",
      "{get: q, into: u, timeout: '${u}'}",
      "{repeat: '${u}', do: [{yield: true}]}",
      "{for: t, in: u, do: [{yield: true}]}",
      "{choose: t, in: u}",
      "{if: u, then: [{yield: true}]}",
      "{assert: u}",
      "{let: {t: '${u + 1}'}}",
      "{let: {t: '${size(u)}'}}",
      "{let: {'u[0]': 3}}",
      "{let: {'u.k': 3}}",
      "{call: double, args: ['${u}'], into: t}",
      "{call: picky, args: {k: '${u}'}}",
      "{call: compute_square, args: ['${u}'], into: t}",
      "{call: do_something, args: ['${u}'], into: u}",
      "{map: double, over: u, pool: pool, into: u}",
      "{map: act, over: u, pool: pool, star: true}",
      "{map: picky, over: 'range(2)', pool: pool, chunk: '${u}', on_error: keep}",
      "{submit: double, args: ['${u}'], pool: pool, into: h}",
      "{gather: u, into: t}",
      "{wait: [u, e], into: t, timeout: 0}"};
  const std::string& step = any_of(kSteps);
  const bool times = step.find("timeout: '${u}'") != std::string::npos ||
                     step.starts_with("{sleep") || step.starts_with("{work");
  const auto value = [&] { return any_of(times ? kOddTimes : kOdd); };
  std::string values = value();
  for (int i = 0; i < 2; ++i) values += ", " + value();
  line(indent, "- {choose: u, in: \"[" + values + "]\"}");
  line(indent, "- " + step);
}

void RandomScenario::failing_step(int indent) {
  switch (number(7)) {
    case 5:
      line(indent, "- {let: {u: [0]}}");
      line(indent, "- {let: {'u[0]': '${t}'}}");
      line(indent, "- if: u[0] == 0");
      line(indent, "  then:");
      return steps(indent + 4, 1);
    case 6:
      line(indent, "- {let: {t: 0}}");
      line(indent, "- {for: t, in: [1], do: [{yield: true}]}");
      return line(indent, "- {acquire: 'ss[t]'" + timeout() + "}");
    case 0:
      return line(indent, "- {fail: 'no ${t}'}");
    case 1:
      return line(indent, "- {let: {u: '${[1, 2][t + 1]}'}}");
    case 2:
      return line(indent, "- {let: {u: '${1 / t}'}}");
    case 3:
      line(indent, "- try:");
      steps(indent + 4, 1);
      line(indent, "  catch:");
      return line(indent, "    - {print: '${error.kind}: ${error.message}'}");
    default:
      return line(indent, "- {return: null}");
  }
}

}  // namespace runner
