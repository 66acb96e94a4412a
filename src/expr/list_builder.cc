#include "expr/list_builder.h"

#include <algorithm>
#include <type_traits>

namespace runner {

namespace {

template <typename Item, typename More>
void append_all_of(std::vector<Item>& items, const More& more, size_t expected) {
  if (items.empty()) items.reserve(std::max(expected, more.size()));
  if constexpr (std::is_same_v<More, IntRange>) {
    for (size_t i = 0; i < more.size(); ++i) items.push_back(more[i]);
  } else {
    items.insert(items.end(), more.begin(), more.end());
  }
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
  const auto append_numbers = [this](const auto& all) {
    using Number = std::remove_cvref_t<decltype(all[0])>;
    constexpr bool kInts = std::is_same_v<Number, int64_t>;
    const bool is_like_those_before = items_.empty() && (kInts ? doubles_.empty() : ints_.empty());
    if (!is_like_those_before) {
      for (size_t i = 0; i < all.size(); ++i) append(value_of(all[i]));
    } else if constexpr (kInts) {
      append_all_of(ints_, all, expected_);
    } else {
      append_all_of(doubles_, all, expected_);
    }
  };
  if (const Numbers* numbers = list.as_numbers()) return std::visit(append_numbers, *numbers);
  for (const Value& item : list.as_list()) append(item);
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

Value list_of_range(const IntRange& range) {
  if (range.size() >= ListBuilder::kWorthNumbers) return Value::numbers(range);
  return list_of_numbers(range.size(), [&range](size_t i) { return range[i]; });
}

}  // namespace runner
