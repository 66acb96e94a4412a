#include "cli/graph_layout.h"

#include <gtest/gtest.h>

#include <cmath>

namespace runner {
namespace {

using GraphNode = ProcessGraph::Node;
using Edge = ProcessGraph::Edge;
using Size = GraphLayout::Size;

ProcessGraph graph_of(int32_t nodes, const std::vector<std::pair<int32_t, int32_t>>& edges) {
  ProcessGraph graph;
  for (int32_t i = 0; i < nodes; ++i) {
    graph.nodes.push_back(
        {i == 0 ? GraphNode::Kind::kMain : GraphNode::Kind::kProcess, "n", "", 1});
  }
  for (const auto& [from, to] : edges) graph.edges.push_back({from, to, Edge::Kind::kStart, {"x"}});
  return graph;
}

std::optional<GraphLayout> layout_of(const ProcessGraph& graph) {
  return lay_out(graph, std::vector<Size>(graph.nodes.size(), {60, 30}),
                 std::vector<Size>(graph.edges.size(), {40, 16}));
}

bool overlap(const GraphLayout::Box& a, const GraphLayout::Box& b) {
  return std::abs(a.x - b.x) < (a.size.width + b.size.width) / 2 &&
         std::abs(a.y - b.y) < (a.size.height + b.size.height) / 2;
}

// Where the label of an edge stands.
GraphLayout::Box label_box(const GraphLayout::Route& route) {
  const GraphLayout::Station& at = route.stations[route.label];
  return {(at.left + at.right) / 2, at.y, {40, 16}};
}

void expect_readable(const ProcessGraph& graph) {
  const std::optional<GraphLayout> layout = layout_of(graph);
  ASSERT_TRUE(layout.has_value());
  std::vector<GraphLayout::Box> boxes = layout->nodes;
  for (const GraphLayout::Route& route : layout->routes) boxes.push_back(label_box(route));
  for (size_t i = 0; i < boxes.size(); ++i) {
    EXPECT_GE(boxes[i].x - boxes[i].size.width / 2, 0);
    EXPECT_LE(boxes[i].x + boxes[i].size.width / 2, layout->size.width);
    EXPECT_GE(boxes[i].y - boxes[i].size.height / 2, 0);
    EXPECT_LE(boxes[i].y + boxes[i].size.height / 2, layout->size.height);
    for (size_t j = 0; j < i; ++j) EXPECT_FALSE(overlap(boxes[i], boxes[j])) << j << " and " << i;
  }
  for (size_t i = 0; i < graph.edges.size(); ++i) {
    const GraphLayout::Route& route = layout->routes[i];
    const int32_t first = route.leftwards ? graph.edges[i].to : graph.edges[i].from;
    const GraphLayout::Box& box = layout->nodes[static_cast<size_t>(first)];
    EXPECT_DOUBLE_EQ(route.stations.front().right, box.x + box.size.width / 2);
    EXPECT_LE(std::abs(route.stations.front().y - box.y), box.size.height / 2);
    for (size_t k = 1; k < route.stations.size(); ++k) {
      EXPECT_LE(route.stations[k - 1].right, route.stations[k].left);
    }
  }
}

TEST(GraphLayout, NothingOverlaps) {
  expect_readable(graph_of(1, {}));
  expect_readable(graph_of(4, {{0, 1}, {0, 2}, {0, 3}}));
  expect_readable(graph_of(5, {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {0, 3}, {0, 4}, {0, 1}}));
}

TEST(GraphLayout, AnEdgeThatClosesACycleLeadsBack) {
  const ProcessGraph graph = graph_of(4, {{0, 1}, {1, 2}, {2, 3}, {3, 1}});
  expect_readable(graph);
  const std::optional<GraphLayout> layout = layout_of(graph);
  EXPECT_FALSE(layout->routes[0].leftwards);
  EXPECT_TRUE(layout->routes[3].leftwards);
  EXPECT_LT(layout->nodes[1].x, layout->nodes[3].x);
}

TEST(GraphLayout, EdgesAreUntangled) {
  // Main starts three, each of which uses an object; the objects are declared the other way round.
  const ProcessGraph graph = graph_of(7, {{0, 1}, {0, 2}, {0, 3}, {1, 6}, {2, 5}, {3, 4}});
  const std::optional<GraphLayout> layout = layout_of(graph);
  const auto above = [&](size_t a, size_t b) { return layout->nodes[a].y < layout->nodes[b].y; };
  EXPECT_EQ(above(1, 2), above(6, 5));
  EXPECT_EQ(above(2, 3), above(5, 4));
}

TEST(GraphLayout, WhatNobodyCouldLookAtIsNotDrawn) {
  EXPECT_FALSE(layout_of(graph_of(static_cast<int32_t>(kMostDrawnItems) + 1, {})).has_value());
}

}  // namespace
}  // namespace runner
