#include "cli/graph_layout.h"

#include <algorithm>

#include "cli/graph_columns.h"

namespace runner {
namespace {

constexpr double kMargin = 20;
constexpr double kColumnGap = 26;
constexpr double kNodeGap = 18;  // between items of a column, above each other
constexpr double kLaneGap = 6;
constexpr double kPortGap = 14;  // between edges at one side of a node
constexpr int kSweepsOverRows = 16;

double distance(const GraphItem& above, const GraphItem& below) {
  const bool node = above.node >= 0 || below.node >= 0;
  return (above.size.height + below.size.height) / 2 + (node ? kNodeGap : kLaneGap);
}

// The places nearest to those wanted that keep their distances: a least-squares fit, where those
// that would overlap form a block at the mean of their wishes (pool adjacent violators).
void place_column(GraphColumns& drawing, const std::vector<size_t>& column,
                  const std::vector<double>& wanted) {
  struct Block {
    double sum;
    size_t count;
    double mean() const { return sum / static_cast<double>(count); }
  };
  std::vector<double> offsets;
  std::vector<Block> blocks;
  for (size_t i = 0; i < column.size(); ++i) {
    const bool first = i == 0;
    offsets.push_back(first ? 0
                            : offsets.back() +
                                  distance(drawing.items[column[i - 1]], drawing.items[column[i]]));
    blocks.push_back({wanted[i] - offsets[i], 1});
    while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
      const Block last = blocks.back();
      blocks.pop_back();
      blocks.back().sum += last.sum;
      blocks.back().count += last.count;
    }
  }
  size_t i = 0;
  for (const Block& block : blocks) {
    for (size_t end = i + block.count; i < end; ++i) {
      drawing.items[column[i]].y = block.mean() + offsets[i];
    }
  }
}

// Where an item would like to be: amid those that it is joined to.
double wish_of(const GraphColumns& drawing, const GraphItem& item, bool by_left) {
  const bool other_side = (by_left ? item.left : item.right).empty();
  const std::vector<size_t>& neighbours = by_left != other_side ? item.left : item.right;
  if (neighbours.empty()) return item.y;
  double sum = 0;
  for (const size_t other : neighbours) sum += drawing.items[other].y;
  return sum / static_cast<double>(neighbours.size());
}

void place_items(GraphColumns& drawing) {
  for (const std::vector<size_t>& column : drawing.columns) {
    place_column(drawing, column, std::vector<double>(column.size(), 0));
  }
  const size_t count = drawing.columns.size();
  for (int sweep = 0; sweep < kSweepsOverRows; ++sweep) {
    const bool by_left = sweep % 2 == 0;
    for (size_t i = 0; i < count; ++i) {
      const std::vector<size_t>& column = drawing.columns[by_left ? i : count - 1 - i];
      std::vector<double> wanted;
      for (const size_t item : column) {
        wanted.push_back(wish_of(drawing, drawing.items[item], by_left));
      }
      place_column(drawing, column, wanted);
    }
  }
}

// Moves everything so that the topmost item touches the margin; the height of all.
double settle(GraphColumns& drawing) {
  double top = 0;
  double bottom = 0;
  for (const GraphItem& item : drawing.items) {
    top = std::min(top, item.y - item.size.height / 2);
    bottom = std::max(bottom, item.y + item.size.height / 2);
  }
  for (GraphItem& item : drawing.items) item.y += kMargin - top;
  return bottom - top + 2 * kMargin;
}

struct ColumnPlace {
  double left = 0;
  double right = 0;
};

std::vector<ColumnPlace> column_places(const GraphColumns& drawing) {
  std::vector<ColumnPlace> places;
  double x = kMargin;
  for (const std::vector<size_t>& column : drawing.columns) {
    double width = 0;
    for (const size_t item : column) width = std::max(width, drawing.items[item].size.width);
    places.push_back({x, x + width});
    x += width + kColumnGap;
  }
  return places;
}

// The edges at one side of a node leave it one below the other, in the order of where they lead.
void spread_ends(const GraphColumns& drawing, GraphLayout& layout, size_t node, bool right) {
  std::vector<std::pair<double, size_t>> ends;
  for (size_t edge = 0; edge < drawing.lanes.size(); ++edge) {
    const std::vector<size_t>& lane = drawing.lanes[edge];
    if ((right ? lane.front() : lane.back()) != node) continue;
    ends.emplace_back(drawing.items[right ? lane[1] : lane[lane.size() - 2]].y, edge);
  }
  std::sort(ends.begin(), ends.end());
  const GraphLayout::Box& box = layout.nodes[node];
  const double gap = std::min(kPortGap, box.size.height / static_cast<double>(ends.size() + 1));
  for (size_t i = 0; i < ends.size(); ++i) {
    GraphLayout::Route& route = layout.routes[ends[i].second];
    GraphLayout::Station& end = right ? route.stations.front() : route.stations.back();
    end.left = end.right = box.x + (right ? box.size.width : -box.size.width) / 2;
    end.y = box.y + (static_cast<double>(i) - static_cast<double>(ends.size() - 1) / 2) * gap;
  }
}

// A node is high enough for all the edges at either of its sides.
void make_room_for_ends(GraphColumns& drawing) {
  for (GraphItem& item : drawing.items) {
    if (item.node < 0) continue;
    const size_t most = std::max(item.left.size(), item.right.size());
    item.size.height = std::max(item.size.height, kPortGap * static_cast<double>(most));
  }
}

}  // namespace

std::optional<GraphLayout> lay_out(const ProcessGraph& graph,
                                   const std::vector<GraphLayout::Size>& nodes,
                                   const std::vector<GraphLayout::Size>& labels) {
  std::optional<GraphColumns> drawing = columns_of(graph, nodes, labels);
  if (!drawing) return std::nullopt;
  make_room_for_ends(*drawing);
  reduce_crossings(*drawing);
  place_items(*drawing);
  GraphLayout layout;
  layout.size.height = settle(*drawing);
  const std::vector<ColumnPlace> places = column_places(*drawing);
  layout.size.width = places.back().right + kMargin;
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    const GraphItem& item = drawing->items[i];
    const ColumnPlace& place = places[item.column];
    layout.nodes.push_back({(place.left + place.right) / 2, item.y, item.size});
  }
  for (size_t i = 0; i < graph.edges.size(); ++i) {
    GraphLayout::Route& route = layout.routes.emplace_back();
    route.leftwards = drawing->leftwards[i];
    route.label = drawing->labels[i];
    for (const size_t item : drawing->lanes[i]) {
      const ColumnPlace& place = places[drawing->items[item].column];
      route.stations.push_back({place.left, place.right, drawing->items[item].y});
    }
  }
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    spread_ends(*drawing, layout, i, true);
    spread_ends(*drawing, layout, i, false);
  }
  return layout;
}

}  // namespace runner
