#include "text/tree_builder.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "text/characters.h"
#include "text/map_keys.h"
#include "text/written.h"

namespace runner {
namespace {

// The spelling of null that is a whole word at `offset`.
std::string_view null_word(std::string_view text, size_t offset) {
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    if (!text.substr(offset).starts_with(word)) continue;
    const size_t end = offset + word.size();
    if (end == text.size() ||
        std::string_view(" \t\r\n,:]}").find(text[end]) != std::string_view::npos) {
      return text.substr(offset, word.size());
    }
  }
  return {};
}

// A null whose place is really the key that follows it: "a:" and "null: 1" on the next line.
bool is_followed_by_colon(std::string_view text, size_t offset) {
  while (offset < text.size() && written::is_blank(text[offset])) ++offset;
  return offset < text.size() && text[offset] == ':';
}

CompactVector<Node> take_tail(std::vector<Node>& all, size_t first) {
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first);
  CompactVector<Node> tail(std::make_move_iterator(begin), std::make_move_iterator(all.end()));
  all.erase(begin, all.end());
  return tail;
}

void drop_rejected(Node& map) {
  size_t kept = 0;
  for (size_t i = 0; i < map.keys.size(); ++i) {
    if (!map.keys[i].is_scalar()) continue;
    if (kept != i) {
      map.keys[kept] = std::move(map.keys[i]);
      map.items[kept] = std::move(map.items[i]);
    }
    ++kept;
  }
  map.keys.resize(kept);
  map.items.resize(kept);
}

}  // namespace

TreeBuilder::TreeBuilder(const Source& source, Diagnostics& diagnostics)
    : source_(source),
      text_(source.text()),
      diagnostics_(diagnostics),
      has_tabs_(text_.find('\t') != std::string_view::npos) {}

bool TreeBuilder::on_document(YamlPlace place) {
  if (!has_document_) {
    has_document_ = true;
    report_directives(0, place.offset, source_, diagnostics_);
    return true;
  }
  stopped_ = true;
  report_extra_document(place.offset, root_at_, source_, diagnostics_);
  return false;
}

bool TreeBuilder::on_anchor_name(const std::string& name) {
  anchors_.name_next(name);
  return true;
}

bool TreeBuilder::on_null(YamlPlace place, YamlAnchor anchor) {
  if (!begin(place)) return true;
  if (lacks_colon(place)) return drop_key(place);
  const written::Properties properties = written::properties_at(text_, place.offset);
  if (properties.tag) {
    report_tag(*properties.tag, current_entry(*properties.tag), source_, diagnostics_);
  }
  const std::string_view word = null_word(text_, properties.content);
  const size_t word_end = properties.content + word.size();
  const bool is_written =
      !word.empty() && (expects_key() || !is_followed_by_colon(text_, word_end));
  if (!is_written && expects_key()) return put_missing_key(place);
  Node node = is_written ? Node{} : missing_node(place);
  if (is_written) {
    node.text = word;
    node.at = position(properties.content);
  }
  return put({std::move(node), place, anchor});
}

bool TreeBuilder::on_alias(YamlPlace place, YamlAnchor anchor) {
  if (!begin(place)) return true;
  const Position at = position(place.offset);
  const Anchors::Anchored* anchored = anchors_.find(anchor);
  Ready ready{{}, place};
  if (anchored && !anchored->closed) {
    diagnostics_.error(at, "this alias stands inside what it stands for").hint =
        "a value cannot contain itself";
  } else if (anchored) {
    if (is_too_deep(static_cast<size_t>(anchored->height), place.offset)) return false;
    if (!count_nodes(anchored->nodes, place.offset)) return false;
    ready.node = anchors_.copy(anchor);
    ready.height = anchored->height;
    if (ready.node.is_scalar()) ready.node.text_at = ready.node.at;
  }
  ready.node.at = at;
  ready.node.missing = false;
  return put(std::move(ready));
}

bool TreeBuilder::on_scalar(YamlPlace place, YamlAnchor anchor, const std::string& text) {
  if (!begin(place)) return true;
  const written::Properties properties = written::properties_at(text_, place.offset);
  const size_t offset = properties.content;
  const char first = offset < text_.size() ? text_[offset] : '\n';
  Node node;
  node.at = position(offset);
  node.text = text;
  node.block = first == '|' || first == '>';
  node.quoted = node.block || written::is_quote(first);
  if (written::is_quote(first) && !check_quotes(offset)) return false;
  if (text.size() > limits::kScalarBytes) {
    diagnostics_.error(node.at, "a string of " + std::to_string(text.size()) + " bytes").hint =
        "a string has at most " + std::to_string(limits::kScalarBytes) + " bytes";
  }
  if (properties.tag) {
    report_tag(*properties.tag, current_entry(*properties.tag), source_, diagnostics_);
    if (!expects_key() && !is_standard_tag(text_, *properties.tag)) {
      node = tagged_node(*properties.tag);
    }
  } else if (in_flow() && !node.quoted && !expects_key()) {
    check_cut(node, offset);
  }
  return put({std::move(node), place, anchor});
}

bool TreeBuilder::on_list_start(YamlPlace place, YamlAnchor anchor, YamlStyle style, bool tagged) {
  return start(NodeKind::kList, place, anchor, style, tagged);
}

bool TreeBuilder::on_map_start(YamlPlace place, YamlAnchor anchor, YamlStyle style, bool tagged) {
  return start(NodeKind::kMap, place, anchor, style, tagged);
}

bool TreeBuilder::on_end() {
  if (skipped_levels_ > 0) {
    --skipped_levels_;
  } else {
    close_frame();
  }
  return true;
}

