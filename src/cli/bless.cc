#include "cli/bless.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "cli/new_lines.h"
#include "cli/yaml_edit.h"
#include "scenario/load.h"
#include "text/file.h"
#include "text/tree.h"
#include "verdict/expected_text.h"

namespace runner {
namespace {

constexpr size_t kNewKeyIndent = 2;  // of `output` in an `expect` that is new

// A key with its value in the map that holds both.
struct Entry {
  const Node* key = nullptr;
  const Node* value = nullptr;
};

std::optional<Entry> find_entry(const Node& map, std::string_view key) {
  for (size_t i = 0; i < map.keys.size(); ++i) {
    if (map.keys[i].text == key) return Entry{&map.keys[i], &map.items[i]};
  }
  return std::nullopt;
}

size_t column_of(const Node& node) {
  return static_cast<size_t>(node.at.column - 1);
}

// The text of one block, and the column of the key or the dash that it belongs to.
struct BlockText {
  const Node* scalar = nullptr;
  size_t indent = 0;
  bool flow = false;
};

class Blessing {
 public:
  Blessing(const Source& source, const Scenario& scenario, std::string_view output)
      : source_(source), scenario_(scenario), output_(split_lines(output)) {}

  std::optional<std::string> text() {
    if (std::any_of(output_.begin(), output_.end(),
                    [](std::string_view line) { return valid_utf8_prefix(line) != line.size(); })) {
      return std::nullopt;
    }
    Diagnostics ignored;
    root_ = read_tree(source_, ignored);
    const std::optional<Entry> expect = find_entry(root_, "expect");
    if (!expect) return appended();
    const std::optional<Entry> output =
        expect->value->is_map() ? find_entry(*expect->value, "output") : std::nullopt;
    return output && scenario_.expect.output ? changed(*expect, *output) : inserted(*expect);
  }

 private:
  std::vector<std::string> all_lines() const {
    std::vector<std::string> lines;
    for (const std::string_view line : output_) lines.push_back(written_line(line));
    return lines;
  }

  // A document may end before its file does: at a line of three dots.
  size_t end_of_document() const {
    for (int32_t number = std::max(root_.at.line, 1); number <= source_.line_count(); ++number) {
      const std::string_view line = source_.line(number);
      const bool is_end = line.starts_with("...") &&
                          line.substr(3, 1).find_first_not_of(" \t\r") == std::string_view::npos;
      if (is_end) return source_.offset({number, 1});
    }
    return source_.text().size();
  }

  std::string missing_line_end(size_t before) const {
    return source_.text().substr(0, before).ends_with('\n') ? "" : "\n";
  }

  std::string appended() const {
    const size_t end = end_of_document();
    return apply_edits(source_, {{end, end,
                                  missing_line_end(end) + "\nexpect:\n" +
                                      block_entry("output", kNewKeyIndent, all_lines())}});
  }

  std::optional<std::string> inserted(const Entry& expect) const {
    const Node& map = *expect.value;
    if (map.is_map() && map.flow) {
      // Behind the opening brace.
      const size_t at = source_.offset(map.at) + 1;
      const std::string separator = map.keys.empty() ? "" : ", ";
      return apply_edits(source_, {{at, at, flow_entry("output", all_lines()) + separator}});
    }
    if (map.is_map() && !map.keys.empty()) {
      const Node& first = map.keys.front();
      const size_t at = source_.offset({first.at.line, 1});
      return apply_edits(source_, {{at, at, block_entry("output", column_of(first), all_lines())}});
    }
    if (!map.missing) return std::nullopt;
    const size_t at = source_.offset({expect.key->at.line + 1, 1});
    const size_t indent = column_of(*expect.key) + kNewKeyIndent;
    return apply_edits(
        source_, {{at, at, missing_line_end(at) + block_entry("output", indent, all_lines())}});
  }

  std::optional<std::string> changed(const Entry& expect, const Entry& output) {
    std::optional<std::vector<BlockText>> texts = find_texts(expect, output);
    const std::vector<OutputBlock>& blocks = *scenario_.expect.output;
    if (!texts || texts->size() != blocks.size()) return std::nullopt;
    std::vector<std::vector<std::string>> written;
    for (const BlockText& text : *texts) {
      written.emplace_back();
      if (text.scalar == nullptr) continue;
      for (const std::string_view line : split_lines(text.scalar->text)) {
        written.back().emplace_back(line);
      }
    }
    const auto changes = find_changes(blocks, written, output_);
    if (!changes) return std::nullopt;
    std::vector<TextEdit> edits;
    Position before = std::max(expect.key->at, output.key->at);
    for (const ChangedBlock& change : *changes) {
      const BlockText& text = (*texts)[change.number];
      if (!is_written_behind(before, *text.scalar)) return std::nullopt;
      before = text.scalar->at;
      const std::vector<TextEdit> added =
          replace_scalar(source_, *text.scalar, text.indent, text.flow, change.lines);
      edits.insert(edits.end(), added.begin(), added.end());
    }
    return apply_edits(source_, edits);
  }

