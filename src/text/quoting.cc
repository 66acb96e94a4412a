#include "text/quoting.h"

#include <fmt/core.h>

#include <vector>

#include "text/characters.h"
#include "text/extent.h"
#include "text/written.h"

namespace runner {
namespace written {
namespace {

constexpr size_t kNowhere = std::string_view::npos;

// The entry of the block-style line that holds `target`.
Entry block_entry(std::string_view text, size_t target) {
  Entry entry;
  entry.value = skip_entry_marks(text, line_start(text, target));
  const size_t colon = key_colon(text, entry.value);
  if (colon == kNowhere || colon >= target) return entry;
  entry.key = without_trailing_space(text.substr(entry.value, colon - entry.value));
  entry.value = skip_blanks(text, colon + 1);
  return entry;
}

// The key that an entry without one is itself.
std::string_view key_at(std::string_view text, const Entry& entry) {
  if (entry.flow_map) return flow_key_at(text, entry.value);
  const size_t colon = entry.flow ? kNowhere : key_colon(text, entry.value);
  if (colon == kNowhere) return {};
  return without_trailing_space(text.substr(entry.value, colon - entry.value));
}

}  // namespace

Entry entry_at(std::string_view text, size_t target, std::optional<size_t> bracket) {
  const Entry block = block_entry(text, bracket.value_or(target));
  size_t i = bracket.value_or(block.value);
  if (at(text, i) != '[' && at(text, i) != '{') return block;
  std::vector<Entry> levels;
  while (i < target) {
    if (opens_quotes(text, i)) {
      i = quoted_end(text, i);
      if (i >= target) break;
      if (!levels.empty() && at(text, i) == ':') {
        Entry& entry = levels.back();
        entry.key = text.substr(entry.value, i - entry.value);
        entry.value = skip_space(text, ++i);
      }
      continue;
    }
    const char c = text[i];
    if (c == '[' || c == '{') {
      levels.push_back({{}, skip_space(text, i + 1), true, c == '{'});
    } else if ((c == ']' || c == '}') && !levels.empty()) {
      levels.pop_back();
    } else if (c == ',' && !levels.empty()) {
      levels.back() = {{}, skip_space(text, i + 1), true, levels.back().flow_map};
    } else if (!levels.empty() && is_colon(text, i, true) && i > levels.back().value) {
      Entry& entry = levels.back();
      entry.key = without_trailing_space(text.substr(entry.value, i - entry.value));
      entry.value = skip_space(text, i + 1);
    }
    ++i;
  }
  return levels.empty() ? block : levels.back();
}

std::string quoting_hint(std::string_view text, const Entry& entry) {
  constexpr size_t kLongest = 100;
  const std::string_view key = entry.key.empty() ? key_at(text, entry) : "";
  if (!key.empty() && key.size() <= kLongest) return fmt::format("write {}:", quoted(key));
  const std::string_view value = value_at(text, entry.value, entry.flow);
  if (value.empty() || value.size() + entry.key.size() > kLongest) return "put it in quotes";
  return fmt::format("write {}{}{}", entry.key, entry.key.empty() ? "" : ": ", quoted(value));
}

std::string list_hint(std::string_view text, const Entry& entry, size_t colon) {
  const std::string_view key =
      without_trailing_space(text.substr(entry.value, colon - entry.value));
  const std::string_view value = value_at(text, skip_blanks(text, colon + 1), entry.flow);
  return fmt::format("write {}: [{}: {}]", entry.key, key, plain_or_quoted(value, true));
}

std::string list_for_tuple(std::string_view text) {
  if (!text.starts_with('(') || !text.ends_with(')') || !is_closed(text)) return "";
  std::string_view items = text.substr(1, text.size() - 2);
  if (!is_closed(items)) return "";  // (a) + (b)
  if (items.ends_with(',')) items.remove_suffix(1);
  return fmt::format("[{}]", items);
}

std::string plain_or_quoted(std::string_view text, bool flow) {
  if (text.empty() || is_quote(text[0])) return std::string(text);
  const char last = text.back();
  const bool is_collection = (text[0] == '[' && last == ']') || (text[0] == '{' && last == '}');
  const bool starts_badly = std::string_view("&*!|>%@`#,[]{}").find(text[0]) != kNowhere;
  const bool is_cut = text.find(": ") != kNowhere || text.ends_with(':') ||
                      text.find(" #") != kNowhere ||
                      (flow && text.find_first_of(",[]{}") != kNowhere);
  const bool is_plain = is_collection ? is_closed(text) : !starts_badly && !is_cut;
  return is_plain ? std::string(text) : runner::quoted(text);
}

}  // namespace written

std::string inline_form(const Source& source, const Node& node) {
  if (node.is_scalar()) {
    return node.quoted ? runner::quoted(node.text) : written::plain_or_quoted(node.text, true);
  }
  if (!node.flow) return "…";
  const std::string_view text = source.text();
  return std::string(written::value_at(text, source.offset(node.at), true));
}

std::string quoted(std::string_view text) {
  if (text.find_first_of("\"\\") == std::string_view::npos) {
    return fmt::format("\"{}\"", text);
  }
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') result += c;
    result += c;
  }
  result += '\'';
  return result;
}

std::string quoted_form(const Source& source, const Node& node) {
  const std::string_view text = source.text();
  const size_t offset = source.offset(node.at);
  const bool flow = !node.is_scalar() || written::entry_at(text, offset, {}).flow;
  return quoted(written::value_at(text, offset, flow));
}

}  // namespace runner
