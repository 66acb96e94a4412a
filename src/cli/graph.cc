#include "cli/graph.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "text/display.h"

namespace runner {
namespace {

using GraphNode = ProcessGraph::Node;
using Edge = ProcessGraph::Edge;

constexpr int32_t kNoNode = -1;

// The node that each reference parameter of a frame stands for, by slot.
using Bindings = std::vector<int32_t>;

Edge::Kind edge_kind(Verb verb, const GraphNode& target) {
  if (target.kind == GraphNode::Kind::kObject) return Edge::Kind::kUse;
  return verb == Verb::kStart ? Edge::Kind::kStart : Edge::Kind::kAffect;
}

class Builder {
 public:
  explicit Builder(const Scenario& scenario) : scenario_(scenario) {
    // As elsewhere, nothing in it acts on a terminal.
    graph_.name = displayed(scenario.name);
  }

  ProcessGraph build() {
    add_nodes();
    if (scenario_.main) walk(kMainNode, scenario_.main->steps, {});
    add_implicit_starts();
    for (size_t i = 0; i < scenario_.groups.size(); ++i) walk_group(i);
    for (const Object& object : scenario_.objects) walk_object(object);
    return std::move(graph_);
  }

 private:
  static constexpr int32_t kMainNode = 0;

  void add_nodes() {
    graph_.nodes.push_back({GraphNode::Kind::kMain, "main", "", 1});
    for (const ProcessGroup& group : scenario_.groups) {
      const auto first = static_cast<size_t>(group.first);
      const bool daemon = first < scenario_.processes.size() && scenario_.processes[first].daemon;
      graph_.nodes.push_back({daemon ? GraphNode::Kind::kDaemon : GraphNode::Kind::kProcess,
                              group.name, daemon ? "daemon" : "", group.count});
    }
    first_object_node_ = static_cast<int32_t>(graph_.nodes.size());
    for (const ObjectArray& array : scenario_.arrays) {
      graph_.nodes.push_back({GraphNode::Kind::kObject, array.name,
                              std::string(object_kind_name(array.kind)), array.count});
    }
  }

  int32_t node_of_process(int32_t process) const {
    if (process == kMainProcess) return kMainNode;
    for (size_t i = 0; i < scenario_.groups.size(); ++i) {
      const ProcessGroup& group = scenario_.groups[i];
      if (process >= group.first && process < group.first + group.count) {
        return static_cast<int32_t>(i) + 1;
      }
    }
    return kNoNode;
  }

  int32_t node_of_object(int32_t object) const {
    for (size_t i = 0; i < scenario_.arrays.size(); ++i) {
      const ObjectArray& array = scenario_.arrays[i];
      if (object >= array.first && object < array.first + array.count) {
        return first_object_node_ + static_cast<int32_t>(i);
      }
    }
    return kNoNode;
  }

  int32_t node_of(const Reference& reference, const Bindings& bindings) const {
    switch (reference.target) {
      case Reference::Target::kObject:
        return node_of_object(reference.first);
      case Reference::Target::kProcess:
        return node_of_process(reference.first);
      case Reference::Target::kSlot: {
        const auto slot = static_cast<size_t>(reference.slot);
        return slot < bindings.size() ? bindings[slot] : kNoNode;
      }
      case Reference::Target::kSelf:
        return kNoNode;
    }
    UNREACHABLE();
  }

  int32_t node_of(const Value& argument) const {
    if (argument.kind() == ValueKind::kObject) {
      return node_of_object(static_cast<int32_t>(argument.as_int()));
    }
    return argument.is_process() ? node_of_process(argument.as_process().id) : kNoNode;
  }

  void connect(int32_t from, int32_t to, Edge::Kind kind, std::string_view label) {
    if (to == kNoNode || from == to) return;
    const auto [found, is_new] = edges_.emplace(std::tuple(from, to, kind), graph_.edges.size());
    if (is_new) graph_.edges.push_back({from, to, kind, {}});
    std::vector<std::string>& labels = graph_.edges[found->second].labels;
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.emplace_back(label);
  }

  void walk_group(size_t number) {
    const ProcessGroup& group = scenario_.groups[number];
    const auto node = static_cast<int32_t>(number) + 1;
    for (const Frame& handler : group.handlers) walk(node, handler.steps, {});
    if (!group.target) {
      walk(node, group.frame.steps, {});
      return;
    }
    for (int32_t i = 0; i < group.count; ++i) {
      const Process& process = scenario_.processes[static_cast<size_t>(group.first + i)];
      Bindings bindings;
      for (const Value& argument : process.arguments) bindings.push_back(node_of(argument));
      walk_callee(node, *group.target, bindings);
    }
  }

