#include "world/findings.h"

#include <fmt/format.h>

#include <algorithm>

#include "expr/encoding.h"
#include "machine/objections.h"
#include "machine/step_words.h"
#include "world/wait_graph.h"

namespace runner::world {

namespace {

FailureKind kind_of(ErrorKind kind) {
  if (kind == ErrorKind::kAssert) return FailureKind::kAssertion;
  return kind == ErrorKind::kMisuse ? FailureKind::kMisuse : FailureKind::kError;
}

}  // namespace

Deadlock deadlock_in(const Space& space, const WaitGraph& graph) {
  std::optional<Deadlock> found = find_deadlock(space.program(), space.providers(), graph);
  if (found) return *std::move(found);
  // Only the search knows that nobody can help.
  Deadlock deadlock;
  deadlock.category = "no one left to wake it";
  deadlock.processes = describe_all(space.program(), graph);
  return deadlock;
}

std::string signature_of(const Deadlock& deadlock) {
  std::string signature;
  for (const Stuck& stuck : deadlock.processes) {
    signature +=
        fmt::format("{} {} {}:{}\n", stuck.name, stuck.doing, stuck.at.line, stuck.at.column);
  }
  return signature;
}

Findings::Findings(Space& space)
    : space_(space),
      judge_(space.world().scenario(), space.kills_left(space.initial()) > 0),
      recorder_(space.world(), space.rules(), space.tables()) {
  // Errors of what nobody can notice come before the first step.
  for (const Complaint& complaint : space.initial_complaints()) {
    look_at_complaint(complaint, {kNoState, {}, {}});
    failures.back().sighting.complaint.reset();
  }
}

size_t Findings::bytes() const {
  constexpr size_t kNode = 64;  // of a set, with what the allocator takes
  const size_t signature = seen_.empty() ? 0 : seen_.begin()->size();
  return seen_.size() * (kNode + signature) +
         ends_.size() * (kNode + space_.component_count() * sizeof(int32_t)) +
         failures.size() * sizeof(FoundFailure) + outcomes.size() * sizeof(FoundOutcome);
}

void Findings::add(FoundFailure found) {
  if (seen_.insert(found.signature).second) failures.push_back(std::move(found));
}

RunResult Findings::result_at(const Numbers& numbers, bool ended) {
  RunResult result;
  Tables& tables = space_.tables();
  for (int32_t process = 0; process < space_.world().process_count(); ++process) {
    const auto component = static_cast<size_t>(tables.lifecycle_component(process));
    const Lifecycle& life = tables.lifecycle(process, numbers[component]);
    ProcessEnd end;
    end.name = written_name(space_.world().scenario(), process);
    end.started = life.status != ProcessStatus::kInitial;
    end.ended = life.status == ProcessStatus::kStopped;
    end.exit_code = life.exit_code;
    end.failed = life.failed;
    result.processes.push_back(std::move(end));
  }
  for (size_t i = 0; ended && i < space_.finally().count(); ++i)
    result.finally.push_back(space_.finally().answer(i, numbers.data()));
  for (size_t i = 0; ended && i < space_.observe().count(); ++i)
    result.observed.push_back(space_.observe().answer(i, numbers.data()));
  return result;
}

// What was killed from outside did not print what it would have.
bool Findings::output_is_right(const Numbers& numbers) {
  const ExpectedProgress* output = space_.tables().output();
  if (output == nullptr || space_.kills_left(numbers) < space_.kills_left(space_.initial()))
    return true;
  const auto component = static_cast<size_t>(space_.tables().output_component());
  const ExpectedText::Answer answer = output->answer(numbers[component]);
  output_is_undecided = output_is_undecided || answer == ExpectedText::Answer::kUndecided;
  return answer != ExpectedText::Answer::kNo;
}

void Findings::object_to(const RunResult& result, const Numbers& numbers,
                         const Sighting& sighting) {
  for (Objection& objection : judge_.objections(result, output_is_right(numbers))) {
    FoundFailure found;
    found.signature = fmt::format("{} {}", objection.category, objection.message);
    found.failure.kind = objection.kind;
    found.failure.category = std::move(objection.category);
    found.failure.message = std::move(objection.message);
    found.failure.at = objection.at;
    found.sighting = sighting;
    found.in_deadlock = result.deadlock.has_value();
    add(std::move(found));
  }
}

void Findings::look_at_deadlock(const Numbers& numbers, const Sighting& sighting) {
  recorder_.begin(numbers.data());
  WaitFacts facts;
  facts.since = [](int32_t) { return 0.0; };
  facts.passed = [](int32_t) { return false; };
  Deadlock deadlock = deadlock_in(space_, wait_graph(recorder_, facts));
  RunResult result = result_at(numbers, false);
  FoundFailure found;
  found.signature = "deadlock " + signature_of(deadlock);
  found.failure.kind = FailureKind::kDeadlock;
  found.failure.category = deadlock.category;
  found.failure.expected = judge_.expects_deadlock();
  if (!deadlock.processes.empty()) found.failure.at = deadlock.processes.front().at;
  found.sighting = sighting;
  result.deadlock = std::move(deadlock);
  add(std::move(found));
  object_to(result, numbers, sighting);
}

void Findings::look_at_end(const Numbers& numbers, const Sighting& sighting) {
  const RunResult result = result_at(numbers, true);
  some_path_ends = true;
  const bool failed = std::any_of(result.processes.begin(), result.processes.end(),
                                  [](const ProcessEnd& end) { return end.failed; });
  (failed ? some_path_ends_failed : some_path_ends_well) = true;
  std::string signature;
  for (const Value& value : result.observed) append_encoded(signature, value);
  signature = "outcome " + signature;
  if (!result.observed.empty() && seen_.insert(signature).second)
    outcomes.push_back({result.observed, sighting, signature});
  object_to(result, numbers, sighting);
}

void Findings::look_at_complaint(const Complaint& complaint, Sighting sighting) {
  FoundFailure found;
  found.failure.expected = judge_.expects_failure(complaint.process);
  // Replicas fail alike, but where only of some it is expected.
  found.signature = fmt::format("error {}:{} {} {}", complaint.at.line, complaint.at.column,
                                found.failure.expected, complaint.message);
  found.failure.kind = kind_of(complaint.kind);
  found.failure.category = error_kind_name(complaint.kind);
  found.failure.message = complaint.message;
  found.failure.at = complaint.at;
  found.sighting = std::move(sighting);
  found.sighting.complaint = complaint;
  add(std::move(found));
}

void Findings::look_at_violation(size_t condition, const Numbers& numbers, Sighting sighting) {
  const Expression& expression = space_.world().scenario().expect.always[condition];
  const auto objection =
      condition_objection("always", expression, space_.always().answer(condition, numbers.data()));
  CHECK(objection.has_value());
  FoundFailure found;
  found.signature = fmt::format("always {}", condition);
  found.failure.kind = FailureKind::kAlways;
  found.failure.category = "always";
  found.failure.message = *objection;
  found.failure.at = expression.at;
  found.sighting = std::move(sighting);
  found.condition = condition;
  add(std::move(found));
}

void Findings::watch(Search& search) {
  search.on_end([this](StateNumber state, const Numbers& numbers, bool deadlock) {
    if (deadlock) {
      look_at_deadlock(numbers, {state, {}, {}});
    } else {
      look_at_end(numbers, {state, {}, {}});
    }
  });
}

template <typename AnySearch>
void Findings::collect_met(const AnySearch& search) {
  for (size_t i = 0; i < search.complaints().size(); ++i) {
    const Move& move = search.complaints()[i];
    if (move.from != kNoState)
      look_at_complaint(space_.transitions().complaints()[i], {move.from, {}, {}});
  }
  for (size_t i = 0; i < search.violations().size(); ++i) {
    const StateNumber state = search.violations()[i];
    if (state != kNoState) look_at_violation(i, search.numbers(state), {state, {}, {}});
  }
}

void Findings::collect(const Search& search) {
  collect_met(search);
}

void Findings::collect(const PreemptionSearch& search) {
  collect_met(search);
  for (const StateNumber state : search.deadlocks())
    look_at_deadlock(search.numbers(state), {state, {}, {}});
  for (const StateNumber state : search.ends()) look_at_end(search.numbers(state), {state, {}, {}});
}

void Findings::collect(const RandomSchedule& schedule) {
  const auto trail = [&schedule](size_t steps) {
    Trail trail;
    for (size_t i = 0; i < steps; ++i)
      trail.push_back({schedule.steps[i].process, schedule.steps[i].way});
    return trail;
  };
  for (const RandomSchedule::Found& found : schedule.complaints) {
    const auto& complaints = space_.transitions().complaints();
    look_at_complaint(complaints[static_cast<size_t>(found.number)],
                      {kNoState, trail(found.steps - 1), {}});
  }
  for (const RandomSchedule::Found& found : schedule.violations) {
    Sighting sighting{kNoState, trail(found.steps), {}};
    Walker walker(space_, nullptr);
    for (const Step& step : sighting.trail) CHECK(walker.take(step));
    look_at_violation(static_cast<size_t>(found.number), walker.numbers(), std::move(sighting));
  }
  if (schedule.ending == RandomSchedule::Ending::kCut || !ends_.insert(schedule.last).second)
    return;
  const Sighting sighting{kNoState, trail(schedule.steps.size()), {}};
  if (schedule.ending == RandomSchedule::Ending::kDeadlock) {
    look_at_deadlock(schedule.last, sighting);
  } else {
    look_at_end(schedule.last, sighting);
  }
}

}  // namespace runner::world
