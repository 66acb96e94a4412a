// Exploring a scenario, from the request to everything that is told about it.
#include <algorithm>
#include <chrono>
#include <optional>
#include <set>

#include "base/limits.h"
#include "world/end_finder.h"
#include "world/endless.h"
#include "world/exploration.h"
#include "world/fewest_switches.h"
#include "world/findings.h"
#include "world/lock_orders.h"
#include "world/races.h"
#include "world/retelling.h"
#include "world/shortening.h"
#include "world/state_graph.h"

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
  void search();
  bool stop_ignoring();
  void say_coverage(Search::Verdict verdict);
  void count();
  void find_trails(std::vector<FoundFailure>& failures);
  void shorten(std::vector<FoundFailure>& failures);
  void tell(FoundFailure& found);
  void tell_deadlock(FoundFailure& found, Retelling& retelling);
  void tell_endless();
  void tell(const FoundOutcome& found);
  void tell_orders();
  void label_timing(const Findings& findings);
  bool needs_timing(const std::string& signature) const;
  Trail trail_to(const Sighting& sighting);
  Retelling retell(const Trail& trail);

  StubbornSets* stubborn() { return stubborn_ ? &*stubborn_ : nullptr; }
  Symmetry* symmetry() { return symmetry_ ? &*symmetry_ : nullptr; }

  const ExplorationRequest& request_;
  Clock::time_point began_ = Clock::now();
  Space space_;
  std::optional<StubbornSets> stubborn_;
  std::optional<Symmetry> symmetry_;
  std::optional<Search> search_;
  std::optional<EndFinder> end_finder_;
  std::vector<EndlessComponent> endless_;
  std::optional<std::set<std::string>> timed_;  // what virtual time shows, too
  Exploration result_;
};

// Two explorations may number replicas that stand for one another differently.
std::string without_indexes(const std::string& signature) {
  std::string text;
  bool inside = false;
  for (const char c : signature) {
    if (c == '[' || c == ']') inside = c == '[';
    if (!inside) text += c;
  }
  return text;
}

bool has_timing(const Program& program) {
  const auto& objects = program.scenario.objects;
  const auto& operations = program.operations;
  return std::any_of(objects.begin(), objects.end(),
                     [](const Object& object) { return object.timeout.has_value(); }) ||
         std::any_of(operations.begin(), operations.end(), [](const OperationSpec& spec) {
           return spec.op == Op::kSleep || spec.op == Op::kWork || spec.deadline_slot >= 0;
         });
}

Explorer::Explorer(const Program& program, const ExplorationRequest& request)
    : request_(request), space_(program, Rules{request.virtual_time, true, 0}, request.kills) {
  if (request.partial_order) stubborn_.emplace(space_);
  if (request.symmetry) symmetry_.emplace(space_);
  if (symmetry_ && !symmetry_->any()) symmetry_.reset();
}

void Explorer::search() {
  SearchLimits limits;
  limits.bytes = request_.bytes;
  if (request_.seconds) {
    limits.time = began_ + std::chrono::duration_cast<Clock::duration>(
                               std::chrono::duration<double>(*request_.seconds));
  }
  do {
    if (stubborn_) stubborn_->forget_counts();
    search_.emplace(space_, limits, stubborn(), symmetry());
    say_coverage(search_->run(space_.initial()));
    count();
  } while (stop_ignoring());
}

// Where a search can go round for ever, the reduction may have ignored someone all the time. Then
// there is a state in which all have to be tried, and the search begins anew.
bool Explorer::stop_ignoring() {
  endless_.clear();
  if (result_.coverage != Coverage::kComplete || !search_->may_have_cycles()) return false;
  bool again = false;
  endless_ = StateGraph(space_, *search_, stubborn(), symmetry()).endless_components();
  for (const EndlessComponent& component : endless_) {
    if (!component.may_ignore) continue;
    stubborn_->expand_fully(search_->numbers(component.states.front()));
    again = true;
  }
  return again;
}

