#include "scenario/walk.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "scenario/constants.h"
#include "scenario/step_facts.h"

namespace runner {
namespace {

constexpr size_t kMostSteps = 2'000'000;
constexpr size_t kMostCalls = 24;              // in each other
constexpr int64_t kMostTimes = 1'000'000'000;  // more counts as this many
constexpr uint64_t kMostEvaluationSteps = 10'000'000;

// What is known of the slots of a frame; an error value stands for nothing.
using Slots = std::vector<Value>;
using Held = std::vector<int32_t>;

Value unknown() {
  return make_error(ErrorKind::kFail, "");
}

bool uses_only_known(const Ast& ast, const Slots& slots) {
  if (ast.kind == AstKind::kLocal) {
    const auto slot = static_cast<size_t>(ast.slot);
    return slot < slots.size() && !slots[slot].is_error();
  }
  if (ast.kind == AstKind::kCall && (ast.name == "random" || ast.name == "randint" ||
                                     ast.name == "now" || ast.name == "elapsed")) {
    return false;
  }
  return std::all_of(ast.children.begin(), ast.children.end(),
                     [&](const Ast& child) { return uses_only_known(child, slots); });
}

class Walk {
 public:
  Walk(const Scenario& scenario, const std::vector<StepListener*>& listeners)
      : scenario_(scenario), listeners_(listeners) {}

  bool run() {
    for (const Object& object : scenario_.objects) {
      if (object.initializer >= 0) walk_callback(object.initializer, object.first_worker);
      if (object.action >= 0) walk_callback(object.action, kMainProcess);
    }
    if (scenario_.main) walk_process(kMainProcess, *scenario_.main, Slots());
    for (const ProcessGroup& group : scenario_.groups) {
      for (int32_t i = 0; i < group.count && !too_much(); ++i) walk_replica(group, i);
    }
    return !too_much();
  }

 private:
  bool too_much() const { return steps_ > kMostSteps || evaluation_steps_ == 0 || is_cut_; }

  void walk_replica(const ProcessGroup& group, int32_t index) {
    const int32_t number = group.first + index;
    const Process& process = scenario_.processes[static_cast<size_t>(number)];
    if (!group.target) {
      walk_process(number, group.frame, {Value::integer(index)});
    } else if (group.target->kind == Callee::Kind::kTask) {
      const Task& task = scenario_.tasks[static_cast<size_t>(group.target->number)];
      walk_process(number, task.frame, process.arguments);
    }
    for (const Frame& handler : group.handlers) {
      Situation situation;
      situation.process = number;
      situation.times = 0;
      Slots slots{Value::integer(index)};
      walk_frame(handler, slots, situation);
    }
    for (StepListener* listener : listeners_) listener->on_end(number);
  }

  void walk_callback(int32_t task, int32_t process) {
    Situation situation;
    situation.process = process;
    situation.times = 0;
    situation.in_callback = true;
    Callee callee;
    callee.number = task;
    walk_task(callee, {}, situation);
  }

  void walk_process(int32_t number, const Frame& frame, Slots slots) {
    Situation situation;
    situation.process = number;
    left_process_ = may_fail(number);
    walk_frame(frame, slots, situation);
    if (number != kMainProcess) return;
    for (StepListener* listener : listeners_) listener->on_end(number);
  }

  // Whether the scenario expects it, anywhere: then nothing of it is done for certain.
  bool may_fail(int32_t process) const {
    const Expectation& expect = scenario_.expect;
    if (expect.status.value_or(0) != 0) return true;
    return std::any_of(expect.exits.begin(), expect.exits.end(), [&](const ExitExpectation& exit) {
      return process >= exit.first && process < exit.first + exit.count &&
             !(exit.code.is_int() && exit.code.as_int() == 0);
    });
  }

