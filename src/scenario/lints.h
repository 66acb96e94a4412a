// The single lints. Each listens to the walk over the scenario and reports what it saw at its end.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <vector>

#include "scenario/lives.h"
#include "scenario/walk.h"

namespace runner {

class Lint : public StepListener {
 public:
  explicit Lint(Loading& loading) : loading_(loading) {}
  void on_end(int32_t) override {}
  virtual void report_all() = 0;

 protected:
  const Scenario& scenario() const { return loading_.scenario; }
  const Object& object(int32_t number) const {
    return scenario().objects[static_cast<size_t>(number)];
  }
  // Somebody's waiting for ever is what the scenario shows.
  bool may_wait_for_ever() const {
    const Expectation& expect = scenario().expect;
    return expect.deadlock != DeadlockExpectation::kNever || expect.status == 3 ||
           expect.status == 4;
  }
  Diagnostic& warn_at(Position at, std::string_view text, std::string message);

  Loading& loading_;
};

// Locks taken in opposite orders, a lock taken again by its holder, a lock that is never released,
// a condition used without its lock.
std::unique_ptr<Lint> make_lock_order_lint(Loading& loading);
std::unique_ptr<Lint> make_lock_use_lint(Loading& loading);
// Processes that are never started, started twice, joined too early; daemons that start processes.
std::unique_ptr<Lint> make_process_lint(Loading& loading);
// A barrier that too few processes reach.
std::unique_ptr<Lint> make_barrier_lint(Loading& loading, const Lives& lives);
// A process that is joined before the queue it fills is drained.
std::unique_ptr<Lint> make_queue_lint(Loading& loading, const Lives& lives);
// A wait without a timeout for what no step of the scenario does.
std::unique_ptr<Lint> make_wait_lint(Loading& loading, const Lives& lives);

// Steps behind one that never goes on.
void lint_unreachable_steps(Loading& loading);

}  // namespace runner
