#include <algorithm>

#include "base/check.h"
#include "scenario/lints.h"

namespace runner {
namespace {

class WaitLint : public Lint {
 public:
  WaitLint(Loading& loading, const Lives& lives) : Lint(loading), lives_(lives) {}

  void on_step(const Step& step, const std::vector<Subject>& subjects,
               const Situation& situation) override {
    note_provided(step, subjects, situation);
    const bool is_job = step.verb == Verb::kSubmit || step.verb == Verb::kMap;
    unknown_ |= is_job && step.pool && (step.pool->slot >= 0 || step.pool->index);
    const bool waits = step.verb == Verb::kWait || step.verb == Verb::kGet ||
                       step.verb == Verb::kJoin || step.verb == Verb::kAcquire ||
                       step.verb == Verb::kLock;
    // Any of several will do, and a condition's own test may hold at once.
    const bool has_ways_out = step.timeout || step.until || subjects.size() > 1;
    if (!waits || situation.in_callback) return;
    if (step.verb == Verb::kWait ? has_ways_out : step.timeout.has_value()) return;
    for (size_t i = 0; i < subjects.size(); ++i) {
      if (step.targets[i].kind && subjects[i].known) {
        waits_.push_back({&step, &step.targets[i], subjects[i], situation.process,
                          is_filled(subjects[i], situation.process)});
      }
    }
  }

  void report_all() override {
    const Expectation& expect = scenario().expect;
    const bool may_wait_for_ever = expect.deadlock != DeadlockExpectation::kNever || expect.status;
    if (unknown_ || lives_.unknown() || may_wait_for_ever) return;
    for (const Wait& wait : waits_) {
      if (!lives_.may_be_ended(wait.process)) report(wait);
    }
  }

 private:
  struct Wait {
    const Step* step;
    const Reference* target;
    Subject subject;
    int32_t process;
    bool is_filled;  // it has put something there itself
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
        const bool is_put = step.verb == Verb::kPut && subject.exact && situation.times > 0;
        if (is_put) filled_.emplace(situation.process, subject.first + i);
      }
    }
  }

  bool is_provided(const Subject& subject, std::initializer_list<Verb> verbs) const {
    for (int32_t i = 0; i < subject.count; ++i) {
      for (const Verb verb : verbs)
        if (provided_.contains({subject.first + i, verb})) return true;
    }
    return false;
  }

  bool is_filled(const Subject& subject, int32_t process) const {
    return subject.count == 1 && filled_.contains({process, subject.first});
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
          return wait.is_filled && !is_provided(wait.subject, {Verb::kTaskDone})
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

  const Lives& lives_;
  std::set<std::pair<int32_t, Verb>> provided_;
  std::set<std::pair<int32_t, int32_t>> filled_;  // by whom, which queue: an item is there
  std::set<Position> reported_;
  std::vector<Wait> waits_;
  bool unknown_ = false;
};

}  // namespace

std::unique_ptr<Lint> make_wait_lint(Loading& loading, const Lives& lives) {
  return std::make_unique<WaitLint>(loading, lives);
}

}  // namespace runner
