#include "text/syntax_error.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "text/characters.h"
#include "text/extent.h"
#include "text/written.h"

namespace runner {

int32_t underlined_length(std::string_view text) {
  return std::max(1, static_cast<int32_t>(count_code_points(text)));
}

namespace {

// Rewrites one error of the parser.
class Reporter {
 public:
  Reporter(const YamlError& error, const ParserState& state, const Source& source,
           Diagnostics& diagnostics)
      : error_(error),
        state_(state),
        source_(source),
        text_(source.text()),
        diagnostics_(diagnostics),
        offset_(std::min(error.offset, text_.size())),
        bracket_(
            written::open_bracket(text_, state.flow_start.value_or(state.last_offset), offset_)) {}

  void report();

 private:
  char character_at(size_t offset) const { return offset < text_.size() ? text_[offset] : '\n'; }
  char character() const { return character_at(offset_); }
  char previous() const { return offset_ > 0 ? text_[offset_ - 1] : '\n'; }
  bool is_same_line(size_t offset) const {
    return source_.position(offset).line == source_.position(offset_).line;
  }
  bool is_same_column(size_t one, size_t other) const {
    return one - written::line_start(text_, one) == other - written::line_start(text_, other);
  }
  Diagnostic& error(size_t offset, std::string message) {
    // Not between the two characters that end a line.
    const bool within_end = character_at(offset) == '\n' && offset > 0 && text_[offset - 1] == '\r';
    return diagnostics_.error(source_.position(within_end ? offset - 1 : offset),
                              std::move(message));
  }
  written::Entry entry_at(size_t offset) const {
    return written::entry_at(text_, offset, bracket_ ? state_.flow_start : std::nullopt);
  }
  std::string quoting_hint(size_t offset) const {
    return written::quoting_hint(text_, entry_at(offset));
  }

  // For a second colon in the entry, or something else that the value cannot hold.
  std::string colon_hint(const written::Entry& entry) const {
    const bool is_map = character() == ':' && is(state_.hints.takes_list, entry.key);
    return is_map ? written::list_hint(text_, entry, offset_) : written::quoting_hint(text_, entry);
  }

  static bool is(OfKey known, std::string_view key) { return known && known(key); }

  bool is_consequence() const;
  void report_flow_separator(const char* closer);
  void report_unclosed(size_t offset) { runner::report_unclosed(offset, source_, diagnostics_); }
  void report_after_value();
  void report_trailing_text();
  void report_block_entry();
  void report_colon();
  void report_flow_end();
  void report_end_in_quotes();
  void report_unknown_anchor();
  void report_anchor_name();
  void report_bad_tag();
  void report_escape();
  void report_unicode_escape();
  void report_block_header();
  void report_directive();
  void report_unknown_token();
  void report_other();

