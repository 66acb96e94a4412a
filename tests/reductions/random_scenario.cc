#include "random_scenario.h"

namespace runner {
namespace {

const std::vector<std::string> kKinds = {"lock",    "condition", "semaphore", "event", "queue",
                                         "barrier", "value",     "process",   "look"};
const std::vector<std::string> kWideKinds = {
    "lock", "condition", "semaphore", "event", "queue", "barrier", "value", "process", "list",
    "dict", "call",      "pool",      "text",  "wait",  "fail",    "look",  "odd"};

}  // namespace

void RandomScenario::line(int indent, const std::string& text) {
  out_ += std::string(static_cast<size_t>(indent), ' ') + text + "\n";
}

void RandomScenario::choose_objects() {
  const int64_t count = 1 + number(wide_ ? 5 : 3);
  for (int64_t i = 0; i < count; ++i) kinds_.push_back(any_of(wide_ ? kWideKinds : kKinds));
  if (chance(60)) kinds_.emplace_back("value");
  if (prints_) kinds_.insert(kinds_.end(), 2, "print");
  owner_death_ = any_of(std::vector<std::string>{"error", "release", "hold"});
}

void RandomScenario::write_objects() {
  line(0, "locks:");
  line(0, "  m: {on_owner_death: " + owner_death_ + "}");
  line(0, "  n: {reentrant: " + std::string(chance(30) ? "true" : "false") + "}");
  line(0, "  ms: {count: 2}");
  line(0, "conditions: {c: m, cs: {lock: m, count: 2}}");
  line(0, "semaphores:");
  line(0, "  s: {value: " + std::to_string(number(3)) +
              ", bounded: " + (chance(30) ? "true" : "false") + "}");
  line(0, "  ss: {value: 1, count: 2, bounded: true}");
  line(0, "events: [e]");
  line(0, "barriers: {b: 2}");
  line(0, "queues: {q: " + std::to_string(1 + number(2)) + "}");
  line(0, "values: {x: 0, y: 0}");
  if (wide_) write_wide_objects();
}

std::string RandomScenario::timeout() {
  if (!chance(25)) return "";
  const std::string limit = std::string(", timeout: ") + time_;
  return chance(50) ? limit + ", ok: in_time" : limit;
}

// Of an array, members that are known before a run and members that are not.
std::string RandomScenario::any_member(const std::string& array) {
  return "'" + array + any_of(std::vector<std::string>{"[0]", "[1]", "[t]", "[x]"}) + "'";
}

// The lock of a condition is taken through it as well.
std::string RandomScenario::any_lock() {
  if (chance(75)) return chance(60) ? "m" : "n";
  if (chance(30)) return "c";
  return any_member(chance(60) ? "cs" : "ms");
}

void RandomScenario::lock_step(int indent) {
  const std::string lock = any_lock();
  if (chance(15)) return line(indent, "- {acquire: " + lock + timeout() + "}");
  if (chance(10)) return line(indent, "- {release: " + lock + "}");
  line(indent, "- lock: " + lock);
  const bool limited = chance(15);
  if (limited) line(indent, std::string("  timeout: ") + time_);
  if (chance(15) && limited) {
    line(indent, "  on_timeout:");
    steps(indent + 4, 1);
  }
  line(indent, "  do:");
  steps(indent + 4, 1 + static_cast<int>(number(2)));
}

void RandomScenario::condition_step(int indent) {
  const std::string condition = chance(80) ? "c" : any_member("cs");
  line(indent, "- lock: " + (chance(80) ? "m" : condition));
  line(indent, "  do:");
  if (chance(40)) {
    line(indent, "    - {notify: " + condition + "}");
  } else if (chance(25)) {
    line(indent, "    - {notify_all: " + condition + "}");
  } else if (chance(30)) {
    line(indent, "    - {wait: " + condition + ", until: x > 0" + timeout() + "}");
  } else {
    line(indent, "    - {wait: " + condition + timeout() + "}");
  }
  if (chance(30)) value_step(indent + 4);
}

void RandomScenario::semaphore_step(int indent) {
  const std::string semaphore = chance(80) ? "s" : any_member("ss");
  if (chance(50)) return line(indent, "- {acquire: " + semaphore + timeout() + "}");
  line(indent, "- {release: " + semaphore + (chance(80) ? "}" : ", count: 2}"));
}

void RandomScenario::event_step(int indent) {
  if (chance(40)) return line(indent, "- {wait: e" + timeout() + "}");
  if (chance(15)) return line(indent, "- {wait: [e, q], into: t}");
  line(indent, chance(70) ? "- {trigger: e}" : "- {clear: e}");
}

void RandomScenario::queue_step(int indent) {
  if (chance(45)) {
    return line(indent, "- {put: {q: " + std::string(chance(50) ? "1" : "'${t}'") + "}" +
                            (chance(15) ? std::string(", timeout: ") + time_ : "") + "}");
  }
  if (chance(10)) return line(indent, "- {close: q}");
  if (chance(10)) return line(indent, "- {task_done: q}");
  if (chance(6)) return line(indent, "- {join: q}");
  line(indent, "- {get: q, into: t" + timeout() + "}");
}

void RandomScenario::barrier_step(int indent) {
  if (chance(8)) return line(indent, "- {abort: b}");
  if (chance(8)) return line(indent, "- {reset: b}");
  line(indent, "- {barrier: b" + timeout() + (chance(20) ? ", into: t" : "") + "}");
}

void RandomScenario::value_step(int indent) {
  const std::string value = chance(60) ? "x" : "y";
  switch (number(7)) {
    case 0:
      return line(indent, "- {let: {t: '${" + value + "}'}}");
    case 1:
      return line(indent, "- {set: {" + value + ": '${t}'}}");
    case 2:
      return line(indent, "- {set: {" + value + ": '${" + value + " + 1}'}}");
    case 3:
      return line(indent, "- {add: {" + value + ": 1}}");
    case 4:
      return line(indent, "- {add: {" + value + ": 1}, into: t}");
    case 5:
      return line(indent, "- {assert: " + value + " < " + std::to_string(1 + number(2)) + "}");
    default:
      return line(indent, "- {set: {" + value + ": " + std::to_string(number(3)) + "}}");
  }
}

std::string RandomScenario::any_count() {
  return any_of(
      std::vector<std::string>{"x", "y", "s", "q.size", "c.waiting", "b.waiting", "ss[t]"});
}

std::string RandomScenario::any_property() {
  static const std::vector<std::string> kProperties = {"x > 0",
                                                       "e",
                                                       "!e",
                                                       "q.size > 0",
                                                       "q.closed",
                                                       "m.owner != null",
                                                       "b.broken",
                                                       "c.waiting > 0",
                                                       "ms[1].owner != null",
                                                       "s > 0"};
  if (chance(60)) return any_of(kProperties);
  return any_single_process() + (chance(50) ? ".alive" : ".exitcode != null");
}

std::string RandomScenario::any_condition() {
  if (chance(25)) return any_count() + any_of(std::vector<std::string>{" > 0", " < 1", " == 1"});
  if (chance(35)) {
    const std::string& process = any_of(processes_);
    if (replicated_.contains(process) && chance(60)) {
      return any_of(std::vector<std::string>{process + ".all(w, w.exitcode == 0)",
                                             process + ".exists(w, w.alive)",
                                             process + "[t].alive"});
    }
    return any_single_process() +
           any_of(std::vector<std::string>{".alive", ".exitcode == 0", ".exitcode == null",
                                           ".status == 'started'", ".status == 'stopped'"});
  }
  static const std::vector<std::string> kConditions = {"e",
                                                       "!e",
                                                       "q.closed",
                                                       "m.owner == null",
                                                       "m.owner == self.name",
                                                       "ms[t].owner == null",
                                                       "b.broken",
                                                       "e && x > 0",
                                                       "n.owner == null || !e"};
  return any_of(kConditions);
}

void RandomScenario::look_step(int indent) {
  switch (number(6)) {
    case 0:
      return line(indent, "- {let: {t: '${" + any_count() + "}'}}");
    case 1:
      return line(indent, "- {assert: \"" + any_condition() + "\"}");
    case 2:
      return line(indent, "- {set: {x: \"${" + any_condition() + " ? 1 : 0}\"}}");
    case 3:
      if (depth_ >= 3) return line(indent, "- {add: {y: '${" + any_count() + "}'}}");
      line(indent, "- while: \"" + any_condition() + "\"");
      line(indent, "  do:");
      return steps(indent + 4, 1);
    default:
      if (depth_ >= 3) return line(indent, "- {set: {y: '${" + any_count() + "}'}}");
      line(indent, "- if: \"" + any_condition() + "\"");
      line(indent, "  then:");
      return steps(indent + 4, 1);
  }
}

void RandomScenario::process_step(int indent) {
  const std::string& process = any_of(processes_);
  switch (number(may_start_ ? 8 : 6)) {
    case 0:
      return line(indent, "- {terminate: " + process + "}");
    case 1:
      return line(indent, "- {kill: " + process + "}");
    case 2:
      return line(indent, "- {join: " + process +
                              (chance(30) ? std::string(", timeout: ") + time_ : "") + "}");
    case 3:
      return line(indent, "- {send: SIGTERM, to: " + process + "}");
    case 4:
      return line(indent, "- {exit: " + std::to_string(number(2)) + "}");
    case 5:
      return line(indent, std::string("- {sleep: ") + time_ + "}");
    default:
      return line(indent, "- {start: " + process + "}");
  }
}

void RandomScenario::control_step(int indent) {
  switch (number(5)) {
    case 0:
      line(indent, "- if: t > 0");
      line(indent, "  then:");
      return steps(indent + 4, 1);
    case 1:
      line(indent, "- repeat: 2");
      line(indent, "  do:");
      return steps(indent + 4, 1);
    case 2:
      line(indent, "- while: " + std::string(chance(50) ? "x" : "y") + " < 1");
      line(indent, "  do:");
      return steps(indent + 4, 1);
    case 3:
      line(indent, "- try:");
      steps(indent + 4, 1 + static_cast<int>(number(2)));
      line(indent, "  catch:");
      return steps(indent + 4, 1);
    default:
      return line(indent, "- {choose: t, in: [0, 1]}");
  }
}

void RandomScenario::step(int indent) {
  --budget_;
  if (depth_ < 3 && chance(22)) return control_step(indent);
  const std::string& kind = any_of(kinds_);
  if (kind == "lock" && depth_ < 3) return lock_step(indent);
  if (kind == "condition" && depth_ < 3) return condition_step(indent);
  if (kind == "semaphore") return semaphore_step(indent);
  if (kind == "event") return event_step(indent);
  if (kind == "queue") return queue_step(indent);
  if (kind == "barrier") return barrier_step(indent);
  if (kind == "process") return process_step(indent);
  if (kind == "print") return print_step(indent);
  if (kind == "look") return look_step(indent);
  if (wide_step(kind, indent)) return;
  value_step(indent);
}

void RandomScenario::print_step(int indent) {
  const std::vector<std::string> texts = {"a", "b", "a", "${self.name}", "${x}", "\"a\\nb\""};
  line(indent, "- print: " + any_of(texts));
}

void RandomScenario::steps(int indent, int count) {
  ++depth_;
  for (int i = 0; i < count; ++i) {
    if (i > 0 && budget_ <= 0) break;
    step(indent);
  }
  --depth_;
}

void RandomScenario::write_processes() {
  const int64_t count = 2 + number(2);
  for (int64_t i = 0; i < count; ++i) {
    processes_.push_back(std::string(1, static_cast<char>('p' + i)) + "0");
    if (chance(35)) replicated_.insert(processes_.back());
  }
  line(0, "processes:");
  for (size_t i = 0; i < processes_.size(); ++i) {
    line(2, processes_[i] + ":");
    const bool daemon = chance(12);
    if (daemon) line(4, "daemon: true");
    if (replicated_.contains(processes_[i])) line(4, "count: 2");
    may_start_ = !daemon && chance(20);
    if (chance(8)) write_handler();
    budget_ = 4;
    line(4, "steps:");
    line(6, locals_);
    steps(6, 1 + static_cast<int>(number(4)));
  }
}

void RandomScenario::write_handler() {
  if (chance(50)) return line(4, "on_signal: {SIGTERM: [{add: {x: 1}}]}");
  line(4, "on_signal:");
  if (chance(20)) return line(6, "SIGTERM: ignore");
  line(6, "SIGTERM:");
  line(8, locals_);
  budget_ = 2;
  steps(8, 1 + static_cast<int>(number(2)));
}

void RandomScenario::write_main() {
  line(0, "main:");
  line(2, locals_);
  for (const std::string& process : processes_)
    if (chance(90)) line(2, "- {start: " + process + "}");
  may_start_ = chance(20);
  budget_ = 2;
  if (chance(40)) steps(2, 1 + static_cast<int>(number(2)));
}

void RandomScenario::write_output() {
  const std::vector<std::string> lines = {"a", "b", "{{[ab]}}", "{{.*}}", "p0"};
  const std::vector<std::string> kinds = {"unordered", "contains", "interleaved"};
  const auto block = [&] {
    std::string text = any_of(lines);
    for (int64_t i = number(3); i > 0; --i) text += "\\n" + any_of(lines);
    return "\"" + text + "\"";
  };
  line(2, "output:");
  for (int64_t i = 1 + number(2); i > 0; --i) {
    const std::string& kind = any_of(kinds);
    if (chance(30)) {
      line(4, "- " + block());
    } else if (kind == "interleaved") {
      const std::string first = block();
      line(4, "- interleaved: [" + first + ", " + block() + "]");
    } else {
      line(4, "- " + kind + ": " + block());
    }
  }
}

void RandomScenario::write_expectations() {
  line(0, chance(75) ? "observe: [x, y]" : "observe: [x, y, q.size, s, e, b.broken, c.waiting]");
  if (!prints_ && !chance(40)) return;
  line(0, "expect:");
  if (prints_) write_output();
  if (chance(50)) {
    line(2, "always: x + y < " + std::to_string(2 + number(2)));
  } else if (chance(30)) {
    line(2, "always: \"!(" + any_property() + " && " + any_property() + ")\"");
  }
  if (chance(30)) line(2, "finally: x < 2");
  line(2, "deadlock: possible");
}

std::string RandomScenario::text() {
  choose_objects();
  out_ = "scenario: random\n";
  write_objects();
  write_processes();
  write_main();
  write_expectations();
  return out_;
}

}  // namespace runner
