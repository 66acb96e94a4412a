#include "text/tree.h"

#include "text/syntax_error.h"
#include "text/tree_builder.h"
#include "text/tree_hints.h"
#include "text/yaml_events.h"

namespace runner {

const Node* Node::find(std::string_view key) const {
  for (size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].text == key) return &items[i];
  }
  return nullptr;
}

Node read_tree(const Source& source, Diagnostics& diagnostics) {
  return read_tree(source, diagnostics, TreeHints{});
}

Node read_tree(const Source& source, Diagnostics& diagnostics, const TreeHints& hints) {
  TreeBuilder builder(source, diagnostics);
  const std::optional<YamlError> error = parse_yaml(source.text(), builder);
  if (error) {
    ParserState state = builder.state();
    state.hints = hints;
    report_syntax_error(*error, state, source, diagnostics);
  }
  const bool is_empty = !builder.has_document() && !error;
  if (is_empty) {
    diagnostics.error({1, 1}, "the file is empty").hint = hints.beginning;
  }
  const bool is_complete = !error && !is_empty && builder.is_complete();
  Node root = builder.take();
  if (!is_complete) root.at = {};
  return root;
}

}  // namespace runner
