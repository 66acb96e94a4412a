// What the tests of this folder share: from an expression's text to its value's text.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "expr/check.h"
#include "expr/code.h"
#include "expr/parse.h"
#include "expr/text_form.h"

namespace runner::testing {

// Names whose values are only known when the expression is computed.
class SlotNames : public Names {
 public:
  // NOLINTNEXTLINE(performance-unnecessary-value-param): they are moved
  explicit SlotNames(std::map<std::string, Value> values = {}) {
    for (auto& [name, value] : values) {
      names_.push_back(name);
      slots_.push_back(std::move(value));
    }
  }

  std::optional<Type> bind(Ast& node, const std::vector<std::string>&, Diagnostics&) override {
    for (size_t i = 0; i < names_.size(); ++i) {
      if (node.kind != AstKind::kName || node.name != names_[i]) continue;
      node.kind = AstKind::kLocal;
      node.slot = static_cast<int32_t>(i);
      return Type::kAny;
    }
    return std::nullopt;
  }
  std::string macro_variable_clash(const std::string& name) const override {
    for (const std::string& known : names_) {
      if (known == name) return "'" + name + "' is already a local";
    }
    return "";
  }
  std::vector<std::string> visible() const override { return names_; }
  const std::vector<Value>& slots() const { return slots_; }

 private:
  std::vector<std::string> names_;
  std::vector<Value> slots_;
};

class FixedSurroundings : public Surroundings {
 public:
  std::string now() override { return "2024-01-02 03:04:05"; }
  double elapsed() override { return 1.5; }
};

// Every byte is a column of line 1.
inline Position column_of(size_t offset) {
  return {1, static_cast<int32_t>(offset) + 1};
}

inline std::string result_text(const Value& value) {
  if (!value.is_error()) return to_repr(value);
  const ErrorBody& error = value.as_error();
  return "error " + std::string(error_kind_name(error.kind)) + ": " + error.message;
}

inline std::string refusals(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.sorted()) {
    if (!text.empty()) text += "\n";
    text += "refused " + std::to_string(diagnostic.at.column) + ": " + diagnostic.message;
    if (!diagnostic.hint.empty()) text += " (" + diagnostic.hint + ")";
  }
  return text;
}

inline Value evaluate(const Ast& ast, const std::vector<Value>& slots) {
  Random random{1};
  FixedSurroundings surroundings;
  const Code code = Code::compile(ast, static_cast<int32_t>(slots.size()));
  return code.evaluate(slots.data(), random, surroundings);
}

// Makes every literal a slot, so that nothing is known before the evaluation.
inline void hide_literals(Ast& ast, std::vector<Value>& slots) {
  if (ast.kind == AstKind::kLiteral) {
    ast.kind = AstKind::kLocal;
    ast.slot = static_cast<int32_t>(slots.size());
    slots.push_back(ast.value);
  }
  for (Ast& child : ast.children) hide_literals(child, slots);
}

// The value's repr, "error kind: message", or "refused column: message (hint)" for each diagnostic.
// Computed twice, with and without literals, which must agree.
inline std::string outcome(std::string_view text, std::map<std::string, Value> values = {}) {
  Diagnostics diagnostics;
  Ast ast = parse_expression(text, column_of, diagnostics);
  SlotNames names(std::move(values));
  if (!diagnostics.has_errors()) check(ast, names, diagnostics);
  if (diagnostics.has_errors()) return refusals(diagnostics);
  std::vector<Value> slots = names.slots();
  const std::string result = result_text(evaluate(ast, slots));
  hide_literals(ast, slots);
  EXPECT_EQ(result_text(evaluate(ast, slots)), result) << "without literals: " << text;
  return result;
}

struct Case {
  std::string_view text;
  std::string_view expected;
};

inline void expect_outcomes(const std::vector<Case>& cases) {
  for (const Case& one : cases) EXPECT_EQ(outcome(one.text), one.expected) << one.text;
}

// Each expression is true.
inline void expect_true(const std::vector<std::string_view>& texts) {
  for (const std::string_view text : texts) EXPECT_EQ(outcome(text), "True") << text;
}

inline void expect_false(const std::vector<std::string_view>& texts) {
  for (const std::string_view text : texts) EXPECT_EQ(outcome(text), "False") << text;
}

}  // namespace runner::testing
