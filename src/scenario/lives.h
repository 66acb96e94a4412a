// How the processes of a scenario begin and end, as far as the steps tell: who starts them, and who
// may be ended while it waits. Several lints ask.
#pragma once

#include <map>
#include <set>

#include "scenario/walk.h"

namespace runner {

class Lives : public StepListener {
 public:
  explicit Lives(const Scenario& scenario) : scenario_(scenario) {}

  void on_step(const Step& step, const std::vector<Subject>& subjects,
               const Situation& situation) override;
  void on_end(int32_t) override {}

  // Somebody signals it, or it ends with another: a daemon with its parent, a worker with its pool.
  bool may_be_ended(int32_t process) const;
  // Once, whatever happens.
  bool is_surely_started(int32_t process) const;
  // A step may be about any process.
  bool unknown() const { return unknown_; }

 private:
  struct Start {
    int32_t parent;
    bool is_sure;
  };

  const Scenario& scenario_;
  std::set<int32_t> signalled_;
  std::multimap<int32_t, Start> starts_;  // by the process that is started
  bool unknown_ = false;
};

}  // namespace runner
