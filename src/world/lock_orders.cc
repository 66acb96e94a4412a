#include "world/lock_orders.h"

#include <algorithm>

#include "base/limits.h"
#include "machine/deadlock.h"
#include "machine/step_words.h"
#include "world/process_states.h"

namespace runner::world {

namespace {

constexpr size_t kChainsTried = 100'000;  // locks can be taken in very many orders

}  // namespace

LockOrders::LockOrders(Space& space, const Search& search, const std::vector<StateNumber>& stuck,
                       bool exchanged)
    : space_(space), search_(search), exchanged_(exchanged) {
  collect();
  for (const StateNumber state : stuck) {
    const Numbers numbers = search.numbers(state);
    std::vector<Link> links;
    for (int32_t process = 0; process < space.world().process_count(); ++process) {
      const int32_t number = numbers[static_cast<size_t>(process)];
      add_links(process, space.tables().process(process, number), links);
    }
    stuck_.push_back(std::move(links));
  }
}

void LockOrders::add_links(int32_t process, const ProcessState& state,
                           std::vector<Link>& links) const {
  if (!state.machine || state.held.empty()) return;
  const Operation& operation = state.machine->pending();
  const bool takes = (operation.op == Op::kAcquire && state.phase == Phase::kNone) ||
                     (operation.op == Op::kConditionWait && state.phase != Phase::kNone);
  if (!takes || operation.target < 0) return;
  if (space_.world().object(operation.target).kind == ObjectKind::kSemaphore) return;
  const int32_t requested = lock_of(space_.program(), operation.target);
  if (std::binary_search(state.held.begin(), state.held.end(), requested)) return;
  for (const int32_t held : state.held)
    links.push_back({held, requested, process, state.machine->position()});
}

void LockOrders::collect() {
  std::vector<Link> all;
  visit_process_states(space_, search_, [&](int32_t process, const ProcessState& state) {
    add_links(process, state, all);
  });
  const auto key = [](const Link& link) {
    return std::tuple(link.held, link.requested, link.process);
  };
  std::stable_sort(all.begin(), all.end(),
                   [&](const Link& a, const Link& b) { return key(a) < key(b); });
  for (const Link& link : all)
    if (links_.empty() || key(links_.back()) != key(link)) links_.push_back(link);
}

bool LockOrders::may_be_others(const Link& a, const Link& b) const {
  if (a.process != b.process) return true;
  const int32_t group = space_.world().process(a.process).group;
  return exchanged_ && group >= 0 &&
         space_.world().scenario().groups[static_cast<size_t>(group)].count > 1;
}

bool LockOrders::is_reachable(const std::vector<const Link*>& cycle) const {
  return std::any_of(stuck_.begin(), stuck_.end(), [&](const std::vector<Link>& links) {
    return std::all_of(cycle.begin(), cycle.end(), [&](const Link* link) {
      return std::any_of(links.begin(), links.end(), [&](const Link& wait) {
        return wait.held == link->held && wait.requested == link->requested;
      });
    });
  });
}

void LockOrders::close(const std::vector<const Link*>& chain) {
  std::vector<int32_t> locks;
  for (const Link* link : chain) locks.push_back(link->held);
  if (!seen_.insert(locks).second) return;
  const Scenario& scenario = space_.world().scenario();
  LockOrder order;
  for (const Link* link : chain) {
    LockOrder::Link told;
    told.held = scenario.objects[static_cast<size_t>(link->held)].name;
    told.requested = scenario.objects[static_cast<size_t>(link->requested)].name;
    told.place = {written_name(scenario, link->process), "acquire " + told.requested, link->at};
    order.cycle.push_back(std::move(told));
  }
  order.deadlock_reachable = is_reachable(chain);
  found_.push_back(std::move(order));
}

// Every circle is found once: from its lowest lock on.
void LockOrders::extend(std::vector<const Link*>& chain) {
  if (found_.size() >= limits::kLockOrdersTold || ++tried_ > kChainsTried) return;
  const int32_t first = chain.front()->held;
  const int32_t last = chain.back()->requested;
  for (const Link& link : links_) {
    if (link.held != last || link.requested < first) continue;
    const bool fits = std::all_of(chain.begin(), chain.end(), [&](const Link* before) {
      return before->held != link.held && may_be_others(*before, link);
    });
    if (!fits) continue;
    chain.push_back(&link);
    if (link.requested == first)
      close(chain);
    else
      extend(chain);
    chain.pop_back();
  }
}

std::vector<LockOrder> LockOrders::find() {
  for (const Link& link : links_) {
    if (link.requested < link.held) continue;
    std::vector<const Link*> chain = {&link};
    extend(chain);
  }
  return std::move(found_);
}

}  // namespace runner::world
