#include "scenario/lint_texts.h"

#include <algorithm>

#include "base/text.h"
#include "expr/parse.h"
#include "scenario/attributes.h"
#include "scenario/verbs.h"
#include "text/quoting.h"
#include "text/scalar.h"

namespace runner {
namespace {

// Offsets as columns: for texts that are parsed only to see what they are.
Position column_of(size_t offset) {
  return {1, static_cast<int32_t>(offset) + 1};
}

// Before the run only vars, and a process's own index, have values.
enum class When : uint8_t { kInTheRun, kBeforeIt };

// What the names of texts stand for in one frame. Looking at them does not use them.
class KnownNames {
 public:
  KnownNames(const Loading& loading, const FrameScope& frame, When when)
      : symbols_(loading.symbols), frame_(frame), in_the_run_(when == When::kInTheRun) {}

  bool has_value(std::string_view name) const {
    if (frame_.find(name) >= 0) return true;
    const Symbol* symbol = symbols_.find(name);
    if (!symbol) return false;
    if (symbol->kind == SymbolKind::kVar) return true;
    return in_the_run_ && symbol->kind == SymbolKind::kObject && is_plain(symbol->object_kind);
  }

  bool has_attributes(std::string_view name) const {
    if (!in_the_run_) return false;
    if (name == "self" || name == "main") return true;
    const Symbol* symbol = symbols_.find(name);
    return symbol && (symbol->kind == SymbolKind::kObject || symbol->kind == SymbolKind::kProcess);
  }

 private:
  const Symbols& symbols_;
  const FrameScope& frame_;
  const bool in_the_run_;
};

// What a parsed text is made of.
class Makings {
 public:
  Makings(const KnownNames& names, const Ast& ast) : names_(names) { visit(ast); }

  // Every name stands for something, and there is one with a value.
  bool is_about_values() const { return values_ > 0 && unknown_ == 0; }
  bool computes() const { return computes_; }

 private:
  void visit(const Ast& ast) {
    switch (ast.kind) {
      case AstKind::kName:
        visit_name(ast.name);
        break;
      case AstKind::kSelect:
        if (is_attribute(ast)) {
          ++values_;
          return;
        }
        break;
      case AstKind::kMacro:
        variables_.push_back(ast.name);
        computes_ = true;
        break;
      case AstKind::kIndex:
      case AstKind::kCall:
      case AstKind::kUnary:
      case AstKind::kBinary:
      case AstKind::kAnd:
      case AstKind::kOr:
      case AstKind::kConditional:
      case AstKind::kHas:
        computes_ = true;
        break;
      case AstKind::kLiteral:
      case AstKind::kList:
      case AstKind::kMap:
      case AstKind::kTemplate:
      case AstKind::kLocal:
      case AstKind::kInput:
        break;
    }
    for (const Ast& child : ast.children) visit(child);
    if (ast.kind == AstKind::kMacro) variables_.pop_back();
  }

  void visit_name(const std::string& name) {
    if (std::find(variables_.begin(), variables_.end(), name) != variables_.end()) return;
    ++(names_.has_value(name) ? values_ : unknown_);
  }

  bool is_attribute(const Ast& select) const {
    const Ast& of = select.children[0];
    return of.kind == AstKind::kName && names_.has_attributes(of.name);
  }

  const KnownNames& names_;
  std::vector<std::string_view> variables_;  // of the macros around
  int values_ = 0;
  int unknown_ = 0;
  bool computes_ = false;
};

// The expression that a text is, if it is one about values.
std::optional<Makings> expression_in(const KnownNames& names, std::string_view text) {
  Diagnostics ignored;
  const Ast ast = parse_expression(text, column_of, ignored);
  if (ignored.has_errors()) return std::nullopt;
  const Makings makings(names, ast);
  if (!makings.is_about_values()) return std::nullopt;
  return makings;
}

std::string hint_of(std::string_view expression) {
  return "write " + runner::quoted("${" + std::string(expression) + "}") + " for its value";
}

std::string_view identifier_at(std::string_view text, size_t offset) {
  size_t end = offset;
  while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) ++end;
  const std::string_view name = text.substr(offset, end - offset);
  return is_identifier(name) ? name : std::string_view();
}

class TextLint {
 public:
  TextLint(Loading& loading, const FrameScope& frame, When when)
      : loading_(loading), names_(loading, frame, when) {}

