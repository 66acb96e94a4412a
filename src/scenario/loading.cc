#include "scenario/loading.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "text/scalar.h"
#include "text/written.h"

namespace runner {
namespace {

int32_t code_points(std::string_view text) {
  return static_cast<int32_t>(std::max<size_t>(1, count_code_points(text)));
}

int32_t alias_length(const Loading& loading, const Node& alias) {
  const size_t name = loading.source.offset(alias.at) + 1;
  return code_points(written::word_at(loading.source.text(), name)) + 1;
}

}  // namespace

int32_t underlined_length(const Loading& loading, const Node& node) {
  if (node.text_at) return alias_length(loading, node);
  if (!node.is_scalar() || node.block || node.missing) return 1;
  return code_points(node.text) + (node.quoted ? 2 : 0);
}

Diagnostic& report(Loading& loading, const Node& node, std::string message) {
  Diagnostic& diagnostic = loading.diagnostics.error(node.at, std::move(message));
  diagnostic.length = underlined_length(loading, node);
  return diagnostic;
}

Diagnostic& warn(Loading& loading, const Node& node, std::string message) {
  Diagnostic& diagnostic = loading.diagnostics.warning(node.at, std::move(message));
  diagnostic.length = underlined_length(loading, node);
  return diagnostic;
}

Diagnostic& report_at(Loading& loading, Position at, std::string_view text, std::string message) {
  Diagnostic& diagnostic = loading.diagnostics.error(at, std::move(message));
  diagnostic.length = code_points(text);
  return diagnostic;
}

std::string suggestion(const Loading& loading, std::string_view word,
                       std::span<const std::string> candidates) {
  if (loading.errors() > limits::kDiagnostics) return "";
  return did_you_mean_hint(nearest(word, candidates));
}

std::string did_you_mean_hint(std::string_view name) {
  return name.empty() ? "" : "did you mean '" + std::string(name) + "'?";
}

std::string suggestion_or_list(const Loading& loading, std::string_view word, std::string_view lead,
                               std::span<const std::string> candidates) {
  std::string hint = suggestion(loading, word, candidates);
  if (!hint.empty() || candidates.empty()) return hint;
  return std::string(lead) + ": " + enumerate(candidates);
}

Diagnostic& report_clash(Loading& loading, const Node& node, Position other,
                         std::string_view what) {
  Diagnostic& diagnostic =
      report(loading, node, "the name " + in_single_quotes(node.text) + " is taken");
  if (other) diagnostic.notes.push_back({other, std::string(what)});
  return diagnostic;
}

std::string_view described(const Node& node) {
  if (node.is_list()) return "a list";
  if (node.is_map()) return "a map";
  if (node.missing) return "nothing";
  switch (scalar_of(node).kind) {
    case ScalarKind::kNull:
      return "null";
    case ScalarKind::kBool:
      return "a bool";
    case ScalarKind::kInt:
      return "an int";
    case ScalarKind::kDouble:
      return "a double";
    case ScalarKind::kString:
      return "a string";
    case ScalarKind::kInvalid:
      return "a scalar that readers disagree about";
  }
  UNREACHABLE();
}

Diagnostic& report_wrong_kind(Loading& loading, const Node& node, std::string_view needed,
                              std::string_view what) {
  return report(loading, node,
                std::string(what) + " needs " + std::string(needed) + ", not " +
                    std::string(described(node)));
}

std::string bool_hint(const Node& node) {
  if (!node.is_scalar()) return "";
  std::string word = node.text;
  std::transform(word.begin(), word.end(), word.begin(), to_lower);
  if (word == "yes" || word == "on" || word == "true" || word == "1") return "write true";
  if (word == "no" || word == "off" || word == "false" || word == "0") return "write false";
  return "";
}

std::string int_hint(const Node& node, std::string other) {
  if (!node.is_scalar() || !node.quoted) return other;
  Node plain;
  plain.text = node.text;
  return scalar_of(plain).kind == ScalarKind::kInt ? "write " + node.text : other;
}

void tolerate_names(Loading& loading, const Node& node) {
  if (node.is_scalar() && is_identifier(node.text)) loading.symbols.tolerate(node.text);
  for (const Node& key : node.keys) tolerate_names(loading, key);
  for (const Node& item : node.items) tolerate_names(loading, item);
}

std::string enumerate_or(std::span<const std::string> words) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

std::string in_single_quotes(std::string_view text) {
  // A whole paragraph in a message helps nobody.
  constexpr size_t kShown = 60;
  std::string shown(text.substr(0, text.find('\n')));
  if (shown.size() > kShown) shown.resize(valid_utf8_prefix(shown.substr(0, kShown)));
  if (shown.size() < text.size()) shown += "…";
  return "'" + shown + "'";
}

}  // namespace runner
