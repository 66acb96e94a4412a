// The checks of TreeBuilder: what the parser accepts and a scenario's author did not mean.
#include <fmt/core.h>

#include <algorithm>

#include "base/limits.h"
#include "text/extent.h"
#include "text/tree_builder.h"
#include "text/written.h"

namespace runner {

bool TreeBuilder::expects_key() const {
  return !frames_.empty() && frames_.back().kind == NodeKind::kMap &&
         frames_.back().key == Key::kNone;
}

bool TreeBuilder::count_nodes(size_t count, size_t offset) {
  nodes_ += count;
  if (nodes_ <= limits::kNodes) return true;
  stopped_ = true;
  diagnostics_.error(
      position(offset),
      fmt::format("the file has more than {} values, aliases expanded", limits::kNodes));
  return false;
}

bool TreeBuilder::is_too_deep(size_t levels, size_t offset) {
  if (frames_.size() + levels <= static_cast<size_t>(limits::kNesting)) return false;
  stopped_ = true;
  diagnostics_.error(position(offset),
                     fmt::format("lists and maps are nested more than {} deep", limits::kNesting));
  return true;
}

// The parser accepts a value that stands on a later line, but no further in than its key.
void TreeBuilder::check_indentation(const Frame& frame, const Node& value, YamlPlace place) {
  if (place.line <= frame.key_place.line || place.column > frame.key_place.column) return;
  const bool is_block_list = value.is_list() && !value.flow;
  if (is_block_list || !written::is_first_on_line(text_, place.offset)) return;
  if (value.is_scalar() && !value.quoted) {
    report_missing_colon(place.offset, source_, diagnostics_);
    return;
  }
  diagnostics_.error(position(place.offset), "this value is not indented").hint =
      fmt::format("indent it by more than its key '{}'", keys_.back().text);
}

// "[range(1, 3)]" is two items to YAML: "range(1" and "3)". The whole is taken as what was meant.
void TreeBuilder::check_cut(Node& node, size_t offset) {
  if (is_cut_off(offset) || written::is_closed(node.text)) return;
  const std::string_view value = written::value_at(text_, offset, true);
  if (value.size() <= node.text.size() || !written::is_closed(value)) return;
  if (!value.starts_with(node.text)) return;
  const size_t comma = value.find_first_not_of(" \t", node.text.size());
  if (comma == std::string_view::npos || value[comma] != ',') return;
  Diagnostic& diagnostic =
      diagnostics_.error(node.at, fmt::format("YAML ends this value at its ',': '{}'", node.text));
  diagnostic.length = static_cast<int32_t>(node.text.size());
  const std::string list = written::list_for_tuple(value);
  diagnostic.hint = list.empty() ? written::quoting_hint(text_, *current_entry(offset))
                                 : "a text stands in quotes, a list is written " + list;
  node.text = value;
  cut_begin_ = offset;
  cut_end_ = offset + value.size();
}

// The parser lets a quoted string go on at the left margin and even to the end of the file, and
// takes what follows it without a blank for a comment. False when the rest of the file is in doubt.
bool TreeBuilder::check_quotes(size_t offset) {
  const size_t end = written::quoted_end(text_, offset);
  if (end == std::string_view::npos) {
    stopped_ = true;
    report_unclosed(offset, source_, diagnostics_);
    return false;
  }
  if (end < text_.size() && text_[end] == '#') {
    diagnostics_.error(position(end), "a blank must stand before a comment");
  }
  if (frames_.empty() || in_flow()) return true;
  const Frame& frame = frames_.back();
  const bool is_value = frame.kind == NodeKind::kMap && !expects_key();
  const int32_t column = is_value ? frame.key_place.column : frame.place.column;
  if (written::least_indentation(text_, offset, end) > static_cast<size_t>(column)) return true;
  diagnostics_.error(position(offset), "this quoted string goes on in a line that is not indented")
      .hint = "close it, or indent the lines that continue it";
  stopped_ = true;
  return false;
}

bool TreeBuilder::lacks_colon(YamlPlace place) const {
  if (frames_.empty() || in_flow()) return false;
  const Frame& frame = frames_.back();
  const bool has_key = frame.key == Key::kGood || frame.key == Key::kCollection;
  return has_key && frame.key_place.offset == place.offset;
}

// A key without a colon, at the end of the file: the parser gives it a null.
bool TreeBuilder::drop_key(YamlPlace place) {
  report_missing_colon(place.offset, source_, diagnostics_);
  frames_.back().key = Key::kNone;
  keys_.pop_back();
  return true;
}

// Nothing where a key is expected: ": value", or two commas in flow style.
bool TreeBuilder::put_missing_key(YamlPlace place) {
  const char next = place.offset < text_.size() ? text_[place.offset] : '\n';
  diagnostics_.error(position(place.offset),
                     fmt::format("expected a key before '{}'", next == ',' ? ',' : ':'));
  reject_key(Key::kReported, place);
  return true;
}

// "{{x}}" is a map with a map for its key, and seldom meant so.
void TreeBuilder::report_collection_key(size_t offset) {
  const bool is_double_brace = offset > 0 && text_.substr(offset - 1).starts_with("{{");
  if (is_double_brace) --offset;
  Diagnostic& diagnostic =
      diagnostics_.error(position(offset), "a key must be a word or a quoted string");
  if (!is_double_brace) return;
  diagnostic.hint = written::quoting_hint(text_, written::entry_at(text_, offset, {}));
}

Node TreeBuilder::missing_node(YamlPlace place) {
  Node node;
  node.missing = true;
  node.at = position(place.offset);
  if (frames_.empty()) return node;
  const Frame& frame = frames_.back();
  if (frame.kind == NodeKind::kMap) {
    node.at = position(written::after_colon(text_, frame.key_place.offset, frame.flow));
  } else if (!frame.flow) {
    node.at = position(written::after_dash(text_, place.offset));
  } else if (place.offset < text_.size() && text_[place.offset] == ',') {
    diagnostics_.error(node.at, "expected a value before ','");
  }
  return node;
}

// Nothing while a key is expected.
std::optional<written::Entry> TreeBuilder::current_entry(size_t value) const {
  if (expects_key()) return std::nullopt;
  written::Entry entry{{}, value, in_flow()};
  if (!frames_.empty() && frames_.back().key == Key::kGood) entry.key = keys_.back().text;
  return entry;
}

Node TreeBuilder::tagged_node(size_t tag) const {
  Node node;
  node.at = position(tag);
  node.quoted = true;
  node.text = written::value_at(text_, tag, in_flow());
  return node;
}

}  // namespace runner
