// What the parser accepts or cannot name, in words.
#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "text/characters.h"
#include "text/extent.h"
#include "text/syntax_error.h"
#include "text/written.h"

namespace runner {
namespace {

bool is_alone(std::string_view text, size_t line, std::string_view mark) {
  const std::string_view found = text.substr(line, written::line_end(text, line) - line);
  return found.starts_with(mark) &&
         found.find_first_not_of(" \t\r", mark.size()) == std::string_view::npos;
}

// True when "..." is on the last line before `offset` that is not empty.
bool follows_end_mark(std::string_view text, size_t offset) {
  while (offset > 0) {
    const size_t line = written::line_start(text, offset - 1);
    if (is_alone(text, line, "...")) return true;
    if (written::skip_space(text, line) < offset - 1) return false;
    offset = line;
  }
  return false;
}

}  // namespace

void report_unclosed(size_t offset, const Source& source, Diagnostics& diagnostics) {
  const char opener = source.text()[offset];
  diagnostics.error(source.position(offset),
                    written::is_quote(opener) ? "this quote is never closed"
                                              : fmt::format("this '{}' is never closed", opener));
}

void report_extra_document(size_t offset, Position root, const Source& source,
                           Diagnostics& diagnostics) {
  const std::string_view text = source.text();
  const Position at = source.position(offset);
  const bool is_bracket =
      text.substr(offset).starts_with('[') || text.substr(offset).starts_with('{');
  if (report_tab(offset, source, diagnostics)) return;
  if (is_bracket && written::open_bracket(text, offset, text.size())) {
    report_unclosed(offset, source, diagnostics);
  } else if (text.substr(offset).starts_with("---")) {
    diagnostics.error(at, "a second document").hint = "one file holds one scenario";
  } else if (follows_end_mark(text, offset)) {
    diagnostics.error(at, "text after '...', the end of the document").hint =
        "one file holds one scenario";
  } else {
    Diagnostic& diagnostic = diagnostics.error(at, "this does not belong to what stands above it");
    diagnostic.hint = "check the indentation, and brackets and quotes before it";
    diagnostic.notes.push_back({root, "it ends the value that starts here"});
  }
}

void report_directives(size_t from, size_t to, const Source& source, Diagnostics& diagnostics) {
  const std::string_view text = source.text();
  for (size_t line = from; line < to; line = written::line_end(text, line) + 1) {
    if (text[line] != '%' || text.substr(line).starts_with("%YAML ")) continue;
    diagnostics.error(source.position(line), "YAML takes this line for a directive").hint =
        "a comment starts with '#'";
  }
}

void report_missing_colon(size_t offset, const Source& source, Diagnostics& diagnostics) {
  const std::string_view text = source.text();
  const std::string_view written = written::value_at(text, offset, false);
  Diagnostic& diagnostic =
      diagnostics.error(source.position(offset), fmt::format("expected ':' after '{}'", written));
  diagnostic.length = underlined_length(written);
  const size_t colon = written.find(':');
  if (colon != std::string_view::npos && is_identifier(written.substr(0, colon))) {
    diagnostic.hint = "a space must follow the colon";
  } else if (written.size() > 1 && written[0] == '-' && written[1] != '-') {
    diagnostic.hint = "a space must follow the '-' of a list item";
  }
}

bool is_standard_tag(std::string_view text, size_t offset) {
  const std::string_view tag = written::word_at(text, offset);
  if (tag.starts_with("!!python/") || tag.starts_with("!<")) return true;
  static constexpr std::string_view kTags[] = {"str",  "int",   "float",     "bool",
                                               "null", "map",   "seq",       "omap",
                                               "set",  "pairs", "timestamp", "binary"};
  return tag.starts_with("!!") &&
         std::find(std::begin(kTags), std::end(kTags), tag.substr(2)) != std::end(kTags);
}

void report_tag(size_t offset, const std::optional<written::Entry>& entry, const Source& source,
                Diagnostics& diagnostics) {
  const std::string_view text = source.text();
  const std::string_view tag = written::word_at(text, offset);
  Diagnostic& diagnostic =
      diagnostics.error(source.position(offset), fmt::format("YAML takes '{}' for a tag", tag));
  diagnostic.length = underlined_length(tag);
  diagnostic.hint = is_standard_tag(text, offset) || !entry
                        ? "remove it: only quotes make text of a value"
                        : written::quoting_hint(text, *entry);
}

bool report_tab(size_t offset, const Source& source, Diagnostics& diagnostics) {
  const std::string_view text = source.text();
  const size_t line = written::line_start(text, offset);
  const size_t first = std::min(text.find_first_not_of(" \t", line), text.size());
  const size_t tab = text.find('\t', line);
  if (tab >= first) return false;
  diagnostics.error(source.position(tab), "a tab in the indentation").hint = "indent with spaces";
  return true;
}

}  // namespace runner