  void steps(const Steps& steps, const Node& node) {
    for (size_t i = 0; i < steps.size(); ++i) step(steps[i], node.items[i]);
  }

  // `declared` is what the value's place holds at first, where that is known.
  void value(const Node& node, const Value* declared = nullptr) {
    if (is_braced_name(node)) return report_braces(node);
    for (const Node& item : node.items) value(item);
    if (!node.is_scalar() || node.missing) return;
    if (is_expression(node, declared)) {
      warn(loading_, node, in_single_quotes(node.text) + " is text").hint = hint_of(node.text);
    } else {
      text(node);
    }
  }

 private:
  void step(const Step& step, const Node& node) {
    const VerbSpec& spec = spec_of(step.verb);
    for (size_t i = 0; i < node.keys.size(); ++i) {
      const Node& field = node.items[i];
      if (node.keys[i].text == spec.name) {
        own_value(step, spec.form, field);
      } else if (const std::optional<Modifier> modifier = find_modifier(node.keys[i].text)) {
        modifier_value(step, *modifier, field);
      }
    }
  }

  void own_value(const Step& step, Form form, const Node& node) {
    switch (form) {
      case Form::kValue:
        if (step.verb == Verb::kPrint || step.verb == Verb::kFail) return words(node);
        if (step.verb != Verb::kSend) value(node);
        return;
      case Form::kAssignments:
        for (size_t i = 0; i < step.assignments.size(); ++i) {
          value(node.items[i], declared_value(step.assignments[i].place));
        }
        return;
      case Form::kSteps:
        return steps(step.body, node);
      case Form::kCondition:
      case Form::kSource:
      case Form::kNumber:
      case Form::kDuration:
      case Form::kReferences:
      case Form::kPlaces:
      case Form::kCallee:
      case Form::kVariable:
      case Form::kFlag:
        return;
    }
    UNREACHABLE();
  }

  void modifier_value(const Step& step, Modifier modifier, const Node& node) {
    switch (modifier) {
      case Modifier::kMessage:
        return words(node);
      case Modifier::kArgs:
        for (const Node& item : node.items) argument(step, item);
        return;
      case Modifier::kDo:
      case Modifier::kThen:
        return steps(step.body, node);
      case Modifier::kElse:
      case Modifier::kCatch:
        return steps(step.otherwise, node);
      case Modifier::kOnTimeout:
        return steps(*step.on_timeout, node);
      case Modifier::kIn:
      case Modifier::kOver:
        for (const Node& item : node.items) value(item);
        return;
      case Modifier::kTo:
      case Modifier::kInto:
      case Modifier::kTimeout:
      case Modifier::kOk:
      case Modifier::kCount:
      case Modifier::kUntil:
      case Modifier::kIndex:
      case Modifier::kPool:
      case Modifier::kChunk:
      case Modifier::kUnordered:
      case Modifier::kStar:
      case Modifier::kOnError:
      case Modifier::kBy:
        return;
    }
    UNREACHABLE();
  }

  // Other arguments are references: in them a name needs nothing.
  void argument(const Step& step, const Node& node) {
    const bool is_value =
        std::any_of(step.arguments.begin(), step.arguments.end(), [&](const Argument& argument) {
          return argument.kind == Argument::Kind::kValue && argument.value.at == node.at;
        });
    if (is_value) value(node);
  }

  const Value* declared_value(const Place& place) const {
    const Reference& object = place.object;
    const bool is_whole_value = !place.local && place.path.empty() &&
                                object.target == Reference::Target::kObject &&
                                object.kind == ObjectKind::kValue;
    if (!is_whole_value) return nullptr;
    return &loading_.scenario.objects[static_cast<size_t>(object.first)].initial;
  }

  // A value that is for people: most likely a text is just that.
  void words(const Node& node) {
    if (is_braced_name(node)) return report_braces(node);
    if (node.is_scalar() && !node.missing) return text(node);
    for (const Node& item : node.items) words(item);
  }

  bool is_braced_name(const Node& node) const {
    return node.is_map() && node.flow && node.keys.size() == 1 && node.items[0].missing &&
           !node.keys[0].quoted && names_.has_value(node.keys[0].text);
  }

