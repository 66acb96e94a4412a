#include "world/preemption_search.h"

#include <algorithm>

#include "world/bytes.h"

namespace runner::world {

namespace {

using Clock = std::chrono::steady_clock;

constexpr uint64_t kLookAtLimits = 1023;  // expansions between two looks, less one
constexpr auto kReportEvery = std::chrono::milliseconds(200);

}  // namespace

PreemptionSearch::PreemptionSearch(Space& space, const SearchLimits& limits,
                                   int64_t most_preemptions)
    : space_(space),
      limits_(limits),
      most_(most_preemptions),
      clock_(space),
      states_(space.tables(), space.world().process_count()),
      reported_(Clock::now()),
      violations_(space.always().count(), kNoState),
      last_at_(space.component_count()),
      numbers_(space.component_count() + 1),
      next_(space.component_count() + 1) {}

PreemptionSearch::Verdict PreemptionSearch::run(const Numbers& from) {
  first_ = from;
  return within(limits_, space_, [this] { return add_layers(); });
}

PreemptionSearch::Verdict PreemptionSearch::add_layers() {
  known_bytes_ = other_bytes();
  while (covered_ < most_) {
    if (!add_layer()) return verdict_;
    ++covered_;
    if (layers_.back().levels.back() == layers_.back().levels.front()) break;
  }
  exhaustive_ = !leads_further();
  return Verdict::kComplete;
}

// The states that take one preemption more. False: a limit was reached; the same for those below.
bool PreemptionSearch::add_layer() {
  layer_ = Layer();
  layer_.levels.push_back(static_cast<StateNumber>(states_.size()));
  const size_t depths = layers_.empty() ? 1 : layers_.back().levels.size();
  for (size_t depth = 0;; ++depth) {
    steps_ = depth;
    if (!add_level(depth)) return false;
    const bool is_new = layer_.levels.back() != layer_.levels[depth];
    if (!is_new && depth >= depths) break;
    if (is_new) depth_ = std::max(depth_, static_cast<uint32_t>(depth));
  }
  layers_.push_back(std::move(layer_));
  return true;
}

// Those that take so many steps: by a preemption from the layer before, or by a free step.
bool PreemptionSearch::add_level(size_t depth) {
  if (depth == 0 && layers_.empty()) {
    std::copy(first_.begin(), first_.end(), next_.begin());
    if (!insert(kNoState, kNobody)) return false;
  }
  if (depth > 0 && !layers_.empty()) {
    const auto [begin, end] = layers_.back().level(depth - 1);
    for (StateNumber state = begin; state < end; ++state)
      if (!preempt(state)) return false;
  }
  if (depth > 0) {
    const auto [begin, end] = layer_.level(depth - 1);
    for (StateNumber state = begin; state < end; ++state)
      if (!expand(state)) return false;
  }
  layer_.levels.push_back(static_cast<StateNumber>(states_.size()));
  return true;
}

void PreemptionSearch::unpack(StateNumber state) {
  states_.unpack(state, numbers_);
  last_ = numbers_[last_at_] - 1;
}

// Whether it can perform its operation: waiting until time is up is waiting.
bool PreemptionSearch::can_go_on(int32_t process, const Numbers& numbers) const {
  Transitions& transitions = space_.transitions();
  const Leaf leaf = transitions.leaf(process, numbers.data());
  for (const Edge& edge : transitions.edges(leaf))
    if (edge.kind == Way::Kind::kPerform) return true;
  return false;
}

// Every free step from a state.
bool PreemptionSearch::expand(StateNumber state) {
  if (!is_within_limits()) return false;
  ++expanded_;
  unpack(state);
  look_at(state);
  if (!space_.anyone_goes_on(numbers_) && !stand_still(state)) return false;
  for (int32_t process = 0; process < space_.world().process_count(); ++process)
    if (!take(state, process, last_ == kNobody || process == last_, true)) return false;
  return true;
}

// Every step from a state in place of the process that could go on.
bool PreemptionSearch::preempt(StateNumber state) {
  if (!is_within_limits()) return false;
  unpack(state);
  if (last_ == kNobody) return true;
  for (int32_t process = 0; process < space_.world().process_count(); ++process)
    if (process != last_ && !take(state, process, true, false)) return false;
  return true;
}

// The numbers after a step of a process.
void PreemptionSearch::after(int32_t process, const Edge& edge) {
  next_ = numbers_;
  for (const Write& write : space_.transitions().writes(edge))
    next_[static_cast<size_t>(write.component)] = write.number;
  const int32_t last = edge.kind == Way::Kind::kKill ? last_ : process;
  next_[last_at_] = last != kNobody && can_go_on(last, next_) ? last + 1 : 0;
}

// What can happen to a process: its own steps, and kills from outside.
bool PreemptionSearch::take(StateNumber state, int32_t process, bool steps, bool kills) {
  Transitions& transitions = space_.transitions();
  const Leaf leaf = transitions.leaf(process, numbers_.data());
  for (uint32_t i = 0; i < leaf.count; ++i) {
    const Edge edge = transitions.edges(leaf)[i];
    if (edge.kind == Way::Kind::kKill ? !kills : !steps) continue;
    ++transitions_;
    if (edge.complaint >= 0) {
      const auto number = static_cast<size_t>(edge.complaint);
      if (number >= complaints_.size()) complaints_.resize(number + 1);
      if (complaints_[number].from == kNoState) complaints_[number] = {state, process, edge.way()};
    }
    after(process, edge);
    if (!insert(state, next_[last_at_] - 1)) return false;
  }
  return true;
}

bool PreemptionSearch::is_known(int32_t complaint) const {
  const auto number = static_cast<size_t>(complaint);
  return number < complaints_.size() && complaints_[number].from != kNoState;
}

bool PreemptionSearch::insert(StateNumber parent, int32_t last) {
  next_[last_at_] = last + 1;
  if (!fit_numbers() || !has_room(states_.words()) || !states_.store().reserve(1)) {
    verdict_ = Verdict::kMemory;
    return false;
  }
  words_.resize(states_.words());
  states_.pack(next_, words_.data());
  const auto [state, added] = states_.store().insert(words_.data(), states_.hash(next_), parent);
  may_have_cycles_ = may_have_cycles_ || (!added && leads_back(state));
  return true;
}

// Whether the steps being taken are no fewer than a known state takes by the way that was found to
// it: on every cycle there is a step to such a state.
bool PreemptionSearch::leads_back(StateNumber state) const {
  const Layer* layer = &layer_;
  for (const Layer& known : layers_) {
    if (state >= known.levels.back()) continue;
    layer = &known;
    break;
  }
  const auto level = std::upper_bound(layer->levels.begin(), layer->levels.end(), state);
  return static_cast<size_t>(level - layer->levels.begin()) <= steps_;
}

bool PreemptionSearch::stand_still(StateNumber state) {
  const bool end = space_.is_end(numbers_);
  if (end || !clock_.pass(numbers_, next_)) {
    (end ? ends_ : deadlocks_).push_back(state);
    return true;
  }
  ++transitions_;
  return insert(state, kNobody);
}

void PreemptionSearch::look_at(StateNumber state) {
  for (size_t i = 0; i < violations_.size(); ++i)
    if (violations_[i] == kNoState && !space_.always().answer(i, numbers_.data()).is_true())
      violations_[i] = state;
}

bool PreemptionSearch::fit_numbers() {
  return !states_.is_too_narrow() || (has_room(states_.words_needed()) && states_.widen());
}

bool PreemptionSearch::has_room(size_t words) {
  return states_.store().bytes_after(1, words) + known_bytes_ <= limits_.bytes;
}

size_t PreemptionSearch::other_bytes() const {
  return space_.bytes() + clock_.bytes() + bytes_of(ends_) + bytes_of(deadlocks_) +
         bytes_of(complaints_);
}

// Looks now and then, and where much was learned.
bool PreemptionSearch::is_within_limits() {
  const bool now = (++expansions_ & kLookAtLimits) == 0;
  return (!now && space_.tables().bytes() < much_learned_) || look_at_limits();
}

bool PreemptionSearch::look_at_limits() {
  known_bytes_ = other_bytes();
  much_learned_ = space_.tables().bytes() + kMuchLearned;
  if (!has_room(states_.words())) verdict_ = Verdict::kMemory;
  const bool timed = limits_.time != Clock::time_point::max();
  if (states_.size() >= limits_.states) verdict_ = Verdict::kStates;
  if (timed && Clock::now() > limits_.time) verdict_ = Verdict::kTime;
  if (report_ && Clock::now() - reported_ >= kReportEvery) {
    reported_ = Clock::now();
    report_();
  }
  return verdict_ == Verdict::kComplete;
}

// Whether one more preemption would lead to a new state, or to an error that is new.
bool PreemptionSearch::leads_further() {
  const Layer& layer = layers_.back();
  for (StateNumber state = layer.levels.front(); state < layer.levels.back(); ++state) {
    unpack(state);
    for (int32_t process = 0; process < space_.world().process_count(); ++process) {
      if (last_ == kNobody || process == last_) continue;
      const Leaf leaf = space_.transitions().leaf(process, numbers_.data());
      for (uint32_t i = 0; i < leaf.count; ++i) {
        const Edge edge = space_.transitions().edges(leaf)[i];
        if (edge.kind == Way::Kind::kKill) continue;
        if (edge.complaint >= 0 && !is_known(edge.complaint)) return true;
        after(process, edge);
        if (states_.find(next_) == kNoState) return true;
      }
    }
  }
  return false;
}

// The states that one step leads to, among those that take no more preemptions than were asked for.
std::vector<StateNumber> PreemptionSearch::successors(StateNumber state) {
  std::vector<StateNumber> found;
  unpack(state);
  const bool still = !space_.anyone_goes_on(numbers_) && !space_.is_end(numbers_);
  if (still && clock_.pass(numbers_, next_)) {
    next_[last_at_] = 0;
    found.push_back(states_.find(next_));
  }
  const bool preempts = exhaustive_ || state < layers_.back().levels.front();
  for (int32_t process = 0; process < space_.world().process_count(); ++process) {
    const bool steps = preempts || last_ == kNobody || process == last_;
    const Leaf leaf = space_.transitions().leaf(process, numbers_.data());
    for (uint32_t i = 0; i < leaf.count; ++i) {
      const Edge edge = space_.transitions().edges(leaf)[i];
      if (edge.kind != Way::Kind::kKill && !steps) continue;
      after(process, edge);
      found.push_back(states_.find(next_));
    }
  }
  return found;
}

// Depth first: a step to a state on the way to where it begins closes a cycle.
bool PreemptionSearch::has_cycle() {
  enum class Mark : uint8_t { kNew, kOnTheWay, kDone };
  struct Visit {
    StateNumber state = 0;
    std::vector<StateNumber> next;
  };
  std::vector<Mark> marks(states_.size(), Mark::kNew);
  std::vector<Visit> way;
  const auto enter = [&](StateNumber state) {
    space_.tables().allowance().look_at_time();
    marks[state] = Mark::kOnTheWay;
    way.push_back({state, successors(state)});
  };
  enter(0);
  while (!way.empty()) {
    Visit& visit = way.back();
    if (visit.next.empty()) {
      marks[visit.state] = Mark::kDone;
      way.pop_back();
      continue;
    }
    const StateNumber next = visit.next.back();
    visit.next.pop_back();
    CHECK(next != kNoState);
    if (marks[next] == Mark::kOnTheWay) return true;
    if (marks[next] == Mark::kNew) enter(next);
  }
  return false;
}

bool PreemptionSearch::may_go_round() {
  if (!may_have_cycles_) return false;
  constexpr size_t kByState = 128;  // in the worst case: all are on the way
  const bool complete = covered_ == most_ || exhaustive_;
  if (!complete || bytes() + kByState * states_.size() > limits_.bytes) return true;
  bool found = true;
  within(limits_, space_, [&] {
    found = has_cycle();
    return Verdict::kComplete;
  });
  return found;
}

Numbers PreemptionSearch::numbers(StateNumber state) const {
  Numbers numbers(last_at_ + 1);
  states_.unpack(state, numbers);
  numbers.pop_back();
  return numbers;
}

std::vector<StateNumber> PreemptionSearch::path(StateNumber state) const {
  std::vector<StateNumber> path;
  for (; state != kNoState; state = states_.store().parent(state)) path.push_back(state);
  std::reverse(path.begin(), path.end());
  return path;
}

int64_t PreemptionSearch::preemptions(StateNumber state) const {
  int64_t preemptions = 0;
  for (const Layer& layer : layers_) {
    if (state < layer.levels.back()) break;
    ++preemptions;
  }
  return preemptions;
}

}  // namespace runner::world
