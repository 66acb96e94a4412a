// Exploring a scenario, from the request to everything that is told about it.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>

#include "base/limits.h"
#include "base/text.h"
#include "verdict/expected_text.h"
#include "world/end_finder.h"
#include "world/endless.h"
#include "world/exploration.h"
#include "world/fewest_switches.h"
#include "world/findings.h"
#include "world/lock_orders.h"
#include "world/races.h"
#include "world/request.h"
#include "world/retelling.h"
#include "world/shortening.h"
#include "world/sweep.h"
#include "world/telling_order.h"
#include "world/timing.h"

namespace runner::world {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kEndless = "endless";

class Explorer {
 public:
  Explorer(const Program& program, const ExplorationRequest& request);

  Exploration explore();
  // Only what tells findings apart; nothing, when the search does not come to its end.
  std::optional<std::set<std::string>> signatures();

 private:
  SearchLimits limits_of_a_proof() const;
  void leave_out_many(std::vector<FoundFailure>& failures);
  void find_trails(std::vector<FoundFailure>& failures);
  void find_nearer(std::vector<FoundFailure>& failures);
  void shorten(std::vector<FoundFailure>& failures);
  void tell(FoundFailure& found);
  void tell_deadlock(FoundFailure& found, Retelling& retelling);
  std::string output_difference(const Retelling& retelling) const;
  int64_t point_of_no_return(const Trail& trail);
  void tell_endless();
  void tell(const FoundOutcome& found);
  void tell_outcomes(const std::vector<FoundOutcome>& found);
  void tell_orders();
  void label_timing(const Findings& findings);
  bool needs_timing(const std::string& signature) const;
  std::string comparable(const std::string& signature) const;
  Retelling retell(const Trail& trail);

  std::unique_ptr<StubbornSets> make_stubborn();
  std::unique_ptr<Symmetry> make_symmetry();

