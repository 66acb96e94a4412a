// The state space of a scenario: where it begins, and everything that is known about steps from any
// state. Shared by all searches through it.
#pragma once

#include <cstdint>
#include <vector>

#include "machine/providers.h"
#include "world/answers.h"
#include "world/transitions.h"

namespace runner::world {

// The numbers of all components.
using Numbers = std::vector<int32_t>;

class Space {
 public:
  // `kills`: how many processes may be killed from outside. Throws Exhausted where the first step
  // takes more than it is allowed.
  Space(const Program& program, const Rules& rules, int64_t kills = 0,
        const Allowance& allowance = {});
  Space(const Space&) = delete;
  Space& operator=(const Space&) = delete;

  const World& world() const { return world_; }
  const Program& program() const { return world_.program(); }
  const Rules& rules() const { return rules_; }
  const Providers& providers() const { return providers_; }
  const Visibility& visibility() const { return visibility_; }
  Tables& tables() { return tables_; }
  Transitions& transitions() { return transitions_; }
  Answers& always() { return always_; }
  Answers& finally() { return finally_; }
  Answers& observe() { return observe_; }

  const Numbers& initial() const { return initial_; }
  // Uncaught errors on the way there: of what nobody can notice when it happens.
  const std::vector<Complaint>& initial_complaints() const { return initial_complaints_; }
  size_t component_count() const { return initial_.size(); }
  // All processes have ended.
  bool is_end(const Numbers& numbers) const {
    const int32_t number = numbers[static_cast<size_t>(tables_.lifecycle_component(kMainProcess))];
    return tables_.lifecycle(kMainProcess, number).status == ProcessStatus::kStopped;
  }
  // Whether anyone goes on by itself, not only by being killed from outside. REQUIRES at least as
  // many numbers as there are components.
  bool anyone_goes_on(const Numbers& numbers);
  int64_t kills_left(const Numbers& numbers) const {
    return numbers[static_cast<size_t>(tables_.kills_component())];
  }
  // All that has been learned.
  size_t bytes() const {
    return tables_.bytes() + transitions_.bytes() + always_.bytes() + finally_.bytes() +
           observe_.bytes();
  }

 private:
  World world_;
  Rules rules_;
  Providers providers_;
  Visibility visibility_;
  Tables tables_;
  Transitions transitions_;
  Answers always_;
  Answers finally_;
  Answers observe_;
  Numbers initial_;
  std::vector<Complaint> initial_complaints_;
};

}  // namespace runner::world
