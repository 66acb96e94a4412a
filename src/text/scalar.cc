#include "text/scalar.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <limits>

#include "base/text.h"

namespace runner {
namespace {

bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) { return lower(c); });
  return result;
}

Scalar invalid(std::string problem) {
  Scalar scalar;
  scalar.kind = ScalarKind::kInvalid;
  scalar.problem = std::move(problem);
  return scalar;
}

Scalar real(double value) {
  Scalar scalar;
  scalar.kind = ScalarKind::kDouble;
  scalar.real = value;
  return scalar;
}

Scalar boolean(bool value) {
  Scalar scalar;
  scalar.kind = ScalarKind::kBool;
  scalar.boolean = value;
  return scalar;
}

Scalar string() {
  Scalar scalar;
  scalar.kind = ScalarKind::kString;
  return scalar;
}

// Takes the digits at the start of `text` off it.
std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const std::string_view digits = text.substr(0, static_cast<size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

// A number's text in parts.
struct NumberParts {
  std::string_view whole;
  std::string_view fraction;
  bool point = false;
  bool exponent = false;
};

// [-+] digits [. digits] [e [-+] digits], with a digit before the exponent, and nothing else.
bool split_number(std::string_view text, NumberParts& parts) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  parts.whole = take_digits(text);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    parts.point = true;
    parts.fraction = take_digits(text);
  }
  if (parts.whole.empty() && parts.fraction.empty()) return false;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    parts.exponent = true;
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    if (take_digits(text).empty()) return false;
  }
  return text.empty();
}

Scalar integer_of(std::string_view text, std::string_view digits) {
  if (digits.size() > 1 && digits[0] == '0') {
    const size_t zeros = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    const std::string_view sign = text[0] == '-' ? "-" : "";
    return invalid(
        fmt::format("'{0}' has a leading zero: write {1}{2} for the number, \"{0}\" for the text",
                    text, sign, digits.substr(zeros)));
  }
  Scalar scalar;
  scalar.kind = ScalarKind::kInt;
  const std::string_view number = text[0] == '+' ? text.substr(1) : text;
  const auto [end, error] =
      std::from_chars(number.data(), number.data() + number.size(), scalar.integer);
  if (error == std::errc{}) return scalar;
  return invalid(
      fmt::format("'{}' is outside the range of integers, -9223372036854775808 to "
                  "9223372036854775807",
                  text));
}

Scalar real_of(std::string_view text) {
  const double value = std::strtod(std::string(text).c_str(), nullptr);
  if (std::isfinite(value)) return real(value);
  return invalid(
      fmt::format("'{}' is outside the range of doubles: write .inf for infinity", text));
}

// null, true and false, .inf and .nan; in other spellings some readers still know them.
bool word_of(std::string_view text, Scalar& scalar) {
  if (text.empty() || text == "~" || text == "null") {
    scalar = Scalar{};
  } else if (text == "true" || text == "false") {
    scalar = boolean(text == "true");
  } else if (text == ".inf" || text == "+.inf") {
    scalar = real(std::numeric_limits<double>::infinity());
  } else if (text == "-.inf") {
    scalar = real(-std::numeric_limits<double>::infinity());
  } else if (text == ".nan") {
    scalar = real(std::numeric_limits<double>::quiet_NaN());
  } else {
    return false;
  }
  return true;
}

// Capitalised in a way that some readers take for the lower-case word.
bool is_capitalised_word(std::string_view text) {
  constexpr std::string_view kWords[] = {"Null",  "NULL",  "True", "TRUE",  "False",
                                         "FALSE", ".Inf",  ".INF", "+.Inf", "+.INF",
                                         "-.Inf", "-.INF", ".NaN", ".NAN"};
  return std::find(std::begin(kWords), std::end(kWords), text) != std::end(kWords);
}

// 0x1F, 0o17, 0b11.
bool has_base_prefix(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text.size() < 3 || text[0] != '0') return false;
  const std::string_view digits = text.substr(2);
  const auto all = [&](auto accepted) {
    return std::all_of(digits.begin(), digits.end(), accepted);
  };
  switch (lower(text[1])) {
    case 'x':
      return all(is_hex_digit);
    case 'o':
      return all([](char c) { return c >= '0' && c <= '7'; });
    case 'b':
      return all([](char c) { return c == '0' || c == '1'; });
    default:
      return false;
  }
}

// 1_000 or 1_000.5: a number once the underscores are gone.
bool has_separators(std::string_view text) {
  if (text.find('_') == std::string_view::npos) return false;
  std::string plain(text);
  std::erase(plain, '_');
  NumberParts parts;
  const size_t first = text.find_first_not_of("+-");
  return text[first] != '_' && text[first] != '.' && split_number(plain, parts);
}

// 1:30, which YAML 1.1 reads as 90.
bool is_sexagesimal(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (take_digits(text).empty() || !text.starts_with(':')) return false;
  while (text.starts_with(':')) {
    text.remove_prefix(1);
    const std::string_view digits = take_digits(text);
    if (digits.empty() || digits.size() > 2 || (digits.size() == 2 && digits[0] > '5'))
      return false;
  }
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    take_digits(text);
  }
  return text.empty();
}

Scalar plain_scalar(std::string_view text) {
  Scalar word;
  if (word_of(text, word)) return word;
  NumberParts parts;
  if (split_number(text, parts)) {
    return parts.point || parts.exponent ? real_of(text) : integer_of(text, parts.whole);
  }
  if (is_capitalised_word(text)) {
    return invalid(
        fmt::format("'{0}' is read differently by YAML readers: write {1}, or \"{0}\" for the text",
                    text, lower(text)));
  }
  if (has_base_prefix(text) || has_separators(text) || is_sexagesimal(text)) {
    return invalid(
        fmt::format("'{0}' is a number to some YAML readers and text to others: write a "
                    "plain decimal number, or \"{0}\" for the text",
                    text));
  }
  return string();
}

}  // namespace

Scalar scalar_of(const Node& node) {
  if (!node.is_scalar() || node.quoted) return string();
  return plain_scalar(node.text);
}

std::optional<double> parse_duration(std::string_view text) {
  struct Unit {
    std::string_view suffix;
    double times;
    double divided_by;  // dividing by a power of ten rounds once, multiplying by 1e-3 twice
  };
  constexpr Unit kUnits[] = {{"us", 1, 1e6}, {"ms", 1, 1e3}, {"s", 1, 1}, {"m", 60, 1}, {"", 1, 1}};
  const Unit& unit = *std::find_if(std::begin(kUnits), std::end(kUnits),
                                   [&](const Unit& one) { return text.ends_with(one.suffix); });
  text.remove_suffix(unit.suffix.size());
  const bool is_plain = text.find_first_not_of("-0123456789.") == text.npos && !text.ends_with('.');
  if (!unit.suffix.empty() && !is_plain) return std::nullopt;
  const Scalar number = plain_scalar(text);
  const auto seconds = [&](double value) { return value * unit.times / unit.divided_by; };
  if (number.kind == ScalarKind::kInt) return seconds(static_cast<double>(number.integer));
  if (number.kind == ScalarKind::kDouble && std::isfinite(number.real)) return seconds(number.real);
  return std::nullopt;
}

}  // namespace runner
