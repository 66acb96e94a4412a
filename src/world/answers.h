// The values of the scenario's own questions (always, finally, observe) about states, each computed
// once for what it reads.
#pragma once

#include <deque>

#include "world/decision_tree.h"
#include "world/recorder.h"

namespace runner::world {

class Answers {
 public:
  // `routines`: those that are asked for, by their place in the list.
  Answers(const World& world, const Rules& rules, Tables& tables, std::vector<int32_t> routines);

  size_t count() const { return routines_.size(); }
  // The value of question number `question`; a kError value when it failed.
  const Value& answer(size_t question, const int32_t* numbers);
  size_t bytes() const { return tree_.bytes() + bytes_; }

 private:
  std::vector<int32_t> routines_;
  Recorder recorder_;
  DecisionTree tree_;
  std::deque<Value> values_;
  size_t bytes_ = 0;  // of the values
};

}  // namespace runner::world
