#include "scenario/load_testing.h"
#include "expr/ast.h"

namespace runner {
namespace {

std::string key_text(const Expression& key) {
  const std::string reads = reads_of(key);
  return ast_text(key.ast) + (reads.empty() ? "" : " with " + reads);
}

std::string read_text(const Read& read) {
  if (read.what == Read::What::kLive) return "live()";
  std::string text = text_of(read.of);
  if (read.attribute == Attribute::kElement) return text + "{" + key_text(*read.key) + "}";
  if (read.attribute == Attribute::kSize && read.of.kind != ObjectKind::kQueue) {
    return "size(" + text + ")";
  }
  if (read.attribute == Attribute::kWhole) return text;
  return text + "." + std::string(attribute_name(read.attribute));
}

}  // namespace

Loaded load_text(const std::string& text, const LoadOptions& options) {
  Loaded loaded;
  Diagnostics diagnostics;
  loaded.scenario = load_scenario(Source("test", text), options, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.sorted()) {
    loaded.messages.push_back(std::to_string(diagnostic.at.line) + ":" +
                              std::to_string(diagnostic.at.column) + " " + diagnostic.message);
  }
  return loaded;
}

Scenario accepted(const std::string& text, const LoadOptions& options) {
  Loaded loaded = load_text(text, options);
  EXPECT_THAT(loaded.messages, testing::IsEmpty()) << text;
  return loaded.scenario ? std::move(*loaded.scenario) : Scenario();
}

std::vector<std::string> errors_of(const std::string& text, const LoadOptions& options) {
  Loaded loaded = load_text(text, options);
  EXPECT_FALSE(loaded.scenario.has_value()) << text;
  return std::move(loaded.messages);
}

std::vector<std::string> warnings_of(const std::string& text) {
  LoadOptions options;
  options.lint = true;
  Loaded loaded = load_text(text, options);
  EXPECT_TRUE(loaded.scenario.has_value()) << text;
  return std::move(loaded.messages);
}

std::string reads_of(const Expression& expression) {
  std::string text;
  for (const Read& read : expression.reads) {
    if (!text.empty()) text += ", ";
    text += read_text(read);
  }
  return text;
}

std::string text_of(const Reference& reference) {
  switch (reference.target) {
    case Reference::Target::kSelf:
      return "self";
    case Reference::Target::kSlot:
      return "%" + std::to_string(reference.slot);
    case Reference::Target::kObject:
    case Reference::Target::kProcess:
      break;
  }
  std::string text = reference.target == Reference::Target::kProcess ? "process " : "object ";
  text += std::to_string(reference.first);
  if (reference.count > 1) text += "…" + std::to_string(reference.first + reference.count - 1);
  if (reference.index) text += "[" + key_text(*reference.index) + "]";
  return text;
}

}  // namespace runner