// What every node begins with. False when it is left out.
bool TreeBuilder::begin(YamlPlace place) {
  if (skipped_levels_ > 0) return false;
  last_offset_ = place.offset;
  if (has_tabs_ && !in_flow()) report_tab(place.offset, source_, diagnostics_);
  return true;
}

bool TreeBuilder::start(NodeKind kind, YamlPlace place, YamlAnchor anchor, YamlStyle style,
                        bool tagged) {
  if (!begin(place)) {
    ++skipped_levels_;
    return true;
  }
  written::Properties properties{place.offset, std::nullopt, std::nullopt};
  if (tagged) {
    properties = written::properties_at(text_, place.offset);
  } else if (anchor != 0) {
    properties = written::anchor_at(text_, place.offset);
  }
  if (properties.tag) {
    const bool is_same_line = written::line_end(text_, *properties.tag) >= properties.content;
    const std::optional<written::Entry> entry =
        is_same_line ? current_entry(*properties.tag) : std::nullopt;
    report_tag(*properties.tag, entry, source_, diagnostics_);
    if (entry && !is_standard_tag(text_, *properties.tag)) {
      return start_skipped(place, tagged_node(*properties.tag));
    }
  }
  if (expects_key()) {
    reject_key(Key::kCollection, place);
    skipped_levels_ = 1;
    return true;
  }
  if (is_too_deep(1, place.offset)) return false;
  Frame frame;
  frame.kind = kind;
  frame.flow = style == YamlStyle::kFlow || in_flow();
  frame.place = place;
  frame.at = position(properties.content);
  frame.anchor = anchor;
  frame.first_item = items_.size();
  frame.first_key = keys_.size();
  frame.nodes_before = nodes_;
  if (frames_.empty()) root_at_ = frame.at;
  frames_.push_back(frame);
  if (anchor != 0) anchors_.open(anchor);
  return count_nodes(1, place.offset);
}

// Puts `instead` in the place of the list or map that starts here.
bool TreeBuilder::start_skipped(YamlPlace place, Node instead) {
  skipped_levels_ = 1;
  return put({std::move(instead), place});
}

void TreeBuilder::close_frame() {
  const Frame frame = frames_.back();
  frames_.pop_back();
  Ready ready{assemble(frame), frame.place, frame.anchor, nodes_ - frame.nodes_before,
              frame.height};
  place_node(std::move(ready));
}

Node TreeBuilder::assemble(const Frame& frame) {
  Node node;
  node.kind = frame.kind;
  node.flow = frame.flow;
  node.at = frame.at;
  node.items = take_tail(items_, frame.first_item);
  if (frame.kind == NodeKind::kMap) {
    node.keys = take_tail(keys_, frame.first_key);
    if (frame.has_rejected) drop_rejected(node);
    drop_duplicate_keys(node, diagnostics_);
    // What the map lacks now would be missed by whoever reads it.
    if (frame.has_merge && !merge_maps(node, anchors_, diagnostics_)) stopped_ = true;
  }
  return node;
}

bool TreeBuilder::put(Ready ready) {
  const size_t offset = ready.place.offset;
  place_node(std::move(ready));
  return count_nodes(1, offset);
}

void TreeBuilder::place_node(Ready ready) {
  if (ready.anchor != 0) {
    ready.node = anchors_.close(ready.anchor, std::move(ready.node), ready.nodes, ready.height);
  }
  if (frames_.empty()) {
    if (!root_at_) root_at_ = ready.node.at;
    root_ = std::move(ready.node);
    return;
  }
  Frame& frame = frames_.back();
  frame.height = std::max(frame.height, ready.height + 1);
  if (frame.kind == NodeKind::kList) {
    if (!is_cut_off(ready.place.offset)) items_.push_back(std::move(ready.node));
  } else if (frame.key == Key::kNone) {
    put_key(std::move(ready.node), ready.place);
  } else {
    put_value(std::move(ready.node), ready.place);
  }
}

void TreeBuilder::put_key(Node key, YamlPlace place) {
  if (is_cut_off(place.offset)) return reject_key(Key::kReported, place);
  if (!key.is_scalar()) return reject_key(Key::kCollection, place);
  Frame& frame = frames_.back();
  frame.key = Key::kGood;
  frame.key_place = place;
  frame.has_merge = frame.has_merge || is_merge_key(key);
  keys_.push_back(std::move(key));
}

// The entry is dropped when its map ends.
void TreeBuilder::reject_key(Key why, YamlPlace place) {
  Frame& frame = frames_.back();
  frame.key = why;
  frame.key_place = place;
  frame.has_rejected = true;
  Node& key = keys_.emplace_back();
  key.kind = NodeKind::kList;
  key.at = position(place.offset);
}

void TreeBuilder::put_value(Node value, YamlPlace place) {
  Frame& frame = frames_.back();
  if (frame.key == Key::kCollection) report_collection_key(frame.key_place.offset);
  if (!frame.flow && !value.missing) check_indentation(frame, value, place);
  frame.key = Key::kNone;
  items_.push_back(std::move(value));
}

ParserState TreeBuilder::state() const {
  ParserState state;
  state.last_offset = last_offset_;
  const auto flow = std::find_if(frames_.begin(), frames_.end(), [&](const Frame& frame) {
    const char first = frame.place.offset < text_.size() ? text_[frame.place.offset] : '\n';
    return frame.flow && (first == '[' || first == '{');
  });
  if (flow != frames_.end()) state.flow_start = flow->place.offset;
  state.anchors = anchors_.names();
  return state;
}

Node TreeBuilder::take() {
  while (!frames_.empty()) {
    if (frames_.back().key != Key::kNone) keys_.pop_back();
    close_frame();
  }
  anchors_.settle(root_);
  return std::move(root_);
}

}  // namespace runner
