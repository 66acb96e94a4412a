#include "world/races.h"

#include <algorithm>
#include <set>

#include "base/limits.h"
#include "machine/step_words.h"
#include "world/process_states.h"

namespace runner::world {

namespace {

bool have_in_common(const std::vector<int32_t>& a, const std::vector<int32_t>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](int32_t lock) { return std::binary_search(b.begin(), b.end(), lock); });
}

}  // namespace

Races::Races(Space& space, const Search& search, Symmetry* symmetry)
    : space_(space), search_(search), symmetry_(symmetry) {}

std::optional<Races::CellUse> Races::use_of(int32_t process, const ProcessState& state) const {
  if (!state.machine) return std::nullopt;
  const Operation& operation = state.machine->pending();
  if (operation.spec == nullptr || operation.is_process || operation.target < 0)
    return std::nullopt;
  if (!is_cell(space_.world().object(operation.target).kind)) return std::nullopt;
  CellUse use;
  const Op op = operation.op;
  if (op == Op::kStore || op == Op::kRemove)
    use.use = Use::kWrite;
  else if (op != Op::kRead)
    use.use = Use::kUpdate;
  use.process = process;
  use.object = operation.target;
  use.count = operation.count;
  use.at = state.machine->position();
  use.held = state.held;
  use.operation = operation_words(space_.program(), operation);
  return use;
}

// Replicas that stand for one another are seen under one name.
bool Races::may_be_others(int32_t process) const {
  const int32_t group = space_.world().process(process).group;
  return symmetry_ != nullptr && group >= 0 &&
         space_.world().scenario().groups[static_cast<size_t>(group)].count > 1;
}

void Races::note(const CellUse& a, const CellUse& b, bool certain) {
  if (a.process == b.process && (certain || !may_be_others(a.process))) return;
  const bool conflict = a.use == Use::kWrite || b.use == Use::kWrite ||
                        (a.use == Use::kUpdate) != (b.use == Use::kUpdate);
  if (!conflict || have_in_common(a.held, b.held)) return;
  const int32_t first = std::max(a.object, b.object);
  const int32_t last = std::min(a.object + a.count, b.object + b.count);
  const CellUse& one = b.at < a.at ? b : a;
  const CellUse& two = b.at < a.at ? a : b;
  const Scenario& scenario = space_.world().scenario();
  for (int32_t object = first; object < last; ++object) {
    Race race;
    race.object = scenario.objects[static_cast<size_t>(object)].name;
    race.first = {written_name(scenario, one.process), one.operation, one.at};
    race.second = {written_name(scenario, two.process), two.operation, two.at};
    race.certain = certain;
    races_.try_emplace(Key(object, one.at, two.at), std::move(race));
  }
}

void Races::look_at(const std::vector<const CellUse*>& ready) {
  for (size_t i = 0; i < ready.size(); ++i)
    for (size_t k = i + 1; k < ready.size(); ++k) note(*ready[i], *ready[k], true);
}

// Uses with no lock in common, whether or not they ever come together.
void Races::collect_suspects() {
  std::vector<CellUse> uses;
  std::set<std::tuple<int32_t, int32_t, Position, std::vector<int32_t>>> seen;
  visit_process_states(space_, search_, [&](int32_t process, const ProcessState& state) {
    std::optional<CellUse> use = use_of(process, state);
    if (use && seen.emplace(process, use->object, use->at, use->held).second)
      uses.push_back(*std::move(use));
  });
  for (size_t i = 0; i < uses.size(); ++i)
    for (size_t k = i; k < uses.size(); ++k) note(uses[i], uses[k], false);
}

// Looks at every state, as the partial order leaves some out. Who uses a cell never has to wait.
void Races::confirm(SearchLimits limits) {
  limits.states = limits::kStatesForRaces;
  Search search(space_, limits, nullptr, symmetry_);
  const bool complete = search.run(space_.initial()) == Search::Verdict::kComplete;
  std::map<Key, Race> suspects = std::move(races_);
  races_.clear();
  const auto processes = static_cast<size_t>(space_.world().process_count());
  std::vector<std::vector<std::optional<CellUse>>> known(processes);
  std::vector<const CellUse*> ready;
  const auto states = static_cast<StateNumber>(search.state_count());
  for (StateNumber state = 0; state < states; ++state) {
    const Numbers numbers = search.numbers(state);
    ready.clear();
    for (size_t process = 0; process < processes; ++process) {
      const auto index = static_cast<int32_t>(process);
      const auto number = static_cast<size_t>(numbers[process]);
      auto& uses = known[process];
      for (size_t next = uses.size(); next <= number; ++next)
        uses.push_back(use_of(index, space_.tables().process(index, static_cast<int32_t>(next))));
      if (uses[number]) ready.push_back(&*uses[number]);
    }
    if (ready.size() > 1) look_at(ready);
  }
  if (complete) return;
  for (auto& [key, race] : suspects) races_.try_emplace(key, std::move(race));
}

std::vector<Race> Races::find(const SearchLimits& limits) {
  collect_suspects();
  if (!races_.empty()) confirm(limits);
  std::vector<Race> found;
  for (auto& [key, race] : races_) found.push_back(std::move(race));
  return found;
}

}  // namespace runner::world
