#include "expr/format.h"

#include <charconv>
#include <cmath>
#include <cstdio>

#include "base/limits.h"
#include "base/text.h"
#include "expr/text_form.h"
#include "expr/unicode.h"

namespace runner::expr {
namespace {

constexpr int64_t kWidest = static_cast<int64_t>(limits::kStringBytes);
constexpr int64_t kFinest = 100'000;  // digits behind the point; a double has at most 1,074

// One `%…` of a format.
struct Directive {
  bool left = false;       // -
  bool plus = false;       // +
  bool blank = false;      // a space
  bool alternate = false;  // #
  bool zeros = false;      // 0
  bool star_width = false;
  bool star_precision = false;
  int64_t width = 0;
  int64_t precision = -1;  // -1: none
  char conversion = '\0';
};

int64_t take_number(std::string_view& text) {
  int64_t value = 0;
  for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1)) {
    value = std::min(value * 10 + (text[0] - '0'), kWidest + 1);
  }
  return value;
}

void take_flags(std::string_view& text, Directive& directive) {
  for (; !text.empty(); text.remove_prefix(1)) {
    switch (text[0]) {
      case '-':
        directive.left = true;
        break;
      case '+':
        directive.plus = true;
        break;
      case ' ':
        directive.blank = true;
        break;
      case '#':
        directive.alternate = true;
        break;
      case '0':
        directive.zeros = true;
        break;
      default:
        return;
    }
  }
}

// Reads what follows a '%'; the problem, or "".
std::string take_directive(std::string_view& text, Directive& directive) {
  if (text.starts_with('(')) return "named values (%(name)s) are left out of format()";
  take_flags(text, directive);
  directive.star_width = text.starts_with('*');
  if (directive.star_width) text.remove_prefix(1);
  if (!directive.star_width) directive.width = take_number(text);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    directive.star_precision = text.starts_with('*');
    if (directive.star_precision) text.remove_prefix(1);
    directive.precision = directive.star_precision ? 0 : take_number(text);
  }
  // C's length modifiers say nothing here.
  if (!text.empty() && (text[0] == 'h' || text[0] == 'l' || text[0] == 'L')) text.remove_prefix(1);
  if (text.empty()) return "the format ends within a %";
  directive.conversion = text[0];
  static constexpr std::string_view kConversions = "diuoxXeEfFgGcsr";
  if (kConversions.find(text[0]) == std::string_view::npos) {
    size_t length = 0;
    first_code_point(text, length);
    return "unknown conversion %" + std::string(text.substr(0, std::max<size_t>(length, 1)));
  }
  text.remove_prefix(1);
  return "";
}

Value fail(std::string message) {
  return make_error(ErrorKind::kType, std::move(message));
}

class Formatter {
 public:
  explicit Formatter(std::span<const Value> values) : values_(values) {}

  Value run(std::string_view format) {
    while (!format.empty() && !problem_.is_error()) {
      const size_t percent = std::min(format.find('%'), format.size());
      out_ += format.substr(0, percent);
      format.remove_prefix(percent);
      if (format.empty()) break;
      format.remove_prefix(1);
      if (format.starts_with('%')) {
        out_ += '%';
        format.remove_prefix(1);
      } else {
        directive(format);
      }
      if (out_.size() > limits::kStringBytes) problem_ = fail("the string is too long");
    }
    if (problem_.is_error()) return problem_;
    if (next_ < values_.size()) return fail("format() has more values than its text uses");
    return Value::string(std::move(out_));
  }

 private:
  void directive(std::string_view& format) {
    Directive directive;
    const std::string wrong = take_directive(format, directive);
    if (!wrong.empty()) {
      problem_ = fail(wrong);
      return;
    }
    if (directive.star_width) take_width(directive);
    if (directive.star_precision) directive.precision = std::max<int64_t>(take_int(), 0);
    if (directive.width > kWidest || directive.precision > kFinest) {
      problem_ = fail("a width or a precision of format() is too large");
    }
    const Value* value = take();
    if (value != nullptr) convert(directive, *value);
  }

  const Value* take() {
    if (problem_.is_error()) return nullptr;
    if (next_ < values_.size()) return &values_[next_++];
    problem_ = fail("format() has fewer values than its text uses");
    return nullptr;
  }

  int64_t take_int() {
    const Value* value = take();
    if (value == nullptr) return 0;
    if (value->is_int()) return value->as_int();
    problem_ = fail("'*' in format() needs an int");
    return 0;
  }

  void take_width(Directive& directive) {
    const int64_t width = take_int();
    directive.left = directive.left || width < 0;
    directive.width = width == INT64_MIN ? INT64_MAX : std::abs(width);
  }

  void convert(const Directive& directive, const Value& value) {
    switch (directive.conversion) {
      case 's':
        text(directive, to_text(value));
        break;
      case 'r':
        text(directive, to_repr(value));
        break;
      case 'c':
        character(directive, value);
        break;
      case 'd':
      case 'i':
      case 'u':
        decimal(directive, value);
        break;
      case 'o':
      case 'x':
      case 'X':
        other_base(directive, value);
        break;
      default:
        real(directive, value);
        break;
    }
  }

