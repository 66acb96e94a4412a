#include <algorithm>

#include "scenario/lints.h"

namespace runner {
namespace {

class BarrierLint : public Lint {
 public:
  BarrierLint(Loading& loading, const Lives& lives) : Lint(loading), lives_(lives) {}

  void on_step(const Step& step, const std::vector<Subject>& subjects,
               const Situation& situation) override {
    const bool breaks = step.verb == Verb::kAbort || step.verb == Verb::kReset;
    if (step.verb != Verb::kBarrier && !breaks) return;
    for (const Subject& subject : subjects) {
      if (!subject.known) unknown_ = true;
      for (int32_t i = 0; subject.known && i < subject.count; ++i) {
        Use& use = uses_[subject.first + i];
        use.excused |=
            breaks || !subject.exact || step.timeout.has_value() || situation.in_callback;
        if (breaks) continue;
        use.users.insert(situation.process);
        use.is_sure &= situation.is_once();
        ++use.arrivals;
      }
    }
  }

  void report_all() override {
    if (unknown_ || lives_.unknown() || may_wait_for_ever()) return;
    for (const auto& [number, use] : uses_) {
      const Object& barrier = object(number);
      if (use.excused || barrier.timeout || may_lose_one(use)) continue;
      const auto users = static_cast<int64_t>(use.users.size());
      if (users < barrier.parties) {
        warn(barrier, users, "whoever reaches it waits for ever");
      } else if (is_sure(use) && use.arrivals == users && users % barrier.parties != 0) {
        warn(barrier, users, "some of them wait for ever");
      }
    }
  }

 private:
  struct Use {
    std::set<int32_t> users;
    int64_t arrivals = 0;
    bool is_sure = true;   // that each arrives, if it is started
    bool excused = false;  // not all is known, or nobody waits for ever
  };

  // Who is ended while it waits waits no longer, and breaks the barrier for the others.
  bool may_lose_one(const Use& use) const {
    return std::any_of(use.users.begin(), use.users.end(),
                       [this](int32_t user) { return lives_.may_be_ended(user); });
  }

  bool is_sure(const Use& use) const {
    return use.is_sure && std::all_of(use.users.begin(), use.users.end(), [this](int32_t user) {
             return lives_.is_surely_started(user);
           });
  }

  void warn(const Object& barrier, int64_t users, const char* hint) {
    const std::string are = users == 1 ? " process reaches it" : " processes reach it";
    warn_at(barrier.at, barrier.name,
            "barrier '" + barrier.name + "' has " + std::to_string(barrier.parties) +
                " parties, and " + std::to_string(users) + are)
        .hint = hint;
  }

  const Lives& lives_;
  std::map<int32_t, Use> uses_;
  bool unknown_ = false;
};

}  // namespace

std::unique_ptr<Lint> make_barrier_lint(Loading& loading, const Lives& lives) {
  return std::make_unique<BarrierLint>(loading, lives);
}

}  // namespace runner