void Explorer::count() {
  ExplorationStatistics& statistics = result_.statistics;
  statistics.states = search_->state_count();
  statistics.transitions = search_->transition_count();
  statistics.depth = search_->depth();
  statistics.bytes = search_->bytes();
  if (stubborn_) {
    statistics.stubborn_states = stubborn_->reduced_states();
    statistics.stubborn_left_out = stubborn_->left_out();
  }
  if (symmetry_) statistics.symmetric_groups = symmetry_->group_count();
}

void Explorer::say_coverage(Search::Verdict verdict) {
  result_.coverage = Coverage::kDepth;
  result_.ended_by.clear();
  switch (verdict) {
    case Search::Verdict::kComplete:
      result_.coverage = Coverage::kComplete;
      break;
    case Search::Verdict::kStates:
      result_.ended_by = "state limit";
      break;
    case Search::Verdict::kMemory:
      result_.ended_by = "memory limit";
      break;
    case Search::Verdict::kTime:
      result_.ended_by = "time limit";
      break;
    case Search::Verdict::kDepth:
      result_.ended_by = "depth limit";
      break;
  }
  if (space_.transitions().is_cut()) {
    result_.coverage = Coverage::kDepth;
    result_.ended_by = "a step with too many ways";
  }
  result_.outcomes_complete = result_.coverage == Coverage::kComplete;
}

Trail Explorer::trail_to(const Sighting& sighting) {
  Walker walker(space_, symmetry());
  Trail trail = walker.follow(*search_, search_->path(sighting.state));
  if (!sighting.complaint) return trail;
  const std::optional<Step> last = complaining_step(walker, *sighting.complaint);
  CHECK(last.has_value());
  trail.push_back(*last);
  return trail;
}

Retelling Explorer::retell(const Trail& trail) {
  Retelling retelling(space_);
  for (const Step& step : trail) CHECK(retelling.take(step));
  return retelling;
}

void Explorer::find_trails(std::vector<FoundFailure>& failures) {
  if (failures.size() > limits::kFailuresTold) failures.resize(limits::kFailuresTold);
  for (FoundFailure& found : failures) found.trail = trail_to(found.sighting);
  // Everything else is found on a shortest way.
  if (result_.statistics.stubborn_states > 0) shorten(failures);
  for (FoundFailure& found : failures) found.trail = with_fewest_switches(space_, found.trail);
}

void Explorer::shorten(std::vector<FoundFailure>& failures) {
  Shortening shortening(space_, symmetry());
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
  const bool proved = shortening.prove(trails, goals);
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
  const int64_t step = end_finder_->point_of_no_return(found.trail);
  if (step >= 0) {
    failure.point_of_no_return =
        static_cast<int64_t>(retelling.beginnings()[static_cast<size_t>(step)]);
  }
}

// What is told has just happened once more.
void Explorer::tell(FoundFailure& found) {
  Retelling retelling = retell(found.trail);
  const auto& complaints = retelling.complaints();
  if (found.sighting.complaint) {
    CHECK(std::any_of(complaints.begin(), complaints.end(), [&](const Complaint& complaint) {
      return is_same(complaint, *found.sighting.complaint);
    }));
  }
  Schedule::Ending ending = Schedule::Ending::kFailure;
  if (found.failure.kind == FailureKind::kDeadlock) {
    tell_deadlock(found, retelling);
    ending = Schedule::Ending::kDeadlock;
  } else if (!found.sighting.complaint && !found.condition) {
    ending = Schedule::Ending::kEnd;
  }
  found.failure.needs_timing = needs_timing(without_indexes(found.signature));
  found.failure.schedule = retelling.schedule(ending);
  result_.failures.push_back(std::move(found.failure));
}

