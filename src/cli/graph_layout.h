// Where the nodes and edges of a graph are drawn: in columns from left to right, every edge with a
// lane and a place for its label of its own.
//
// Kozo Sugiyama and others, "Methods for Visual Understanding of Hierarchical System Structures",
// 1981: layers, fewer crossings by barycentres, then coordinates.
#pragma once

#include <optional>
#include <vector>

#include "cli/graph.h"

namespace runner {

// Nodes, and bends of edges: more than fills a wall.
inline constexpr size_t kMostDrawnItems = 4'000;

struct GraphLayout {
  struct Size {
    double width = 0;
    double height = 0;
  };
  struct Box {
    double x = 0;  // of its centre
    double y = 0;
    Size size;
  };
  // An edge runs through its stations, from left to right, at the height of each.
  struct Station {
    double left = 0;
    double right = 0;
    double y = 0;
  };
  struct Route {
    std::vector<Station> stations;  // the first and the last are at the nodes
    size_t label = 0;               // the station where the label stands
    bool leftwards = false;         // the edge points to the left: it closes a cycle
  };

  std::vector<Box> nodes;     // as the graph's
  std::vector<Route> routes;  // as the graph's edges
  Size size;
};

// `nodes` and `labels` are the sizes of what stands in each node and on each edge. Nothing when the
// graph is larger than anyone would look at (kMostDrawnItems).
std::optional<GraphLayout> lay_out(const ProcessGraph& graph,
                                   const std::vector<GraphLayout::Size>& nodes,
                                   const std::vector<GraphLayout::Size>& labels);

}  // namespace runner