  void walk_frame(const Frame& frame, Slots& slots, Situation& situation) {
    // What it was given is not known any more where it stores something else.
    const std::vector<int>& stores = stores_of(frame, slots.size());
    for (size_t i = 0; i < slots.size() && i < stores.size(); ++i)
      if (stores[i] > 1) slots[i] = unknown();
    slots.resize(frame.slots.size(), unknown());
    const int64_t times = situation.times;
    const std::optional<Held> around = std::exchange(held_at_return_, std::nullopt);
    walk_steps(frame.steps, frame, slots, situation);
    if (held_at_return_) keep_common(situation.held, *held_at_return_);
    held_at_return_ = around;
    situation.times = left_process_ ? 0 : times;
  }

  void walk_steps(const Steps& steps, const Frame& frame, Slots& slots, Situation& situation) {
    for (const Step& step : steps) {
      if (++steps_ > kMostSteps) return;
      if (held_at_return_ || left_process_) situation.times = 0;
      walk_step(step, frame, slots, situation);
      note_leaving(step, situation);
    }
  }

  // What stands behind a step that may leave is not done for certain.
  void note_leaving(const Step& step, const Situation& situation) {
    left_process_ |= step.verb == Verb::kExit || (step.verb == Verb::kFail && !situation.in_try);
    if (step.verb != Verb::kReturn) return;
    if (held_at_return_) {
      keep_common(*held_at_return_, situation.held);
    } else {
      held_at_return_ = situation.held;
    }
  }

  void walk_step(const Step& step, const Frame& frame, Slots& slots, Situation& situation) {
    std::vector<Subject> subjects;
    for (const Reference& target : step.targets) {
      subjects.push_back(resolve(target, slots, situation.process));
    }
    for (const Assignment& assignment : step.assignments) {
      if (assignment.place.local) continue;
      subjects.push_back(resolve(assignment.place.object, slots, situation.process));
    }
    for (StepListener* listener : listeners_) listener->on_step(step, subjects, situation);
    if (step.verb == Verb::kLet) note_locals(step, frame, slots, situation.process);
    if (step.verb == Verb::kAcquire) acquire(step, subjects, situation);
    if (step.verb == Verb::kRelease) release(subjects, situation);
    if (step.verb == Verb::kCall) walk_call(step, slots, situation);
    if (step.verb == Verb::kSubmit || step.verb == Verb::kMap) walk_job(step, slots, situation);
    walk_nested(step, subjects, frame, slots, situation);
  }

  void walk_nested(const Step& step, const std::vector<Subject>& subjects, const Frame& frame,
                   Slots& slots, Situation& situation) {
    if (step.body.empty() && step.otherwise.empty() && !step.on_timeout) return;
    Situation inside = situation;
    if (step.verb == Verb::kLock) {
      acquire(step, subjects, inside);
      if (step.timeout) inside.times = 0;
    } else {
      inside.times = std::min(inside.times * rounds_of(step, slots, situation.process), kMostTimes);
      inside.in_try |= step.verb == Verb::kTry;
    }
    inside.in_branch |= step.verb == Verb::kIf;
    Held before = situation.held;
    const size_t mark = released_.size();
    walk_branch(step.body, frame, slots, inside, situation.held);
    // What is tried may have ended anywhere.
    if (step.verb == Verb::kTry) erase_released(before, mark);
    inside.in_try = situation.in_try;
    inside.in_branch = true;
    inside.times = 0;
    inside.held = before;
    walk_branch(step.otherwise, frame, slots, inside, situation.held);
    if (!step.on_timeout) return;
    inside.held = before;
    walk_branch(*step.on_timeout, frame, slots, inside, situation.held);
  }

  // Steps that may be done or not: of `around`, what is held before and behind them, that stays
  // which they do not release, or have taken again wherever they end.
  void walk_branch(const Steps& steps, const Frame& frame, Slots& slots, Situation& inside,
                   Held& around) {
    const size_t mark = released_.size();
    walk_steps(steps, frame, slots, inside);
    if (mark == released_.size()) return;
    if (may_leave(steps)) {
      erase_released(around, mark);
    } else {
      keep_common(around, inside.held);
    }
  }

