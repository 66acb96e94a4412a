#include "world/endless.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "machine/waits_for.h"
#include "world/state_graph.h"

namespace runner::world {

namespace {

bool waits_for_ends(Op op) {
  return op == Op::kJoin || op == Op::kJoinChildren || op == Op::kStopDaemons ||
         op == Op::kTerminate || op == Op::kKill;
}

// Whether it waits for what a pool's workers do, and one of them goes on.
bool is_worked_for(const Space& space, const Activity& activity, const std::vector<bool>& going) {
  if (activity.op != Op::kPoolGather && activity.op != Op::kPoolClose) return false;
  return std::any_of(activity.objects.begin(), activity.objects.end(), [&](int32_t number) {
    const Object& pool = space.program().scenario.objects[static_cast<size_t>(number)];
    const auto first = going.begin() + pool.first_worker;
    return std::find(first, first + pool.workers, true) != first + pool.workers;
  });
}

// Which processes can go on somewhere in the component that is reached from a state; nothing when
// it is too large.
std::optional<std::vector<bool>> going_on(Space& space, const Numbers& numbers,
                                          SearchLimits limits) {
  limits.states = limits::kStatesGoingRound;
  Search search(space, limits, nullptr, nullptr);
  if (search.run(numbers) != Search::Verdict::kComplete) return std::nullopt;
  const StateGraph graph(space, search, nullptr, nullptr);
  const std::vector<EndlessComponent> components = graph.endless_components();
  if (components.empty()) return std::nullopt;
  std::vector<bool> going(static_cast<size_t>(space.world().process_count()));
  for (const StateNumber state : components.front().states) {
    const Numbers at = search.numbers(state);
    for (size_t process = 0; process < going.size(); ++process) {
      const Leaf leaf = space.transitions().leaf(static_cast<int32_t>(process), at.data());
      if (space.transitions().goes_on(leaf)) going[process] = true;
    }
  }
  return going;
}

// Those that wait for ever, and not just for the end of someone who goes on for ever.
std::vector<const Activity*> stuck_beside(const Space& space, const WaitGraph& graph,
                                          const std::vector<bool>& going) {
  std::vector<const Activity*> stuck;
  std::vector<const Activity*> joining;
  for (const Activity& activity : graph.live) {
    if (going[static_cast<size_t>(activity.process)]) continue;
    if (space.world().process(activity.process).daemon) continue;
    if (is_worked_for(space, activity, going)) continue;
    (waits_for_ends(activity.op) ? joining : stuck).push_back(&activity);
  }
  const auto is_stuck = [&](int32_t process) {
    return std::any_of(stuck.begin(), stuck.end(),
                       [&](const Activity* activity) { return activity->process == process; });
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (const Activity* activity : joining) {
      const auto& awaited = activity->processes;
      if (is_stuck(activity->process) || !std::any_of(awaited.begin(), awaited.end(), is_stuck))
        continue;
      stuck.push_back(activity);
      changed = true;
    }
  }
  return stuck;
}

std::string category_in(const Deadlock& deadlock, int32_t process) {
  for (const Stuck& stuck : deadlock.processes)
    if (stuck.process == process) return stuck.category;
  return "";
}

Deadlock partial_deadlock(const Space& space, const WaitGraph& graph,
                          const std::vector<const Activity*>& stuck) {
  Deadlock deadlock;
  deadlock.partial = true;
  // Only the search knows that the others will not help: for the class they are left out.
  WaitGraph alone = graph;
  alone.live.clear();
  for (const Activity* activity : stuck) {
    alone.live.push_back(*activity);
    alone.live.back().state = Activity::State::kWaiting;
  }
  std::sort(alone.live.begin(), alone.live.end(),
            [](const Activity& a, const Activity& b) { return a.process < b.process; });
  const std::optional<Deadlock> known = find_deadlock(space.program(), space.providers(), alone);
  deadlock.category = known ? known->category : "no one left to wake it";
  for (Stuck& one : describe_all(space.program(), graph)) {
    const bool is_stuck = std::any_of(stuck.begin(), stuck.end(), [&](const Activity* activity) {
      return activity->process == one.process;
    });
    if (!is_stuck) continue;
    if (known) one.category = category_in(*known, one.process);
    deadlock.processes.push_back(std::move(one));
  }
  return deadlock;
}

ExplorationFailure no_end() {
  ExplorationFailure failure;
  failure.kind = FailureKind::kNoEnd;
  failure.category = "no end";
  failure.message = "from here on no end can be reached";
  failure.shortest = false;  // that the nearest such state is as near as can be is not proved
  return failure;
}

ExplorationFailure stuck_for_ever(const Space& space, const WaitGraph& graph,
                                  const std::vector<const Activity*>& stuck) {
  ExplorationFailure failure = no_end();
  failure.kind = FailureKind::kDeadlock;
  failure.partial = true;
  failure.deadlock = partial_deadlock(space, graph, stuck);
  failure.category = failure.deadlock->category;
  failure.message = failure.category;
  failure.at = stuck.front()->at;
  return failure;
}

}  // namespace

EndlessFailure describe_endless(Space& space, const EndJudge& judge, const Numbers& numbers,
                                Retelling& retelling, const SearchLimits& limits) {
  EndlessFailure endless{.failure = no_end()};
  ExplorationFailure& failure = endless.failure;
  failure.expected = judge.expects_no_end();
  const std::optional<std::vector<bool>> going = going_on(space, numbers, limits);
  if (!going) {
    failure.expected = failure.expected || judge.expects_deadlock();
    endless.stuck_is_known = false;
    return endless;
  }
  const WaitGraph graph = retelling.wait_graph();
  const std::vector<const Activity*> stuck = stuck_beside(space, graph, *going);
  if (!stuck.empty()) {
    failure = stuck_for_ever(space, graph, stuck);
    failure.expected = judge.expects_deadlock();
    return endless;
  }
  std::vector<std::string> names;
  for (size_t process = 0; process < going->size(); ++process)
    if ((*going)[process]) names.push_back(graph.names[process]);
  failure.message +=
      ": " + enumerate(names) + (names.size() == 1 ? " goes" : " go") + " on for ever";
  return endless;
}

}  // namespace runner::world
