#include "cli/size.h"

#include <charconv>
#include <string>
#include <utility>

#include "base/text.h"

namespace runner {
namespace {

constexpr double kLeastBytes = 1e6;  // less holds no search
constexpr double kMostBytes = 1e15;

constexpr std::pair<std::string_view, double> kUnits[] = {
    {"", 1},          {"b", 1},
    {"k", 1e3},       {"kb", 1e3},
    {"m", 1e6},       {"mb", 1e6},
    {"g", 1e9},       {"gb", 1e9},
    {"t", 1e12},      {"tb", 1e12},
    {"kib", 1024.0},  {"mib", 1 << 20},
    {"gib", 1 << 30}, {"tib", 1024.0 * (1 << 30)},
};

}  // namespace

std::optional<int64_t> parse_size(std::string_view text) {
  double amount = 0;
  const auto [end, problem] =
      std::from_chars(text.data(), text.data() + text.size(), amount, std::chars_format::fixed);
  if (problem != std::errc()) return std::nullopt;
  std::string unit(end, text.data() + text.size());
  for (char& c : unit) c = to_lower(c);
  for (const auto& [name, factor] : kUnits) {
    if (name != unit) continue;
    const double bytes = amount * factor;
    if (!(bytes >= kLeastBytes && bytes <= kMostBytes)) return std::nullopt;  // NaN is no size
    return static_cast<int64_t>(bytes);
  }
  return std::nullopt;
}

}  // namespace runner
