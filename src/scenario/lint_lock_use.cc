#include <algorithm>

#include "scenario/lints.h"
#include "scenario/verbs.h"

namespace runner {
namespace {

class LockUseLint : public Lint {
 public:
  using Lint::Lint;

  void on_step(const Step& step, const std::vector<Subject>& subjects,
               const Situation& situation) override {
    const bool takes = step.verb == Verb::kAcquire || step.verb == Verb::kLock;
    const bool needs_lock =
        step.verb == Verb::kWait || step.verb == Verb::kNotify || step.verb == Verb::kNotifyAll;
    if (!takes && !needs_lock && step.verb != Verb::kRelease) return;
    // What it takes stays with the worker, and what it releases with whoever performs the action.
    if (situation.in_callback) {
      unknown_ |= step.verb == Verb::kAcquire || step.verb == Verb::kRelease;
      return;
    }
    Use& use = uses_[situation.process];
    std::set<int32_t> held(situation.held.begin(), situation.held.end());
    for (size_t i = 0; i < subjects.size(); ++i) {
      const Subject& subject = subjects[i];
      const Reference& target = step.targets[i];
      use.unknown |= !subject.known;
      for (int32_t k = 0; subject.known && k < subject.count; ++k) {
        if (!target.kind) continue;
        const int32_t lock = lock_of(scenario(), subject.first + k);
        if (lock < 0) continue;
        if (step.verb == Verb::kRelease) use.released.insert(lock);
        if (takes) use.taken.insert(lock);
        const bool is_sure = subject.exact && !situation.in_try;
        if (step.verb == Verb::kAcquire && is_sure) use.acquired.emplace(lock, target);
        if (needs_lock && is_sure) {
          const bool is_first = situation.is_once() && !use.taken.contains(lock);
          use.needing.push_back({lock, target, step.verb, is_first});
        }
        const bool again = takes && held.contains(lock) && !object(lock).reentrant;
        if (again && is_sure && !step.timeout) again_.push_back(target);
        if (takes && subject.exact) held.insert(lock);
      }
    }
  }

  void report_all() override {
    if (unknown_) return;
    for (const Reference& target : again_) report_again(target);
    for (const auto& [process, use] : uses_) {
      if (use.unknown) continue;
      report_unreleased(use);
      report_unlocked(use);
    }
  }

 private:
  struct Need {
    int32_t lock;
    Reference target;
    Verb verb;
    bool is_first;  // surely done before the process takes the lock for the first time
  };
  struct Use {
    std::set<int32_t> taken;
    std::set<int32_t> released;
    std::map<int32_t, Reference> acquired;  // by acquire, without a block that ends
    std::vector<Need> needing;
    bool unknown = false;
  };

  void report_again(const Reference& target) {
    warn_at(target.at, target.text,
            "'" + target.text + "' is held already: its holder waits for itself")
        .hint = "a lock that its holder may take again is {reentrant: true}";
  }

  void report_unreleased(const Use& use) {
    for (const auto& [lock, target] : use.acquired) {
      if (use.released.contains(lock) || object(lock).on_owner_death != OwnerDeath::kError)
        continue;
      warn_at(target.at, target.text, "'" + target.text + "' is acquired and never released").hint =
          "lock, with its steps in do, releases it however they end";
    }
  }

  void report_unlocked(const Use& use) {
    for (const Need& need : use.needing) {
      if (!need.is_first && use.taken.contains(need.lock)) continue;
      warn_at(need.target.at, need.target.text,
              std::string(verb_name(need.verb)) + " on '" + need.target.text +
                  "' without holding its lock")
          .hint = "take the condition's lock first: lock: " + need.target.text;
    }
  }

  std::map<int32_t, Use> uses_;
  std::vector<Reference> again_;  // taken while they are held
  bool unknown_ = false;
};

}  // namespace

std::unique_ptr<Lint> make_lock_use_lint(Loading& loading) {
  return std::make_unique<LockUseLint>(loading);
}

}  // namespace runner
