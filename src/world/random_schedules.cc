#include "world/random_schedules.h"

#include <algorithm>

namespace runner::world {

namespace {

// So many steps of one process while others could go on, and it has to let them: it may be waiting
// for them in a loop.
constexpr size_t kPatience = 200;
constexpr size_t kLengths = 64;
// Drawn priorities lie above those that changes give.
constexpr uint64_t kDrawn = uint64_t{1} << 63;

constexpr size_t index(int32_t number) {
  return static_cast<size_t>(number);
}

}  // namespace

RandomSchedules::RandomSchedules(Space& space, RandomStrategy strategy, uint64_t seed,
                                 size_t most_steps)
    : space_(space),
      clock_(space),
      strategy_(strategy),
      seed_(seed),
      most_steps_(most_steps),
      priorities_(index(space.world().process_count())),
      leaves_(priorities_.size()),
      places_(priorities_.size(), -1),
      is_changed_(priorities_.size()),
      violated_(space.always().count()) {
  for (int32_t process = 0; process < space.world().process_count(); ++process)
    first_leaves_.push_back(space.transitions().leaf_number(process, space.initial().data()));
}

const RandomSchedule& RandomSchedules::next() {
  begin();
  prepare();
  check_conditions();
  while (step()) check_conditions();
  const size_t length = std::max(schedule_.steps.size(), size_t{1});
  if (lengths_.size() < kLengths) lengths_.push_back(length);
  lengths_[number_ % kLengths] = length;
  steps_ += schedule_.steps.size();
  ++number_;
  return schedule_;
}

void RandomSchedules::begin() {
  schedule_.steps.clear();
  schedule_.complaints.clear();
  schedule_.violations.clear();
  schedule_.last = space_.initial();
  std::fill(complained_.begin(), complained_.end(), false);
  std::fill(violated_.begin(), violated_.end(), false);
  last_ = kNobody;
  in_a_row_ = 0;
  for (const int32_t process : enabled_) places_[index(process)] = -1;
  enabled_.clear();
  leaves_ = first_leaves_;
  for (int32_t process = 0; process < space_.world().process_count(); ++process) {
    if (own_edges(process) == 0) continue;
    places_[index(process)] = static_cast<int32_t>(enabled_.size());
    enabled_.push_back(process);
  }
}

// What the strategy draws before the first step.
void RandomSchedules::prepare() {
  random_.state = seed_ + number_;
  random_.state = random_.next();  // neighbours in number are no neighbours any more
  constexpr uint64_t kDepths = 3;  // d = 2, 3, 4
  uint64_t turn = 0;               // 0: uniform, 1 … 3: PCT, 4: POS
  switch (strategy_) {
    case RandomStrategy::kPortfolio:
      turn = number_ % (kDepths + 2);
      break;
    case RandomStrategy::kUniform:
      break;
    case RandomStrategy::kPct:
      turn = 1 + number_ % kDepths;
      break;
    case RandomStrategy::kPos:
      turn = kDepths + 1;
      break;
  }
  tactic_ = turn == 0 ? Tactic::kUniform : turn <= kDepths ? Tactic::kPriorities : Tactic::kRaces;
  prepare_kills();
  if (tactic_ == Tactic::kUniform) return;
  lowest_ = kDrawn;
  for (uint64_t& priority : priorities_) priority = random_.next() | kDrawn;
  prepare_changes(tactic_ == Tactic::kPriorities ? turn : 0);
}

// How long a schedule will be nobody knows, but how long others were.
size_t RandomSchedules::likely_moment() {
  const size_t length = lengths_.empty() ? 1 : lengths_[random_.below(lengths_.size())];
  return random_.below(length);
}

void RandomSchedules::prepare_changes(uint64_t count) {
  changes_.clear();
  for (uint64_t change = 0; change < count; ++change) changes_.push_back(likely_moment());
  std::sort(changes_.begin(), changes_.end(), std::greater<>());
}

// Each that is allowed as often as not.
void RandomSchedules::prepare_kills() {
  kills_.clear();
  for (int64_t left = space_.kills_left(space_.initial()); left > 0; --left)
    if (random_.below(2) == 0) kills_.push_back(likely_moment());
  std::sort(kills_.begin(), kills_.end(), std::greater<>());
}

// False: the schedule is over.
bool RandomSchedules::step() {
  while (!kills_.empty() && kills_.back() <= schedule_.steps.size()) {
    kills_.pop_back();
    kill();
  }
  if (enabled_.empty()) {
    if (tick()) return true;
    schedule_.ending = space_.is_end(schedule_.last) ? RandomSchedule::Ending::kEnd
                                                     : RandomSchedule::Ending::kDeadlock;
    return false;
  }
  if (schedule_.steps.size() >= most_steps_) {
    schedule_.ending = RandomSchedule::Ending::kCut;
    return false;
  }
  const int32_t process = enabled_[choose()];
  in_a_row_ = process == last_ ? in_a_row_ + 1 : 1;
  last_ = process;
  const uint32_t edges = own_edges(process);
  take(process, edges == 1 ? 0 : static_cast<uint32_t>(random_.below(edges)));
  return true;
}

// The edges by which a process goes on; being killed comes after them.
uint32_t RandomSchedules::own_edges(int32_t process) const {
  const Leaf leaf = space_.transitions().leaf_at(leaves_[index(process)]);
  if (leaf.count == 0) return 0;
  const std::span<const Edge> edges = space_.transitions().edges(leaf);
  const auto kill = std::find_if(edges.begin(), edges.end(),
                                 [](const Edge& edge) { return edge.kind == Way::Kind::kKill; });
  return static_cast<uint32_t>(kill - edges.begin());
}

// Any one that can be killed.
void RandomSchedules::kill() {
  std::vector<int32_t> mortal;
  for (int32_t process = 0; process < space_.world().process_count(); ++process) {
    const Leaf leaf = space_.transitions().leaf_at(leaves_[index(process)]);
    if (leaf.count > own_edges(process)) mortal.push_back(process);
  }
  if (mortal.empty()) return;
  const int32_t process = mortal[random_.below(mortal.size())];
  const uint32_t own = own_edges(process);
  const uint32_t ways = space_.transitions().leaf_at(leaves_[index(process)]).count - own;
  take(process, own + (ways == 1 ? 0 : static_cast<uint32_t>(random_.below(ways))));
}

size_t RandomSchedules::choose() {
  if (tactic_ == Tactic::kUniform) return random_.below(enabled_.size());
  size_t chosen = most_urgent();
  while (!changes_.empty() && changes_.back() <= schedule_.steps.size()) {
    changes_.pop_back();
    demote(enabled_[chosen]);
    chosen = most_urgent();
  }
  if (enabled_[chosen] == last_ && in_a_row_ >= kPatience) {
    in_a_row_ = 0;
    demote(last_);
    chosen = most_urgent();
  }
  return chosen;
}

size_t RandomSchedules::most_urgent() const {
  size_t most = 0;
  for (size_t i = 1; i < enabled_.size(); ++i)
    if (priorities_[index(enabled_[i])] > priorities_[index(enabled_[most])]) most = i;
  return most;
}

void RandomSchedules::demote(int32_t process) {
  priorities_[index(process)] = --lowest_;
}

void RandomSchedules::take(int32_t process, uint32_t pick) {
  Transitions& transitions = space_.transitions();
  const int32_t number = leaves_[index(process)];
  const Edge edge = transitions.edges(transitions.leaf_at(number))[pick];
  schedule_.steps.push_back({process, edge.way()});
  for (const Write& write : transitions.writes(edge)) this->write(write.component, write.number);
  if (tactic_ == Tactic::kRaces) draw_again(process, transitions.footprint(number));
  if (edge.complaint >= 0) {
    if (index(edge.complaint) >= complained_.size()) complained_.resize(index(edge.complaint) + 1);
    if (!complained_[index(edge.complaint)])
      schedule_.complaints.push_back({edge.complaint, schedule_.steps.size()});
    complained_[index(edge.complaint)] = true;
  }
  for (const int32_t changed : changed_) {
    is_changed_[index(changed)] = false;
    refresh(changed);
  }
  changed_.clear();
}

void RandomSchedules::write(ComponentNumber component, int32_t number) {
  schedule_.last[static_cast<size_t>(component)] = number;
  const Transitions& transitions = space_.transitions();
  const uint64_t bit = Footprint::bit(component);
  for (const int32_t process : transitions.readers(component)) {
    const bool reads = (transitions.footprint(leaves_[index(process)]).reads & bit) != 0;
    if (!reads || is_changed_[index(process)]) continue;
    is_changed_[index(process)] = true;
    changed_.push_back(process);
  }
}

// For the process that has gone and for those that were about to do what it has raced with.
void RandomSchedules::draw_again(int32_t process, const Footprint& done) {
  priorities_[index(process)] = random_.next() | kDrawn;
  for (const int32_t other : enabled_)
    if (other != process && done.touches(space_.transitions().footprint(leaves_[index(other)])))
      priorities_[index(other)] = random_.next() | kDrawn;
}

// Looks anew at what the process can do.
void RandomSchedules::refresh(int32_t process) {
  Transitions& transitions = space_.transitions();
  int32_t& leaf = leaves_[index(process)];
  leaf = transitions.leaf_number(process, schedule_.last.data());
  int32_t& place = places_[index(process)];
  const bool can = own_edges(process) > 0;
  if (can == (place >= 0)) return;
  if (can) {
    place = static_cast<int32_t>(enabled_.size());
    enabled_.push_back(process);
    return;
  }
  const int32_t last = enabled_.back();
  enabled_[index(place)] = last;
  places_[index(last)] = place;
  enabled_.pop_back();
  place = -1;
}

void RandomSchedules::check_conditions() {
  for (size_t i = 0; i < violated_.size(); ++i) {
    if (violated_[i] || space_.always().answer(i, schedule_.last.data()).is_true()) continue;
    violated_[i] = true;
    schedule_.violations.push_back({static_cast<int32_t>(i), schedule_.steps.size()});
  }
}

// Nobody can go on: time may pass.
bool RandomSchedules::tick() {
  if (space_.is_end(schedule_.last)) return false;
  Numbers next;
  if (!clock_.pass(schedule_.last, next)) return false;
  schedule_.last = next;
  schedule_.steps.push_back({});
  for (int32_t process = 0; process < space_.world().process_count(); ++process) refresh(process);
  return true;
}

}  // namespace runner::world
