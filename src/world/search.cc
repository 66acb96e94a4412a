#include "world/search.h"

#include <algorithm>

#include "world/stubborn_sets.h"
#include "world/symmetry.h"

namespace runner::world {

namespace {

constexpr uint32_t kLookAtTheClock = 1023;  // expansions between two looks, less one

}  // namespace

Search::Search(Space& space, const SearchLimits& limits, StubbornSets* stubborn, Symmetry* symmetry)
    : space_(space),
      limits_(limits),
      stubborn_(stubborn),
      symmetry_(symmetry),
      clock_(space),
      states_(space.tables(), space.component_count()),
      violations_(space.always().count(), kNoState),
      numbers_(space.component_count()),
      next_(space.component_count()),
      leaves_(static_cast<size_t>(space.world().process_count())) {}

Search::Verdict Search::run(const Numbers& from) {
  next_ = from;
  if (symmetry_ != nullptr) symmetry_->sort(next_);
  states_.insert(next_, kNoState);
  level_end_ = 1;
  for (StateNumber state = 0; state < states_.size(); ++state) {
    if (state == level_end_) {
      ++depth_;
      level_end_ = static_cast<StateNumber>(states_.size());
    }
    if (depth_ >= limits_.depth) return Verdict::kDepth;
    if (states_.size() >= limits_.states) return Verdict::kStates;
    if ((state & kLookAtTheClock) == 0) {
      if (bytes() > limits_.bytes) return Verdict::kMemory;
      if (limits_.time != std::chrono::steady_clock::time_point::max() &&
          std::chrono::steady_clock::now() > limits_.time)
        return Verdict::kTime;
    }
    expand(state);
  }
  return Verdict::kComplete;
}

Numbers Search::numbers(StateNumber state) const {
  Numbers numbers(space_.component_count());
  states_.unpack(state, numbers);
  return numbers;
}

std::vector<StateNumber> Search::path(StateNumber state) const {
  std::vector<StateNumber> path;
  for (; state != kNoState; state = states_.parent(state)) path.push_back(state);
  std::reverse(path.begin(), path.end());
  return path;
}

// Whether the conditions that shall always hold do.
void Search::look_at(StateNumber state) {
  for (size_t i = 0; i < violations_.size(); ++i)
    if (violations_[i] == kNoState && !space_.always().answer(i, numbers_.data()).is_true())
      violations_[i] = state;
}

bool Search::expand(StateNumber state) {
  states_.unpack(state, numbers_);
  look_at(state);
  enabled_.clear();
  for (int32_t process = 0; process < static_cast<int32_t>(leaves_.size()); ++process) {
    Leaf& leaf = leaves_[static_cast<size_t>(process)];
    leaf = space_.transitions().leaf(process, numbers_.data());
    if (leaf.count > 0) enabled_.push_back(process);
  }
  if (enabled_.empty()) {
    tick(state);
    return false;
  }
  states_.make_room();
  words_.assign(states_.store().words(state), states_.store().words(state) + states_.words());
  hash_ = states_.hash(numbers_);
  if (stubborn_ != nullptr && enabled_.size() > 1) stubborn_->choose(numbers_, enabled_);
  for (const int32_t process : enabled_)
    take_edges(state, process, leaves_[static_cast<size_t>(process)]);
  flush(state);
  return true;
}

void Search::take_edges(StateNumber state, int32_t process, Leaf leaf) {
  for (const Edge& edge : space_.transitions().edges(leaf)) {
    ++transitions_;
    if (edge.complaint >= 0) {
      const auto number = static_cast<size_t>(edge.complaint);
      if (number >= complaints_.size()) complaints_.resize(number + 1);
      if (complaints_[number].from == kNoState) complaints_[number] = {state, process, edge.way()};
    }
    take(edge);
  }
}

void Search::successor(const Numbers& numbers, const Edge& edge, Numbers& next) const {
  next = numbers;
  for (const Write& write : space_.transitions().writes(edge))
    next[static_cast<size_t>(write.component)] = write.number;
  if (symmetry_ != nullptr) symmetry_->sort(next);
}

void Search::take(const Edge& edge) {
  if (symmetry_ != nullptr) {
    successor(numbers_, edge, next_);
    pending_numbers_.insert(pending_numbers_.end(), next_.begin(), next_.end());
    return;
  }
  const size_t begin = pending_words_.size();
  pending_words_.insert(pending_words_.end(), words_.begin(), words_.end());
  uint64_t* words = pending_words_.data() + begin;
  uint64_t hash = hash_;
  for (const Write& write : space_.transitions().writes(edge)) {
    const auto component = static_cast<size_t>(write.component);
    hash += component_hash(write.component, write.number) -
            component_hash(write.component, numbers_[component]);
    states_.layout().set(words, component, write.number);
  }
  pending_hashes_.push_back(hash);
  states_.store().prefetch(hash);
}

// Sorting may have given new numbers, so that packing has to wait until all are known.
void Search::pack_pending() {
  states_.make_room();
  const size_t components = numbers_.size();
  for (size_t begin = 0; begin < pending_numbers_.size(); begin += components) {
    next_.assign(pending_numbers_.begin() + static_cast<std::ptrdiff_t>(begin),
                 pending_numbers_.begin() + static_cast<std::ptrdiff_t>(begin + components));
    const size_t at = pending_words_.size();
    pending_words_.resize(at + states_.words());
    states_.pack(next_, pending_words_.data() + at);
    pending_hashes_.push_back(states_.hash(next_));
  }
  pending_numbers_.clear();
}

void Search::flush(StateNumber state) {
  if (symmetry_ != nullptr) pack_pending();
  const size_t words = states_.words();
  for (size_t i = 0; i < pending_hashes_.size(); ++i) {
    const auto [next, added] =
        states_.store().insert(pending_words_.data() + i * words, pending_hashes_[i], state);
    if (!added && next < level_end_) may_have_cycles_ = true;
  }
  pending_words_.clear();
  pending_hashes_.clear();
}

void Search::tick(StateNumber state) {
  if (space_.is_end(numbers_)) {
    ends_.push_back(state);
  } else if (clock_.pass(numbers_, next_)) {
    if (symmetry_ != nullptr) symmetry_->sort(next_);
    ++transitions_;
    const auto [next, added] = states_.insert(next_, state);
    if (!added && next < level_end_) may_have_cycles_ = true;
  } else {
    deadlocks_.push_back(state);
  }
}

}  // namespace runner::world
