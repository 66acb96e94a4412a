// Maximum flow from sources through edges of unlimited capacity into sinks: who gives how much to
// whom, so that as much as possible is given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "verdict/effort.h"

namespace runner {

class Flow {
 public:
  // How much each source has and each sink can take.
  Flow(std::vector<int32_t> supplies, std::vector<int32_t> demands);

  void connect(int32_t source, int32_t sink);
  // Dinic's algorithm. Less than the maximum when the effort is exhausted.
  void maximize(Effort& effort);

  struct Edge {
    int32_t sink = 0;
    int32_t amount = 0;
  };
  const std::vector<Edge>& edges_of(int32_t source) const;

 private:
  struct Back {
    int32_t source = 0;
    int32_t edge = 0;  // its index among the source's edges
  };

  bool find_levels(Effort& effort);
  int32_t push_from(int32_t source, int32_t limit);
  int32_t push_into(int32_t sink, int32_t limit);

  std::vector<int32_t> supplies_;  // what is left
  std::vector<int32_t> demands_;
  std::vector<std::vector<Edge>> edges_;
  std::vector<std::vector<Back>> backs_;
  std::vector<int32_t> source_levels_;
  std::vector<int32_t> sink_levels_;
  std::vector<size_t> next_edge_;  // of each source in this phase
  std::vector<size_t> next_back_;  // of each sink
};

}  // namespace runner