  void erase_released(Held& held, size_t mark) const {
    const auto first = released_.begin() + static_cast<std::ptrdiff_t>(mark);
    std::erase_if(held, [&](int32_t lock) {
      return std::find(first, released_.end(), lock) != released_.end();
    });
  }

  // How often the body of a loop is walked through; 0: that is not known.
  int64_t rounds_of(const Step& step, const Slots& slots, int32_t process) {
    if (step.verb != Verb::kRepeat && step.verb != Verb::kFor) return 0;
    if (may_leave(step.body)) return 0;
    const Value value = value_of(*step.value, slots, process);
    int64_t rounds = 0;
    if (step.verb == Verb::kRepeat && value.is_int()) rounds = value.as_int();
    if (step.verb == Verb::kFor && value.is_list()) {
      rounds = static_cast<int64_t>(value.list_size());
    }
    return std::clamp<int64_t>(rounds, 0, kMostTimes);
  }

  // What is held on either way.
  static void keep_common(Held& held, const Held& other) {
    std::erase_if(held, [&](int32_t lock) {
      return std::find(other.begin(), other.end(), lock) == other.end();
    });
  }

  // What is held after an acquire of it.
  int32_t held_of(int32_t number) const {
    const int32_t lock = lock_of(scenario_, number);
    return lock >= 0 ? lock : number;
  }

  void acquire(const Step& step, const std::vector<Subject>& subjects, Situation& situation) {
    if (step.timeout && step.verb == Verb::kAcquire) return;  // it may not be held afterwards
    for (const Subject& subject : subjects) {
      if (!subject.known || !subject.exact) continue;
      for (int32_t i = 0; i < subject.count; ++i) {
        situation.held.push_back(held_of(subject.first + i));
      }
    }
  }

  void release(const std::vector<Subject>& subjects, Situation& situation) {
    for (const Subject& subject : subjects) {
      if (!subject.known || !subject.exact) {
        released_.insert(released_.end(), situation.held.begin(), situation.held.end());
        situation.held.clear();
        continue;
      }
      for (int32_t i = 0; i < subject.count; ++i) {
        const int32_t lock = held_of(subject.first + i);
        released_.push_back(lock);
        const auto last = std::find(situation.held.rbegin(), situation.held.rend(), lock);
        if (last != situation.held.rend()) situation.held.erase(std::next(last).base());
      }
    }
  }

  // The value of a local that is stored only once is known wherever it is used.
  void note_locals(const Step& step, const Frame& frame, Slots& slots, int32_t process) {
    const std::vector<int>& stores = stores_of(frame, 0);
    for (const Assignment& assignment : step.assignments) {
      const Place& place = assignment.place;
      if (place.slot < 0 || stores[static_cast<size_t>(place.slot)] != 1) continue;
      slots[static_cast<size_t>(place.slot)] = value_of(assignment.value, slots, process);
    }
  }

  // The first `given` slots have a value from the beginning.
  const std::vector<int>& stores_of(const Frame& frame, size_t given) {
    const auto [found, is_new] = stores_.try_emplace(&frame);
    if (!is_new) return found->second;
    found->second.assign(frame.slots.size(), 0);
    for (size_t i = 0; i < std::min(given, frame.slots.size()); ++i) found->second[i] = 1;
    count_stores(frame.steps, found->second);
    return found->second;
  }

  void walk_call(const Step& step, const Slots& slots, Situation& situation) {
    if (!step.callee || step.callee->kind != Callee::Kind::kTask) return;
    walk_task(*step.callee, arguments_of(step, slots, situation.process), situation);
  }

  // A pool's worker calls the task: the first one stands for all.
  void walk_job(const Step& step, const Slots& slots, const Situation& situation) {
    if (!step.callee || step.callee->kind != Callee::Kind::kTask || !step.pool) return;
    const Subject pool = resolve(*step.pool, slots, situation.process);
    if (!pool.known || !pool.exact) return;
    Situation job;
    job.process = scenario_.objects[static_cast<size_t>(pool.first)].first_worker;
    job.times = 0;
    job.in_call = true;
    // Who leaves there is a worker.
    const bool left = left_process_;
    walk_task(*step.callee, arguments_of(step, slots, situation.process), job);
    left_process_ = left;
  }

