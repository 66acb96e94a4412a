// The graph in the languages that draw it.
#include <fmt/format.h>

#include "cli/graph.h"

namespace runner {
namespace {

using GraphNode = ProcessGraph::Node;
using Edge = ProcessGraph::Edge;

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
  std::string result(text);
  for (size_t at = 0; (at = result.find(what, at)) != std::string::npos; at += with.size()) {
    result.replace(at, what.size(), with);
  }
  return result;
}

std::string label_of(const GraphNode& node, std::string_view line_break) {
  std::string label = node_title(node);
  if (!node.detail.empty()) label += fmt::format("{}{}", line_break, node.detail);
  return label;
}

std::string dot_quoted(std::string_view text) {
  return "\"" + replaced(replaced(text, "\\", "\\\\"), "\"", "\\\"") + "\"";
}

std::string_view dot_shape(GraphNode::Kind kind) {
  switch (kind) {
    case GraphNode::Kind::kMain:
      return "shape=box, style=\"rounded,bold\"";
    case GraphNode::Kind::kProcess:
      return "shape=box, style=rounded";
    case GraphNode::Kind::kDaemon:
      return "shape=box, style=\"rounded,dashed\"";
    case GraphNode::Kind::kObject:
      return "shape=ellipse, color=gray40, fontcolor=gray20";
  }
  UNREACHABLE();
}

std::string_view dot_style(Edge::Kind kind) {
  switch (kind) {
    case Edge::Kind::kStart:
      return "style=bold";
    case Edge::Kind::kAffect:
      return "style=dashed";
    case Edge::Kind::kUse:
      return "color=gray40, fontcolor=gray20, arrowhead=open";
  }
  UNREACHABLE();
}

// Mermaid has no escapes but its own entities.
std::string mermaid_quoted(std::string_view text) {
  return "\"" + replaced(replaced(text, "#", "#35;"), "\"", "#quot;") + "\"";
}

std::string mermaid_node(const GraphNode& node) {
  const std::string label = mermaid_quoted(label_of(node, "<br/>"));
  switch (node.kind) {
    case GraphNode::Kind::kMain:
      return "[[" + label + "]]";
    case GraphNode::Kind::kProcess:
    case GraphNode::Kind::kDaemon:
      return "[" + label + "]";
    case GraphNode::Kind::kObject:
      return "([" + label + "])";
  }
  UNREACHABLE();
}

std::string_view mermaid_arrow(Edge::Kind kind) {
  switch (kind) {
    case Edge::Kind::kStart:
      return "==>";
    case Edge::Kind::kAffect:
      return "-.->";
    case Edge::Kind::kUse:
      return "-->";
  }
  UNREACHABLE();
}

}  // namespace

std::string node_title(const GraphNode& node) {
  return node.count == 1 ? node.name : fmt::format("{} ×{}", node.name, node.count);
}

std::string edge_label(const Edge& edge) {
  std::string text;
  for (const std::string& label : edge.labels) text += (text.empty() ? "" : ", ") + label;
  return text;
}

std::string dot_text(const ProcessGraph& graph) {
  std::string text = fmt::format("digraph {} {{\n  rankdir=LR;\n", dot_quoted(graph.name));
  text += "  node [fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n";
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    // The line break is DOT's own escape, so it is put in behind the quoting.
    const std::string label = replaced(dot_quoted(label_of(graph.nodes[i], "\n")), "\n", "\\n");
    text += fmt::format("  n{} [label={}, {}];\n", i, label, dot_shape(graph.nodes[i].kind));
  }
  for (const Edge& edge : graph.edges) {
    text += fmt::format("  n{} -> n{} [label={}, {}];\n", edge.from, edge.to,
                        dot_quoted(edge_label(edge)), dot_style(edge.kind));
  }
  return text + "}\n";
}

std::string mermaid_text(const ProcessGraph& graph) {
  std::string text = "flowchart LR\n";
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    text += fmt::format("  n{}{}\n", i, mermaid_node(graph.nodes[i]));
  }
  for (const Edge& edge : graph.edges) {
    text += fmt::format("  n{} {}|{}| n{}\n", edge.from, mermaid_arrow(edge.kind),
                        mermaid_quoted(edge_label(edge)), edge.to);
  }
  return text;
}

}  // namespace runner
