#include "cli/setting.h"

#include <fmt/format.h>

#include "base/text.h"
#include "text/diagnostic.h"
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

}  // namespace

std::optional<Value> parse_setting(const std::string& text, std::string& problem) {
  constexpr std::string_view kOfNothing = "write null, or \"\" for the empty text";
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos || text[begin] == '#') {
    problem = fmt::format("there is no value; {}", kOfNothing);
    return std::nullopt;
  }
  const Source source("--set", text);
  Diagnostics diagnostics;
  const Node node = read_tree(source, diagnostics);
  if (!diagnostics.has_errors()) return value_of(node, problem);
  const Diagnostic first = diagnostics.sorted().front();
  problem = first.message + (first.hint.empty() ? "" : "; " + first.hint);
  return std::nullopt;
}

std::string encoding_problem(std::string_view text) {
  const size_t valid = valid_utf8_prefix(text);
  if (valid == text.size()) return "";
  return fmt::format("invalid UTF-8 (byte 0x{:02X})", static_cast<unsigned char>(text[valid]));
}

}  // namespace runner
