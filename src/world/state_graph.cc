#include "world/state_graph.h"

#include <algorithm>

namespace runner::world {

StateGraph::StateGraph(Space& space, const Search& search, StubbornSets* stubborn,
                       Symmetry* symmetry)
    : space_(space),
      search_(search),
      stubborn_(stubborn),
      symmetry_(symmetry),
      clock_(space),
      reduced_(search.state_count()) {
  const auto states = static_cast<StateNumber>(search.state_count());
  first_.reserve(size_t{states} + 1);
  targets_.reserve(search.transition_count());
  for (StateNumber state = 0; state < states; ++state) {
    first_.push_back(targets_.size());
    add_successors(state);
  }
  first_.push_back(targets_.size());
}

size_t StateGraph::bytes_for(const Search& search) {
  // By state: where its targets begin; of strong_components() three numbers, and places on its
  // stack and in its path.
  constexpr size_t kByState =
      sizeof(size_t) + 4 * sizeof(uint32_t) + sizeof(std::pair<StateNumber, size_t>);
  return search.state_count() * kByState + search.transition_count() * sizeof(StateNumber);
}

void StateGraph::add_successor(const Numbers& numbers) {
  // None, where a limit ended the search before.
  const StateNumber state = search_.find(numbers);
  if (state != kNoState) targets_.push_back(state);
}

void StateGraph::add_successors(StateNumber state) {
  const Numbers numbers = search_.numbers(state);
  Numbers next(numbers.size());
  std::vector<int32_t> enabled;
  Transitions& transitions = space_.transitions();
  for (int32_t process = 0; process < space_.world().process_count(); ++process)
    if (transitions.goes_on(transitions.leaf(process, numbers.data()))) enabled.push_back(process);
  if (enabled.empty()) {
    if (space_.is_end(numbers) || !clock_.pass(numbers, next)) return;
    if (symmetry_ != nullptr) symmetry_->sort(next);
    return add_successor(next);
  }
  const size_t all = enabled.size();
  if (stubborn_ != nullptr && all > 1) stubborn_->choose(numbers, enabled);
  reduced_[state] = enabled.size() < all;
  for (const int32_t process : enabled) {
    const Leaf leaf = transitions.leaf(process, numbers.data());
    for (uint32_t i = 0; i < leaf.count; ++i) {
      // Sorting may learn new steps, which moves the edges.
      const Edge edge = transitions.edges(leaf)[i];
      if (edge.kind == Way::Kind::kKill) continue;
      search_.successor(numbers, edge, next);
      add_successor(next);
    }
  }
}

std::vector<uint32_t> strong_components(const StateGraph& graph, size_t states) {
  constexpr uint32_t kNone = UINT32_MAX;
  std::vector<uint32_t> component(states, kNone);
  std::vector<uint32_t> index(states, kNone);
  std::vector<uint32_t> low(states, kNone);
  std::vector<StateNumber> stack;
  std::vector<std::pair<StateNumber, size_t>> path;  // a state, and its next successor
  uint32_t next_index = 0;
  uint32_t next_component = 0;
  const auto enter = [&](StateNumber state) {
    index[state] = low[state] = next_index++;
    stack.push_back(state);
    path.emplace_back(state, 0);
  };
  const auto leave = [&](StateNumber state) {
    path.pop_back();
    if (!path.empty()) low[path.back().first] = std::min(low[path.back().first], low[state]);
    if (low[state] != index[state]) return;
    for (StateNumber member = kNoState; member != state;) {
      member = stack.back();
      stack.pop_back();
      component[member] = next_component;
    }
    ++next_component;
  };
  for (StateNumber root = 0; root < states; ++root) {
    if (index[root] != kNone) continue;
    enter(root);
    while (!path.empty()) {
      const StateNumber state = path.back().first;
      const auto successors = graph.successors(state);
      if (path.back().second == successors.size()) {
        leave(state);
        continue;
      }
      const StateNumber next = successors[path.back().second++];
      if (index[next] == kNone)
        enter(next);
      else if (component[next] == kNone)
        low[state] = std::min(low[state], index[next]);
    }
  }
  return component;
}

std::vector<EndlessComponent> StateGraph::endless_components() const {
  const size_t states = search_.state_count();
  const std::vector<uint32_t> component = strong_components(*this, states);
  const uint32_t count =
      component.empty() ? 0 : *std::max_element(component.begin(), component.end()) + 1;
  std::vector<bool> left(count);
  std::vector<bool> endless(count);
  for (StateNumber state = 0; state < states; ++state) {
    for (const StateNumber next : successors(state)) {
      const bool inside = component[next] == component[state];
      left[component[state]] = left[component[state]] || !inside;
      endless[component[state]] = endless[component[state]] || inside;
    }
  }
  std::vector<EndlessComponent> found;
  std::unordered_map<uint32_t, size_t> places;
  for (StateNumber state = 0; state < states; ++state) {
    const uint32_t number = component[state];
    if (left[number] || !endless[number]) continue;
    const auto [place, added] = places.try_emplace(number, found.size());
    if (added) found.push_back({{}, true});
    EndlessComponent& members = found[place->second];
    members.states.push_back(state);
    members.may_ignore = members.may_ignore && reduced_[state];
  }
  return found;
}

}  // namespace runner::world
