#include "world/answers.h"

#include "expr/encoding.h"
#include "world/running.h"

namespace runner::world {

Answers::Answers(const World& world, const Rules& rules, Tables& tables,
                 std::vector<int32_t> routines)
    : routines_(std::move(routines)), recorder_(world, rules, tables), tree_(routines_.size()) {}

const Value& Answers::answer(size_t question, const int32_t* numbers) {
  const auto tree = static_cast<int32_t>(question);
  const int32_t known = tree_.find(tree, numbers);
  if (known != DecisionTree::kUnknown) return values_[static_cast<size_t>(known)];
  recorder_.begin(numbers);
  values_.push_back(evaluate(recorder_, routines_[question]));
  bytes_ += sizeof(Value) + encoded_size(values_.back());
  tree_.insert(tree, recorder_.reads(), numbers, static_cast<int32_t>(values_.size()) - 1);
  return values_.back();
}

}  // namespace runner::world
