// Helpers for tests: a tree's canonical text, and a file's diagnostics.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "text/diagnostic.h"
#include "text/source.h"
#include "text/tree_hints.h"

namespace runner {

inline Position at_position(int32_t line, int32_t column) {
  return {line, column};
}

// {a: 1, b: ["x", missing]}; quoted scalars in quotes, line breaks as \n.
inline std::string text_of(const Node& node) {
  std::string text;
  switch (node.kind) {
    case NodeKind::kScalar:
      if (node.missing) return "missing";
      for (const char c : node.text) text += c == '\n' ? std::string("\\n") : std::string(1, c);
      return node.quoted ? '"' + text + '"' : text;
    case NodeKind::kList:
      for (const Node& item : node.items) {
        if (!text.empty()) text += ", ";
        text += text_of(item);
      }
      return '[' + text + ']';
    case NodeKind::kMap:
      for (size_t i = 0; i < node.items.size(); ++i) {
        if (i > 0) text += ", ";
        text += text_of(node.keys[i]);
        text += ": ";
        text += text_of(node.items[i]);
      }
      return '{' + text + '}';
  }
  return text;
}

// What reading `text` says: "line:column: message | hint | line:column: note", one string each.
inline std::vector<std::string> problems(const std::string& text, const TreeHints& hints = {}) {
  const auto place = [](Position at) {
    std::string result = std::to_string(at.line);
    result += ':';
    result += std::to_string(at.column);
    result += ": ";
    return result;
  };
  const Source source("test.yaml", text);
  Diagnostics diagnostics;
  read_tree(source, diagnostics, hints);
  std::vector<std::string> result;
  for (const Diagnostic& one : diagnostics.sorted()) {
    std::string& line = result.emplace_back(place(one.at));
    line += one.message;
    if (!one.hint.empty()) line += " | " + one.hint;
    for (const Note& note : one.notes) line += " | " + place(note.at) + note.message;
  }
  return result;
}

// The tree of a text that has no problems.
inline Node tree_of(const std::string& text) {
  const Source source("test.yaml", text);
  Diagnostics diagnostics;
  Node tree = read_tree(source, diagnostics);
  EXPECT_EQ(render(source, diagnostics), "");
  return tree;
}

}  // namespace runner
