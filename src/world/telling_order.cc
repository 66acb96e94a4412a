#include "world/telling_order.h"

#include <string_view>
#include <tuple>

#include "expr/compare.h"
#include "expr/text_form.h"

namespace runner::world {

namespace {

// Numbers by their size, everything else by its text.
bool is_less(const Value& a, const Value& b) {
  expr::Order order = expr::Order::kEqual;
  if (a.is_number() && b.is_number()) order = expr::compare_numbers(a, b);
  if (order == expr::Order::kLess || order == expr::Order::kGreater)
    return order == expr::Order::kLess;
  return to_repr(a) < to_repr(b);
}

}  // namespace

bool comes_first(const ExplorationFailure& a, const ExplorationFailure& b) {
  const auto key = [](const ExplorationFailure& failure) {
    return std::tuple(failure.schedule.length(), failure.at.line, failure.at.column, failure.kind,
                      std::string_view(failure.message));
  };
  return key(a) < key(b);
}

bool comes_first(const ExplorationOutcome& a, const ExplorationOutcome& b) {
  if (a.schedule.length() != b.schedule.length()) return a.schedule.length() < b.schedule.length();
  for (size_t i = 0; i < a.values.size(); ++i) {
    const Value& one = a.values[i].second;
    const Value& other = b.values[i].second;
    if (is_less(one, other) || is_less(other, one)) return is_less(one, other);
  }
  return false;
}

}  // namespace runner::world
