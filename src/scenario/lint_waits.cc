#include <algorithm>

#include "scenario/lints.h"

namespace runner {
namespace {

class WaitLint : public Lint {
 public:
  using Lint::Lint;

  void on_step(const Step& step, const std::vector<Subject>& subjects,
               const Situation& situation) override {
    note_provided(step, subjects);
    note_ended(step, subjects, situation.process);
    const bool is_job = step.verb == Verb::kSubmit || step.verb == Verb::kMap;
    unknown_ |= is_job && step.pool && (step.pool->slot >= 0 || step.pool->index);
    const bool waits = step.verb == Verb::kWait || step.verb == Verb::kGet ||
                       step.verb == Verb::kJoin || step.verb == Verb::kAcquire ||
                       step.verb == Verb::kLock;
    if (!waits || step.timeout || (step.verb == Verb::kWait && subjects.size() > 1)) return;
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

  void note_provided(const Step& step, const std::vector<Subject>& subjects) {
    const bool provides = step.verb == Verb::kTrigger || step.verb == Verb::kNotify ||
                          step.verb == Verb::kNotifyAll || step.verb == Verb::kPut ||
                          step.verb == Verb::kClose || step.verb == Verb::kTaskDone ||
                          step.verb == Verb::kRelease;
    if (!provides) return;
    for (const Subject& subject : subjects) {
      unknown_ |= !subject.known;
      for (int32_t i = 0; subject.known && i < subject.count; ++i) {
        provided_.emplace(subject.first + i, step.verb);
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
    while (seen.insert(process).second) {
      const Process& one = scenario().processes[static_cast<size_t>(process)];
      if (one.daemon || one.pool >= 0 || ended_.contains(process)) return true;
      const auto parent = parents_.find(process);
      if (parent != parents_.end()) process = parent->second;
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
          return !is_provided(wait.subject, {Verb::kPut}) ||
                         is_provided(wait.subject, {Verb::kTaskDone})
                     ? ""
                     : "nothing tells task_done of its items";
        }
        return is_provided(wait.subject, {Verb::kPut, Verb::kClose}) ? ""
                                                                     : "nothing is put into it";
      case ObjectKind::kSemaphore:
        return waited.value > 0 || is_provided(wait.subject, {Verb::kRelease})
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
    return "";
  }

  void report(const Wait& wait) {
    const std::string_view why = lacking(wait);
    if (why.empty() || !reported_.insert(wait.target->at).second) return;
    warn_at(wait.target->at, wait.target->text,
            "nobody can end this wait for '" + wait.target->text + "': " + std::string(why));
  }

  std::set<std::pair<int32_t, Verb>> provided_;
  std::set<int32_t> ended_;
  std::map<int32_t, int32_t> parents_;  // who starts it
  std::set<Position> reported_;
  std::vector<Wait> waits_;
  bool unknown_ = false;
};

}  // namespace

std::unique_ptr<Lint> make_wait_lint(Loading& loading) {
  return std::make_unique<WaitLint>(loading);
}

}  // namespace runner