// Each kind of going round for ever once.
void Explorer::tell_endless() {
  const EndJudge judge(space_.world().scenario(), request_.kills > 0);
  std::set<std::string> seen;
  if (endless_.size() > limits::kFailuresTold) endless_.resize(limits::kFailuresTold);
  for (const EndlessComponent& component : endless_) {
    const Trail trail =
        with_fewest_switches(space_, trail_to({component.states.front(), std::nullopt}));
    Retelling retelling = retell(trail);
    Walker walker(space_, nullptr);
    for (const Step& step : trail) CHECK(walker.take(step));
    ExplorationFailure failure = describe_endless(space_, walker.numbers(), retelling);
    failure.expected = failure.partial ? judge.expects_deadlock() : judge.expects_no_end();
    const std::string stuck = failure.deadlock ? signature_of(*failure.deadlock) : "";
    if (!seen.insert(failure.message + stuck).second) continue;
    failure.needs_timing = needs_timing(std::string(kEndless));
    failure.schedule = retelling.schedule(Schedule::Ending::kFailure);
    result_.failures.push_back(std::move(failure));
  }
}

void Explorer::tell(const FoundOutcome& found) {
  const Trail trail = with_fewest_switches(space_, trail_to(found.sighting));
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

void Explorer::tell_orders() {
  const auto& objects = space_.world().scenario().objects;
  const auto locks = std::count_if(objects.begin(), objects.end(), [](const Object& object) {
    return object.kind == ObjectKind::kLock || object.kind == ObjectKind::kCondition;
  });
  if (locks > 1) {
    std::vector<StateNumber> stuck = search_->deadlocks();
    for (const EndlessComponent& component : endless_) stuck.push_back(component.states.front());
    result_.lock_orders =
        LockOrders(space_, *search_, std::move(stuck), symmetry_.has_value()).find();
  }
  const bool cells = std::any_of(objects.begin(), objects.end(),
                                 [](const Object& object) { return is_cell(object.kind); });
  if (cells) result_.races = Races(space_, *search_, symmetry()).find();
}

std::optional<std::set<std::string>> Explorer::signatures() {
  search();
  if (result_.coverage != Coverage::kComplete) return std::nullopt;
  Findings findings(space_, *search_);
  findings.collect();
  std::set<std::string> signatures;
  for (const FoundFailure& found : findings.failures)
    signatures.insert(without_indexes(found.signature));
  for (const FoundOutcome& found : findings.outcomes) signatures.insert(found.signature);
  if (!endless_.empty()) signatures.emplace(kEndless);
  return signatures;
}

// What untimed exploration alone shows needs delays that sleeps and timeouts make unlikely.
void Explorer::label_timing(const Findings& findings) {
  const bool worth =
      !findings.failures.empty() || findings.outcomes.size() > 1 || !endless_.empty();
  if (request_.virtual_time || !worth || !has_timing(space_.program())) return;
  ExplorationRequest request = request_;
  request.virtual_time = true;
  timed_ = Explorer(space_.program(), request).signatures();
}

bool Explorer::needs_timing(const std::string& signature) const {
  return timed_ && !timed_->contains(signature);
}

Exploration Explorer::explore() {
  search();
  Findings findings(space_, *search_);
  findings.collect();
  result_.some_path_ends = findings.some_path_ends;
  label_timing(findings);
  end_finder_.emplace(space_, stubborn(), symmetry());
  find_trails(findings.failures);
  for (FoundFailure& found : findings.failures) tell(found);
  tell_endless();
  for (const FoundOutcome& found : findings.outcomes) tell(found);
  tell_orders();
  const auto is_shorter = [](const auto& a, const auto& b) {
    return a.schedule.length() < b.schedule.length();
  };
  std::stable_sort(result_.failures.begin(), result_.failures.end(), is_shorter);
  std::stable_sort(result_.outcomes.begin(), result_.outcomes.end(), is_shorter);
  result_.statistics.seconds = std::chrono::duration<double>(Clock::now() - began_).count();
  return std::move(result_);
}

}  // namespace

Exploration explore(const Program& program, const ExplorationRequest& request) {
  return Explorer(program, request).explore();
}

}  // namespace runner::world
