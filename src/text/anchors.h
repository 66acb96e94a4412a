// The nodes that have anchors, and their expansion where aliases name them.
#pragma once

#include <string>
#include <vector>

#include "text/tree.h"
#include "text/yaml_events.h"

namespace runner {

// A list or map that has an anchor is kept here while the tree is built, with a placeholder in its
// place, so that nodes are copied for aliases only. settle() moves it home at the end.
class Anchors {
 public:
  struct Anchored {
    Node node;
    size_t nodes = 0;     // of the whole subtree, expanded
    int height = 0;       // levels of lists and maps
    bool closed = false;  // false while its own list or map is being read
  };

  // The name of the next anchor.
  void name_next(const std::string& name) { names_.push_back(name); }
  const std::vector<std::string>& names() const { return names_; }

  void open(YamlAnchor anchor);
  // Returns what to put into the tree.
  Node close(YamlAnchor anchor, Node node, size_t nodes, int height);

  // Null for an anchor in a part of the file that was skipped.
  const Anchored* find(YamlAnchor anchor) const;
  Node copy(YamlAnchor anchor) const;

  // The node, or a copy of the anchored one that it stands for.
  Node resolved(Node node) const;
  void settle(Node& root);

 private:
  Node copy_of(const Node& node) const;

  std::vector<std::string> names_;
  std::vector<Anchored>
      anchored_;  // by anchor number; unused ones are not closed and have no nodes
  bool has_placeholders_ = false;
};

}  // namespace runner
