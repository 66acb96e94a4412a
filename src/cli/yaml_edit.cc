#include "cli/yaml_edit.h"

#include <algorithm>

#include "base/text.h"
#include "expr/text_form.h"

namespace runner {
namespace {

constexpr size_t kIndentStep = 2;

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

// JSON's strings are YAML's double-quoted ones. One line stands without a line end.
std::string quoted(const std::vector<std::string>& lines) {
  const bool is_short = lines.size() == 1 && !lines.front().empty();
  return to_json(Value::string(is_short ? lines.front() : joined(lines)));
}

bool is_printable(std::string_view line) {
  const auto acts = [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7F; };
  // NEL, LS, PS and a byte order mark: line ends and marks to some readers.
  for (const std::string_view special : {"\u0085", "\u2028", "\u2029", "\uFEFF"}) {
    if (line.find(special) != std::string_view::npos) return false;
  }
  return std::none_of(line.begin(), line.end(), acts);
}

bool can_be_block(const std::vector<std::string>& lines) {
  const bool has_text = std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
    return line.find_first_not_of(" \t") != std::string::npos;
  });
  return has_text && std::all_of(lines.begin(), lines.end(), is_printable);
}

// A literal block scalar: header and lines, without the last newline.
std::string literal(const std::vector<std::string>& lines, size_t indent, size_t step) {
  const std::string& first = lines.front();
  std::string text = "|";
  if (first.empty() || first.front() == ' ' || first.front() == '\t') text += std::to_string(step);
  if (lines.back().empty()) text += "+";
  for (const std::string& line : lines) {
    text += "\n";
    if (!line.empty()) text += std::string(indent + step, ' ') + line;
  }
  return text;
}

size_t indentation(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

// A block scalar reaches to its last line that is not blank; blank lines behind it are layout,
// unless its header keeps them.
struct BlockExtent {
  size_t end = 0;
  size_t step = kIndentStep;  // its indentation over its parent's
};

BlockExtent block_extent(const Source& source, int32_t header_line, size_t header, size_t indent) {
  const auto line_end = [&](int32_t number) {
    return source.offset({number, 1}) + source.line(number).size();
  };
  const std::string_view header_text = source.line(header_line).substr(header);
  const bool keeps_blanks =
      header_text.substr(0, header_text.find('#')).find('+') != std::string_view::npos;
  BlockExtent extent{line_end(header_line), kIndentStep};
  bool first = true;
  for (int32_t number = header_line + 1; number <= source.line_count(); ++number) {
    const std::string_view line = source.line(number);
    if (is_blank(line)) {
      const bool is_behind_the_end = number == source.line_count() && line.empty();
      if (keeps_blanks && !is_behind_the_end) extent.end = line_end(number);
      continue;
    }
    if (indentation(line) <= indent) break;
    if (first) extent.step = indentation(line) - indent;
    first = false;
    extent.end = line_end(number);
  }
  return extent;
}

size_t quoted_end(const std::string& text, size_t begin) {
  const char quote = text[begin];
  for (size_t at = begin + 1; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '\'' && at + 1 < text.size() && text[at + 1] == '\'') {
        ++at;
      } else {
        return at + 1;
      }
    }
  }
  return text.size();
}

}  // namespace

std::string apply_edits(std::string_view text, std::vector<TextEdit> edits) {
  std::sort(edits.begin(), edits.end(),
            [](const TextEdit& a, const TextEdit& b) { return a.begin < b.begin; });
  std::string result;
  size_t at = 0;
  for (const TextEdit& edit : edits) {
    result += text.substr(at, edit.begin - at);
    result += edit.text;
    at = edit.end;
  }
  return result.append(text.substr(at));
}

TextEdit replace_scalar(const Source& source, const Node& scalar, size_t indent, bool flow,
                        const std::vector<std::string>& lines) {
  const std::string& text = source.text();
  TextEdit edit;
  edit.begin = source.offset(scalar.at);
  edit.end = edit.begin;
  size_t step = kIndentStep;
  if (scalar.block) {
    const size_t line_start = source.offset({scalar.at.line, 1});
    const BlockExtent extent =
        block_extent(source, scalar.at.line, edit.begin - line_start, indent);
    edit.end = extent.end;
    step = extent.step;
  } else if (scalar.quoted) {
    edit.end = quoted_end(text, edit.begin);
  } else if (!scalar.missing) {
    edit.end = source.offset(position_in(source, scalar, scalar.text.size()));
  }
  const bool stays_short = !scalar.block && lines.size() == 1;
  const bool as_block = !flow && !stays_short && can_be_block(lines);
  edit.text = as_block ? literal(lines, indent, step) : quoted(lines);
  if (scalar.missing) edit.text.insert(0, " ");
  return edit;
}

std::string block_entry(std::string_view key, size_t indent,
                        const std::vector<std::string>& lines) {
  const std::string value =
      can_be_block(lines) ? literal(lines, indent, kIndentStep) : quoted(lines);
  return std::string(indent, ' ') + std::string(key) + ": " + value + "\n";
}

std::string flow_entry(std::string_view key, const std::vector<std::string>& lines) {
  return std::string(key) + ": " + quoted(lines);
}

}  // namespace runner
