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

Findings::Findings(Space& space, const Search& search)
    : space_(space),
      search_(search),
      judge_(space.world().scenario(), space.kills_left(space.initial()) > 0),
      recorder_(space.world(), space.rules(), space.tables()) {}

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

void Findings::object_to(const RunResult& result, StateNumber state) {
  for (Objection& objection : judge_.objections(result)) {
    FoundFailure found;
    found.signature = fmt::format("{} {}", objection.category, objection.message);
    found.failure.kind = objection.kind;
    found.failure.category = std::move(objection.category);
    found.failure.message = std::move(objection.message);
    found.failure.at = objection.at;
    found.sighting.state = state;
    add(std::move(found));
  }
}

void Findings::look_at_deadlock(StateNumber state) {
  const Numbers numbers = search_.numbers(state);
  recorder_.begin(numbers.data());
  WaitFacts facts;
  facts.since = [](int32_t) { return 0.0; };
  facts.passed = [](int32_t) { return false; };
  Deadlock deadlock = deadlock_in(space_, wait_graph(recorder_, facts));
  RunResult result = result_at(numbers, false);
  FoundFailure found;
  found.signature = "deadlock " + signature_of(deadlock);
  found.failure.kind = FailureKind::kDeadlock;
  found.failure.expected = judge_.expects_deadlock();
  if (!deadlock.processes.empty()) found.failure.at = deadlock.processes.front().at;
  found.sighting.state = state;
  result.deadlock = std::move(deadlock);
  add(std::move(found));
  object_to(result, state);
}

void Findings::look_at_end(StateNumber state) {
  some_path_ends = true;
  const RunResult result = result_at(search_.numbers(state), true);
  std::string signature;
  for (const Value& value : result.observed) append_encoded(signature, value);
  signature = "outcome " + signature;
  if (!result.observed.empty() && seen_.insert(signature).second)
    outcomes.push_back({result.observed, {state, std::nullopt}, signature});
  object_to(result, state);
}

void Findings::look_at_complaint(const Move& move, const Complaint& complaint) {
  FoundFailure found;
  // Replicas fail alike.
  found.signature =
      fmt::format("error {}:{} {}", complaint.at.line, complaint.at.column, complaint.message);
  found.failure.kind = kind_of(complaint.kind);
  found.failure.category = error_kind_name(complaint.kind);
  found.failure.message = complaint.message;
  found.failure.at = complaint.at;
  found.failure.expected = judge_.expects_failure(complaint.process);
  found.sighting = {move.from, complaint};
  add(std::move(found));
}

void Findings::look_at_violation(size_t condition, StateNumber state) {
  if (state == kNoState) return;
  const Expression& expression = space_.world().scenario().expect.always[condition];
  const Numbers numbers = search_.numbers(state);
  const auto objection =
      condition_objection("always", expression, space_.always().answer(condition, numbers.data()));
  CHECK(objection.has_value());
  FoundFailure found;
  found.signature = fmt::format("always {}", condition);
  found.failure.kind = FailureKind::kAlways;
  found.failure.category = "always";
  found.failure.message = *objection;
  found.failure.at = expression.at;
  found.sighting.state = state;
  found.condition = condition;
  add(std::move(found));
}

// Where nobody can go on, a kill is still a step: such states are no ends of the search.
void Findings::look_at_stopped_by_kills() {
  Transitions& transitions = space_.transitions();
  for (StateNumber state = 0; state < search_.state_count(); ++state) {
    const Numbers numbers = search_.numbers(state);
    if (space_.kills_left(numbers) == 0 || space_.is_end(numbers)) continue;
    bool goes_on = false;
    for (int32_t process = 0; process < space_.world().process_count() && !goes_on; ++process) {
      for (const Edge& edge : transitions.edges(transitions.leaf(process, numbers.data())))
        goes_on = goes_on || edge.kind != Way::Kind::kKill;
    }
    if (!goes_on) look_at_deadlock(state);
  }
}

void Findings::collect() {
  for (size_t i = 0; i < search_.complaints().size(); ++i) {
    const Move& move = search_.complaints()[i];
    if (move.from != kNoState) look_at_complaint(move, space_.transitions().complaints()[i]);
  }
  for (size_t i = 0; i < search_.violations().size(); ++i)
    look_at_violation(i, search_.violations()[i]);
  for (const StateNumber state : search_.deadlocks()) look_at_deadlock(state);
  if (space_.kills_left(space_.initial()) > 0) look_at_stopped_by_kills();
  for (const StateNumber state : search_.ends()) look_at_end(state);
}

}  // namespace runner::world
