// Builds the tree from the parser's events, checking at once what the parser does not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "text/anchors.h"
#include "text/diagnostic.h"
#include "text/quoting.h"
#include "text/syntax_error.h"
#include "text/tree.h"
#include "text/yaml_events.h"

namespace runner {

class TreeBuilder : public YamlHandler {
 public:
  TreeBuilder(const Source& source, Diagnostics& diagnostics);

  bool on_document(YamlPlace place) override;
  bool on_anchor_name(const std::string& name) override;
  bool on_null(YamlPlace place, YamlAnchor anchor) override;
  bool on_alias(YamlPlace place, YamlAnchor anchor) override;
  bool on_scalar(YamlPlace place, YamlAnchor anchor, const std::string& text) override;
  bool on_list_start(YamlPlace place, YamlAnchor anchor, YamlStyle style, bool tagged) override;
  bool on_map_start(YamlPlace place, YamlAnchor anchor, YamlStyle style, bool tagged) override;
  bool on_end() override;

  ParserState state() const;
  bool has_document() const { return has_document_; }
  // False when reading stopped before the end, at a second document or at a limit, or when
  // something is missing that was to be merged.
  bool is_complete() const { return !stopped_; }

  // The tree; after an error what there is of it.
  Node take();

 private:
  // What is known of the key whose value comes next.
  enum class Key { kNone, kGood, kCollection, kReported };

  // A list or map that is being read. Its items and keys are the last ones of items_ and keys_.
  struct Frame {
    NodeKind kind = NodeKind::kList;
    bool flow = false;
    bool has_merge = false;
    bool has_rejected = false;
    Key key = Key::kNone;
    YamlPlace place;
    YamlPlace key_place;
    Position at;
    YamlAnchor anchor = 0;
    size_t first_item = 0;
    size_t first_key = 0;
    size_t nodes_before = 0;
    int height = 1;
  };

  // A node that is ready to be put into its place.
  struct Ready {
    Node node;
    YamlPlace place;
    YamlAnchor anchor = 0;
    size_t nodes = 1;
    int height = 0;
  };

  bool begin(YamlPlace place);
  bool start(NodeKind kind, YamlPlace place, YamlAnchor anchor, YamlStyle style, bool tagged);
  bool start_skipped(YamlPlace place, Node instead);
  void close_frame();
  Node assemble(const Frame& frame);

  bool put(Ready ready);
  void place_node(Ready ready);
  void put_key(Node key, YamlPlace place);
  void reject_key(Key why, YamlPlace place);
  void put_value(Node value, YamlPlace place);

  bool in_flow() const { return !frames_.empty() && frames_.back().flow; }
  Position position(size_t offset) const { return source_.position(offset); }

  // In tree_checks.cc.
  bool expects_key() const;
  bool count_nodes(size_t count, size_t offset);
  bool is_too_deep(size_t levels, size_t offset);
  void check_indentation(const Frame& frame, const Node& value, YamlPlace place);
  void check_cut(Node& node, size_t offset);
  bool is_cut_off(size_t offset) const { return offset > cut_begin_ && offset < cut_end_; }
  bool check_quotes(size_t offset);
  bool lacks_colon(YamlPlace place) const;
  bool drop_key(YamlPlace place);
  bool put_missing_key(YamlPlace place);
  void report_collection_key(size_t offset);
  Node missing_node(YamlPlace place);
  std::optional<written::Entry> current_entry(size_t value) const;
  Node tagged_node(size_t tag) const;

  const Source& source_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  const bool has_tabs_;

  std::vector<Frame> frames_;
  std::vector<Node> items_;  // of all open frames: each node is moved twice, vectors never grow
  std::vector<Node> keys_;
  Node root_;
  Position root_at_;
  Anchors anchors_;

  bool has_document_ = false;
  bool stopped_ = false;
  int skipped_levels_ = 0;  // inside a list or map that is left out
  size_t cut_begin_ = 0;    // a value that YAML had cut at a comma: what
  size_t cut_end_ = 0;      // follows inside it is part of it
  size_t nodes_ = 0;
  size_t last_offset_ = 0;
};

}  // namespace runner
