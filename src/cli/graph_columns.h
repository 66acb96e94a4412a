// The columns of a graph's drawing: which items stand in each, and in which order from the top.
#pragma once

#include <optional>
#include <vector>

#include "cli/graph_layout.h"

namespace runner {

// Nodes stand in the even columns. An edge between them has an item in every column that it
// crosses; the one with its label is in an odd column.
struct GraphItem {
  int32_t node = -1;  // -1: of an edge
  size_t column = 0;
  size_t order = 0;  // from the top of its column
  GraphLayout::Size size;
  double y = 0;
  std::vector<size_t> left;  // the items beside it that an edge joins it to
  std::vector<size_t> right;
};

struct GraphColumns {
  std::vector<GraphItem> items;              // the nodes first, as the graph's
  std::vector<std::vector<size_t>> columns;  // items, from the top
  std::vector<std::vector<size_t>> lanes;    // of each edge: all its items, from left to right
  std::vector<size_t> labels;                // of each edge: which of them has the label
  std::vector<bool> leftwards;               // of each edge
};

// Nothing when there would be more than kMostDrawnItems.
std::optional<GraphColumns> columns_of(const ProcessGraph& graph,
                                       const std::vector<GraphLayout::Size>& nodes,
                                       const std::vector<GraphLayout::Size>& labels);

// Orders every column so that few edges cross.
void reduce_crossings(GraphColumns& drawing);

}  // namespace runner
