#include "expr/parse.h"

#include "base/text.h"
#include "expr/parser.h"

namespace runner {
namespace {

Ast text_node(std::string text, Position at) {
  Ast ast;
  ast.at = at;
  ast.length = std::max(1, static_cast<int32_t>(count_code_points(text)));
  ast.value = Value::string(std::move(text));
  return ast;
}

// Takes a text with `${…}` apart.
class TemplateParser {
 public:
  TemplateParser(std::string_view text, const PositionOf& position, Diagnostics& diagnostics)
      : text_(text), position_(position), diagnostics_(diagnostics) {}

  Ast run() {
    while (at_ < text_.size()) {
      const std::string_view rest = text_.substr(at_);
      if (rest.starts_with("$${")) {
        add(3, "${");
      } else if (rest.starts_with("${")) {
        expression();
      } else {
        const size_t next = std::min(rest.find('$', 1), rest.size());
        add(next, rest.substr(0, next));
      }
    }
    return failed_ ? Ast() : finish();
  }

 private:
  void add(size_t bytes, std::string_view text) {
    if (plain_.empty()) plain_begin_ = at_;
    plain_ += text;
    at_ += bytes;
  }

  void finish_text() {
    if (!plain_.empty()) parts_.push_back(text_node(std::move(plain_), position_(plain_begin_)));
    plain_.clear();
  }

  void expression() {
    finish_text();
    expr::Parser parser(text_, at_ + 2, position_, diagnostics_);
    std::optional<Ast> ast = parser.parse("}");
    if (!ast) {
      if (parser.ended_early()) report_unclosed(parser.ended_in_comment());
      failed_ = true;
      at_ = std::min(text_.find("${", parser.offset()), text_.size());
      return;
    }
    at_ = parser.offset();
    parts_.push_back(std::move(*ast));
    has_expression_ = true;
  }

  void report_unclosed(bool by_comment) {
    Diagnostic& diagnostic = diagnostics_.error(position_(at_), "this '${' is not closed");
    diagnostic.length = 2;
    if (by_comment) {
      diagnostic.hint = "// begins a comment; ints are divided by /";
      return;
    }
    constexpr size_t kShown = 60;
    if (text_.find_first_not_of(" \t\n", at_ + 2) == std::string_view::npos) {
      diagnostic.hint = "the text ${ is written $${";
      return;
    }
    const bool one_line = text_.find_first_of("\n\"") == std::string_view::npos;
    diagnostic.hint = "write it with its '}', the whole value in quotes: ";
    diagnostic.hint += text_.size() <= kShown && one_line && is_closed_by_brace()
                           ? "\"" + std::string(text_) + "}\""
                           : "\"${…}\"";
  }

  bool is_closed_by_brace() const {
    const std::string closed = std::string(text_) + "}";
    const PositionOf nowhere = [](size_t) { return Position(); };
    Diagnostics ignored;
    return expr::Parser(closed, at_ + 2, nowhere, ignored).parse("}").has_value();
  }

  Ast finish() {
    finish_text();
    if (!has_expression_) {
      return parts_.empty() ? text_node("", position_(0)) : std::move(parts_[0]);
    }
    if (parts_.size() == 1) return std::move(parts_[0]);
    Ast ast;
    ast.kind = AstKind::kTemplate;
    ast.at = position_(0);
    ast.children = std::move(parts_);
    return ast;
  }

  std::string_view text_;
  const PositionOf& position_;
  Diagnostics& diagnostics_;
  size_t at_ = 0;
  std::string plain_;
  size_t plain_begin_ = 0;
  CompactVector<Ast> parts_;
  bool has_expression_ = false;
  bool failed_ = false;
};

}  // namespace

Ast parse_expression(std::string_view text, const PositionOf& position, Diagnostics& diagnostics) {
  std::optional<Ast> ast = expr::Parser(text, 0, position, diagnostics).parse("");
  return ast ? std::move(*ast) : Ast();
}

Ast parse_template(std::string_view text, const PositionOf& position, Diagnostics& diagnostics) {
  return TemplateParser(text, position, diagnostics).run();
}

}  // namespace runner
