// Without `main` each process is started as soon as its `after` holds.
#include <algorithm>

#include "scenario/constant_reference.h"
#include "scenario/decode.h"
#include "text/scalar.h"

namespace runner {
namespace {

// Every replica after every replica of another: more pairs than this are a mistake.
constexpr size_t kMostConditions = 1'000'000;

class StartOrder {
 public:
  explicit StartOrder(Loading& loading) : loading_(loading) {
    std::vector<ImplicitStart>& starts = loading.scenario.implicit;
    for (const ProcessGroup& group : loading.scenario.groups) {
      for (int32_t i = 0; i < group.count; ++i) starts.push_back({group.first + i, {}});
    }
  }

  void read(const Node& after, const ProcessGroup& group) {
    group_ = &group;
    if (!after.is_list()) return read_item(after);
    for (const Node& item : after.items) read_item(item);
  }

  // Reports the first cycle there is.
  void check_cycles() {
    const auto count = static_cast<int32_t>(starts().size());
    states_.assign(static_cast<size_t>(count), State::kNew);
    for (int32_t i = 0; i < count; ++i) {
      if (states_[static_cast<size_t>(i)] == State::kNew && !visit(i)) return;
    }
  }

 private:
  enum class State : uint8_t { kNew, kOpen, kDone };

  std::vector<ImplicitStart>& starts() { return loading_.scenario.implicit; }
  // Process numbers begin behind main.
  ImplicitStart& start_of(int32_t process) { return starts()[static_cast<size_t>(process - 1)]; }

  void read_item(const Node& item) {
    if (!item.is_map()) return read_condition(item, true);
    for (size_t i = 0; i < item.keys.size(); ++i) {
      const Node& word = item.items[i];
      const bool exited = word.text == "exited";
      if (word.is_scalar() && (exited || word.text == "started")) {
        read_condition(item.keys[i], exited);
        continue;
      }
      const std::string shown = word.is_scalar() && !word.missing ? in_single_quotes(word.text)
                                                                  : std::string(described(word));
      report(loading_, word, "after is 'started' or 'exited', not " + shown);
    }
  }

  void read_condition(const Node& node, bool exited) {
    ConstantReference other =
        ConstantReference::read(loading_, node, kProcessTargets, "after", true);
    for (int32_t i = 0; i < group_->count; ++i) {
      const std::optional<Run> run = other.at(loading_, i);
      if (!run) return;
      if (run->first == kMainProcess) {
        report(loading_, node, "'main' runs from the beginning: nothing can be after it");
        return;
      }
      conditions_ += static_cast<size_t>(run->count);
      if (conditions_ > kMostConditions) {
        report(
            loading_, node,
            "after: over the limit of " + std::to_string(kMostConditions) + " pairs of processes");
        return;
      }
      std::vector<StartCondition>& after = start_of(group_->first + i).after;
      for (int32_t k = 0; k < run->count; ++k) after.push_back({run->first + k, exited});
    }
  }

  // Depth first without recursion: chains may be as long as there are processes.
  bool visit(int32_t first) {
    struct Step {
      int32_t start;
      size_t next = 0;
    };
    std::vector<Step> path{{first}};
    states_[static_cast<size_t>(first)] = State::kOpen;
    while (!path.empty()) {
      Step& step = path.back();
      const auto& after = starts()[static_cast<size_t>(step.start)].after;
      if (step.next == after.size()) {
        states_[static_cast<size_t>(step.start)] = State::kDone;
        path.pop_back();
        continue;
      }
      const int32_t other = after[step.next++].process - 1;
      State& state = states_[static_cast<size_t>(other)];
      if (state == State::kOpen) {
        std::vector<int32_t> cycle;
        for (const Step& open : path) cycle.push_back(open.start);
        cycle.erase(cycle.begin(), std::find(cycle.begin(), cycle.end(), other));
        report_cycle(cycle);
        return false;
      }
      if (state == State::kDone) continue;
      state = State::kOpen;
      path.push_back({other});
    }
    return true;
  }

  void report_cycle(const std::vector<int32_t>& cycle) {
    constexpr size_t kShown = 8;
    std::string text;
    for (size_t i = 0; i < cycle.size() && i < kShown; ++i) text += name_of(cycle[i]) + " after ";
    if (cycle.size() > kShown) text += "… after ";
    text += name_of(cycle.front());
    const Process& process = loading_.scenario.processes[static_cast<size_t>(cycle.front()) + 1];
    const ProcessGroup& group = loading_.scenario.groups[static_cast<size_t>(process.group)];
    report_at(loading_, group.at, group.name, "'after' has a cycle: " + text);
  }

  std::string name_of(int32_t start) {
    const Process& process = loading_.scenario.processes[static_cast<size_t>(start) + 1];
    const ProcessGroup& group = loading_.scenario.groups[static_cast<size_t>(process.group)];
    if (!group.array) return group.name;
    return group.name + "[" + std::to_string(process.index) + "]";
  }

  Loading& loading_;
  const ProcessGroup* group_ = nullptr;
  size_t conditions_ = 0;
  std::vector<State> states_;
};

}  // namespace

void decode_start_order(Loading& loading, const Declarations& declarations, bool has_main) {
  StartOrder order(loading);
  for (size_t i = 0; i < declarations.processes.size(); ++i) {
    const Node& node = *declarations.processes[i].value;
    const Node* after = node.is_map() ? node.find("after") : nullptr;
    if (!after) continue;
    if (has_main) {
      for (const Node& key : node.keys) {
        if (key.text != "after") continue;
        report(loading, key, "'after' is for a scenario without 'main'").hint =
            "main starts and joins the processes itself";
      }
      continue;
    }
    order.read(*after, loading.scenario.groups[i]);
  }
  if (has_main) {
    loading.scenario.implicit.clear();
  } else {
    order.check_cycles();
  }
}

}  // namespace runner