  void report_braces(const Node& node) {
    const std::string& name = node.keys[0].text;
    Diagnostic& diagnostic = warn(
        loading_, node, "{" + name + "} is a map with the key '" + name + "' and nothing for it");
    diagnostic.length = static_cast<int32_t>(name.size()) + 2;
    diagnostic.hint = hint_of(name);
  }

  // Quotes say that it is a text, unless the place holds something else; one word is more often
  // data than a mistake.
  bool is_expression(const Node& node, const Value* declared) const {
    if (scalar_of(node).kind != ScalarKind::kString) return false;
    const bool is_out_of_place = declared && !declared->is_string() && !declared->is_null();
    if (node.quoted && !is_out_of_place) return false;
    const std::optional<Makings> expression = expression_in(names_, node.text);
    return expression && (is_out_of_place || expression->computes());
  }

  // $c and {c} in what is text between the ${…}.
  void text(const Node& node) {
    // Nearly no text has one, and finding out what its parts are takes a parser.
    if (!has_misread(node.text)) return;
    Diagnostics ignored;
    const Ast ast = parse_template(node.text, column_of, ignored);
    if (ast.kind == AstKind::kLiteral) return plain_part(node, 0);
    if (ast.kind != AstKind::kTemplate) return;
    for (const Ast& part : ast.children) {
      const size_t begin = static_cast<size_t>(part.at.column) - 1;
      // A literal inside ${…} is no text of its own: text starts the whole, or follows a }.
      const bool is_text =
          part.kind == AstKind::kLiteral && (begin == 0 || node.text[begin - 1] == '}');
      if (is_text) plain_part(node, begin);
    }
  }

  void plain_part(const Node& node, size_t offset) {
    const std::string_view text = node.text;
    for (size_t i = offset; i < text.size(); ++i) {
      if (text.substr(i).starts_with("${")) return;
      if (text.substr(i).starts_with("$${")) {
        i += 2;
      } else if (const std::string_view found = misread_at(text, i); !found.empty()) {
        report_misread(node, i, found);
        i += found.size() - 1;
      }
    }
  }

  bool has_misread(std::string_view text) const {
    size_t offset = text.find_first_of("${");
    while (offset != std::string_view::npos && misread_at(text, offset).empty()) {
      offset = text.find_first_of("${", offset + 1);
    }
    return offset != std::string_view::npos;
  }

  // `$c` or `{c}` at the place, if that is there and stands for a value elsewhere.
  std::string_view misread_at(std::string_view text, size_t offset) const {
    const char before = offset > 0 ? text[offset - 1] : ' ';
    const bool in_word = is_letter(before) || is_digit(before);
    const std::string_view name = identifier_at(text, offset + 1);
    if (name.empty() || before == '$' || before == '{' || !names_.has_value(name)) return {};
    if (text[offset] == '$' && !in_word) return text.substr(offset, name.size() + 1);
    const size_t end = offset + 1 + name.size();
    const bool is_closed = text.substr(end).starts_with('}') && !text.substr(end).starts_with("}}");
    if (text[offset] == '{' && is_closed) return text.substr(offset, name.size() + 2);
    return {};
  }

  void report_misread(const Node& node, size_t offset, std::string_view found) {
    const size_t end = found.starts_with('{') ? found.size() - 2 : found.size() - 1;
    Diagnostic& diagnostic = loading_.diagnostics.warning(
        position_in(loading_.source, node, offset), in_single_quotes(found) + " is text");
    diagnostic.length = static_cast<int32_t>(found.size());
    diagnostic.hint = "write ${" + std::string(found.substr(1, end)) + "} for its value";
  }

  Loading& loading_;
  KnownNames names_;
};

}  // namespace

void lint_texts(Loading& loading, const FrameScope& frame, const Steps& steps, const Node& node) {
  TextLint(loading, frame, When::kInTheRun).steps(steps, node);
}

void lint_value(Loading& loading, const FrameScope& frame, const Node& node) {
  TextLint(loading, frame, When::kBeforeIt).value(node);
}

std::string value_hint(const Loading& loading, const FrameScope& frame, std::string_view text) {
  const KnownNames names(loading, frame, When::kInTheRun);
  return expression_in(names, text) ? hint_of(text) : "";
}

}  // namespace runner
