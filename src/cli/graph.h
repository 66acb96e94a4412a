// The graph of a scenario: which process starts, awaits and signals which, and which shared objects
// each uses, found by reading all steps (also those of the tasks that are called).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenario/model.h"

namespace runner {

struct ProcessGraph {
  struct Node {
    enum class Kind : uint8_t { kMain, kProcess, kDaemon, kObject };
    Kind kind = Kind::kMain;
    std::string name;    // "worker"
    std::string detail;  // "lock", "daemon"; may be empty
    int32_t count = 1;   // replicas, members
  };
  struct Edge {
    enum class Kind : uint8_t { kStart, kAffect, kUse };  // kAffect: join, terminate, after …
    int32_t from = 0;
    int32_t to = 0;
    Kind kind = Kind::kStart;
    std::vector<std::string> labels;  // the verbs, each once
  };

  std::string name;
  std::vector<Node> nodes;  // main, the process groups, the objects, in file order
  std::vector<Edge> edges;
};

ProcessGraph build_graph(const Scenario& scenario);

std::string node_title(const ProcessGraph::Node& node);  // "worker ×3"
std::string edge_label(const ProcessGraph::Edge& edge);  // "start, join"

std::string dot_text(const ProcessGraph& graph);      // Graphviz
std::string mermaid_text(const ProcessGraph& graph);  // Mermaid flowchart
// A drawing; nothing when it would be larger than anyone would look at.
std::optional<std::string> svg_text(const ProcessGraph& graph);

}  // namespace runner
