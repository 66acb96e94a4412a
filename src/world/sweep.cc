#include "world/sweep.h"

#include <algorithm>

#include "base/limits.h"
#include "world/request.h"
#include "world/shortening.h"

namespace runner::world {

namespace {

constexpr auto kBetweenReports = std::chrono::milliseconds(250);

std::string limit_words(Search::Verdict verdict) {
  switch (verdict) {
    case Search::Verdict::kComplete:
      return "";
    case Search::Verdict::kStates:
      return "state limit";
    case Search::Verdict::kMemory:
      return "memory limit";
    case Search::Verdict::kTime:
      return "time limit";
    case Search::Verdict::kDepth:
      return "depth limit";
  }
  UNREACHABLE();
}

}  // namespace

Sweep::Sweep(Space& space, const ExplorationRequest& request, StubbornSets* stubborn,
             Symmetry* symmetry)
    : space_(space), request_(request), stubborn_(stubborn), symmetry_(symmetry) {}

double Sweep::seconds() const {
  return std::chrono::duration<double>(Clock::now() - began_).count();
}

SearchLimits Sweep::limits() const {
  SearchLimits limits;
  limits.bytes = request_.bytes;
  limits.compact = request_.compact;
  limits.may_compact = true;
  limits.time = time_limit(request_.seconds, began_);
  return limits;
}

void Sweep::tell_progress(const SearchProgress& progress) {
  if (request_.progress) request_.progress(progress);
}

void Sweep::run(Exploration& result) {
  if (request_.random_schedules) {
    try_random_schedules(result);
  } else if (request_.preemptions) {
    search_few_preemptions(result);
  } else {
    search(result);
  }
  if (space_.transitions().is_cut()) {
    if (result.coverage == Coverage::kComplete) result.coverage = Coverage::kDepth;
    result.ended_by = "a step with more than " + std::to_string(limits::kWaysOfAStep) + " ways";
    result.outcomes_complete = false;
  }
  if (findings_->output_is_undecided) {
    if (result.coverage == Coverage::kComplete) result.coverage = Coverage::kDepth;
    result.ended_by = "lines of output too much alike to tell which is which";
  }
  result.some_path_ends = findings_->some_path_ends;
  result.some_path_ends_well = findings_->some_path_ends_well;
  result.some_path_ends_failed = findings_->some_path_ends_failed;
}

void Sweep::search(Exploration& result) {
  ExplorationStatistics& statistics = result.statistics;
  Search::Verdict verdict = Search::Verdict::kComplete;
  do {
    if (stubborn_ != nullptr) stubborn_->forget_counts();
    search_.emplace(space_, limits(), stubborn_, symmetry_);
    findings_.emplace(space_);
    findings_->watch(*search_);
    search_->on_progress([this] {
      tell_progress({search_->state_count(), search_->transition_count(), search_->depth(),
                     search_->frontier(), search_->bytes(), seconds()});
    });
    verdict = search_->run(space_.initial());
    endless_.clear();
  } while (verdict == Search::Verdict::kComplete && stop_ignoring());
  findings_->collect(*search_);

  result.coverage = verdict == Search::Verdict::kComplete ? Coverage::kComplete : Coverage::kDepth;
  result.ended_by = limit_words(verdict);
  result.outcomes_complete = verdict == Search::Verdict::kComplete;
  if (search_->may_have_cycles() && (verdict != Search::Verdict::kComplete || !has_graph()))
    leave_loops_out(result);
  statistics.states = search_->state_count();
  statistics.transitions = search_->transition_count();
  statistics.depth = search_->depth();
  statistics.bytes = search_->bytes();
  statistics.collision_probability = search_->is_compact() ? search_->collision_probability() : 0;
  if (stubborn_ != nullptr) {
    statistics.stubborn_states = stubborn_->reduced_states();
    statistics.stubborn_left_out = stubborn_->left_out();
  }
  if (symmetry_ != nullptr) statistics.symmetric_groups = symmetry_->group_count();
}

// Whether the steps between the states can be looked at: they are at hand, and there is memory.
bool Sweep::has_graph() const {
  return search() != nullptr &&
         search_->bytes() + StateGraph::bytes_for(*search_) <= request_.bytes;
}

// Then the reduction may have ignored someone for ever, too.
void Sweep::leave_loops_out(Exploration& result) const {
  result.unanswered.push_back(Question::kLoops);
  const bool reduced = stubborn_ != nullptr && stubborn_->reduced_states() > 0;
  if (result.coverage != Coverage::kComplete || !reduced) return;
  result.coverage = Coverage::kDepth;
  result.ended_by = search_->is_compact()
                        ? "states were compacted, so that loops could not be looked at"
                        : "memory limit, so that loops could not be looked at";
}

// Where a search can go round for ever, the reduction may have ignored someone all the time. Then
// there is a state in which all have to be tried, and the search begins anew.
bool Sweep::stop_ignoring() {
  if (!has_graph() || !search_->may_have_cycles()) return false;
  bool again = false;
  endless_ = StateGraph(space_, *search_, stubborn_, symmetry_).endless_components();
  for (const EndlessComponent& component : endless_) {
    if (!component.may_ignore) continue;
    stubborn_->expand_fully(search_->numbers(component.states.front()));
    again = true;
  }
  return again;
}

void Sweep::search_few_preemptions(Exploration& result) {
  preemptions_.emplace(space_, limits(), *request_.preemptions);
  findings_.emplace(space_);
  preemptions_->on_progress([this] {
    tell_progress({preemptions_->state_count(), preemptions_->transition_count(),
                   preemptions_->depth(), preemptions_->frontier(), preemptions_->bytes(),
                   seconds()});
  });
  const Search::Verdict verdict = preemptions_->run(space_.initial());
  findings_->collect(*preemptions_);
  result.ended_by = limit_words(verdict);
  result.preemptions = preemptions_->covered();
  result.coverage = preemptions_->covered() < 0 ? Coverage::kDepth : Coverage::kPreemptions;
  if (verdict == Search::Verdict::kComplete && preemptions_->is_exhaustive())
    result.coverage = Coverage::kComplete;
  result.outcomes_complete = result.coverage == Coverage::kComplete;
  if (preemptions_->may_go_round()) result.unanswered.push_back(Question::kLoops);
  result.statistics.states = preemptions_->state_count();
  result.statistics.transitions = preemptions_->transition_count();
  result.statistics.depth = preemptions_->depth();
  result.statistics.bytes = preemptions_->bytes();
}

void Sweep::try_random_schedules(Exploration& result) {
  RandomSchedules schedules(space_, request_.strategy, request_.seed);
  findings_.emplace(space_);
  result.coverage = Coverage::kRandom;
  result.outcomes_complete = false;
  result.unanswered.push_back(Question::kLoops);
  const SearchLimits limits = this->limits();
  Clock::time_point reported = began_;
  const auto wanted = static_cast<uint64_t>(*request_.random_schedules);
  size_t depth = 0;
  const Search::Verdict verdict = within(limits, space_, [&] {
    while (schedules.schedule_count() < wanted) {
      const RandomSchedule& schedule = schedules.next();
      findings_->collect(schedule);
      depth = std::max(depth, schedule.steps.size());
      const Clock::time_point now = Clock::now();
      if (now > limits.time) return Search::Verdict::kTime;
      if (space_.bytes() + findings_->bytes() > limits.bytes) return Search::Verdict::kMemory;
      if (now - reported < kBetweenReports) continue;
      reported = now;
      tell_progress({schedules.schedule_count(), schedules.step_count(),
                     static_cast<uint32_t>(depth), wanted - schedules.schedule_count(),
                     space_.bytes(), seconds()});
    }
    return Search::Verdict::kComplete;
  });
  result.ended_by = limit_words(verdict);
  result.statistics.schedules = schedules.schedule_count();
  result.statistics.transitions = schedules.step_count();
  result.statistics.depth = static_cast<uint32_t>(depth);
  result.statistics.bytes = space_.bytes() + findings_->bytes();
}

Trail Sweep::trail_to(const Sighting& sighting) {
  Walker walker(space_, preemptions_ ? nullptr : symmetry_);
  Trail trail = sighting.trail;
  if (sighting.state == kNoState) {
    for (const Step& step : trail) CHECK(walker.take(step));
  } else if (preemptions_) {
    std::vector<Numbers> path;
    for (const StateNumber state : preemptions_->path(sighting.state))
      path.push_back(preemptions_->numbers(state));
    trail = walker.follow(path);
  } else {
    trail = walker.follow(search_->numbers_along(sighting.state));
  }
  if (!sighting.complaint) return trail;
  const std::optional<Step> last = complaining_step(space_, walker, *sighting.complaint);
  CHECK(last.has_value());
  trail.push_back(*last);
  return trail;
}

}  // namespace runner::world
