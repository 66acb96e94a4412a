#include "verdict/flow.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace runner {
namespace {

constexpr int32_t kUnreached = -1;

}  // namespace

Flow::Flow(std::vector<int32_t> supplies, std::vector<int32_t> demands)
    : supplies_(std::move(supplies)),
      demands_(std::move(demands)),
      edges_(supplies_.size()),
      backs_(demands_.size()) {}

void Flow::connect(int32_t source, int32_t sink) {
  std::vector<Edge>& edges = edges_[static_cast<size_t>(source)];
  backs_[static_cast<size_t>(sink)].push_back({source, static_cast<int32_t>(edges.size())});
  edges.push_back({sink, 0});
}

const std::vector<Flow::Edge>& Flow::edges_of(int32_t source) const {
  return edges_[static_cast<size_t>(source)];
}

void Flow::maximize(Effort& effort) {
  while (find_levels(effort) && !effort.exhausted()) {
    next_edge_.assign(edges_.size(), 0);
    next_back_.assign(backs_.size(), 0);
    for (size_t source = 0; source < edges_.size(); ++source) {
      while (supplies_[source] > 0 && source_levels_[source] == 0) {
        const int32_t pushed = push_from(static_cast<int32_t>(source), supplies_[source]);
        if (pushed == 0) break;
        supplies_[source] -= pushed;
      }
    }
  }
}

// Breadth-first distances from the sources that have something left, over edges and back over what
// they carry. True when a sink with room is reached.
bool Flow::find_levels(Effort& effort) {
  source_levels_.assign(edges_.size(), kUnreached);
  sink_levels_.assign(backs_.size(), kUnreached);
  std::vector<int32_t> frontier;
  for (size_t source = 0; source < edges_.size(); ++source) {
    if (supplies_[source] == 0) continue;
    source_levels_[source] = 0;
    frontier.push_back(static_cast<int32_t>(source));
  }
  bool room = false;
  for (int32_t level = 0; !frontier.empty() && !room; level += 2) {
    std::vector<int32_t> next;
    for (const int32_t source : frontier) {
      effort.spend(edges_of(source).size());
      for (const Edge& edge : edges_of(source)) {
        const auto sink = static_cast<size_t>(edge.sink);
        if (sink_levels_[sink] != kUnreached) continue;
        sink_levels_[sink] = level + 1;
        room = room || demands_[sink] > 0;
        effort.spend(backs_[sink].size());
        for (const Back& back : backs_[sink]) {
          const auto giver = static_cast<size_t>(back.source);
          if (source_levels_[giver] != kUnreached) continue;
          if (edges_[giver][static_cast<size_t>(back.edge)].amount == 0) continue;
          source_levels_[giver] = level + 2;
          next.push_back(back.source);
        }
      }
    }
    frontier = std::move(next);
  }
  return room;
}

int32_t Flow::push_from(int32_t source, int32_t limit) {
  const auto from = static_cast<size_t>(source);
  for (size_t& index = next_edge_[from]; index < edges_[from].size(); ++index) {
    Edge& edge = edges_[from][index];
    if (sink_levels_[static_cast<size_t>(edge.sink)] != source_levels_[from] + 1) continue;
    const int32_t pushed = push_into(edge.sink, limit);
    if (pushed == 0) continue;
    edge.amount += pushed;
    return pushed;
  }
  return 0;
}

int32_t Flow::push_into(int32_t sink, int32_t limit) {
  const auto into = static_cast<size_t>(sink);
  if (demands_[into] > 0) {
    const int32_t taken = std::min(limit, demands_[into]);
    demands_[into] -= taken;
    return taken;
  }
  for (size_t& index = next_back_[into]; index < backs_[into].size(); ++index) {
    const Back& back = backs_[into][index];
    const auto giver = static_cast<size_t>(back.source);
    Edge& edge = edges_[giver][static_cast<size_t>(back.edge)];
    if (edge.amount == 0 || source_levels_[giver] != sink_levels_[into] + 1) continue;
    const int32_t moved = push_from(back.source, std::min(limit, edge.amount));
    if (moved == 0) continue;
    edge.amount -= moved;
    return moved;
  }
  return 0;
}

}  // namespace runner
