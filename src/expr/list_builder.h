// Makes a list item by item. A long one of numbers of one kind keeps them as such.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "expr/value.h"

namespace runner {

class ListBuilder {
 public:
  static constexpr size_t kWorthNumbers = 32;  // items from which on numbers are kept as such

  explicit ListBuilder(size_t expected = 0) : expected_(expected) {}

  void append(Value item) {
    if (item.is_int() && append_to(ints_, item.as_int())) return;
    if (item.is_double() && append_to(doubles_, item.as_double())) return;
    append_otherwise(std::move(item));
  }
  void append_all(const Value& list);  // its items; REQUIRES is_list
  // The list; nothing is left.
  Value finish();

 private:
  // The numbers as long as all items are of this kind.
  template <typename Number>
  static bool append_to(std::vector<Number>& numbers, Number number) {
    if (numbers.empty()) return false;
    numbers.push_back(number);
    return true;
  }
  void append_otherwise(Value item);
  bool is_empty() const { return ints_.empty() && doubles_.empty() && items_.empty(); }
  void hold_values();

  size_t expected_;
  // All but one are empty.
  std::vector<int64_t> ints_;
  std::vector<double> doubles_;
  std::vector<Value> items_;
};

Value list_of_range(const IntRange& range);

// A list of `count` numbers: number_at(0), number_at(1), …
template <typename NumberAt>
Value list_of_numbers(size_t count, NumberAt number_at) {
  const auto make = [&](auto numbers, auto item_of) {
    numbers.reserve(count);
    for (size_t i = 0; i < count; ++i) numbers.push_back(item_of(number_at(i)));
    return numbers;
  };
  using Number = decltype(number_at(0));
  if (count < ListBuilder::kWorthNumbers) {
    return Value::list(make(std::vector<Value>(), [](Number number) { return value_of(number); }));
  }
  return Value::numbers(make(std::vector<Number>(), [](Number number) { return number; }));
}

}  // namespace runner
