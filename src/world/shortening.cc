#include "world/shortening.h"

#include <algorithm>
#include <map>

#include "base/limits.h"
#include "world/end_judge.h"

namespace runner::world {

bool is_same(const Space& space, const Complaint& a, const Complaint& b) {
  const EndJudge judge(space.world().scenario(), false);
  return a.at == b.at && a.kind == b.kind && a.message == b.message &&
         judge.expects_failure(a.process) == judge.expects_failure(b.process);
}

std::optional<Step> complaining_step(const Space& space, Walker& walker,
                                     const Complaint& complaint) {
  for (const Step& step : walker.steps()) {
    const Complaint* found = walker.complaint_of(step);
    if (found != nullptr && is_same(space, *found, complaint)) return step;
  }
  return std::nullopt;
}

// Takes the step, when it is possible.
bool Shortening::is_reached(Walker& walker, const Step& step, const Goal& goal) {
  const Complaint* complaint = walker.complaint_of(step);
  if (goal.complaint) return complaint != nullptr && is_same(space_, *complaint, *goal.complaint);
  if (!walker.take(step)) return false;
  return !space_.always().answer(*goal.condition, walker.numbers().data()).is_true();
}

Trail Shortening::without_detours(const Trail& trail) {
  Walker walker(space_, nullptr);
  std::map<Numbers, size_t> known = {{walker.numbers(), 0}};  // after how many steps
  std::vector<decltype(known)::iterator> way = {known.begin()};
  Trail kept;
  for (const Step& step : trail) {
    CHECK(walker.take(step));
    kept.push_back(step);
    const auto [state, is_new] = known.try_emplace(walker.numbers(), kept.size());
    if (is_new) {
      way.push_back(state);
      continue;
    }
    kept.resize(state->second);
    for (; way.size() > kept.size() + 1; way.pop_back()) known.erase(way.back());
  }
  return kept;
}

std::optional<Trail> Shortening::without(const Trail& trail, size_t begin, size_t end,
                                         const Goal& goal) {
  Walker walker(space_, nullptr);
  Trail taken;
  for (size_t i = 0; i < trail.size() && walked_ < limits::kStepsOfTrimming; ++i) {
    if (i >= begin && i < end) continue;
    ++walked_;
    const Numbers before = walker.numbers();
    taken.push_back(trail[i]);
    if (is_reached(walker, trail[i], goal)) return taken;
    walker.stand_at(before);
    if (!walker.take(trail[i])) return std::nullopt;
  }
  return std::nullopt;
}

// Many steps together first (Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing
// Input, 2002), then one by one until none can be left out.
Trail Shortening::trimmed(Trail trail, const Goal& goal) {
  if (!trail.empty()) {
    // What the last step leads to may be known already.
    const Step last = trail.back();
    trail.pop_back();
    trail = without_detours(trail);
    trail.push_back(last);
  }
  for (size_t together = std::max<size_t>(1, trail.size() / 2);; together /= 2) {
    bool is_shorter = false;
    for (size_t end = trail.size(); end > 0;) {
      const size_t begin = end > together ? end - together : 0;
      std::optional<Trail> shorter = without(trail, begin, end, goal);
      end = begin;
      if (!shorter) continue;
      trail = *std::move(shorter);
      is_shorter = true;
      end = std::min(end, trail.size());
    }
    if (together == 1 && !is_shorter) return trail;
    together = std::max<size_t>(together, 2);
  }
}

std::optional<Trail> Shortening::find(const Search& search, const Goal& goal) {
  std::optional<Trail> best;
  const auto keep = [&](Trail trail) {
    if (!best || trail.size() < best->size()) best = std::move(trail);
  };
  if (goal.condition) {
    const StateNumber state = search.violations()[*goal.condition];
    if (state != kNoState) keep(Walker(space_, symmetry_).follow(search.numbers_along(state)));
    return best;
  }
  const auto& complaints = search.complaints();
  for (size_t i = 0; i < complaints.size(); ++i) {
    if (complaints[i].from == kNoState ||
        !is_same(space_, space_.transitions().complaints()[i], *goal.complaint))
      continue;
    Walker walker(space_, symmetry_);
    Trail trail = walker.follow(search.numbers_along(complaints[i].from));
    const std::optional<Step> step = complaining_step(space_, walker, *goal.complaint);
    CHECK(step.has_value());
    trail.push_back(*step);
    keep(std::move(trail));
  }
  return best;
}

bool Shortening::prove(std::vector<Trail>& trails, const std::vector<Goal>& goals,
                       SearchLimits limits) {
  limits.states = limits::kStatesOfAProof;
  limits.depth = 0;
  for (const Trail& trail : trails)
    limits.depth = std::max(limits.depth, static_cast<uint32_t>(trail.size()));
  Search search(space_, limits, nullptr, symmetry_);
  const Search::Verdict verdict = search.run(space_.initial());
  for (size_t i = 0; i < trails.size(); ++i) {
    std::optional<Trail> found = find(search, goals[i]);
    if (found && found->size() < trails[i].size()) trails[i] = *std::move(found);
  }
  return verdict == Search::Verdict::kComplete || verdict == Search::Verdict::kDepth;
}

}  // namespace runner::world