  // What an alias or a merge key stands for is written before it, where others may use it, too. So
  // a text stands in its own place when it is no alias itself and comes behind all before it.
  bool is_written_behind(Position before, const Node& scalar) const {
    return before < scalar.at && source_.text()[source_.offset(scalar.at)] != '*';
  }

  // Where each block is written; a null scalar for what has more than one text.
  std::optional<std::vector<BlockText>> find_texts(const Entry& expect, const Entry& output) const {
    const bool flow = expect.value->flow;
    const Node& value = *output.value;
    if (value.is_scalar()) return std::vector<BlockText>{{&value, column_of(*output.key), flow}};
    if (value.is_map()) return std::vector<BlockText>{text_in_map(value, flow)};
    std::vector<BlockText> texts;
    for (const Node& item : value.items) {
      const bool within_flow = flow || value.flow;
      if (item.is_scalar()) {
        texts.push_back({&item, dash_column(item), within_flow});
      } else if (item.is_map()) {
        texts.push_back(text_in_map(item, within_flow));
      } else {
        return std::nullopt;
      }
    }
    return texts;
  }

  // {unordered: text}
  static BlockText text_in_map(const Node& map, bool flow) {
    const bool has_text = map.items.size() == 1 && map.items.front().is_scalar();
    if (!has_text) return {};
    return {&map.items.front(), column_of(map.keys.front()), flow || map.flow};
  }

  // Of the `-` before an item.
  size_t dash_column(const Node& item) const {
    const std::string_view line = source_.line(item.at.line);
    const size_t dash = line.find('-');
    return dash == std::string_view::npos ? 0 : dash;
  }

  const Source& source_;
  const Scenario& scenario_;
  std::vector<std::string_view> output_;
  Node root_;
};

bool is_same(const Node& a, const Node& b) {
  return a.kind == b.kind && a.quoted == b.quoted && a.missing == b.missing && a.text == b.text &&
         std::equal(a.keys.begin(), a.keys.end(), b.keys.begin(), b.keys.end(), is_same) &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), is_same);
}

// The entries of a map, or none, but for this one.
std::vector<Entry> all_but(const Node* map, std::string_view key) {
  std::vector<Entry> entries;
  for (size_t i = 0; map != nullptr && i < map->keys.size(); ++i)
    if (map->keys[i].text != key) entries.push_back({&map->keys[i], &map->items[i]});
  return entries;
}

bool is_same_but(const Node* before, const Node* after, std::string_view key) {
  const auto is_same_entry = [](const Entry& a, const Entry& b) {
    return is_same(*a.key, *b.key) && is_same(*a.value, *b.value);
  };
  const std::vector<Entry> a = all_but(before, key);
  const std::vector<Entry> b = all_but(after, key);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), is_same_entry);
}

// What an alias stands for is written elsewhere, where others may use it.
bool changes_only_output(const Source& before, const Source& after) {
  Diagnostics ignored;
  const Node a = read_tree(before, ignored);
  const Node b = read_tree(after, ignored);
  return is_same_but(&a, &b, "expect") && is_same_but(a.find("expect"), b.find("expect"), "output");
}

// Reads the new text as a scenario and compares it with what came out.
bool expects(const Source& source, const std::string& text, std::string_view output) {
  Diagnostics diagnostics;
  const std::optional<Source> read = make_source(source.name(), text, diagnostics);
  if (!read || diagnostics.has_errors() || !changes_only_output(source, *read)) return false;
  const std::optional<Scenario> scenario = load_scenario(*read, {}, diagnostics);
  if (!scenario || !scenario->expect.output) return false;
  const ExpectedText expected(*scenario->expect.output);
  return expected.compare(split_lines(output)) == ExpectedText::Answer::kYes;
}

}  // namespace

Result<std::string> bless_output(const Source& source, const Scenario& scenario,
                                 std::string_view output) {
  std::optional<std::string> text = Blessing(source, scenario, output).text();
  if (!text || !expects(source, *text, output)) {
    return Error{"accept the output of", source.name(), 0,
                 "it is not clear what to write: change `expect: output` by hand"};
  }
  return std::move(*text);
}

}  // namespace runner
