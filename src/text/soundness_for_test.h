// For tests: what must be true of every tree that was read without errors, and of everything that
// is said about a file.
#pragma once

#include <algorithm>
#include <string>

#include "base/limits.h"
#include "base/text.h"
#include "text/diagnostic.h"
#include "text/places.h"
#include "text/scalar.h"
#include "text/tree.h"

namespace runner {

inline std::string place_text(Position at) {
  std::string text = std::to_string(at.line);
  text += ':';
  text += std::to_string(at.column);
  return text;
}

// Whether one can point at the place: a character of the source, or the end of a line.
inline bool lies_in(const Source& source, Position at) {
  if (at.line < 1 || at.line > source.line_count() || at.column < 1) return false;
  return at.column <= static_cast<int32_t>(count_code_points(source.line(at.line))) + 1;
}

// What is wrong with the places of what is said; "" when nothing is.
inline std::string objection_to(const Source& source, const Diagnostics& diagnostics) {
  for (const Diagnostic& one : diagnostics.sorted()) {
    // Without a line it is about the file as a whole.
    if (one.at && !lies_in(source, one.at)) return place_text(one.at) + ": " + one.message;
    if (one.length < 1) return "nothing to underline: " + one.message;
    if (one.message.empty()) return "no words at " + place_text(one.at);
    for (const Note& note : one.notes) {
      if (!lies_in(source, note.at)) return place_text(note.at) + ": " + note.message;
    }
  }
  return "";
}

namespace soundness {

inline bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Every visible character of a scalar is found again at its place in the source.
inline std::string objection_to_places(const Source& source, const Node& scalar) {
  const std::string& text = source.text();
  const char first = text[std::min(source.offset(scalar.written_at()), text.size() - 1)];
  const ScalarPlaces places(source, scalar);
  for (size_t i = 0; i < scalar.text.size(); ++i) {
    const char c = scalar.text[i];
    const Position at = places.at(i);
    const size_t offset = source.offset(at);
    if (!lies_in(source, at) || offset > text.size()) return "a place outside the text";
    if (is_space(c) || static_cast<unsigned char>(c) >= 0x80) continue;
    const char found = offset < text.size() ? text[offset] : '\n';
    if (found == c || (first == '"' && found == '\\')) continue;
    return "byte " + std::to_string(i) + " of '" + scalar.text + "' at " + place_text(at);
  }
  return lies_in(source, places.at(scalar.text.size())) ? "" : "an end outside the text";
}

}  // namespace soundness

// What is wrong with a tree; "" when nothing is.
inline std::string objection_to(const Source& source, const Node& node, int depth = 0) {
  if (depth > limits::kNesting) return "nested too deeply at " + place_text(node.at);
  if (!lies_in(source, node.at)) return "a node at " + place_text(node.at);
  if (node.is_scalar()) {
    if (!node.items.empty() || !node.keys.empty()) return "a scalar with something inside";
    scalar_of(node);
    return node.missing ? "" : soundness::objection_to_places(source, node);
  }
  if (node.keys.size() != (node.is_map() ? node.items.size() : 0)) return "keys without items";
  for (const Node& key : node.keys) {
    if (!key.is_scalar()) return "a key that is no scalar at " + place_text(key.at);
    if (std::string wrong = objection_to(source, key, depth); !wrong.empty()) return wrong;
  }
  for (const Node& item : node.items) {
    if (std::string wrong = objection_to(source, item, depth + 1); !wrong.empty()) return wrong;
  }
  return "";
}

}  // namespace runner