  void walk_task(const Callee& callee, Slots arguments, Situation& situation) {
    const bool is_running = std::find(calls_.begin(), calls_.end(), callee.number) != calls_.end();
    is_cut_ = is_cut_ || is_running || calls_.size() >= kMostCalls;
    if (is_running || calls_.size() >= kMostCalls) return;
    calls_.push_back(callee.number);
    const Task& task = scenario_.tasks[static_cast<size_t>(callee.number)];
    arguments.resize(task.parameters.size(), unknown());
    walk_frame(task.frame, arguments, situation);
    calls_.pop_back();
  }

  Slots arguments_of(const Step& step, const Slots& slots, int32_t process) {
    Slots arguments;
    for (const Argument& argument : step.arguments) {
      Value value = unknown();
      if (argument.kind == Argument::Kind::kValue) {
        value = value_of(argument.value, slots, process);
      } else if (argument.kind == Argument::Kind::kReference) {
        const Subject subject = resolve(*argument.reference, slots, process);
        const bool is_object = argument.reference->kind.has_value();
        if (subject.known && subject.exact && is_object) value = Value::object(subject.first);
        if (subject.known && subject.exact && !is_object) value = process_value(subject.first);
      }
      arguments.push_back(std::move(value));
    }
    return arguments;
  }

  static Value process_value(int32_t number) {
    ProcessBody body;
    body.id = number;
    return Value::process(std::move(body));
  }

  // An expression's value where only known locals and self.index are in it.
  Value value_of(const Expression& expression, const Slots& slots, int32_t process) {
    if (expression.ast.kind == AstKind::kLiteral) return expression.ast.value;
    if (!uses_only_known(expression.ast, slots)) return unknown();
    Slots all = slots;
    for (const Read& read : expression.reads) {
      const bool is_own_index = read.what == Read::What::kReference &&
                                read.of.target == Reference::Target::kSelf &&
                                read.attribute == Attribute::kIndex;
      if (!is_own_index) return unknown();
      all.push_back(Value::integer(scenario_.processes[static_cast<size_t>(process)].index));
    }
    return compute(expression.ast, all, static_cast<int32_t>(slots.size()), evaluation_steps_);
  }

  Subject resolve(const Reference& reference, const Slots& slots, int32_t process) {
    Subject subject;
    subject.first = reference.first;
    subject.count = reference.count;
    if (reference.target == Reference::Target::kSelf) {
      subject.first = process;
      subject.count = 1;
    } else if (reference.target == Reference::Target::kSlot) {
      const auto slot = static_cast<size_t>(reference.slot);
      const Value value = slot < slots.size() ? slots[slot] : unknown();
      subject.count = 1;
      subject.known = value.is_process() || value.kind() == ValueKind::kObject;
      if (subject.known) {
        subject.first =
            value.is_process() ? value.as_process().id : static_cast<int32_t>(value.as_int());
      }
    } else if (reference.index) {
      const Value index = value_of(*reference.index, slots, process);
      subject.exact = index.is_int() && index.as_int() >= 0 && index.as_int() < reference.count;
      if (subject.exact) {
        subject.first += static_cast<int32_t>(index.as_int());
        subject.count = 1;
      }
    }
    return subject;
  }

  const Scenario& scenario_;
  const std::vector<StepListener*>& listeners_;
  size_t steps_ = 0;
  uint64_t evaluation_steps_ = kMostEvaluationSteps;  // that are left
  bool is_cut_ = false;                               // a call was not followed
  bool left_process_ = false;                         // it may have ended
  std::vector<int32_t> released_;                     // one after another
  std::optional<Held> held_at_return_;                // of the frame: it may have been left
  std::vector<int32_t> calls_;
  std::unordered_map<const Frame*, std::vector<int>> stores_;
};

}  // namespace

bool walk_scenario(const Scenario& scenario, const std::vector<StepListener*>& listeners) {
  return Walk(scenario, listeners).run();
}

}  // namespace runner