  const YamlError& error_;
  const ParserState& state_;
  const Source& source_;
  const std::string_view text_;
  Diagnostics& diagnostics_;
  const size_t offset_;
  const std::optional<size_t> bracket_;  // the innermost that is open
};

void Reporter::report() {
  if (is_consequence() || report_tab(offset_, source_, diagnostics_)) return;
  switch (error_.problem) {
    case YamlProblem::kEndOfFlowMap:
      return report_flow_separator("'}'");
    case YamlProblem::kEndOfFlowList:
      return report_flow_separator("']'");
    case YamlProblem::kEndOfMap:
    case YamlProblem::kEndOfList:
      return report_after_value();
    case YamlProblem::kBlockEntry:
      return report_block_entry();
    case YamlProblem::kMapValue:
      return report_colon();
    case YamlProblem::kFlowEnd:
      return report_flow_end();
    case YamlProblem::kEndInQuotes:
      return report_end_in_quotes();
    case YamlProblem::kDocumentMark:
      error(offset_, "a document mark inside a quoted string").hint =
          "is the quote before it closed?";
      return;
    case YamlProblem::kUnknownAnchor:
      return report_unknown_anchor();
    case YamlProblem::kAnchorName:
      return report_anchor_name();
    case YamlProblem::kTag:
      return report_bad_tag();
    case YamlProblem::kEscape:
      return report_escape();
    case YamlProblem::kUnicodeEscape:
      return report_unicode_escape();
    case YamlProblem::kBlockHeader:
      return report_block_header();
    case YamlProblem::kDirective:
      return report_directive();
    case YamlProblem::kMapKey:
    case YamlProblem::kUnknownToken:
      return report_unknown_token();
    case YamlProblem::kTwoAnchors:
      error(offset_, "two anchors for one value").hint = quoting_hint(offset_);
      return;
    case YamlProblem::kTooDeep:
      error(offset_, fmt::format("lists and maps are nested more than {} deep", limits::kNesting));
      return;
    case YamlProblem::kTab:
    case YamlProblem::kOther:
      return report_other();
  }
}

// A tag or a cut value has been reported on the same line: what follows is its consequence.
bool Reporter::is_consequence() const {
  const int32_t line = source_.position(offset_).line;
  const std::vector<Diagnostic> reported = diagnostics_.sorted();
  return std::any_of(reported.begin(), reported.end(), [&](const Diagnostic& one) {
    return one.severity == Severity::kError && one.at.line == line;
  });
}

void Reporter::report_flow_separator(const char* closer) {
  if (character() == '{' && previous() == '$') {
    Diagnostic& diagnostic = error(offset_ - 1, "'${' must be in quotes inside [ ] and { }");
    diagnostic.length = 2;
    diagnostic.hint = quoting_hint(offset_);
    return;
  }
  const bool is_end = written::skip_space(text_, offset_) == text_.size();
  if (is_end && bracket_) return report_unclosed(*bracket_);
  Diagnostic& diagnostic = error(offset_, std::string("expected ',' or ") + closer);
  if (!bracket_) return;
  if (is_same_line(*bracket_)) {
    diagnostic.hint = colon_hint(entry_at(offset_));
  } else {
    diagnostic.notes.push_back({source_.position(*bracket_), "opened here"});
  }
}

// Something that neither continues a block list or map nor belongs to the value before it.
void Reporter::report_after_value() {
  const bool is_bracket = character() == '[' || character() == '{';
  const bool is_unclosed = is_bracket
                               ? written::open_bracket(text_, offset_, text_.size()).has_value()
                               : written::is_quote(character()) &&
                                     written::quoted_end(text_, offset_) == std::string_view::npos;
  if (is_unclosed) return report_unclosed(offset_);
  if (!written::is_first_on_line(text_, offset_)) return report_trailing_text();
  const size_t line = written::line_start(text_, offset_);
  const size_t first = text_.find_first_not_of(' ', line);
  if (text_.substr(first).starts_with("- ")) {
    error(first, "this list item's indentation fits nothing above it").hint =
        "the items of a list start in the same column";
  } else if (written::is_key_line(text_, offset_)) {
    error(first, "this line's indentation fits nothing above it").hint =
        "the keys of a map start in the same column";
  } else {
    report_missing_colon(offset_, source_, diagnostics_);
  }
}

void Reporter::report_trailing_text() {
  const size_t start = written::properties_at(text_, state_.last_offset).content;
  if (start < offset_ && written::is_quote(text_[start]) && !is_same_line(start)) {
    error(offset_, "unexpected text after the end of the value")
        .notes.push_back({source_.position(start), "its quote opens here"});
    return;
  }
  const written::Entry entry = entry_at(offset_);
  const char first = entry.value < text_.size() ? text_[entry.value] : '\n';
  const bool is_inner_quote =
      written::is_quote(first) && previous() == first && is_identifier(text_.substr(offset_, 1));
  Diagnostic& diagnostic = error(offset_, "unexpected text after the end of the value");
  const bool is_text = written::is_quote(first) && !is(state_.hints.takes_expression, entry.key);
  if (!is_inner_quote) {
    // In quotes `"a" + b` is a text of its own, which only some keys take for an expression.
    diagnostic.hint = is_text ? "behind the closing quote nothing may follow"
                              : written::quoting_hint(text_, entry);
  } else if (first == '"') {
    diagnostic.hint = "inside \"…\" a \" is written \\\"";
  } else {
    diagnostic.hint = "inside '…' a ' is written ''";
  }
}

void Reporter::report_block_entry() {
  if (bracket_ && !is_same_line(*bracket_)) return report_unclosed(*bracket_);
  if (bracket_) {
    error(offset_, "'- ' cannot stand inside brackets").hint = "separate the values by ','";
  } else if (written::is_first_on_line(text_, offset_)) {
    error(offset_, "a list item cannot start here").hint =
        "the items of a list start in the same column";
  } else {
    error(offset_, "a list cannot start on this line").hint =
        "put '- ' on a line of its own, or write the list as [a, b]; text must be in quotes";
  }
}

void Reporter::report_colon() {
  const written::Entry entry = entry_at(offset_);
  if (!entry.key.empty()) {
    error(offset_, "': ' inside a value that is not in quotes").hint = colon_hint(entry);
    return;
  }
  // The line before, when it looks like this one, is a key that lacks its colon.
  const size_t before = written::previous_line(text_, entry.value);
  const bool is_sibling = before < entry.value && !written::is_key_line(text_, before) &&
                          is_same_column(before, entry.value);
  if (is_sibling) return report_missing_colon(before, source_, diagnostics_);
  const std::string_view key = text_.substr(entry.value, offset_ - std::min(entry.value, offset_));
  Diagnostic& diagnostic = error(entry.value, fmt::format("a key cannot start here: '{}'", key));
  diagnostic.length = underlined_length(key);
  diagnostic.hint = "the value above it is not finished: check the indentation";
}

void Reporter::report_flow_end() {
  const char closer = character();
  if (bracket_) {
    error(offset_, fmt::format("'{}' cannot close '{}'", closer, text_[*bracket_]))
        .notes.push_back({source_.position(*bracket_), "opened here"});
  } else {
    error(offset_, fmt::format("unexpected '{}'", closer)).hint = quoting_hint(offset_);
  }
}

void Reporter::report_end_in_quotes() {
  const size_t from = state_.flow_start.value_or(state_.last_offset);
  const size_t quote = written::open_quote(text_, from).value_or(offset_);
  report_unclosed(std::min(quote, text_.size() - 1));
}

void Reporter::report_unknown_anchor() {
  const std::string name(written::word_at(text_, offset_ + 1));
  const std::string near = nearest(name, state_.anchors);
  Diagnostic& diagnostic = error(offset_, fmt::format("there is no anchor '&{}'", name));
  diagnostic.length = underlined_length(name) + 1;
  diagnostic.hint = near.empty() ? quoting_hint(offset_) + " if it is no alias"
                                 : fmt::format("did you mean '*{}'?", near);
}

void Reporter::report_anchor_name() {
  const size_t indicator =
      std::min(text_.find_last_of("&*", offset_ > 0 ? offset_ - 1 : 0), offset_);
  const bool is_alias = indicator < text_.size() && text_[indicator] == '*';
  error(indicator, is_alias ? "YAML takes '*' for an alias" : "YAML takes '&' for an anchor").hint =
      quoting_hint(indicator);
}

void Reporter::report_bad_tag() {
  const written::Entry entry = entry_at(offset_);
  if (entry.value < text_.size() && text_[entry.value] == '!') {
    report_tag(entry.value, entry, source_, diagnostics_);
  } else {
    const size_t tag = text_.rfind('!', offset_);
    report_tag(std::min(tag, offset_), std::nullopt, source_, diagnostics_);
  }
}

void Reporter::report_escape() {
  if (offset_ < 2 || text_[offset_ - 2] != '\\') {
    // Where lone carriage returns end lines for YAML and not for us, its places are others.
    error(std::min(text_.rfind('\\'), offset_),
          "an escape in double quotes that YAML does not know");
    return;
  }
  const size_t slash = offset_ - 2;
  size_t end = std::min(slash + 2, text_.size());
  while (end < text_.size() && valid_utf8_prefix(text_.substr(slash, end - slash)) < end - slash) {
    ++end;
  }
  const std::string_view escape = text_.substr(slash, end - slash);
  Diagnostic& diagnostic =
      error(slash, fmt::format("unknown escape '{}' in double quotes", escape));
  diagnostic.length = 2;
  diagnostic.hint =
      fmt::format("write '\\{}', or use single quotes, where \\ is an ordinary character", escape);
}

void Reporter::report_unicode_escape() {
  const size_t slash = text_.rfind('\\', offset_ > 0 ? offset_ - 1 : 0);
  error(std::min(slash, offset_), "this escape names no character").hint =
      "write \\xHH, \\uHHHH or \\UHHHHHHHH with hexadecimal digits";
}

void Reporter::report_block_header() {
  const written::Entry entry = entry_at(offset_);
  const char indicator = entry.value < text_.size() ? text_[entry.value] : '|';
  error(offset_, fmt::format("the text after '{}' must start on the next line", indicator)).hint =
      written::quoting_hint(text_, entry);
}

// The place of an ignored directive at the end is not known to the parser.
void Reporter::report_directive() {
  const bool is_here = character() == '%';
  const size_t line = is_here ? offset_ - 1 : text_.rfind("\n%", offset_);
  error(line + 1, "YAML takes this line for a directive").hint = "a comment starts with '#'";
}

void Reporter::report_unknown_token() {
  const written::Entry entry = entry_at(offset_);
  const bool is_quoted = entry.value < offset_ && written::is_quote(text_[entry.value]);
  if (is_quoted && written::quoted_end(text_, entry.value) <= offset_) {
    return report_trailing_text();
  }
  const size_t next = std::min(text_.size(), offset_ + 1);
  const std::string_view first = text_.substr(offset_, next - offset_);
  error(offset_, fmt::format("a value cannot start with '{}'", first)).hint = quoting_hint(offset_);
}

void Reporter::report_other() {
  error(offset_, "invalid YAML: " + error_.text);
}

}  // namespace

void report_syntax_error(const YamlError& error, const ParserState& state, const Source& source,
                         Diagnostics& diagnostics) {
  Reporter(error, state, source, diagnostics).report();
}

}  // namespace runner
