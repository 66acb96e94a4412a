#include "world/transitions.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "base/limits.h"
#include "world/component_hash.h"

namespace runner::world {

Transitions::Transitions(const World& world, const Rules& rules, const Visibility& visibility,
                         Tables& tables, bool kills)
    : visibility_(visibility),
      kills_(kills),
      recorder_(world, rules, tables),
      tree_(static_cast<size_t>(world.process_count())),
      readers_(tables.component_count()) {}

size_t Transitions::bytes() const {
  return tree_.bytes() + edges_.capacity() * sizeof(Edge) + writes_.capacity() * sizeof(Write) +
         leaves_.capacity() * (sizeof(Leaf) + sizeof(Footprint)) +
         readers_.capacity() * sizeof(decltype(readers_)::value_type) + complaint_bytes_;
}

int32_t Transitions::number_of(const Complaint& complaint) {
  const auto found = std::find(complaints_.begin(), complaints_.end(), complaint);
  const auto number = static_cast<int32_t>(found - complaints_.begin());
  if (found == complaints_.end()) {
    complaints_.push_back(complaint);
    complaint_bytes_ += sizeof(Complaint) + complaint.message.size();
  }
  return number;
}

// To whom the dead leave their wake-ups shows only while it is performed: once for each.
void Transitions::try_way(int32_t process, Way way) {
  std::optional<uint64_t> heirs = 0;
  for (int64_t tries = 0; heirs; heirs = recorder_.next_heirs()) {
    if (++tries > limits::kWaysOfAStep || *heirs > UINT32_MAX) {
      is_cut_ = true;
      return;
    }
    way.heirs = static_cast<uint32_t>(*heirs);
    try_once(process, way);
  }
}

void Transitions::try_once(int32_t process, Way way) {
  recorder_.begin_again();
  recorder_.choose_heirs(way.heirs);
  Edge edge;
  edge.kind = way.kind;
  edge.pick = static_cast<uint32_t>(way.pick);
  edge.heirs = way.heirs;
  if (way.kind == Way::Kind::kKill) recorder_.spend_kill();
  const int32_t started = about_to_start(recorder_, process);
  perform(recorder_, process, way);
  settle(recorder_, visibility_, process, started);
  // Of several in one step the first explains the others.
  if (!recorder_.complaints().empty()) edge.complaint = number_of(recorder_.complaints().front());
  edge.first_write = static_cast<uint32_t>(writes_.size());
  for (const Write& write : recorder_.finish()) {
    writes_.push_back(write);
    edge.hash_change += component_hash(write.component, write.number) -
                        component_hash(write.component, write.before);
  }
  edge.write_count = static_cast<uint32_t>(writes_.size() - edge.first_write);
  edges_.push_back(edge);
}

// Main is not: with it everything would end.
bool Transitions::can_be_killed(int32_t process) {
  if (!kills_ || process == kMainProcess) return false;
  recorder_.begin_again();
  return recorder_.process(process).machine.has_value() && recorder_.kills_left() > 0;
}

void Transitions::add_footprint(int32_t process, Leaf leaf) {
  Footprint footprint;
  for (const ComponentNumber component : recorder_.reads()) {
    footprint.reads |= Footprint::bit(component);
    std::vector<int32_t>& readers = readers_[static_cast<size_t>(component)];
    const auto place = std::lower_bound(readers.begin(), readers.end(), process);
    if (place == readers.end() || *place != process) readers.insert(place, process);
  }
  for (const Edge& edge : edges(leaf))
    for (const Write& write : writes(edge)) footprint.writes |= Footprint::bit(write.component);
  footprints_.push_back(footprint);
}

int32_t Transitions::learn(int32_t process, const int32_t* numbers) {
  recorder_.begin(numbers);
  const Ways ways = ways_of(recorder_, process);
  Leaf leaf{static_cast<uint32_t>(edges_.size()), 0};
  is_cut_ = is_cut_ || ways.count > limits::kWaysOfAStep;
  const int64_t count = std::min(ways.count, limits::kWaysOfAStep);
  for (int64_t pick = 0; pick < count; ++pick) try_way(process, {Way::Kind::kPerform, pick});
  if (ways.give_up) try_way(process, {Way::Kind::kGiveUp, 0});
  for (uint64_t rest = ways.signals; rest != 0; rest &= rest - 1)
    try_way(process, {Way::Kind::kSignal, std::countr_zero(rest)});
  if (can_be_killed(process)) try_way(process, {Way::Kind::kKill, 0});
  leaf.count = static_cast<uint32_t>(edges_.size()) - leaf.first;
  const auto number = static_cast<int32_t>(leaves_.size());
  leaves_.push_back(leaf);
  add_footprint(process, leaf);
  tree_.insert(process, recorder_.reads(), numbers, number);
  return number;
}

}  // namespace runner::world