  void walk_object(const Object& object) {
    const auto number = static_cast<int32_t>(&object - scenario_.objects.data());
    for (const int32_t task : {object.action, object.initializer}) {
      if (task >= 0) walk_task(node_of_object(number), task, {});
    }
  }

  void add_implicit_starts() {
    for (const ImplicitStart& start : scenario_.implicit) {
      const int32_t node = node_of_process(start.process);
      connect(kMainNode, node, Edge::Kind::kStart, "start");
      for (const StartCondition& condition : start.after) {
        connect(node_of_process(condition.process), node, Edge::Kind::kAffect,
                condition.exited ? "after its end" : "after its start");
      }
    }
  }

  void walk_callee(int32_t node, const Callee& callee, const Bindings& bindings) {
    if (callee.kind == Callee::Kind::kTask) {
      walk_task(node, callee.number, bindings);
      return;
    }
    for (const int32_t object : bindings) {
      if (object != kNoNode) connect(node, object, Edge::Kind::kUse, callee.name);
    }
  }

  // Each task once for each process and each choice of its objects: recursion ends.
  void walk_task(int32_t node, int32_t task, const Bindings& bindings) {
    if (!walked_.emplace(node, task, bindings).second) return;
    walk(node, scenario_.tasks[static_cast<size_t>(task)].frame.steps, bindings);
  }

  void read(int32_t node, const Expression& expression, const Bindings& bindings) {
    for (const Read& read : expression.reads) {
      const int32_t target = read.what == Read::What::kLive ? kNoNode : node_of(read.of, bindings);
      if (target == kNoNode) continue;
      const bool object =
          graph_.nodes[static_cast<size_t>(target)].kind == GraphNode::Kind::kObject;
      connect(node, target, object ? Edge::Kind::kUse : Edge::Kind::kAffect, "read");
    }
  }

  void read(int32_t node, const Boxed<Expression>& expression, const Bindings& bindings) {
    if (expression) read(node, *expression, bindings);
  }

  void walk(int32_t node, const Steps& steps, const Bindings& bindings) {
    for (const Step& step : steps) {
      use_targets(node, step, bindings);
      use_places(node, step, bindings);
      for (const auto* expression : {&step.value, &step.timeout, &step.count, &step.message,
                                     &step.until, &step.index, &step.chunk}) {
        read(node, *expression, bindings);
      }
      follow_call(node, step, bindings);
      walk(node, step.body, bindings);
      walk(node, step.otherwise, bindings);
      if (step.on_timeout) walk(node, *step.on_timeout, bindings);
    }
  }

  void use_targets(int32_t node, const Step& step, const Bindings& bindings) {
    for (const Reference& reference : step.targets) {
      const int32_t target = node_of(reference, bindings);
      if (target == kNoNode) continue;
      connect(node, target, edge_kind(step.verb, graph_.nodes[static_cast<size_t>(target)]),
              verb_name(step.verb));
    }
  }

  void use_places(int32_t node, const Step& step, const Bindings& bindings) {
    for (const Assignment& assignment : step.assignments) {
      read(node, assignment.value, bindings);
      if (assignment.place.local) continue;
      connect(node, node_of(assignment.place.object, bindings), Edge::Kind::kUse,
              verb_name(step.verb));
    }
  }

  // What a pool is given to do, its workers do.
  void follow_call(int32_t node, const Step& step, const Bindings& bindings) {
    Bindings passed;
    for (const Argument& argument : step.arguments) {
      const bool reference = argument.kind == Argument::Kind::kReference;
      passed.push_back(reference ? node_of(*argument.reference, bindings) : kNoNode);
      if (argument.kind == Argument::Kind::kValue) read(node, argument.value, bindings);
    }
    int32_t caller = node;
    if (step.pool) {
      caller = node_of(*step.pool, bindings);
      connect(node, caller, Edge::Kind::kUse, verb_name(step.verb));
    }
    if (step.callee && caller != kNoNode) walk_callee(caller, *step.callee, passed);
  }

  const Scenario& scenario_;
  ProcessGraph graph_;
  int32_t first_object_node_ = 0;
  std::map<std::tuple<int32_t, int32_t, Edge::Kind>, size_t> edges_;
  std::set<std::tuple<int32_t, int32_t, Bindings>> walked_;
};

}  // namespace

ProcessGraph build_graph(const Scenario& scenario) {
  return Builder(scenario).build();
}

}  // namespace runner
