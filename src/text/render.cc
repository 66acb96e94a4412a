// Diagnostics as text.
#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "text/diagnostic.h"
#include "text/display.h"

namespace runner {
namespace {

// A longer line is shown in a window of this many code points around the caret.
constexpr int32_t kWindow = 160;
constexpr int32_t kWindowBeforeCaret = 60;

struct Excerpt {
  std::string line;
  std::string marks;  // blanks, then ^~~~
};

// The code points of a line that are shown: from `first` until before `last`, counted from 1.
struct Window {
  int32_t first;
  int32_t last;
};

Window window_of(int32_t line_end, int32_t column) {
  if (line_end - 1 <= kWindow) return {1, line_end};
  const int32_t latest = line_end - kWindow;
  const int32_t first = std::clamp(column - kWindowBeforeCaret, 1, latest);
  return {first, first + kWindow};
}

Excerpt excerpt_of(const Source& source, Position at, int32_t length) {
  const size_t line_start = source.offset({at.line, 1});
  const size_t line_size = source.line(at.line).size();
  const int32_t line_end = source.position(line_start + line_size).column;
  const int32_t caret = std::clamp(at.column, 1, line_end);
  const Window window = window_of(line_end, caret);
  const size_t start = source.offset({at.line, window.first});
  std::string_view rest = source.line(at.line);
  rest.remove_prefix(std::min(start - line_start, rest.size()));

  Excerpt excerpt;
  int32_t width = 0;
  const auto pad_marks = [&](char mark) { excerpt.marks.resize(static_cast<size_t>(width), mark); };
  if (window.first > 1) {
    excerpt.line += "…";
    ++width;
  }
  for (int32_t column = window.first; column < window.last && !rest.empty(); ++column) {
    if (column == caret) pad_marks(' ');
    const Glyph glyph = take_glyph(rest, width);
    excerpt.line += glyph.text;
    width += glyph.width;
    if (column >= caret && column < caret + length) pad_marks('~');
  }
  if (caret == line_end) pad_marks(' ');
  if (window.last < line_end) excerpt.line += "…";

  const size_t first_mark = std::min(excerpt.marks.find('~'), excerpt.marks.size());
  excerpt.marks.resize(std::max(excerpt.marks.size(), first_mark + 1));
  excerpt.marks[first_mark] = '^';
  return excerpt;
}

// Names and values may be as long as a file; of a word that long nobody needs more than how it
// begins. Its quote still ends.
std::string with_short_words(std::string_view text) {
  constexpr size_t kLongWord = 400;
  constexpr size_t kShown = 60;
  std::string result;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (word.size() <= kLongWord) {
      result += word;
    } else {
      result += word.substr(0, valid_utf8_prefix(word.substr(0, kShown)));
      result += "…";
      if (word.back() == '\'' || word.back() == '"') result += word.back();
    }
    text.remove_prefix(end);
    if (text.empty()) break;
    result += ' ';
    text.remove_prefix(1);
  }
  return result;
}

void add_paragraph(std::string& text, const Source& source, Position at, int32_t length,
                   std::string_view kind, std::string_view message) {
  text += displayed(source.name());
  if (at) text += fmt::format(":{}:{}", at.line, at.column);
  text += fmt::format(": {}: {}\n", kind, displayed(with_short_words(message)));
  if (!at || at.line > source.line_count()) return;
  const Excerpt excerpt = excerpt_of(source, at, length);
  text += fmt::format("{:>4} | {}", at.line, excerpt.line);
  text.erase(text.find_last_not_of(' ') + 1);
  text += '\n';
  text += fmt::format("{:>4} | {}\n", "", excerpt.marks);
}

void add_hint(std::string& text, std::string_view hint) {
  const char* lead = "=";
  for (const std::string_view line : split_lines(hint)) {
    text += fmt::format("{:>4} {} {}\n", "", lead, displayed(with_short_words(line)));
    lead = " ";
  }
}

void add_diagnostic(std::string& text, const Source& source, const Diagnostic& diagnostic) {
  const bool is_error = diagnostic.severity == Severity::kError;
  add_paragraph(text, source, diagnostic.at, diagnostic.length, is_error ? "error" : "warning",
                diagnostic.message);
  add_hint(text, diagnostic.hint);
  for (const Note& note : diagnostic.notes) {
    add_paragraph(text, source, note.at, 1, "note", note.message);
  }
}

// Errors are never crowded out by warnings.
void keep_most_important(std::vector<Diagnostic>& all) {
  if (all.size() <= limits::kDiagnostics) return;
  const auto is_error = [](const Diagnostic& one) { return one.severity == Severity::kError; };
  std::stable_partition(all.begin(), all.end(), is_error);
  all.resize(limits::kDiagnostics);
  std::stable_sort(all.begin(), all.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.at < b.at; });
}

std::string counted(size_t count, const char* noun) {
  return fmt::format("{} more {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace

std::string render(const Source& source, const Diagnostic& diagnostic) {
  std::string text;
  add_diagnostic(text, source, diagnostic);
  return text;
}

std::string render(const Source& source, const Diagnostics& diagnostics) {
  std::vector<Diagnostic> shown = diagnostics.sorted();
  keep_most_important(shown);
  std::string text;
  size_t errors = diagnostics.error_count();
  size_t warnings = diagnostics.warning_count();
  for (const Diagnostic& diagnostic : shown) {
    add_diagnostic(text, source, diagnostic);
    --(diagnostic.severity == Severity::kError ? errors : warnings);
  }
  std::vector<std::string> rest;
  if (errors > 0) rest.push_back(counted(errors, "error"));
  if (warnings > 0) rest.push_back(counted(warnings, "warning"));
  if (!rest.empty()) text += displayed(source.name()) + ": " + enumerate(rest) + "\n";
  return text;
}

}  // namespace runner
