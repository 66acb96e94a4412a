#include "expr/number_text.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

#include "base/text.h"
#include "expr/text_form.h"

namespace runner::expr {
namespace {

// 0.d1d2d3… × 10^point
struct Digits {
  bool negative = false;
  std::string digits;
  int point = 0;
};

Digits shortest_digits(double value) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific);
  Digits result;
  const char* at = text;
  if (*at == '-') {
    result.negative = true;
    ++at;
  }
  for (; *at != 'e'; ++at) {
    if (*at != '.') result.digits += *at;
  }
  ++at;
  if (*at == '+') ++at;
  int exponent = 0;
  std::from_chars(at, end.ptr, exponent);
  result.point = exponent + 1;
  if (result.digits == "0") result.point = 1;
  return result;
}

// 1.5e-07
std::string with_exponent(const Digits& number) {
  std::string text = number.negative ? "-" : "";
  text += number.digits[0];
  if (number.digits.size() > 1) text += "." + number.digits.substr(1);
  const int exponent = number.point - 1;
  text += exponent < 0 ? "e-" : "e+";
  const std::string size = std::to_string(std::abs(exponent));
  return text + (size.size() < 2 ? "0" : "") + size;
}

// 0.0015, 15, 1500
std::string without_exponent(const Digits& number) {
  const std::string sign = number.negative ? "-" : "";
  const auto count = static_cast<int>(number.digits.size());
  if (number.point <= 0) {
    return sign + "0." + std::string(static_cast<size_t>(-number.point), '0') + number.digits;
  }
  const auto point = static_cast<size_t>(number.point);
  if (number.point >= count)
    return sign + number.digits + std::string(point - number.digits.size(), '0');
  return sign + number.digits.substr(0, point) + "." + number.digits.substr(point);
}

bool is_decimal_digit(char c) {
  return c >= '0' && c <= '9';
}

// The texts besides decimal numbers that CEL's double() reads.
bool parse_special(std::string_view text, double& value) {
  std::string lower;
  for (const char c : text) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower == "inf" || lower == "infinity") {
    value = HUGE_VAL;
  } else if (lower == "nan") {
    value = NAN;
  } else {
    return false;
  }
  return true;
}

Value conversion_error(std::string_view text, const char* what) {
  constexpr size_t kShown = 40;
  std::string_view part = text.substr(0, kShown);
  if (text.size() > kShown) part = part.substr(0, valid_utf8_prefix(part));
  const std::string shown = to_repr(Value::string(part)) + (text.size() > kShown ? "…" : "");
  return make_error(ErrorKind::kType, shown + " " + what);
}

}  // namespace

std::string cel_double_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Inf" : "+Inf";
  const Digits number = shortest_digits(value);
  constexpr int kWithoutExponent = 6;  // as %g: the digits it shows by default
  if (number.point < -3 || number.point > kWithoutExponent) return with_exponent(number);
  return without_exponent(number);
}

Value parse_int(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  int64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto result = std::from_chars(digits.data(), end, value);
  const bool doubled_sign = digits.size() < text.size() && digits.starts_with('-');
  if (doubled_sign || digits.empty() || result.ptr != end) {
    return conversion_error(text, "is not an int");
  }
  if (result.ec == std::errc::result_out_of_range) {
    return conversion_error(text, "is outside the range of 64-bit ints");
  }
  return result.ec == std::errc() ? Value::integer(value) : conversion_error(text, "is not an int");
}

Value parse_double(std::string_view text) {
  std::string_view digits = text;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  double value = 0;
  if (digits.empty()) return conversion_error(text, "is not a double");
  if (parse_special(digits, value)) return Value::real(negative ? -value : value);
  if (!is_decimal_digit(digits[0]) && digits[0] != '.') {
    return conversion_error(text, "is not a double");
  }
  const char* end = digits.data() + digits.size();
  const auto result = std::from_chars(digits.data(), end, value);
  if (result.ptr != end || result.ec == std::errc::invalid_argument) {
    return conversion_error(text, "is not a double");
  }
  if (result.ec == std::errc::result_out_of_range) {
    value = std::strtod(std::string(digits).c_str(), nullptr);  // tells too large from too small
    if (std::isinf(value)) return conversion_error(text, "is outside the range of doubles");
  }
  return Value::real(negative ? -value : value);
}

}  // namespace runner::expr

namespace runner {

std::string double_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  const expr::Digits number = expr::shortest_digits(value);
  if (number.point < -3 || number.point > 16) return expr::with_exponent(number);
  const std::string text = expr::without_exponent(number);
  return text.find('.') == std::string::npos ? text + ".0" : text;
}

}  // namespace runner
