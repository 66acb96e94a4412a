// The graph as a drawing of its own, in SVG: plain text, no fonts or scripts to be fetched.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/graph.h"
#include "cli/graph_layout.h"

namespace runner {
namespace {

using GraphNode = ProcessGraph::Node;
using Edge = ProcessGraph::Edge;
using Size = GraphLayout::Size;

// The letters of a fixed-width font at 12 pixels.
constexpr double kLetterWidth = 7.3;
constexpr double kLineHeight = 15;
constexpr double kNodePadding = 12;
constexpr double kHeading = 34;
constexpr double kLegend = 30;
constexpr double kLegendWidth = 420;
constexpr double kBendShare = 0.5;  // how far a curve runs level before it bends

constexpr std::string_view kStyle = R"(<style>
  text { font: 12px "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1b1f24 }
  .heading { font-size: 14px; font-weight: bold }
  .detail, .legend { fill: #59636e }
  .main, .process, .daemon { fill: #eaf2ff; stroke: #2f5fae; stroke-width: 1.5 }
  .main { fill: #d3e3fd; stroke-width: 2.5 }
  .daemon { stroke-dasharray: 5 3 }
  .object { fill: #f5f0e4; stroke: #8a7340 }
  .edge { fill: none; stroke-width: 1.3 }
  .start { stroke: #2f5fae; stroke-width: 2.4 }
  .affect { stroke: #2f5fae; stroke-dasharray: 5 3 }
  .use { stroke: #8a7340 }
  .middle { text-anchor: middle }
  .paper { fill: #ffffff }
</style>
)";

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '"') {
      result += "&quot;";
    } else {
      result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return result;
}

double drawn_width(std::string_view text) {
  return kLetterWidth * static_cast<double>(count_code_points(text));
}

std::string_view node_class(GraphNode::Kind kind) {
  switch (kind) {
    case GraphNode::Kind::kMain:
      return "main";
    case GraphNode::Kind::kProcess:
      return "process";
    case GraphNode::Kind::kDaemon:
      return "daemon";
    case GraphNode::Kind::kObject:
      return "object";
  }
  UNREACHABLE();
}

std::string_view edge_class(Edge::Kind kind) {
  switch (kind) {
    case Edge::Kind::kStart:
      return "start";
    case Edge::Kind::kAffect:
      return "affect";
    case Edge::Kind::kUse:
      return "use";
  }
  UNREACHABLE();
}

Size node_size(const GraphNode& node) {
  const double width = std::max(drawn_width(node_title(node)), drawn_width(node.detail));
  const double lines = node.detail.empty() ? 1 : 2;
  return {width + 2 * kNodePadding, lines * kLineHeight + kNodePadding};
}

std::string text_at(double x, double y, std::string_view classes, std::string_view text) {
  return fmt::format("  <text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\">{}</text>\n", x, y, classes,
                     escaped(text));
}

std::string drawn_node(const GraphNode& node, const GraphLayout::Box& box) {
  const double radius = node.kind == GraphNode::Kind::kObject ? box.size.height / 2 : 6;
  std::string text = fmt::format(
      "  <rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"{:.1f}\" "
      "class=\"{}\"/>\n",
      box.x - box.size.width / 2, box.y - box.size.height / 2, box.size.width, box.size.height,
      std::min(radius, box.size.width / 2), node_class(node.kind));
  const double baseline = box.y + (node.detail.empty() ? 4 : -3);
  text += text_at(box.x, baseline, "middle", node_title(node));
  if (!node.detail.empty()) {
    text += text_at(box.x, baseline + kLineHeight, "middle detail", node.detail);
  }
  return text;
}

// Level through every station, in curves between them.
std::string path_of(const GraphLayout::Route& route) {
  std::string path;
  for (size_t i = 0; i < route.stations.size(); ++i) {
    const GraphLayout::Station& at = route.stations[i];
    if (i == 0) {
      path += fmt::format("M{:.1f},{:.1f}", at.right, at.y);
      continue;
    }
    const GraphLayout::Station& before = route.stations[i - 1];
    const double bend = (at.left - before.right) * kBendShare;
    path += fmt::format(" C{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}", before.right + bend,
                        before.y, at.left - bend, at.y, at.left, at.y);
    if (at.right > at.left) path += fmt::format(" H{:.1f}", at.right);
  }
  return path;
}

std::string drawn_edge(const Edge& edge, const GraphLayout::Route& route) {
  const std::string_view kind = edge_class(edge.kind);
  return fmt::format("  <path d=\"{}\" class=\"edge {}\" marker-{}=\"url(#{}-arrow)\"/>\n",
                     path_of(route), kind, route.leftwards ? "start" : "end", kind);
}

// On a background of its own, for the edge runs behind it.
std::string drawn_label(const Edge& edge, const GraphLayout::Route& route) {
  const GraphLayout::Station& at = route.stations[route.label];
  const std::string label = edge_label(edge);
  const double x = (at.left + at.right) / 2;
  const double width = drawn_width(label) + 6;
  return fmt::format(
             "  <rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\" "
             "class=\"paper\"/>\n",
             x - width / 2, at.y - kLineHeight / 2, width, kLineHeight) +
         text_at(x, at.y + 4, "middle", label);
}

std::string arrow(std::string_view kind, std::string_view colour) {
  return fmt::format(
      "  <marker id=\"{}-arrow\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" "
      "markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\">"
      "<path d=\"M0,1 L10,5 L0,9 z\" fill=\"{}\"/></marker>\n",
      kind, colour);
}

std::string legend(double y) {
  std::string text;
  double x = 20;
  const auto add = [&](std::string_view kind, std::string_view meaning) {
    text += fmt::format(
        "  <path d=\"M{0:.1f},{1:.1f} H{2:.1f}\" class=\"edge {3}\" marker-end=\"url(#{3}-arrow)\""
        "/>\n",
        x, y - 4, x + 30, kind);
    text += text_at(x + 38, y, "legend", meaning);
    x += 38 + drawn_width(meaning) + 24;
  };
  add("start", "starts");
  add("affect", "awaits, signals");
  add("use", "uses");
  return text;
}

}  // namespace

std::optional<std::string> svg_text(const ProcessGraph& graph) {
  std::vector<Size> nodes;
  std::vector<Size> labels;
  for (const GraphNode& node : graph.nodes) nodes.push_back(node_size(node));
  for (const Edge& edge : graph.edges) labels.push_back({drawn_width(edge_label(edge)) + 8, 16});
  const std::optional<GraphLayout> layout = lay_out(graph, nodes, labels);
  if (!layout) return std::nullopt;
  const double width =
      std::max({layout->size.width, kLegendWidth, drawn_width(graph.name) * 1.2 + 40});
  const double height = kHeading + layout->size.height + kLegend;
  std::string text = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
      "viewBox=\"0 0 {0:.0f} {1:.0f}\" role=\"img\">\n<title>{2}</title>\n",
      width, height, escaped(graph.name));
  text += kStyle;
  text += "<defs>\n" + arrow("start", "#2f5fae") + arrow("affect", "#2f5fae") +
          arrow("use", "#8a7340") + "</defs>\n";
  text += "<rect width=\"100%\" height=\"100%\" class=\"paper\"/>\n";
  text += text_at(20, 26, "heading", graph.name);
  text += fmt::format("<g transform=\"translate(0 {:.0f})\">\n", kHeading);
  for (size_t i = 0; i < graph.edges.size(); ++i) {
    text += drawn_edge(graph.edges[i], layout->routes[i]);
  }
  for (size_t i = 0; i < graph.edges.size(); ++i) {
    text += drawn_label(graph.edges[i], layout->routes[i]);
  }
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    text += drawn_node(graph.nodes[i], layout->nodes[i]);
  }
  return text + "</g>\n" + legend(height - 12) + "</svg>\n";
}

}  // namespace runner
