#include "cli/setting.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "text/diagnostic.h"
#include "text/quoting.h"
#include "text/scalar.h"
#include "text/source.h"
#include "text/tree.h"

namespace runner {
namespace {

std::optional<Value> value_of(const Node& node, std::string& problem);

std::optional<Value> scalar_value(const Node& node, std::string& problem) {
  const Scalar scalar = scalar_of(node);
  switch (scalar.kind) {
    case ScalarKind::kNull:
      return Value::null();
    case ScalarKind::kBool:
      return Value::boolean(scalar.boolean);
    case ScalarKind::kInt:
      return Value::integer(scalar.integer);
    case ScalarKind::kDouble:
      return Value::real(scalar.real);
    case ScalarKind::kString:
      return Value::string(node.text);
    case ScalarKind::kInvalid:
      problem = scalar.problem;
      return std::nullopt;
  }
  UNREACHABLE();
}

std::optional<Value> list_value(const Node& node, std::string& problem) {
  std::vector<Value> items;
  for (const Node& item : node.items) {
    std::optional<Value> value = value_of(item, problem);
    if (!value) return std::nullopt;
    items.push_back(std::move(*value));
  }
  return Value::list(std::move(items));
}

std::optional<Value> map_value(const Node& node, std::string& problem) {
  std::vector<std::pair<Value, Value>> entries;
  for (size_t i = 0; i < node.items.size(); ++i) {
    std::optional<Value> written = value_of(node.keys[i], problem);
    std::optional<Value> value = value_of(node.items[i], problem);
    Value key;
    if (!written || !value) return std::nullopt;
    if (!map_key(*written, key)) {
      problem =
          fmt::format("'{}' is no key: keys are texts, whole numbers and bools", node.keys[i].text);
      return std::nullopt;
    }
    entries.emplace_back(std::move(key), std::move(*value));
  }
  return Value::map(std::move(entries));
}

std::optional<Value> value_of(const Node& node, std::string& problem) {
  switch (node.kind) {
    case NodeKind::kScalar:
      return scalar_value(node, problem);
    case NodeKind::kList:
      return list_value(node, problem);
    case NodeKind::kMap:
      return map_value(node, problem);
  }
  UNREACHABLE();
}

constexpr std::string_view kNoValue = "there is no value; write null, or \"\" for the empty text";

bool separates_documents(std::string_view line) {
  if (!line.starts_with("---") && !line.starts_with("...")) return false;
  return line.size() == 3 || std::string_view(" \t\r\n").find(line[3]) != std::string_view::npos;
}

// What is no value although it may stand in a file of values: the words for files are no help.
std::string problem_of_a_file(std::string_view text) {
  if (text.empty() || text[0] == '#') return std::string(kNoValue);
  if (text[0] == '%') return fmt::format("a value cannot start with '%'; write {}", quoted(text));
  for (size_t line = 0; line < text.size(); line = text.find('\n', line) + 1) {
    if (separates_documents(text.substr(line))) {
      return fmt::format("'{0}' separates the documents of a file; write \"{0}\" for the text",
                         text.substr(line, 3));
    }
    if (text.find('\n', line) == text.npos) break;
  }
  return "";
}

}  // namespace

std::optional<Value> parse_setting(const std::string& text, std::string& problem) {
  const size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  problem = problem_of_a_file(std::string_view(text).substr(begin));
  if (!problem.empty()) return std::nullopt;
  const Source source("--set", text);
  Diagnostics diagnostics;
  const Node node = read_tree(source, diagnostics);
  if (diagnostics.has_errors()) {
    const Diagnostic first = diagnostics.sorted().front();
    problem = first.message + (first.hint.empty() ? "" : "; " + first.hint);
    return std::nullopt;
  }
  if (!node.missing && node.at) return value_of(node, problem);
  problem = kNoValue;
  return std::nullopt;
}

std::string encoding_problem(std::string_view text) {
  const size_t valid = valid_utf8_prefix(text);
  if (valid == text.size()) return "";
  return fmt::format("invalid UTF-8 (byte 0x{:02X})", static_cast<unsigned char>(text[valid]));
}

}  // namespace runner
