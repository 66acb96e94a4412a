#include "cli/graph_columns.h"

#include <algorithm>

namespace runner {
namespace {

constexpr int kSweepsOverColumns = 12;

// Which edges point to the left, and the columns of the nodes: every edge leads to a later one.
class Ranking {
 public:
  explicit Ranking(const ProcessGraph& graph)
      : graph_(graph),
        out_(graph.nodes.size()),
        state_(graph.nodes.size(), State::kNew),
        leftwards(graph.edges.size(), false),
        ranks(graph.nodes.size(), 0) {
    for (size_t i = 0; i < graph.edges.size(); ++i) {
      out_[static_cast<size_t>(graph.edges[i].from)].push_back(i);
    }
    for (size_t i = 0; i < graph.nodes.size(); ++i) visit(i);
    std::reverse(finished_.begin(), finished_.end());
    // What nobody starts or uses stands in the second column, beside main.
    for (size_t i = 1; i < ranks.size(); ++i) ranks[i] = 1;
    for (const size_t node : finished_) push_targets(node);
  }

 private:
  enum class State : uint8_t { kNew, kOpen, kDone };

  // Depth first: an edge to what is still open closes a cycle.
  void visit(size_t node) {
    if (state_[node] != State::kNew) return;
    state_[node] = State::kOpen;
    for (const size_t edge : out_[node]) {
      const auto to = static_cast<size_t>(graph_.edges[edge].to);
      if (state_[to] == State::kOpen) {
        leftwards[edge] = true;
        into_.push_back({to, node});
      } else {
        visit(to);
      }
    }
    state_[node] = State::kDone;
    finished_.push_back(node);
  }

  void push_targets(size_t node) {
    const auto push = [&](size_t to) { ranks[to] = std::max(ranks[to], ranks[node] + 1); };
    for (const size_t edge : out_[node]) {
      if (!leftwards[edge]) push(static_cast<size_t>(graph_.edges[edge].to));
    }
    for (const auto& [from, to] : into_) {
      if (from == node) push(to);
    }
  }

  const ProcessGraph& graph_;
  std::vector<std::vector<size_t>> out_;
  std::vector<State> state_;
  std::vector<size_t> finished_;
  std::vector<std::pair<size_t, size_t>> into_;  // edges to the left, turned round

 public:
  std::vector<bool> leftwards;
  std::vector<size_t> ranks;
};

size_t add_item(GraphColumns& drawing, size_t column) {
  const size_t number = drawing.items.size();
  GraphItem& item = drawing.items.emplace_back();
  item.column = column;
  if (drawing.columns.size() <= column) drawing.columns.resize(column + 1);
  item.order = drawing.columns[column].size();
  drawing.columns[column].push_back(number);
  return number;
}

// One item for every column that the edge crosses, and the label on the first.
void add_lane(GraphColumns& drawing, size_t from, size_t to, GraphLayout::Size label) {
  std::vector<size_t> lane = {from};
  const size_t last = drawing.items[to].column;
  for (size_t column = drawing.items[from].column + 1; column < last; ++column) {
    lane.push_back(add_item(drawing, column));
  }
  lane.push_back(to);
  // The label stands near the middle, in a column between those of the nodes.
  const size_t middle = lane.size() / 2 - (lane.size() / 2 + 1) % 2;
  drawing.items[lane[middle]].size = label;
  for (size_t i = 1; i < lane.size(); ++i) {
    drawing.items[lane[i - 1]].right.push_back(lane[i]);
    drawing.items[lane[i]].left.push_back(lane[i - 1]);
  }
  drawing.labels.push_back(middle);
  drawing.lanes.push_back(std::move(lane));
}

double barycentre(const GraphColumns& drawing, const GraphItem& item, bool by_left) {
  const std::vector<size_t>& neighbours = by_left ? item.left : item.right;
  if (neighbours.empty()) return static_cast<double>(item.order);
  double sum = 0;
  for (const size_t other : neighbours) sum += static_cast<double>(drawing.items[other].order);
  return sum / static_cast<double>(neighbours.size());
}

void sort_column(GraphColumns& drawing, std::vector<size_t>& column, bool by_left) {
  std::vector<std::pair<double, size_t>> keyed;
  for (const size_t item : column) {
    keyed.emplace_back(barycentre(drawing, drawing.items[item], by_left), item);
  }
  std::stable_sort(keyed.begin(), keyed.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (size_t i = 0; i < keyed.size(); ++i) {
    column[i] = keyed[i].second;
    drawing.items[column[i]].order = i;
  }
}

// Pairs of edges between a column and the next that cross.
uint64_t crossings_behind(const GraphColumns& drawing, const std::vector<size_t>& column,
                          size_t next_size) {
  std::vector<uint64_t> tree(next_size + 1, 0);  // Fenwick's: how many edges end at or above
  uint64_t edges = 0;
  uint64_t crossings = 0;
  for (const size_t item : column) {
    const std::vector<size_t>& right = drawing.items[item].right;
    for (const size_t other : right) {
      uint64_t above = 0;
      for (size_t i = drawing.items[other].order + 1; i > 0; i -= i & -i) above += tree[i];
      crossings += edges - above;
    }
    for (const size_t other : right) {
      ++edges;
      for (size_t i = drawing.items[other].order + 1; i <= next_size; i += i & -i) ++tree[i];
    }
  }
  return crossings;
}

uint64_t crossings_of(const GraphColumns& drawing) {
  uint64_t sum = 0;
  for (size_t i = 0; i + 1 < drawing.columns.size(); ++i) {
    sum += crossings_behind(drawing, drawing.columns[i], drawing.columns[i + 1].size());
  }
  return sum;
}

}  // namespace

std::optional<GraphColumns> columns_of(const ProcessGraph& graph,
                                       const std::vector<GraphLayout::Size>& nodes,
                                       const std::vector<GraphLayout::Size>& labels) {
  if (graph.nodes.size() > kMostDrawnItems) return std::nullopt;
  const Ranking ranking(graph);
  GraphColumns drawing;
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    GraphItem& item = drawing.items[add_item(drawing, 2 * ranking.ranks[i])];
    item.node = static_cast<int32_t>(i);
    item.size = nodes[i];
  }
  for (size_t i = 0; i < graph.edges.size(); ++i) {
    auto from = static_cast<size_t>(graph.edges[i].from);
    auto to = static_cast<size_t>(graph.edges[i].to);
    if (ranking.leftwards[i]) std::swap(from, to);
    add_lane(drawing, from, to, labels[i]);
    if (drawing.items.size() > kMostDrawnItems) return std::nullopt;
  }
  drawing.leftwards = ranking.leftwards;
  return drawing;
}

void reduce_crossings(GraphColumns& drawing) {
  GraphColumns best = drawing;
  uint64_t fewest = crossings_of(drawing);
  for (int sweep = 0; sweep < kSweepsOverColumns && fewest > 0; ++sweep) {
    const bool by_left = sweep % 2 == 0;
    const size_t count = drawing.columns.size();
    for (size_t i = 0; i < count; ++i) {
      sort_column(drawing, drawing.columns[by_left ? i : count - 1 - i], by_left);
    }
    const uint64_t crossings = crossings_of(drawing);
    if (crossings >= fewest) continue;
    fewest = crossings;
    best = drawing;
  }
  drawing = std::move(best);
}

}  // namespace runner
