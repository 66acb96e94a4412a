#include "world/search.h"

#include <algorithm>
#include <cmath>

#include "world/bytes.h"
#include "world/stubborn_sets.h"
#include "world/symmetry.h"

namespace runner::world {

namespace {

using Clock = std::chrono::steady_clock;

constexpr uint32_t kLookAtLimits = 1023;  // expansions between two looks, less one
constexpr auto kReportEvery = std::chrono::milliseconds(200);
constexpr size_t kAtOnce = 128;  // steps that are looked up together

}  // namespace

Search::Search(Space& space, const SearchLimits& limits, StubbornSets* stubborn, Symmetry* symmetry)
    : space_(space),
      limits_(limits),
      stubborn_(stubborn),
      symmetry_(symmetry),
      clock_(space),
      states_(space.tables()),
      reported_(Clock::now()),
      violations_(space.always().count(), kNoState),
      numbers_(space.component_count()),
      next_(space.component_count()),
      words_(states_.words()),
      hash_(states_.hash(numbers_)),
      leaves_(static_cast<size_t>(space.world().process_count())) {}

Search::Verdict Search::run(const Numbers& from) {
  first_ = from;
  return within(limits_, space_, [this] {
    if (symmetry_ != nullptr) symmetry_->sort(first_);
    known_bytes_ = other_bytes();
    if (!fit_numbers()) return Verdict::kMemory;
    push(first_, kNoState);
    if (limits_.compact && !states_.compact()) return Verdict::kMemory;
    if (!flush()) return Verdict::kMemory;
    level_end_ = 1;
    return go_on();
  });
}

Search::Verdict Search::expand_fully(std::span<const StateNumber> states) {
  return within(limits_, space_, [&] {
    for (const StateNumber state : states)
      if (!expand(state, true)) return Verdict::kMemory;
    return go_on();
  });
}

Search::Verdict Search::go_on() {
  for (;; ++expanded_) {
    if (expanded_ == level_end_) {
      if (!flush()) return Verdict::kMemory;
      if (!next_level()) return Verdict::kComplete;
    }
    if (depth_ >= limits_.depth) return Verdict::kDepth;
    if (states_.size() >= limits_.states) return Verdict::kStates;
    if ((expanded_ & kLookAtLimits) == 0 || space_.tables().bytes() >= much_learned_)
      if (const std::optional<Verdict> verdict = look_at_limits()) return *verdict;
    if (!expand(expanded_, false)) return Verdict::kMemory;
    if (pending_.size() >= kAtOnce && !flush()) return Verdict::kMemory;
  }
}

bool Search::next_level() {
  if (level_end_ == states_.size()) return false;
  level_end_ = static_cast<StateNumber>(states_.size());
  ++depth_;
  return true;
}

std::optional<Search::Verdict> Search::look_at_limits() {
  known_bytes_ = other_bytes();
  much_learned_ = space_.tables().bytes() + kMuchLearned;
  states_.store().forget_before(expanded_);
  if (!find_memory(0, states_.words())) return Verdict::kMemory;
  const bool timed = limits_.time != Clock::time_point::max();
  if (!timed && !report_) return std::nullopt;
  const Clock::time_point now = Clock::now();
  if (timed && now > limits_.time) return Verdict::kTime;
  if (report_ && now - reported_ >= kReportEvery) {
    reported_ = now;
    report_();
  }
  return std::nullopt;
}

double Search::collision_probability() const {
  if (!is_compact()) return 0;
  const auto states = static_cast<double>(state_count());
  return std::min(1.0, states * states * std::pow(2.0, -65));
}

size_t Search::other_bytes() const {
  const size_t reductions = (stubborn_ != nullptr ? stubborn_->bytes() : 0) +
                            (symmetry_ != nullptr ? symmetry_->bytes() : 0);
  return space_.bytes() + reductions + clock_.bytes() + bytes_of(ends_) + bytes_of(deadlocks_) +
         bytes_of(complaints_) + bytes_of(violations_) + pending_.bytes();
}

// Whether there is memory for so many more states of so many words. What is still to be allotted
// counts too: a table that will have to grow must not be what ends the program.
bool Search::find_memory(size_t more, size_t words) {
  StateStore& store = states_.store();
  if (store.bytes_after(more, words) + known_bytes_ <= limits_.bytes) return true;
  if (store.is_compact() || !limits_.may_compact || !states_.compact()) return false;
  return store.bytes_after(more, words) + known_bytes_ <= limits_.bytes;
}

// Makes room for the numbers that were given out since the last time.
bool Search::fit_numbers() {
  if (!states_.is_too_narrow()) return true;
  if (!flush() || !find_memory(0, states_.words_needed()) || !states_.widen()) return false;
  words_.resize(states_.words());
  states_.pack(numbers_, words_.data());
  return true;
}

// Whether the conditions that shall always hold do.
void Search::look_at(StateNumber state) {
  for (size_t i = 0; i < violations_.size(); ++i)
    if (violations_[i] == kNoState && !space_.always().answer(i, numbers_.data()).is_true())
      violations_[i] = state;
}

// False: there is no memory left. The same for those below.
bool Search::expand(StateNumber state, bool fully) {
  states_.unpack(state, numbers_);
  look_at(state);
  if (at_state_) at_state_(state, numbers_);
  enabled_.clear();
  bool anyone_goes_on = false;
  for (int32_t process = 0; process < static_cast<int32_t>(leaves_.size()); ++process) {
    Leaf& leaf = leaves_[static_cast<size_t>(process)];
    leaf = space_.transitions().leaf(process, numbers_.data());
    if (leaf.count > 0) enabled_.push_back(process);
    anyone_goes_on = anyone_goes_on || space_.transitions().goes_on(leaf);
  }
  if (!fit_numbers()) return false;
  if (!anyone_goes_on && !stand_still(state)) return false;
  if (enabled_.empty()) return true;
  const StateStore& store = states_.store();
  words_.assign(store.words(state), store.words(state) + states_.words());
  hash_ = state >= store.first_kept() ? store.hash(state) : states_.hash(numbers_);
  if (stubborn_ != nullptr && enabled_.size() > 1 && !fully) stubborn_->choose(numbers_, enabled_);
  for (const int32_t process : enabled_)
    if (!take_edges(state, process, leaves_[static_cast<size_t>(process)])) return false;
  return true;
}

bool Search::take_edges(StateNumber state, int32_t process, Leaf leaf) {
  for (uint32_t i = 0; i < leaf.count; ++i) {
    const Edge& edge = space_.transitions().edges(leaf)[i];
    ++transitions_;
    if (edge.complaint >= 0) {
      const auto number = static_cast<size_t>(edge.complaint);
      if (number >= complaints_.size()) complaints_.resize(number + 1);
      if (complaints_[number].from == kNoState) complaints_[number] = {state, process, edge.way()};
    }
    if (symmetry_ == nullptr) {
      take(state, edge);
    } else if (!take_sorted(state, edge)) {
      return false;
    }
  }
  return true;
}

void Search::successor(const Numbers& numbers, const Edge& edge, Numbers& next) const {
  next = numbers;
  for (const Write& write : space_.transitions().writes(edge))
    next[static_cast<size_t>(write.component)] = write.number;
  if (symmetry_ != nullptr) symmetry_->sort(next);
}

void Search::take(StateNumber state, const Edge& edge) {
  const uint64_t hash = hash_ + edge.hash_change;
  states_.store().prefetch(hash);
  uint64_t* words = pending_.add(words_, hash, state);
  for (const Write& write : space_.transitions().writes(edge))
    states_.layout().change(words, static_cast<size_t>(write.component), write.before,
                            write.number);
}

bool Search::take_sorted(StateNumber state, const Edge& edge) {
  successor(numbers_, edge, next_);
  // Sorting may have given new numbers, and moved the edges.
  if (!fit_numbers()) return false;
  push(next_, state);
  return true;
}

// Packs by the differences from the state being expanded. REQUIRES that the numbers fit.
void Search::push(const Numbers& next, StateNumber parent) {
  packed_ = words_;
  uint64_t hash = hash_;
  for (const uint32_t component : states_.layout().used()) {
    const int32_t before = numbers_[component];
    const int32_t number = next[component];
    if (before == number) continue;
    const auto of = static_cast<ComponentNumber>(component);
    hash += component_hash(of, number) - component_hash(of, before);
    states_.layout().change(packed_.data(), component, before, number);
  }
  states_.store().prefetch(hash);
  pending_.add(packed_, hash, parent);
}

bool Search::flush() {
  const size_t count = pending_.size();
  StateStore& store = states_.store();
  if (!find_memory(count, states_.words()) || !store.reserve(count)) return false;
  for (size_t i = 0; i < count; ++i) store.prefetch_state(pending_.hash(i));
  const size_t words = states_.words();
  for (size_t i = 0; i < count; ++i) {
    const auto [state, added] =
        store.insert(pending_.words() + i * words, pending_.hash(i), pending_.parent(i));
    if (!added && state < level_end_) may_have_cycles_ = true;
  }
  pending_.clear();
  return true;
}

// Nobody goes on by itself. That someone may still be killed stops neither the clock nor makes it
// less of a deadlock.
bool Search::stand_still(StateNumber state) {
  const bool end = space_.is_end(numbers_);
  if (!end && clock_.pass(numbers_, next_)) {
    if (symmetry_ != nullptr) symmetry_->sort(next_);
    ++transitions_;
    if (!fit_numbers()) return false;
    const StateStore& store = states_.store();
    words_.assign(store.words(state), store.words(state) + states_.words());
    hash_ = states_.hash(numbers_);
    push(next_, state);
    return true;
  }
  (end ? ends_ : deadlocks_).push_back(state);
  if (at_end_) at_end_(state, numbers_, !end);
  return true;
}

}  // namespace runner::world
