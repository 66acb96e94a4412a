#include "world/stubborn_sets.h"

#include <algorithm>
#include <bit>

#include "machine/deadlock.h"
#include "world/bytes.h"

namespace runner::world {

namespace {

constexpr uint64_t bit(int32_t number) {
  return uint64_t{1} << number;
}

Access own_end() {
  return {.op = Op::kEnd};
}

}  // namespace

StubbornSets::StubbornSets(Space& space)
    : space_(space),
      locks_(space.world()),
      interference_(space.world(), space.providers()),
      flows_(static_cast<size_t>(space.world().process_count())),
      known_locals_(flows_.size()),
      unstarted_(flows_.size(), -1),
      present_(flows_.size()),
      needed_(flows_.size()) {
  const auto& operations = space.program().operations;
  const auto processes = static_cast<int32_t>(flows_.size());
  const bool adds = std::any_of(operations.begin(), operations.end(),
                                [](const OperationSpec& spec) { return spec.op == Op::kAdd; });
  for (int32_t process = 0; adds && processes <= kMostProcesses && process < processes; ++process)
    for (const Deed& deed : flow(process).future(nullptr, true))
      if (puts_into_cell(deed.access.op) && !deed.access.sums_exactly)
        interference_.order_additions(deed.access);
}

int32_t StubbornSets::number_of_step(std::vector<Act> acts) {
  const auto number = static_cast<int32_t>(steps_.size());
  const auto [entry, added] = step_numbers_.try_emplace(acts, number);
  if (added) steps_.push_back({std::move(acts), {}, {}});
  return entry->second;
}

Flow& StubbornSets::flow(int32_t process) {
  std::optional<Flow>& flow = flows_[static_cast<size_t>(process)];
  if (!flow) {
    flow.emplace(space_.world(), locks_, process);
    flow_bytes_ += flow->bytes();
  }
  return *flow;
}

size_t StubbornSets::bytes() const {
  constexpr size_t kNode = 64;  // of a map or set, with what the allocator takes
  size_t bytes = flow_bytes_ + bytes_of(locals_) + bytes_of(steps_) + bytes_of(futures_) +
                 bytes_of(masks_) +
                 full_.size() * (kNode + space_.component_count() * sizeof(int32_t));
  for (const auto& known : known_locals_) bytes += bytes_of(known);
  // The maps from them to their numbers have them once more.
  for (const Step& step : steps_)
    bytes += kNode + 2 * bytes_of(step.acts) + bytes_of(step.against) + bytes_of(step.enabling);
  for (const Future& future : futures_)
    bytes +=
        kNode + 2 * bytes_of(future.deeds) + bytes_of(future.ending) + bytes_of(future.starting);
  for (const auto& masks : masks_) bytes += bytes_of(masks);
  return bytes;
}

int32_t StubbornSets::number_of_future(int32_t process, std::vector<Deed> deeds) {
  // Whatever it does, at last it ends its daemons and itself.
  deeds.push_back({own_end(), 0});
  Access stop;
  stop.op = Op::kStopDaemons;
  deeds.push_back({stop, 0});
  const auto number = static_cast<int32_t>(futures_.size());
  const auto [entry, added] = future_numbers_.try_emplace({process, deeds}, number);
  if (added) {
    const size_t processes = flows_.size();
    futures_.push_back({process, std::move(deeds), std::vector<int8_t>(processes, -1),
                        std::vector<int8_t>(processes, -1)});
  }
  return entry->second;
}

// The lock masks under which the future may interfere with the step.
int32_t StubbornSets::masks_of(Step& step, const Future& future) {
  std::vector<Set> masks;
  for (const Deed& deed : future.deeds) {
    const Act other{future.process, deed.access};
    const bool meets = std::any_of(step.acts.begin(), step.acts.end(), [&](const Act& act) {
      return interference_.between(act, other);
    });
    if (!meets) continue;
    if (deed.held == 0) return kAlways;
    masks.push_back(deed.held);
  }
  if (masks.empty()) return kNever;
  std::sort(masks.begin(), masks.end());
  masks.erase(std::unique(masks.begin(), masks.end()), masks.end());
  // A mask that contains another one says nothing more.
  std::vector<Set> least;
  for (const Set mask : masks) {
    if (std::none_of(masks.begin(), masks.end(),
                     [mask](Set other) { return other != mask && (other & mask) == other; }))
      least.push_back(mask);
  }
  masks_.push_back(std::move(least));
  return static_cast<int32_t>(masks_.size()) - 1;
}

bool StubbornSets::depends(const Local& member, const Local& other) {
  Step& step = steps_[static_cast<size_t>(member.step)];
  const auto future = static_cast<size_t>(other.future);
  if (future >= step.against.size()) step.against.resize(futures_.size(), kUnknown);
  int32_t& masks = step.against[future];
  if (masks == kUnknown) masks = masks_of(step, futures_[future]);
  if (masks == kNever) return false;
  if (masks == kAlways) return true;
  const Set shut = member.held & ~other.held;
  const std::vector<Set>& known = masks_[static_cast<size_t>(masks)];
  return std::any_of(known.begin(), known.end(), [shut](Set mask) { return (mask & shut) == 0; });
}

bool StubbornSets::enables(const Local& member, const Local& other) {
  Step& step = steps_[static_cast<size_t>(member.wait)];
  const auto future = static_cast<size_t>(other.future);
  if (future >= step.enabling.size()) step.enabling.resize(futures_.size(), -1);
  int8_t& known = step.enabling[future];
  if (known < 0) {
    const Future& deeds = futures_[future];
    known = std::any_of(deeds.deeds.begin(), deeds.deeds.end(), [&](const Deed& deed) {
      return std::any_of(step.acts.begin(), step.acts.end(), [&](const Act& act) {
        return interference_.may_enable(act, {deeds.process, deed.access});
      });
    });
  }
  return known != 0;
}

bool StubbornSets::ends(const Local& other, int32_t process) {
  Future& future = futures_[static_cast<size_t>(other.future)];
  int8_t& known = future.ending[static_cast<size_t>(process)];
  if (known < 0) {
    known = std::any_of(future.deeds.begin(), future.deeds.end(), [&](const Deed& deed) {
      return interference_.may_end({future.process, deed.access}, process);
    });
  }
  return known != 0;
}

bool StubbornSets::starts(const Local& other, int32_t process) {
  Future& future = futures_[static_cast<size_t>(other.future)];
  int8_t& known = future.starting[static_cast<size_t>(process)];
  if (known < 0) {
    known = std::any_of(future.deeds.begin(), future.deeds.end(), [&](const Deed& deed) {
      return interference_.may_start({future.process, deed.access}, process);
    });
  }
  return known != 0;
}

StubbornSets::Set StubbornSets::needed_by_enabled(int32_t process) {
  Set needed = 0;
  const Local& member = present_[static_cast<size_t>(process)];
  for (Set rest = acting_ & ~bit(process); rest != 0; rest &= rest - 1) {
    const int32_t other = std::countr_zero(rest);
    if (depends(member, present_[static_cast<size_t>(other)])) needed |= bit(other);
  }
  return needed;
}

bool StubbornSets::waits_for_notify(int32_t process, int32_t condition, const Numbers& numbers) {
  const auto component = static_cast<size_t>(space_.tables().object_component(condition));
  const auto& state =
      std::get<ConditionState>(space_.tables().object(condition, numbers[component]));
  return std::binary_search(state.waiting.begin(), state.waiting.end(), process);
}

int32_t StubbornSets::blamed(int32_t process, const Numbers& numbers) {
  const Local& member = present_[static_cast<size_t>(process)];
  Tables& tables = space_.tables();
  if (member.lock >= 0) {
    const auto component = static_cast<size_t>(tables.object_component(member.lock));
    const ObjectState& object = tables.object(member.lock, numbers[component]);
    const auto* condition = std::get_if<ConditionState>(&object);
    return condition != nullptr ? condition->lock.owner : std::get<LockState>(object).owner;
  }
  if (!member.awaits_children) return member.awaited;
  const int32_t own = numbers[static_cast<size_t>(process)];
  for (const int32_t child : tables.process(process, own).children) {
    const auto component = static_cast<size_t>(tables.lifecycle_component(child));
    const bool lives =
        tables.lifecycle(child, numbers[component]).status == ProcessStatus::kStarted;
    const bool daemons =
        steps_[static_cast<size_t>(member.step)].acts.front().access.op == Op::kStopDaemons;
    if (lives && space_.world().process(child).daemon == daemons) return child;
  }
  return kNobody;
}

StubbornSets::Set StubbornSets::needed_by_waiting(int32_t process, const Numbers& numbers) {
  const Local& member = present_[static_cast<size_t>(process)];
  const auto others = [&](auto&& helps) {
    Set set = 0;
    for (Set rest = acting_ & ~bit(process); rest != 0; rest &= rest - 1) {
      const int32_t other = std::countr_zero(rest);
      if (helps(present_[static_cast<size_t>(other)])) set |= bit(other);
    }
    return set;
  };
  if (member.unstarted) return others([&](const Local& other) { return starts(other, process); });
  Set needed = 0;
  if (space_.world().awaits_signals(process))
    needed |= others([&](const Local& other) { return ends(other, process); });
  const bool awaits_notify =
      member.condition >= 0 && waits_for_notify(process, member.condition, numbers);
  const bool by_state =
      !awaits_notify && (member.lock >= 0 || member.awaits_children || member.awaited != kNobody);
  if (!by_state) return needed | others([&](const Local& other) { return enables(member, other); });
  const int32_t awaited = blamed(process, numbers);
  // Nobody is, when a dead process holds the lock for ever; or it is to blame itself.
  if (awaited == kNobody || awaited == process) return needed;
  needed |= acting_ & bit(awaited);
  return needed | others([&](const Local& other) { return ends(other, awaited); });
}

bool StubbornSets::awaits_signal(int32_t process, const Numbers& numbers) {
  const auto component = static_cast<size_t>(space_.tables().lifecycle_component(process));
  return space_.tables().lifecycle(process, numbers[component]).signals != 0;
}

bool StubbornSets::can_perform(int32_t process, const Numbers& numbers) {
  Transitions& transitions = space_.transitions();
  for (const Edge& edge : transitions.edges(transitions.leaf(process, numbers.data())))
    if (edge.kind != Way::Kind::kSignal) return true;
  return false;
}

StubbornSets::Set StubbornSets::needed(int32_t process, const Numbers& numbers) {
  Set& needed = needed_[static_cast<size_t>(process)];
  if ((needed_is_known_ & bit(process)) == 0) {
    needed_is_known_ |= bit(process);
    const bool enabled = (enabled_ & bit(process)) != 0;
    needed = enabled ? needed_by_enabled(process) : 0;
    // Where only a signal lets it go on, its operation still waits.
    if (!enabled || (space_.world().awaits_signals(process) && !can_perform(process, numbers)))
      needed |= needed_by_waiting(process, numbers);
  }
  return needed;
}

StubbornSets::Set StubbornSets::closure(int32_t process, const Numbers& numbers) {
  Set set = bit(process);
  for (Set open = set; open != 0;) {
    const int32_t member = std::countr_zero(open);
    open &= open - 1;
    const Set more = needed(member, numbers) & ~set;
    set |= more;
    open |= more;
  }
  return set;
}

void StubbornSets::choose(const Numbers& numbers, std::vector<int32_t>& enabled) {
  const auto processes = static_cast<int32_t>(present_.size());
  if (processes > kMostProcesses) return;
  // While anyone may be killed from outside, each kill leaves one less for the others.
  if (space_.kills_left(numbers) > 0) return;
  if (!full_.empty() && full_.contains(numbers)) return;
  acting_ = enabled_ = needed_is_known_ = 0;
  for (const int32_t process : enabled) enabled_ |= bit(process);
  for (int32_t process = 0; process < processes; ++process) {
    Local& present = present_[static_cast<size_t>(process)];
    present = local(process, numbers);
    if (present.doomed_step >= 0 && awaits_signal(process, numbers)) {
      present.step = present.doomed_step;
      present.future = present.doomed_future;
    }
    if (present.acts) acting_ |= bit(process);
  }
  Set best = enabled_;
  for (const int32_t process : enabled) {
    const Set set = closure(process, numbers) & enabled_;
    if (std::popcount(set) < std::popcount(best)) best = set;
    if (std::has_single_bit(best)) break;
  }
  const auto left_out = static_cast<uint64_t>(std::popcount(enabled_) - std::popcount(best));
  reduced_states_ += left_out > 0 ? 1 : 0;
  left_out_ += left_out;
  std::erase_if(enabled, [best](int32_t process) { return (best & bit(process)) == 0; });
}

}  // namespace runner::world
