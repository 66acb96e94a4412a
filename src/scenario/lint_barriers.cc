#include "scenario/lints.h"

namespace runner {
namespace {

class BarrierLint : public Lint {
 public:
  using Lint::Lint;

  void on_step(const Step& step, const std::vector<Subject>& subjects,
               const Situation& situation) override {
    const bool breaks = step.verb == Verb::kAbort || step.verb == Verb::kReset;
    if (step.verb != Verb::kBarrier && !breaks) return;
    for (const Subject& subject : subjects) {
      if (!subject.known) unknown_ = true;
      for (int32_t i = 0; subject.known && i < subject.count; ++i) {
        Use& use = uses_[subject.first + i];
        use.excused |= breaks || !subject.exact || step.timeout.has_value();
        if (breaks) continue;
        add_users(use, situation);
        use.certain &= situation.certain;
        ++use.arrivals;
      }
    }
  }

  void report_all() override {
    if (unknown_) return;
    for (const auto& [number, use] : uses_) {
      const Object& barrier = object(number);
      if (use.excused || barrier.timeout) continue;
      const auto users = static_cast<int64_t>(use.users.size());
      if (users < barrier.parties) {
        warn(barrier, users, "whoever reaches it waits for ever");
      } else if (use.certain && use.arrivals == users && users % barrier.parties != 0) {
        warn(barrier, users, "some of them wait for ever");
      }
    }
  }

 private:
  struct Use {
    std::set<int32_t> users;
    int64_t arrivals = 0;
    bool certain = true;
    bool excused = false;  // not all is known, or nobody waits for ever
  };

  // A call of a pool may be made by any of its workers.
  void add_users(Use& use, const Situation& situation) {
    const Process& process = scenario().processes[static_cast<size_t>(situation.process)];
    if (process.pool < 0) {
      use.users.insert(situation.process);
      return;
    }
    const Object& pool = object(process.pool);
    for (int64_t i = 0; i < pool.workers; ++i) {
      use.users.insert(pool.first_worker + static_cast<int32_t>(i));
    }
  }

  void warn(const Object& barrier, int64_t users, const char* hint) {
    const std::string are = users == 1 ? " process reaches it" : " processes reach it";
    warn_at(barrier.at, barrier.name,
            "barrier '" + barrier.name + "' has " + std::to_string(barrier.parties) +
                " parties, and " + std::to_string(users) + are)
        .hint = hint;
  }

  std::map<int32_t, Use> uses_;
  bool unknown_ = false;
};

}  // namespace

std::unique_ptr<Lint> make_barrier_lint(Loading& loading) {
  return std::make_unique<BarrierLint>(loading);
}

}  // namespace runner
