#include "text/anchors.h"

#include <utility>

#include "base/check.h"

namespace runner {
namespace {

// No node of a file has a negative line.
constexpr int32_t kPlaceholderLine = -1;

Node placeholder(YamlAnchor anchor) {
  Node node;
  node.at = {kPlaceholderLine, static_cast<int32_t>(anchor)};
  return node;
}

bool is_placeholder(const Node& node) {
  return node.at.line == kPlaceholderLine;
}

YamlAnchor anchor_of(const Node& placeholder) {
  return static_cast<YamlAnchor>(placeholder.at.column);
}

}  // namespace

void Anchors::open(YamlAnchor anchor) {
  if (anchor >= anchored_.size()) anchored_.resize(anchor + 1);
  anchored_[anchor].nodes = 1;
}

Node Anchors::close(YamlAnchor anchor, Node node, size_t nodes, int height) {
  if (anchor >= anchored_.size()) anchored_.resize(anchor + 1);
  const bool is_scalar = node.is_scalar();
  anchored_[anchor] = {std::move(node), nodes, height, true};
  if (is_scalar) return anchored_[anchor].node;
  has_placeholders_ = true;
  return placeholder(anchor);
}

const Anchors::Anchored* Anchors::find(YamlAnchor anchor) const {
  if (anchor >= anchored_.size() || anchored_[anchor].nodes == 0) return nullptr;
  return &anchored_[anchor];
}

Node Anchors::copy(YamlAnchor anchor) const {
  CHECK(anchor < anchored_.size() && anchored_[anchor].closed);
  return copy_of(anchored_[anchor].node);
}

// As deep as the tree, which is limits::kNesting.
Node Anchors::copy_of(const Node& node) const {
  if (is_placeholder(node)) return copy(anchor_of(node));
  if (node.is_scalar()) return node;
  Node result;
  result.kind = node.kind;
  result.flow = node.flow;
  result.at = node.at;
  result.keys = node.keys;
  result.items.reserve(node.items.size());
  for (const Node& item : node.items) result.items.push_back(copy_of(item));
  return result;
}

Node Anchors::resolved(Node node) const {
  return is_placeholder(node) ? copy(anchor_of(node)) : std::move(node);
}

void Anchors::settle(Node& root) {
  if (!has_placeholders_) return;
  if (is_placeholder(root)) root = std::move(anchored_[anchor_of(root)].node);
  for (Node& item : root.items) settle(item);
}

}  // namespace runner
