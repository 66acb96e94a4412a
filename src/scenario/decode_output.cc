// `output` and `stderr`: blocks of expected lines.
#include "base/regex.h"
#include "base/text.h"
#include "expr/text_form.h"
#include "scenario/constants.h"
#include "scenario/decode.h"

namespace runner {
namespace {

struct NamedBlock {
  std::string_view key;
  OutputBlock::Kind kind;
};
constexpr NamedBlock kNamedBlocks[] = {
    {"unordered", OutputBlock::Kind::kUnordered},
    {"interleaved", OutputBlock::Kind::kInterleaved},
    {"contains", OutputBlock::Kind::kContains},
};

class OutputDecoder {
 public:
  OutputDecoder(Loading& loading, std::string_view what) : loading_(loading), what_(what) {}

  OutputBlock decode_item(const Node& node) {
    if (!node.is_map()) return decode_text(node, OutputBlock::Kind::kOrdered, what_);
    std::vector<std::string> names;
    for (const NamedBlock& named : kNamedBlocks) names.emplace_back(named.key);
    if (node.keys.size() != 1) {
      report(loading_, node, "a block is text, or a map with one of " + enumerate_or(names));
      return {};
    }
    for (const NamedBlock& named : kNamedBlocks) {
      if (node.keys[0].text != named.key) continue;
      if (named.kind == OutputBlock::Kind::kInterleaved) return decode_interleaved(node.items[0]);
      return decode_text(node.items[0], named.kind, named.key);
    }
    report(loading_, node.keys[0], "unknown kind of block " + in_single_quotes(node.keys[0].text))
        .hint = suggestion_or_list(loading_, node.keys[0].text, "the kinds are", names);
    return {};
  }

 private:
  OutputBlock decode_interleaved(const Node& node) {
    OutputBlock block;
    block.kind = OutputBlock::Kind::kInterleaved;
    block.at = node.at;
    if (!node.is_list()) {
      report_wrong_kind(loading_, node, "a list of blocks", "interleaved");
      return block;
    }
    for (const Node& item : node.items) {
      block.children.push_back(decode_text(item, OutputBlock::Kind::kOrdered, "a block"));
    }
    return block;
  }

  OutputBlock decode_text(const Node& node, OutputBlock::Kind kind, std::string_view what) {
    OutputBlock block;
    block.kind = kind;
    block.at = node.at;
    if (!node.is_scalar() || node.missing) {
      report_wrong_kind(loading_, node, "text", what).hint =
          node.missing ? "\"\" stands for no output" : "write | and below it one line each";
      return block;
    }
    // Lines like 42 or True are text here, whatever YAML makes of them.
    Node text = node;
    text.quoted = true;
    const std::optional<Value> value = constant_value(loading_, text);
    if (!value) return block;
    const std::string lines = to_text(*value);
    for (const std::string_view line : split_lines(lines)) {
      block.lines.emplace_back(line);
      check_patterns(node, line, block.lines.size() - 1);
    }
    return block;
  }

  // Every {{…}} must be a regular expression.
  void check_patterns(const Node& node, std::string_view line, size_t line_number) {
    size_t at = 0;
    for (;;) {
      const size_t open = line.find("{{", at);
      if (open == std::string_view::npos) return;
      size_t close = line.find("}}", open + 2);
      while (close != std::string_view::npos && line.substr(close + 2).starts_with('}')) ++close;
      if (close == std::string_view::npos) return;
      check_pattern(node, line.substr(open + 2, close - open - 2), line_number);
      at = close + 2;
    }
  }

  void check_pattern(const Node& node, std::string_view pattern, size_t line_number) {
    Regex::Problem problem;
    if (pattern == "\"{{\"" || Regex::compile(pattern, problem)) return;
    report_at(loading_, place_of(node, pattern, line_number, problem.offset), "",
              "in {{" + std::string(pattern) + "}}: " + problem.message);
  }

  // The text may have been changed by templates; then its beginning is near enough.
  Position place_of(const Node& node, std::string_view pattern, size_t line_number, size_t offset) {
    size_t at = 0;
    for (size_t line = 0; line < line_number; ++line) {
      const size_t end = node.text.find('\n', at);
      if (end == std::string::npos) return node.at;
      at = end + 1;
    }
    const size_t found = node.text.find("{{" + std::string(pattern) + "}}", at);
    if (found == std::string::npos) return node.at;
    return position_in(loading_.source, node, found + 2 + offset);
  }

  Loading& loading_;
  std::string_view what_;
};

}  // namespace

std::vector<OutputBlock> decode_output(Loading& loading, const Node& node, std::string_view what) {
  OutputDecoder decoder(loading, what);
  std::vector<OutputBlock> blocks;
  if (node.is_list()) {
    for (const Node& item : node.items) blocks.push_back(decoder.decode_item(item));
  } else {
    blocks.push_back(decoder.decode_item(node));
  }
  return blocks;
}

}  // namespace runner
