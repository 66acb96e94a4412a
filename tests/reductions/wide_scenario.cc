// The kinds of steps that only wide scenarios have.
#include "random_scenario.h"

namespace runner {

void RandomScenario::write_wide_objects() {
  line(0, "lists: {xs: [1, 2]}");
  line(0, "dicts: {d: {a: 1}}");
  line(0, "pools:");
  line(0, std::string("  pool: {workers: ") + std::to_string(1 + number(2)) +
              (chance(20) ? ", tasks_per_worker: 1" : "") +
              (chance(30) ? ", on_worker_death: {retry: 1}" : "") +
              (chance(15) ? ", initializer: begin" : "") + "}");
  line(0, "tasks:");
  line(2, "begin: {steps: [{add: {x: 1}}, {assert: x < 4}]}");
  line(2, "double: {params: [k], steps: [{return: '${k * 2}'}]}");
  line(2, "picky: {params: [k], steps: [{assert: k > 1}, {return: '${k}'}]}");
  line(2, "keep: {params: [k, {to: list}], steps: [{append: {to: '${k}'}}]}");
  line(2, "deeper: {params: [k], steps: [{call: deeper, args: ['${k + 1}']}]}");
  line(2, "watch: {params: [{one: process}], steps: [{if: one.alive, then: [{add: {x: 1}}]}]}");
  line(2, "await:");
  line(4, "params: [{one: process}]");
  line(4, "steps: [{join: one, timeout: 10ms, ok: ended}, {if: ended, then: [{add: {y: 1}}]}]");
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
  return replicated_.contains(process) ? "'" + process + "[1]'" : process;
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
      return line(indent, "- {call: watch, args: [" + any_single_process() + "]}");
    case 6:
      return line(indent, "- {call: await, args: [" + any_single_process() + "]}");
    default:
      return line(indent, "- {call: act, args: [1], into: u}");
  }
}

void RandomScenario::pool_step(int indent) {
  static const std::vector<std::string> kTasks = {"double", "picky", "compute_square", "act"};
  switch (number(6)) {
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