  const ExplorationRequest& request_;
  Clock::time_point began_ = Clock::now();
  Space space_;
  std::unique_ptr<StubbornSets> stubborn_;      // null: not wanted
  std::unique_ptr<Symmetry> symmetry_;          // null: not wanted, or there is none
  std::optional<EndFinder> end_finder_;         // nothing: not begun, or given up
  std::optional<std::set<std::string>> timed_;  // what virtual time shows, too
  Exploration result_;
  Sweep sweep_;
};

Explorer::Explorer(const Program& program, const ExplorationRequest& request)
    : request_(request),
      space_(program, rules_of(request), request.kills,
             {request.bytes, time_limit(request.seconds, Clock::now())}),
      stubborn_(make_stubborn()),
      symmetry_(make_symmetry()),
      sweep_(space_, request_, stubborn_.get(), symmetry_.get()) {}

std::unique_ptr<StubbornSets> Explorer::make_stubborn() {
  if (!request_.partial_order || !searches_all(request_)) return nullptr;
  return std::make_unique<StubbornSets>(space_);
}

std::unique_ptr<Symmetry> Explorer::make_symmetry() {
  if (!request_.symmetry || !searches_all(request_)) return nullptr;
  auto symmetry = std::make_unique<Symmetry>(space_);
  return symmetry->any() ? std::move(symmetry) : nullptr;
}

// For a search that says more about what was found: in the time that is left.
SearchLimits Explorer::limits_of_a_proof() const {
  SearchLimits limits = sweep_.limits();
  limits.compact = false;
  limits.may_compact = false;
  return limits;
}

Retelling Explorer::retell(const Trail& trail) {
  Retelling retelling(space_);
  for (const Step& step : trail) CHECK(retelling.take(step));
  return retelling;
}

// Of each kind the first ones, expected or not: many of one kind must not hide one of another.
void Explorer::leave_out_many(std::vector<FoundFailure>& failures) {
  std::map<std::tuple<FailureKind, std::string, bool>, size_t> counts;
  const size_t all = failures.size();
  std::erase_if(failures, [&counts](const FoundFailure& found) {
    const ExplorationFailure& failure = found.failure;
    return ++counts[{failure.kind, failure.category, failure.expected}] > limits::kFailuresTold;
  });
  result_.failures_left_out += all - failures.size();
}

void Explorer::find_trails(std::vector<FoundFailure>& failures) {
  leave_out_many(failures);
  for (FoundFailure& found : failures) found.trail = sweep_.trail_to(found.sighting);
  // A search finds everything else on a shortest way; others do not.
  const bool by_length = searches_all(request_);
  if (!by_length) {
    Shortening shortening(space_, nullptr);
    for (FoundFailure& found : failures)
      if (!found.sighting.complaint && !found.condition)
        found.trail = shortening.without_detours(found.trail);
  }
  if (!by_length || result_.statistics.stubborn_states > 0) shorten(failures);
  if (!by_length) find_nearer(failures);
  for (FoundFailure& found : failures) found.trail = with_fewest_switches(space_, found.trail);
}

// Ends that were met on some way a search may reach on a shortest one, as far as it goes.
void Explorer::find_nearer(std::vector<FoundFailure>& failures) {
  std::vector<FoundFailure*> ends;
  SearchLimits limits = limits_of_a_proof();
  limits.states = limits::kStatesOfAProof;
  limits.depth = 0;
  for (FoundFailure& found : failures) {
    const bool at_an_end = !found.sighting.complaint && !found.condition && !found.trail.empty();
    if (!at_an_end) continue;
    ends.push_back(&found);
    found.failure.shortest = false;
    limits.depth = std::max(limits.depth, static_cast<uint32_t>(found.trail.size()) + 1);
  }
  if (ends.empty()) return;
  // Without symmetry: what is told of an end names replicas.
  StubbornSets stubborn(space_);
  Search search(space_, limits, &stubborn, nullptr);
  Findings nearer(space_);
  nearer.watch(search);
  search.run(space_.initial());
  for (FoundFailure* end : ends) {
    const auto found =
        std::find_if(nearer.failures.begin(), nearer.failures.end(),
                     [&](const auto& other) { return other.signature == end->signature; });
    if (found == nearer.failures.end()) continue;
    end->trail = Walker(space_, nullptr).follow(search.numbers_along(found->sighting.state));
    end->failure.shortest = true;
  }
}

void Explorer::shorten(std::vector<FoundFailure>& failures) {
  Shortening shortening(space_, symmetry_.get());
  std::vector<FoundFailure*> reduced;
  std::vector<Trail> trails;
  std::vector<Goal> goals;
  for (FoundFailure& found : failures) {
    if (!found.sighting.complaint && !found.condition) continue;
    goals.push_back({found.sighting.complaint, found.condition});
    trails.push_back(shortening.trimmed(found.trail, goals.back()));
    reduced.push_back(&found);
  }
  if (reduced.empty()) return;
  const bool proved = shortening.prove(trails, goals, limits_of_a_proof());
  for (size_t i = 0; i < reduced.size(); ++i) {
    reduced[i]->trail = std::move(trails[i]);
    reduced[i]->failure.shortest = proved;
  }
}

void Explorer::tell_deadlock(FoundFailure& found, Retelling& retelling) {
  CHECK(!retelling.can_go_on());
  ExplorationFailure& failure = found.failure;
  failure.deadlock = deadlock_in(space_, retelling.wait_graph());
  failure.category = failure.deadlock->category;
  failure.message = failure.category;
  if (!result_.some_path_ends) return;
  const int64_t step = point_of_no_return(found.trail);
  if (step >= 0) {
    failure.point_of_no_return =
        static_cast<int64_t>(retelling.beginnings()[static_cast<size_t>(step)]);
  }
}

std::string Explorer::output_difference(const Retelling& retelling) const {
  const ExpectedText expected(*space_.world().scenario().expect.output);
  return expected.difference(split_lines(retelling.output()), "output");
}

// -1: not known, or none.
int64_t Explorer::point_of_no_return(const Trail& trail) {
  if (!end_finder_) return -1;
  int64_t step = -1;
  const Search::Verdict verdict = within(limits_of_a_proof(), space_, [&] {
    step = end_finder_->point_of_no_return(trail);
    return Search::Verdict::kComplete;
  });
  // It was stopped while it did not know yet from where no end can be reached.
  if (verdict != Search::Verdict::kComplete) end_finder_.reset();
  return step;
}

// What is told has just happened once more.
void Explorer::tell(FoundFailure& found) {
  Retelling retelling = retell(found.trail);
  const auto& complaints = retelling.complaints();
  if (found.sighting.complaint) {
    CHECK(std::any_of(complaints.begin(), complaints.end(), [&](const Complaint& complaint) {
      return is_same(space_, complaint, *found.sighting.complaint);
    }));
  }
  Schedule::Ending ending =
      found.condition ? Schedule::Ending::kUnfinished : Schedule::Ending::kFailure;
  const Schedule::Ending proper =
      found.in_deadlock ? Schedule::Ending::kDeadlock : Schedule::Ending::kEnd;
  if (found.failure.kind == FailureKind::kDeadlock) {
    tell_deadlock(found, retelling);
    ending = Schedule::Ending::kDeadlock;
  } else if (found.failure.kind == FailureKind::kExit ||
             found.failure.kind == FailureKind::kFinally ||
             found.failure.kind == FailureKind::kOutcome) {
    ending = proper;
  } else if (found.failure.kind == FailureKind::kOutput) {
    found.failure.difference = output_difference(retelling);
    ending = proper;
  }
  found.failure.needs_timing = needs_timing(comparable(found.signature));
  found.failure.schedule = retelling.schedule(ending);
  result_.failures.push_back(std::move(found.failure));
}

// Each kind of going round for ever once.
void Explorer::tell_endless() {
  const EndJudge judge(space_.world().scenario(), request_.kills > 0);
  std::set<std::string> seen;
  for (const EndlessComponent& component : sweep_.endless()) {
    if (seen.size() >= limits::kFailuresTold) break;
    const Trail trail =
        with_fewest_switches(space_, sweep_.trail_to({component.states.front(), {}, {}}));
    Retelling retelling = retell(trail);
    Walker walker(space_, nullptr);
    for (const Step& step : trail) CHECK(walker.take(step));
    auto [failure, stuck_is_known] =
        describe_endless(space_, judge, walker.numbers(), retelling, limits_of_a_proof());
    if (!stuck_is_known && result_.answers(Question::kStuck))
      result_.unanswered.push_back(Question::kStuck);
    const std::string stuck = failure.deadlock ? signature_of(*failure.deadlock) : "";
    if (!seen.insert(failure.message + stuck).second) continue;
    failure.needs_timing = needs_timing(std::string(kEndless));
    failure.schedule = retelling.schedule(Schedule::Ending::kUnfinished);
    result_.failures.push_back(std::move(failure));
  }
}

void Explorer::tell(const FoundOutcome& found) {
  const Trail trail = with_fewest_switches(space_, sweep_.trail_to(found.sighting));
  Retelling retelling = retell(trail);
  ExplorationOutcome outcome;
  const auto& observe = space_.world().scenario().observe;
  for (size_t i = 0; i < found.values.size(); ++i)
    outcome.values.emplace_back(observe[i].name, found.values[i]);
  outcome.allowed = EndJudge(space_.world().scenario(), false).is_allowed(found.values);
  outcome.needs_timing = needs_timing(found.signature);
  outcome.schedule = retelling.schedule(Schedule::Ending::kEnd);
  result_.outcomes.push_back(std::move(outcome));
}

// Where something is counted without end, the schedules of all would take more than the search.
void Explorer::tell_outcomes(const std::vector<FoundOutcome>& found) {
  size_t steps = 0;
  for (const FoundOutcome& outcome : found) {
    if (steps > limits::kStepsOfOutcomes) {
      result_.outcomes_complete = false;
      return;
    }
    tell(outcome);
    steps += result_.outcomes.back().schedule.steps.size();
  }
}

void Explorer::tell_orders() {
  const auto& objects = space_.world().scenario().objects;
  const auto locks = std::count_if(objects.begin(), objects.end(), [](const Object& object) {
    return object.kind == ObjectKind::kLock || object.kind == ObjectKind::kCondition;
  });
  const bool cells = std::any_of(objects.begin(), objects.end(),
                                 [](const Object& object) { return is_cell(object.kind); });
  const Search* search = sweep_.search();
  if (search == nullptr) {
    if (cells) result_.unanswered.push_back(Question::kRaces);
    if (locks > 1) result_.unanswered.push_back(Question::kLockOrders);
    return;
  }
  if (locks > 1) {
    std::vector<StateNumber> stuck = search->deadlocks();
    for (const EndlessComponent& component : sweep_.endless())
      stuck.push_back(component.states.front());
    result_.lock_orders = LockOrders(space_, *search, stuck, symmetry_ != nullptr).find();
  }
  if (cells) result_.races = Races(space_, *search, symmetry_.get()).find(limits_of_a_proof());
}

std::optional<std::set<std::string>> Explorer::signatures() {
  sweep_.run(result_);
  if (result_.coverage != Coverage::kComplete || !result_.answers(Question::kLoops))
    return std::nullopt;
  std::set<std::string> signatures;
  for (const FoundFailure& found : sweep_.findings().failures)
    signatures.insert(comparable(found.signature));
  for (const FoundOutcome& found : sweep_.findings().outcomes) signatures.insert(found.signature);
  if (!sweep_.endless().empty()) signatures.emplace(kEndless);
  return signatures;
}

// Two explorations may number replicas that stand for one another differently.
std::string Explorer::comparable(const std::string& signature) const {
  if (symmetry_ == nullptr) return signature;
  std::vector<std::string> lines;
  for (const std::string_view line : split_lines(signature))
    lines.push_back(symmetry_->without_indexes(line));
  std::sort(lines.begin(), lines.end());
  return fmt::format("{}", fmt::join(lines, "\n"));
}

// What untimed exploration alone shows needs delays that sleeps and timeouts make unlikely.
void Explorer::label_timing(const Findings& findings) {
  const bool worth =
      !findings.failures.empty() || findings.outcomes.size() > 1 || !sweep_.endless().empty();
  if (request_.virtual_time || !worth || result_.coverage != Coverage::kComplete ||
      !has_timing(space_.world()))
    return;
  ExplorationRequest request = request_;
  request.virtual_time = true;
  if (request_.seconds) {
    const std::chrono::duration<double> taken = Clock::now() - began_;
    request.seconds = std::max(0.0, *request_.seconds - taken.count());
  }
  try {
    timed_ = Explorer(space_.program(), request).signatures();
  } catch (const Exhausted&) {
    // Then nothing is said of it.
  }
}

bool Explorer::needs_timing(const std::string& signature) const {
  return timed_ && !timed_->contains(signature);
}

Exploration Explorer::explore() {
  sweep_.run(result_);
  Findings& findings = sweep_.findings();
  label_timing(findings);
  end_finder_.emplace(space_, stubborn_.get(), symmetry_.get());
  find_trails(findings.failures);
  for (FoundFailure& found : findings.failures) tell(found);
  tell_endless();
  tell_outcomes(findings.outcomes);
  tell_orders();
  if (space_.world().scenario().expect.output && !request_.judge_output)
    result_.unanswered.push_back(Question::kOutput);
  const auto is_before = [](const auto& a, const auto& b) { return comes_first(a, b); };
  std::stable_sort(result_.failures.begin(), result_.failures.end(), is_before);
  std::stable_sort(result_.outcomes.begin(), result_.outcomes.end(), is_before);
  result_.statistics.seconds = std::chrono::duration<double>(Clock::now() - began_).count();
  return std::move(result_);
}

}  // namespace

Exploration explore(const Program& program, const ExplorationRequest& request) {
  try {
    return Explorer(program, request).explore();
  } catch (const Exhausted& exhausted) {
    // In the first step: there was nothing to search.
    const bool was_time = exhausted.limit == Exhausted::Limit::kTime;
    Exploration nothing;
    nothing.coverage = Coverage::kDepth;
    nothing.ended_by = was_time ? "time limit" : "memory limit";
    nothing.outcomes_complete = false;
    return nothing;
  }
}

}  // namespace runner::world
