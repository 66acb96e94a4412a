#include "posix/gate_pass.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "machine/step_words.h"

namespace runner::posix {

namespace {

// Who stands at the gate waits for nothing that another process could give, unless it has found
// that it cannot go on yet.
bool awaits_others(const Self& self, const GateEntry& entry, GateEntry::Stage stage) {
  if (stage == GateEntry::Stage::kResting) return self.relocking;
  return entry.had_to_wait || entry.op == Op::kJoinChildren;
}

}  // namespace

void GateText::set(const std::string& text) {
  bytes = static_cast<uint32_t>(std::min(text.size(), sizeof content));
  std::memcpy(content, text.data(), bytes);
}

void GatePass::announce(const Machine& machine, const Operation& operation) {
  entry_.op = operation.op;
  entry_.is_process = operation.is_process;
  entry_.target = operation.target;
  entry_.deadline = operation.deadline;
  entry_.at = machine.position();
  const bool chooses = operation.op == Op::kChoose;
  entry_.elements = chooses ? static_cast<int64_t>(operation.value->as_list().size()) : 0;
  entry_.is_in_handler.store(machine.in_handler());
  entry_.operation.set(operation_words(machine.program(), operation));
}

Turn GatePass::await_turn() {
  has_given_up_ = false;
  return wait_at(GateEntry::Stage::kWaiting, false);
}

bool GatePass::rest(bool ignores_signals) {
  if (!entry_.in_parts.load()) return true;
  return wait_at(GateEntry::Stage::kResting, ignores_signals) != Turn::kNone;
}

// Waits as for anything else, so that ends of children are settled and signals come through.
Turn GatePass::wait_at(GateEntry::Stage stage, bool ignores_signals) {
  const Operation* operation = self_.operation;
  if (!awaits_others(self_, entry_, stage)) self_.operation = nullptr;
  entry_.ignores_signals.store(ignores_signals);
  entry_.arrival.store(gate_.arrivals.fetch_add(1));
  entry_.stage.store(stage);
  doorbell_.ring();
  Turn turn = Turn::kNone;
  while ((turn = entry_.turn.load()) == Turn::kNone) {
    if (park(self_, kNoDeadline, ignores_signals) == Woken::kInterrupted) break;
  }
  // In this order: an entry with neither turn nor operation is one whose process runs.
  entry_.stage.store(GateEntry::Stage::kAway);
  entry_.turn.store(Turn::kNone);
  entry_.had_to_wait = false;
  self_.operation = operation;
  return turn;
}

void GatePass::tell(const Operation& operation, const Outcome& outcome) {
  entry_.result.set(outcome_words(operation, outcome));
  entry_.performed.fetch_add(1);
}

bool GatePass::take_give_up() {
  if (!entry_.gives_up.exchange(false)) return false;
  has_given_up_ = true;
  return true;
}

size_t GatePass::choose(size_t count, size_t drawn) {
  const int64_t wanted = entry_.pick;  // a stale one where the gate is open for everyone
  const bool possible = wanted >= 0 && static_cast<size_t>(wanted) < count;
  const size_t taken = possible ? static_cast<size_t>(wanted) : drawn;
  entry_.pick = static_cast<int64_t>(taken);
  return taken;
}

void GatePass::defer(int32_t process, int signal) {
  GateEntry& other = entries_[process];
  if (other.is_in_handler.load()) return;  // ignores it
  other.deferred.fetch_or(signal_bit(signal));
}

}  // namespace runner::posix
