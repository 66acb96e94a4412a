#include "scenario/reference_hints.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "base/text.h"
#include "expr/lexer.h"
#include "scenario/step_hints.h"
#include "scenario/verbs.h"
#include "text/extent.h"
#include "text/quoting.h"
#include "text/scalar.h"

namespace runner {
namespace {

using expr::Lexer;
using expr::Token;
using expr::TokenKind;

bool is_end(const Token& token) {
  return token.kind == TokenKind::kEnd || token.kind == TokenKind::kError;
}

// The parts of `a, b`, `a and b` and the like. One part when nothing separates any.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  Lexer lexer(text, 0);
  size_t begin = 0;
  int depth = 0;
  Token token = lexer.next();
  for (; !is_end(token); token = lexer.next()) {
    if (token.is("[") || token.is("(")) ++depth;
    if (token.is("]") || token.is(")")) --depth;
    const bool separates = token.is(",") || token.is("&&") || token.is("||") ||
                           token.is_name("and") || token.is_name("or");
    if (depth > 0 || !separates) continue;
    parts.push_back(without_blanks(text.substr(begin, token.begin - begin)));
    begin = token.end;
  }
  parts.push_back(without_blanks(text.substr(begin)));
  return parts;
}

std::optional<int> number_of(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// p[0] and p[1] for p[0..1], and for p[0:2].
std::vector<std::string> members_of(std::string_view text) {
  constexpr int kShown = 8;
  std::vector<std::string> members;
  const size_t bracket = text.find('[');
  if (bracket == std::string_view::npos || !text.ends_with(']')) return members;
  const std::string name(text.substr(0, bracket));
  const std::string_view range = text.substr(bracket + 1, text.size() - bracket - 2);
  const size_t dots = range.find("..");
  const bool is_slice = dots == std::string_view::npos;
  const size_t end = is_slice ? range.find(':') : dots;
  if (end == std::string_view::npos) return members;
  const std::optional<int> first = number_of(range.substr(0, end));
  const std::optional<int> last = number_of(range.substr(end + (is_slice ? 1 : 2)));
  if (!first || !last || *last - *first > kShown) return members;
  for (int i = *first; is_slice ? i < *last : i <= *last; ++i) {
    members.push_back(name + "[" + std::to_string(i) + "]");
  }
  return members;
}

std::string list_hint(const std::vector<std::string>& references) {
  std::string list;
  for (const std::string& reference : references) {
    list += (list.empty() ? "" : ", ") + written::plain_or_quoted(reference, true);
  }
  return "several are written as a list: [" + list + "]";
}

}  // namespace

bool is_like_reference(std::string_view text) {
  Lexer lexer(text, 0);
  if (lexer.next().kind != TokenKind::kName) return false;
  Token token = lexer.next();
  if (token.kind == TokenKind::kEnd) return true;
  if (!token.is("[") || !members_of(text).empty()) return false;
  for (int depth = 1; depth > 0;) {
    token = lexer.next();
    if (is_end(token)) return true;
    if (token.is("[")) ++depth;
    if (token.is("]")) --depth;
  }
  return lexer.next().kind == TokenKind::kEnd;
}

std::string_view object_of(std::string_view text) {
  const size_t point = text.rfind('.', text.find('('));
  if (point == std::string_view::npos) return {};
  const std::string_view object = text.substr(0, point);
  const std::string_view asked = text.substr(point + 1);
  const size_t arguments = std::min(asked.find('('), asked.size());
  const bool is_one = is_identifier(asked.substr(0, arguments)) &&
                      (arguments == asked.size() || asked.ends_with(')'));
  return is_one && is_like_reference(object) && written::is_closed(object) ? object
                                                                           : std::string_view();
}

std::string reference_hint(std::string_view text, std::string_view what) {
  if (text.starts_with("${") && text.ends_with('}')) {
    const std::string_view bare = without_blanks(text.substr(2, text.size() - 3));
    return is_like_reference(bare) ? "write it bare: " + std::string(bare) : "";
  }
  if (what == verb_name(Verb::kWait) && parse_duration(text)) {
    return "to let time pass, write sleep: " + std::string(text);
  }
  if (text.starts_with('[')) return "several are written as a YAML list";
  if (const std::vector<std::string> members = members_of(text); !members.empty()) {
    return list_hint(members);
  }
  const std::vector<std::string_view> parts = parts_of(text);
  if (parts.size() > 1 && std::all_of(parts.begin(), parts.end(), is_like_reference)) {
    return list_hint({parts.begin(), parts.end()});
  }
  const std::string_view object = object_of(text);
  return object.empty() ? "" : "write the name alone: " + std::string(object);
}

}  // namespace runner
