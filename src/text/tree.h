// A YAML file as a tree in which everything knows its place.
//
// Anchors, aliases and `<<` merge keys are already expanded; duplicate keys, a second document,
// foreign tags, non-scalar keys and everything else that YAML readers disagree about have been
// reported. What the scalars mean is decided by scalar.h, by YAML 1.2's core schema.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/compact_vector.h"
#include "text/diagnostic.h"
#include "text/source.h"

namespace runner {

enum class NodeKind : uint8_t { kScalar, kList, kMap };

struct Node {
  NodeKind kind = NodeKind::kScalar;
  bool quoted = false;   // a scalar in quotes or a block scalar: always a string
  bool block = false;    // a literal or folded block scalar
  bool missing = false;  // nothing was written: `key:` with no value
  bool flow = false;     // a list or map in [] or {}
  Position at;           // where the value starts (for a missing value: behind its key's colon)
  Position text_at;      // of an alias for a scalar: where that is written; else none
  std::string text;      // a scalar's text, escapes and folding resolved
  CompactVector<Node> items;  // a list's items, or a map's values in the order written
  CompactVector<Node> keys;   // a map's keys (scalars), keys[i] belonging to items[i]

  // Where a scalar's text is written, which for an alias is where its anchor is.
  Position written_at() const { return text_at ? text_at : at; }

  bool is_scalar() const { return kind == NodeKind::kScalar; }
  bool is_list() const { return kind == NodeKind::kList; }
  bool is_map() const { return kind == NodeKind::kMap; }

  // The value of a key, or null. Linear: meant for the few keys of a decoded map.
  const Node* find(std::string_view key) const;
};

// The source position of byte `offset` of a scalar's text. Exact for plain, single-quoted,
// double-quoted (escapes counted) and literal block scalars; for a folded block it is exact too as
// long as lines are only joined. In an alias it is in what the alias stands for.
Position position_in(const Source& source, const Node& scalar, size_t offset);

// Reads the source. On errors the tree is what could be read, and `diagnostics` says what was
// wrong. When reading had to stop before the end (a syntax error, a limit), or what `<<` names
// cannot be merged, the root has no place (`!root.at`): most of the file may be missing, and what
// follows from that should not be reported.
Node read_tree(const Source& source, Diagnostics& diagnostics);

}  // namespace runner
