#include <algorithm>

#include "scenario/lints.h"

namespace runner {
namespace {

// How one lock is taken while another is held.
struct Edge {
  Position at;
  std::string text;
  std::set<int32_t> processes;
  std::set<int32_t> gates;  // held around every such taking: no two of them meet
};

class LockOrderLint : public Lint {
 public:
  using Lint::Lint;

  void on_step(const Step& step, const std::vector<Subject>& subjects,
               const Situation& situation) override {
    if (step.verb != Verb::kAcquire && step.verb != Verb::kLock) return;
    if (step.timeout || situation.in_callback) return;  // the one gives up in the end
    std::vector<int32_t> held = situation.held;
    for (size_t i = 0; i < subjects.size(); ++i) {
      const Subject& subject = subjects[i];
      if (!subject.known || !subject.exact) continue;
      for (int32_t k = 0; k < subject.count; ++k) {
        const int32_t lock = lock_of(scenario(), subject.first + k);
        if (lock < 0) continue;
        take(lock, held, step.targets[i], situation.process);
        held.push_back(lock);
      }
    }
  }

  void report_all() override {
    for (const auto& [lock, edges] : edges_) {
      if (!done_.contains(lock)) search(lock);
    }
  }

 private:
  void take(int32_t lock, const std::vector<int32_t>& held, const Reference& target,
            int32_t process) {
    if (held.size() > kMostHeld) return;
    if (std::find(held.begin(), held.end(), lock) != held.end()) return;
    for (size_t i = 0; i < held.size(); ++i) {
      if (object(held[i]).kind == ObjectKind::kSemaphore) continue;
      std::set<int32_t> gates(held.begin(), held.begin() + static_cast<std::ptrdiff_t>(i));
      const auto [found, is_new] = edges_[held[i]].try_emplace(lock);
      Edge& edge = found->second;
      if (is_new) {
        edge.at = target.at;
        edge.text = target.text;
        edge.gates = gates;
      } else {
        std::erase_if(edge.gates, [&](int32_t gate) { return !gates.contains(gate); });
      }
      if (edge.processes.size() < kProcessesKept) edge.processes.insert(process);
    }
  }

  // Depth first, without recursion; each cycle is found from the first lock that leads into it.
  void search(int32_t first) {
    struct Step {
      int32_t lock;
      std::map<int32_t, Edge>::const_iterator next;
    };
    std::vector<Step> path;
    const auto open = [&](int32_t lock) {
      done_.insert(lock);
      on_path_.insert(lock);
      path.push_back({lock, edges_[lock].cbegin()});
    };
    open(first);
    while (!path.empty()) {
      Step& step = path.back();
      if (step.next == edges_[step.lock].cend()) {
        on_path_.erase(step.lock);
        path.pop_back();
        continue;
      }
      const int32_t lock = (step.next++)->first;
      if (on_path_.contains(lock)) {
        std::vector<int32_t> cycle;
        for (const Step& one : path) cycle.push_back(one.lock);
        cycle.erase(cycle.begin(), std::find(cycle.begin(), cycle.end(), lock));
        report(cycle);
      } else if (!done_.contains(lock)) {
        open(lock);
      }
    }
  }

  // A cycle is one when different processes can stand at its edges at the same time.
  void report(const std::vector<int32_t>& cycle) {
    std::vector<const Edge*> edges;
    std::set<int32_t> processes;
    for (size_t i = 0; i < cycle.size(); ++i) {
      edges.push_back(&edges_.at(cycle[i]).at(cycle[(i + 1) % cycle.size()]));
      processes.insert(edges.back()->processes.begin(), edges.back()->processes.end());
    }
    if (processes.size() < 2 || have_common_gate(edges)) return;
    constexpr size_t kShown = 6;
    std::string text;
    for (size_t i = 0; i < cycle.size() && i < kShown; ++i) text += object(cycle[i]).name + ", ";
    if (cycle.size() > kShown) text += "…, ";
    Diagnostic& diagnostic = warn_at(edges.front()->at, edges.front()->text,
                                     "locks are taken in opposite orders: " + text + "then " +
                                         object(cycle.front()).name + " again");
    diagnostic.hint =
        "processes that each hold one of them at the same time wait for each other; explore tells "
        "whether any can";
    for (size_t i = 1; i < edges.size() && i < kShown; ++i) {
      if (edges[i]->at == edges.front()->at) continue;
      diagnostic.notes.push_back({edges[i]->at, object(cycle[(i + 1) % cycle.size()]).name +
                                                    " is taken here while " +
                                                    object(cycle[i]).name + " is held"});
    }
  }

  // A lock, or a semaphore that lets in too few at a time.
  bool have_common_gate(const std::vector<const Edge*>& edges) const {
    const std::set<int32_t>& gates = edges.front()->gates;
    return std::any_of(gates.begin(), gates.end(), [&](int32_t gate) {
      const bool is_wide = object(gate).kind == ObjectKind::kSemaphore &&
                           object(gate).value >= static_cast<int64_t>(edges.size());
      return !is_wide && std::all_of(edges.begin(), edges.end(),
                                     [&](const Edge* edge) { return edge->gates.contains(gate); });
    });
  }

  static constexpr size_t kProcessesKept = 4;
  // Every two locks of those held make an edge: of a large array taken whole, only the first count.
  static constexpr size_t kMostHeld = 64;
  std::map<int32_t, std::map<int32_t, Edge>> edges_;
  std::set<int32_t> done_;
  std::set<int32_t> on_path_;
};

}  // namespace

std::unique_ptr<Lint> make_lock_order_lint(Loading& loading) {
  return std::make_unique<LockOrderLint>(loading);
}

}  // namespace runner