  void refuse(const Directive& directive, const char* needed, const Value& value) {
    problem_ = fail(std::string("%") + directive.conversion + " needs " + needed + ", not " +
                    std::string(kind_name(value.kind())));
  }

  void text(const Directive& directive, std::string_view text) {
    if (directive.precision >= 0) {
      text = text.substr(0, prefix_of(text, static_cast<size_t>(directive.precision)));
    }
    pad(directive, "", text, false);
  }

  void character(const Directive& directive, const Value& value) {
    std::string text;
    if (value.is_string() && count_code_points(value.as_string()) == 1) {
      text = value.as_string();
    } else if (value.is_int() || value.is_bool()) {
      if (!is_code_point(value.as_int())) {
        problem_ =
            fail("%c needs the number of a character, not " + std::to_string(value.as_int()));
        return;
      }
      append_utf8(text, static_cast<uint32_t>(value.as_int()));
    } else {
      return refuse(directive, "an int or one character", value);
    }
    pad(directive, "", text, false);
  }

  void decimal(const Directive& directive, const Value& value) {
    if (value.is_int() || value.is_bool()) {
      const std::string digits = std::to_string(value.as_int());
      return number(directive, value.as_int() < 0, "", digits.substr(value.as_int() < 0 ? 1 : 0));
    }
    if (!value.is_double()) return refuse(directive, "a number", value);
    const double whole = std::trunc(value.as_double());
    if (!std::isfinite(whole)) {
      problem_ = make_error(ErrorKind::kArithmetic, double_text(whole) + " is no int");
      return;
    }
    number(directive, whole < 0, "", printed("%.*f", 0, std::fabs(whole)));
  }

  void other_base(const Directive& directive, const Value& value) {
    if (!value.is_int() && !value.is_bool()) return refuse(directive, "an int", value);
    const bool negative = value.as_int() < 0;
    const auto bits = static_cast<uint64_t>(value.as_int());
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, negative ? 0 - bits : bits,
                                   directive.conversion == 'o' ? 8 : 16);
    std::string text(digits, end.ptr);
    std::string prefix;
    if (directive.alternate) prefix = std::string("0") + directive.conversion;
    if (directive.conversion == 'X') {
      for (char& c : text) c = c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    number(directive, negative, prefix, text);
  }

  void real(const Directive& directive, const Value& value) {
    if (!value.is_number() && !value.is_bool()) return refuse(directive, "a number", value);
    const double given = value.is_bool() ? static_cast<double>(value.as_int()) : value.as_number();
    const std::string pattern =
        std::string(directive.alternate ? "%#.*" : "%.*") + directive.conversion;
    const int precision = directive.precision < 0 ? 6 : static_cast<int>(directive.precision);
    Directive whole = directive;
    whole.precision = -1;  // the digits are complete
    number(whole, std::signbit(given) && !std::isnan(given), "",
           printed(pattern.c_str(), precision, std::isnan(given) ? NAN : std::fabs(given)));
  }

  static std::string printed(const char* pattern, int precision, double value) {
    const int size = std::snprintf(nullptr, 0, pattern, precision, value);
    std::string text(static_cast<size_t>(size) + 1, '\0');
    std::snprintf(text.data(), text.size(), pattern, precision, value);
    text.pop_back();
    return text;
  }

  void number(const Directive& directive, bool negative, const std::string& prefix,
              std::string digits) {
    std::string head = negative ? "-" : directive.plus ? "+" : directive.blank ? " " : "";
    head += prefix;
    const auto least = static_cast<size_t>(std::max<int64_t>(directive.precision, 0));
    if (digits.size() < least) digits.insert(0, least - digits.size(), '0');
    pad(directive, head, digits, true);
  }

  void pad(const Directive& directive, std::string_view head, std::string_view body, bool numeric) {
    const size_t size = head.size() + count_code_points(body);
    const auto width = static_cast<size_t>(directive.width);
    const size_t missing = width > size ? width - size : 0;
    const bool zeros = directive.zeros && numeric && !directive.left;
    if (!zeros && !directive.left) out_.append(missing, ' ');
    out_ += head;
    if (zeros) out_.append(missing, '0');
    out_ += body;
    if (directive.left) out_.append(missing, ' ');
  }

  std::span<const Value> values_;
  size_t next_ = 0;
  std::string out_;
  Value problem_;
};

}  // namespace

Value format_values(std::string_view format, std::span<const Value> values) {
  return Formatter(values).run(format);
}

std::string format_problem(std::string_view format, size_t values) {
  size_t used = 0;
  for (size_t at = format.find('%'); at != std::string_view::npos; at = format.find('%')) {
    format.remove_prefix(at + 1);
    if (format.starts_with('%')) {
      format.remove_prefix(1);
      continue;
    }
    Directive directive;
    const std::string wrong = take_directive(format, directive);
    if (!wrong.empty()) return wrong;
    used += 1 + (directive.star_width ? 1 : 0) + (directive.star_precision ? 1 : 0);
  }
  if (used == values) return "";
  return "the format uses " + std::to_string(used) + (used == 1 ? " value, " : " values, ") +
         std::to_string(values) + (values == 1 ? " is given" : " are given");
}

}  // namespace runner::expr
