#include "expr/list_builder.h"

#include <algorithm>

namespace runner {

namespace {

template <typename Item>
void append_all_of(std::vector<Item>& items, const std::vector<Item>& more, size_t expected) {
  if (items.empty()) items.reserve(std::max(expected, more.size()));
  items.insert(items.end(), more.begin(), more.end());
}

}  // namespace

// The first item, or one of another kind than those before it.
void ListBuilder::append_otherwise(Value item) {
  if (is_empty() && item.is_int()) {
    ints_.reserve(expected_);
    ints_.push_back(item.as_int());
  } else if (is_empty() && item.is_double()) {
    doubles_.reserve(expected_);
    doubles_.push_back(item.as_double());
  } else {
    hold_values();
    items_.push_back(std::move(item));
  }
}

void ListBuilder::append_all(const Value& list) {
  const Numbers* numbers = list.as_numbers();
  const auto* ints = numbers == nullptr ? nullptr : std::get_if<std::vector<int64_t>>(numbers);
  const auto* doubles = numbers == nullptr ? nullptr : std::get_if<std::vector<double>>(numbers);
  if (ints != nullptr && doubles_.empty() && items_.empty()) {
    append_all_of(ints_, *ints, expected_);
  } else if (doubles != nullptr && ints_.empty() && items_.empty()) {
    append_all_of(doubles_, *doubles, expected_);
  } else {
    for (const Value& item : list.as_list()) append(item);
  }
}

void ListBuilder::hold_values() {
  if (!items_.empty()) return;
  items_.reserve(std::max(expected_, ints_.size() + doubles_.size()));
  for (const int64_t number : std::exchange(ints_, {})) items_.push_back(Value::integer(number));
  for (const double number : std::exchange(doubles_, {})) items_.push_back(Value::real(number));
}

Value ListBuilder::finish() {
  if (ints_.size() >= kWorthNumbers) return Value::numbers(std::exchange(ints_, {}));
  if (doubles_.size() >= kWorthNumbers) return Value::numbers(std::exchange(doubles_, {}));
  hold_values();
  return Value::list(std::exchange(items_, {}));
}

}  // namespace runner
