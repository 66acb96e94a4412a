#include "cli/yaml_edit.h"

#include <algorithm>

#include "base/text.h"
#include "expr/text_form.h"
#include "text/written.h"

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

// A scalar as it is written: on the line of its key, and on the lines below, each of which begins
// with the end of the line before it.
struct WrittenScalar {
  std::string head;
  std::string body;
};

WrittenScalar literal(const std::vector<std::string>& lines, size_t indent, size_t step) {
  const std::string& first = lines.front();
  WrittenScalar text{"|", ""};
  if (first.empty() || first.front() == ' ' || first.front() == '\t') {
    text.head += std::to_string(step);
  }
  if (lines.back().empty()) text.head += "+";
  for (const std::string& line : lines) {
    text.body += "\n";
    if (!line.empty()) text.body += std::string(indent + step, ' ') + line;
  }
  return text;
}

size_t indentation(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

size_t end_of_line(const Source& source, int32_t number) {
  return source.offset({number, 1}) + source.line(number).size();
}

// Behind what the scalar has on the line of its key; of a block scalar that is its header.
size_t end_of_head(const Source& source, const Node& scalar, size_t begin) {
  const std::string& text = source.text();
  if (scalar.block) return std::min(text.find_first_not_of("|>+-0123456789", begin), text.size());
  if (scalar.quoted) return std::min(written::quoted_end(text, begin), text.size());
  if (scalar.missing) return begin;
  return source.offset(position_in(source, scalar, scalar.text.size()));
}

// The lines of a block scalar from the end of its header's line on. They reach to the last one that
// is not blank; blank lines behind it are layout, unless the header keeps them.
struct BlockBody {
  size_t end = 0;
  size_t step = kIndentStep;  // its indentation over its parent's
};

BlockBody find_body(const Source& source, int32_t header_line, bool keeps_blanks, size_t indent) {
  BlockBody body{end_of_line(source, header_line), kIndentStep};
  bool first = true;
  for (int32_t number = header_line + 1; number <= source.line_count(); ++number) {
    const std::string_view line = source.line(number);
    if (is_blank(line)) {
      const bool is_behind_the_end = number == source.line_count() && line.empty();
      if (keeps_blanks && !is_behind_the_end) body.end = end_of_line(source, number);
      continue;
    }
    if (indentation(line) <= indent) break;
    if (first) body.step = indentation(line) - indent;
    first = false;
    body.end = end_of_line(source, number);
  }
  return body;
}

std::string with_line_ends(std::string_view text, std::string_view line_end) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') {
      result += line_end;
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

std::string apply_edits(const Source& source, const std::vector<TextEdit>& edits) {
  const std::string_view text = source.text();
  std::string result(source.byte_order_mark());
  size_t at = 0;
  for (const TextEdit& edit : edits) {
    result += text.substr(at, edit.begin - at);
    result += with_line_ends(edit.text, source.first_line_end());
    at = edit.end;
  }
  return result.append(text.substr(at));
}

std::vector<TextEdit> replace_scalar(const Source& source, const Node& scalar, size_t indent,
                                     bool flow, const std::vector<std::string>& lines) {
  const size_t begin = source.offset(scalar.at);
  const size_t head_end = end_of_head(source, scalar, begin);
  const std::string_view head = std::string_view(source.text()).substr(begin, head_end - begin);
  const int32_t line = source.position(head_end).line;
  const size_t line_end = end_of_line(source, line);
  BlockBody body{line_end};
  if (scalar.block) body = find_body(source, line, head.find('+') != head.npos, indent);

  const bool stays_short = !scalar.block && lines.size() == 1;
  const bool as_block = !flow && !stays_short && can_be_block(lines);
  const WrittenScalar text =
      as_block ? literal(lines, indent, body.step) : WrittenScalar{quoted(lines), ""};
  std::vector<TextEdit> edits{{begin, head_end, (scalar.missing ? " " : "") + text.head}};
  // Within brackets a line may end inside of another scalar.
  if (scalar.block || as_block) edits.push_back({line_end, body.end, text.body});
  return edits;
}

std::string block_entry(std::string_view key, size_t indent,
                        const std::vector<std::string>& lines) {
  const WrittenScalar value =
      can_be_block(lines) ? literal(lines, indent, kIndentStep) : WrittenScalar{quoted(lines), ""};
  return std::string(indent, ' ') + std::string(key) + ": " + value.head + value.body + "\n";
}

std::string flow_entry(std::string_view key, const std::vector<std::string>& lines) {
  return std::string(key) + ": " + quoted(lines);
}

}  // namespace runner
