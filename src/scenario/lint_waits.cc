#include <algorithm>

#include "base/check.h"
#include "scenario/lints.h"

namespace runner {
namespace {

class WaitLint : public Lint {
 public:
  using Lint::Lint;

  void on_step(const Step& step, const std::vector<Subject>& subjects,
               const Situation& situation) override {
    note_provided(step, subjects, situation);
    note_ended(step, subjects, situation.process);
    const bool is_job = step.verb == Verb::kSubmit || step.verb == Verb::kMap;
    unknown_ |= is_job && step.pool && (step.pool->slot >= 0 || step.pool->index);
    const bool waits = step.verb == Verb::kWait || step.verb == Verb::kGet ||
                       step.verb == Verb::kJoin || step.verb == Verb::kAcquire ||
                       step.verb == Verb::kLock;
    // Any of several will do, and a condition's own test may hold at once.
    const bool has_ways_out = step.timeout || step.until || subjects.size() > 1;
    if (!waits || (step.verb == Verb::kWait ? has_ways_out : step.timeout.has_value())) return;
    for (size_t i = 0; i < subjects.size(); ++i) {
      if (step.targets[i].kind && subjects[i].known) {
        waits_.push_back({&step, &step.targets[i], subjects[i], situation.process});
      }
    }
  }

  void report_all() override {
    const Expectation& expect = scenario().expect;
    const bool may_wait_for_ever = expect.deadlock != DeadlockExpectation::kNever || expect.status;
    if (unknown_ || may_wait_for_ever || calls_back()) return;
    for (const Wait& wait : waits_) {
      if (!is_ended(wait.process)) report(wait);
    }
  }

 private:
  struct Wait {
    const Step* step;
    const Reference* target;
    Subject subject;
    int32_t process;
  };

  void note_provided(const Step& step, const std::vector<Subject>& subjects,
                     const Situation& situation) {
    const bool provides = step.verb == Verb::kTrigger || step.verb == Verb::kNotify ||
                          step.verb == Verb::kNotifyAll || step.verb == Verb::kPut ||
                          step.verb == Verb::kClose || step.verb == Verb::kTaskDone ||
                          step.verb == Verb::kRelease;
    if (!provides) return;
    for (const Subject& subject : subjects) {
      unknown_ |= !subject.known;
      for (int32_t i = 0; subject.known && i < subject.count; ++i) {
        provided_.emplace(subject.first + i, step.verb);
        // An item is there for certain.
        const bool is_put = step.verb == Verb::kPut && subject.exact && situation.certain;
        if (is_put && !situation.in_try) filled_.insert(subject.first + i);
      }
    }
  }

  // Who is ended or signalled by others may wait for that, and who ends with its parent.
  void note_ended(const Step& step, const std::vector<Subject>& subjects, int32_t process) {
    const bool ends =
        step.verb == Verb::kTerminate || step.verb == Verb::kKill || step.verb == Verb::kSend;
    if (!ends && step.verb != Verb::kStart) return;
    for (const Subject& subject : subjects) {
      unknown_ |= !subject.known;
      for (int32_t i = 0; subject.known && i < subject.count; ++i) {
        if (ends)
          ended_.insert(subject.first + i);
        else
          parents_.emplace(subject.first + i, process);
      }
    }
  }

  // Daemons end with their parents, workers with their pools.
  bool is_ended(int32_t process) const {
    std::set<int32_t> seen;
    std::vector<int32_t> open{process};
    while (!open.empty()) {
      const int32_t one = open.back();
      open.pop_back();
      if (!seen.insert(one).second) continue;
      const Process& declared = scenario().processes[static_cast<size_t>(one)];
      if (declared.daemon || declared.pool >= 0 || ended_.contains(one)) return true;
      const auto [first, last] = parents_.equal_range(one);
      for (auto parent = first; parent != last; ++parent) open.push_back(parent->second);
      if (!scenario().main) open.push_back(kMainProcess);
    }
    return false;
  }

  // What an initializer does or a barrier's action is not walked over.
  bool calls_back() const {
    return std::any_of(
        scenario().objects.begin(), scenario().objects.end(),
        [](const Object& object) { return object.initializer >= 0 || object.action >= 0; });
  }

  bool is_provided(const Subject& subject, std::initializer_list<Verb> verbs) const {
    for (int32_t i = 0; i < subject.count; ++i) {
      for (const Verb verb : verbs)
        if (provided_.contains({subject.first + i, verb})) return true;
    }
    return false;
  }

  bool is_filled(const Subject& subject) const {
    return subject.count == 1 && filled_.contains(subject.first);
  }

  // Whether some semaphore of these begins with more than 0.
  bool is_free(const Subject& subject) const {
    for (int32_t i = 0; i < subject.count; ++i)
      if (object(subject.first + i).value > 0) return true;
    return false;
  }

  // Why nobody can end this wait; "" where somebody may.
  std::string_view lacking(const Wait& wait) const {
    const Object& waited = object(wait.subject.first);
    switch (waited.kind) {
      case ObjectKind::kEvent:
        return is_provided(wait.subject, {Verb::kTrigger}) ? "" : "nothing triggers it";
      case ObjectKind::kCondition:
        if (wait.step->verb != Verb::kWait) return "";
        return is_provided(wait.subject, {Verb::kNotify, Verb::kNotifyAll}) ? ""
                                                                            : "nothing notifies it";
      case ObjectKind::kQueue:
        if (wait.step->verb == Verb::kJoin) {
          return is_filled(wait.subject) &&
                         !is_provided(wait.subject, {Verb::kTaskDone, Verb::kClose})
                     ? "nothing tells task_done of its items"
                     : "";
        }
        return is_provided(wait.subject, {Verb::kPut, Verb::kClose}) ? ""
                                                                     : "nothing is put into it";
      case ObjectKind::kSemaphore:
        return is_free(wait.subject) || is_provided(wait.subject, {Verb::kRelease})
                   ? ""
                   : "it begins with 0, and nothing releases it";
      case ObjectKind::kLock:
      case ObjectKind::kBarrier:
      case ObjectKind::kList:
      case ObjectKind::kDict:
      case ObjectKind::kValue:
      case ObjectKind::kPool:
        return "";
    }
    UNREACHABLE();
  }

  void report(const Wait& wait) {
    const std::string_view why = lacking(wait);
    if (why.empty() || !reported_.insert(wait.target->at).second) return;
    warn_at(wait.target->at, wait.target->text,
            "nobody can end this wait for '" + wait.target->text + "': " + std::string(why));
  }

  std::set<std::pair<int32_t, Verb>> provided_;
  std::set<int32_t> filled_;  // queues
  std::set<int32_t> ended_;
  std::multimap<int32_t, int32_t> parents_;  // who starts it
  std::set<Position> reported_;
  std::vector<Wait> waits_;
  bool unknown_ = false;
};

}  // namespace

std::unique_ptr<Lint> make_wait_lint(Loading& loading) {
  return std::make_unique<WaitLint>(loading);
}

}  // namespace runner
