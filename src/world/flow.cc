#include "world/flow.h"

#include <algorithm>

#include "machine/deadlock.h"
#include "machine/references.h"
#include "program/liveness.h"

namespace runner::world {

namespace {

constexpr int32_t kDeepestCall = 12;
constexpr size_t kMostNodes = 100'000;

// Notices whether an evaluation asks for a clock.
class Unasked final : public Surroundings {
 public:
  std::string now() override {
    asked_ = true;
    return "";
  }
  double elapsed() override {
    asked_ = true;
    return 0;
  }
  bool asked() const { return asked_; }

 private:
  bool asked_ = false;
};

}  // namespace

LockBits::LockBits(const World& world) : bits_(static_cast<size_t>(world.object_count())) {
  int used = 0;
  for (int32_t object = 0; object < world.object_count() && used < 64; ++object) {
    const ObjectKind kind = world.object(object).kind;
    const bool has_lock = kind == ObjectKind::kLock ||
                          (kind == ObjectKind::kCondition && world.object(object).lock < 0);
    if (has_lock) bits_[static_cast<size_t>(object)] = uint64_t{1} << used++;
  }
}

Flow::Flow(const World& world, const LockBits& locks, int32_t process)
    : world_(world), locks_(locks), process_(process) {
  const ProcessProgram& run = world.program().processes[static_cast<size_t>(process)];
  std::vector<int32_t> roots = {run.routine};
  for (const int32_t handler : run.handlers)
    if (handler >= 0) roots.push_back(handler);
  for (const int32_t routine : roots) {
    const int32_t context = add_context(routine, 0);
    roots_[routine] = context;
    Facts facts;
    const Routine& code = world.program().routines[static_cast<size_t>(routine)];
    facts.values = code.initial;
    facts.known.assign(facts.values.size(), false);
    const bool body = routine == run.routine;
    for (size_t i = 0; body && i < run.arguments.size(); ++i) {
      facts.values[i] = run.arguments[i];
      facts.known[i] = !run.arguments[i].is_error();
    }
    merge(contexts_[static_cast<size_t>(context)].first_node, facts);
  }
  propagate();
  if (failed_) {
    give_up();
  } else {
    collect_deeds();
    spread_back();
  }
}

int32_t Flow::add_context(int32_t routine, int32_t depth) {
  const auto number = static_cast<int32_t>(contexts_.size());
  contexts_.push_back({routine, depth, static_cast<int32_t>(nodes_.size())});
  const size_t size = world_.program().routines[static_cast<size_t>(routine)].instructions.size();
  nodes_.resize(nodes_.size() + size);
  context_of_.resize(nodes_.size(), number);
  return number;
}

const Instruction& Flow::instruction_of(int32_t node) const {
  const Context& context = contexts_[static_cast<size_t>(context_of(node))];
  const Routine& routine = world_.program().routines[static_cast<size_t>(context.routine)];
  return routine.instructions[static_cast<size_t>(node - context.first_node)];
}

void Flow::propagate() {
  while (!open_.empty() && !failed_) {
    const int32_t node = open_.back();
    open_.pop_back();
    visit(node);
    failed_ = failed_ || nodes_.size() > kMostNodes;
  }
}

// What is certain afterwards is what was certain on both ways.
void Flow::merge(int32_t number, const Facts& facts) {
  Facts& known = nodes_[static_cast<size_t>(number)].facts;
  bool changed = !known.reached;
  if (!known.reached) {
    known = facts;
    known.reached = true;
  } else {
    changed = (known.held & facts.held) != known.held;
    known.held &= facts.held;
    for (size_t slot = 0; slot < known.known.size(); ++slot) {
      if (!known.known[slot]) continue;
      if (facts.known[slot] && identical(known.values[slot], facts.values[slot])) continue;
      known.known[slot] = false;
      known.values[slot] = Value();
      changed = true;
    }
  }
  if (changed) open_.push_back(number);
}

void Flow::flow_to(int32_t from, int32_t pc, const Facts& facts) {
  const Context& context = contexts_[static_cast<size_t>(context_of(from))];
  const int32_t node = context.first_node + pc;
  std::vector<int32_t>& next = nodes_[static_cast<size_t>(from)].next;
  if (std::find(next.begin(), next.end(), node) == next.end()) next.push_back(node);
  merge(node, facts);
}

void Flow::visit(int32_t node) {
  const Context context = contexts_[static_cast<size_t>(context_of(node))];
  const int32_t pc = node - context.first_node;
  const Routine& routine = world_.program().routines[static_cast<size_t>(context.routine)];
  const Facts facts = nodes_[static_cast<size_t>(node)].facts;
  // Anything may fail; then a scope takes over, with less certain than before.
  for (const UnwindScope& scope : routine.scopes) {
    if (pc < scope.begin || pc >= scope.end) continue;
    Facts failed = facts;
    const Instruction& instruction = routine.instructions[static_cast<size_t>(pc)];
    forget_changed(effects_of(world_.program(), instruction), failed);
    if (instruction.op == OpCode::kCall) failed.held &= ~released_by(instruction.a);
    if (instruction.op == OpCode::kCallItem || instruction.op == OpCode::kCallAction)
      failed.held = 0;
    flow_to(node, scope.handler, failed);
  }
  step(node, routine.instructions[static_cast<size_t>(pc)], facts);
}

void Flow::forget_changed(const Effects& effects, Facts& facts) {
  for (const std::vector<int32_t>* slots : {&effects.stores, &effects.changes})
    for (const int32_t slot : *slots) facts.known[static_cast<size_t>(slot)] = false;
}

bool Flow::evaluate(int32_t code, const Facts& facts, Value& value) const {
  for (const int32_t slot : world_.program().code_slots[static_cast<size_t>(code)])
    if (!facts.known[static_cast<size_t>(slot)]) return false;
  Random random{0};
  Unasked surroundings;
  value = world_.program().codes[static_cast<size_t>(code)].evaluate(facts.values.data(), random,
                                                                     surroundings);
  return !value.is_error() && !surroundings.asked() && random.state == 0;
}

void Flow::step(int32_t node, const Instruction& i, Facts facts) {
  const Effects effects = effects_of(world_.program(), i);
  const int32_t after = node - contexts_[static_cast<size_t>(context_of(node))].first_node + 1;
  Value value;
  if (i.op == OpCode::kOperation)
    return step_operation(node, world_.program().operations[static_cast<size_t>(i.a)], facts);
  if (i.op == OpCode::kBranchFalse || i.op == OpCode::kBranchTrue) {
    if (evaluate(i.a, facts, value) && value.is_bool())
      return flow_to(node, value.as_bool() == (i.op == OpCode::kBranchTrue) ? i.b : after, facts);
  }
  if (i.op == OpCode::kCall) step_call(node, i.a, i, facts);
  if (i.op == OpCode::kCallAction) {
    for (const Object& object : world_.scenario().objects)
      if (object.action >= 0) step_call(node, object.action, i, facts);
  }
  if (i.op == OpCode::kCallItem) {
    for (const OperationSpec& spec : world_.program().operations)
      if (spec.op == Op::kPoolSubmit && spec.callee.kind == Callee::Kind::kTask)
        step_call(node, spec.callee.number, i, facts);
  }
  const Facts before = facts;
  forget_changed(effects, facts);
  const auto set = [&](int32_t slot, const Value& known) {
    facts.values[static_cast<size_t>(slot)] = known;
    facts.known[static_cast<size_t>(slot)] = true;
  };
  if (i.op == OpCode::kConstant) set(i.a, world_.program().constants[static_cast<size_t>(i.b)]);
  if (i.op == OpCode::kMove && before.known[static_cast<size_t>(i.b)])
    set(i.a, before.values[static_cast<size_t>(i.b)]);
  if (i.op == OpCode::kEvaluate && evaluate(i.b, before, value)) set(i.a, value);
  if (i.op == OpCode::kSelf && static_cast<Attribute>(i.b) == Attribute::kIndex)
    set(i.a, Value::integer(world_.process(process_).index));
  if (i.op == OpCode::kRangeNext && before.known[static_cast<size_t>(i.a)])
    set(i.a, Value::integer(before.values[static_cast<size_t>(i.a)].as_int() + 1));
  if (i.op == OpCode::kReference) {
    const OperationSpec& spec = world_.program().operations[static_cast<size_t>(i.b)];
    const int32_t target = target_of(spec, before);
    const bool process =
        spec.operand.kind == Operand::Kind::kProcess || spec.operand.kind == Operand::Kind::kSelf;
    if (target >= 0 && spec.operand.kind != Operand::Kind::kSlot)
      set(i.a, process ? process_reference(target) : Value::object(target));
  }
  if (i.op == OpCode::kCall) facts.held &= ~released_by(i.a);
  if (i.op == OpCode::kCallItem || i.op == OpCode::kCallAction) facts.held = 0;
  if (effects.falls_through) flow_to(node, after, facts);
  for (const int32_t target : effects.jumps) flow_to(node, target, facts);
}

// The one object or process that the operation is about, or -1.
int32_t Flow::target_of(const OperationSpec& spec, const Facts& facts) const {
  const Operand& operand = spec.operand;
  if (operand.kind == Operand::Kind::kSelf) return process_;
  if (operand.kind == Operand::Kind::kNone) return -1;
  if (operand.kind == Operand::Kind::kSlot) {
    const auto slot = static_cast<size_t>(operand.slot);
    if (!facts.known[slot]) return -1;
    const Value& value = facts.values[slot];
    if (is_process_reference(value)) return process_of(value);
    return value.kind() == ValueKind::kObject ? static_cast<int32_t>(value.as_int()) : -1;
  }
  if (operand.whole || operand.index_slot < 0) return operand.first;
  const auto slot = static_cast<size_t>(operand.index_slot);
  if (!facts.known[slot] || !facts.values[slot].is_int()) return -1;
  const int64_t index = facts.values[slot].as_int();
  return index >= 0 && index < operand.count ? operand.first + static_cast<int32_t>(index) : -1;
}

void Flow::step_operation(int32_t node, const OperationSpec& spec, Facts facts) {
  const int32_t after = node - contexts_[static_cast<size_t>(context_of(node))].first_node + 1;
  if (spec.timeout_target >= 0) flow_to(node, spec.timeout_target, facts);
  if (spec.into_slot >= 0) facts.known[static_cast<size_t>(spec.into_slot)] = false;
  const int32_t target = target_of(spec, facts);
  if (spec.op == Op::kAcquire && target >= 0)
    facts.held |= locks_.bit(lock_of(world_.program(), target));
  if (spec.op == Op::kRelease)
    facts.held &= target < 0 ? 0 : ~locks_.bit(lock_of(world_.program(), target));
  flow_to(node, after, facts);
}

void Flow::step_call(int32_t node, int32_t routine, const Instruction& i, const Facts& facts) {
  const int32_t depth = contexts_[static_cast<size_t>(context_of(node))].depth + 1;
  if (depth > kDeepestCall) {
    failed_ = true;
    return;
  }
  const auto [call, added] = calls_.try_emplace({node, routine}, 0);
  if (added) {
    call->second = add_context(routine, depth);
    nodes_[static_cast<size_t>(node)].callees.push_back(call->second);
  }
  const Routine& code = world_.program().routines[static_cast<size_t>(routine)];
  Facts entry;
  entry.values = code.initial;
  entry.known.assign(entry.values.size(), false);
  entry.held = facts.held;
  for (int32_t k = 0; i.op == OpCode::kCall && k < i.d; ++k) {
    const auto from = static_cast<size_t>(i.b + k);
    entry.values[static_cast<size_t>(k)] = facts.values[from];
    entry.known[static_cast<size_t>(k)] = facts.known[from];
  }
  merge(contexts_[static_cast<size_t>(call->second)].first_node, entry);
}

// The locks that a call of the routine may release, itself or in what it calls.
uint64_t Flow::released_by(int32_t routine) {
  const auto known = released_.find(routine);
  if (known != released_.end()) return known->second;
  uint64_t released = 0;
  std::vector<int32_t> reached = {routine};  // each once: calls may go round
  for (size_t next = 0; next < reached.size(); ++next) {
    const Routine& code = world_.program().routines[static_cast<size_t>(reached[next])];
    for (const Instruction& i : code.instructions) {
      released |= released_in(i);
      const bool is_new =
          i.op == OpCode::kCall && std::find(reached.begin(), reached.end(), i.a) == reached.end();
      if (is_new) reached.push_back(i.a);
    }
  }
  return released_[routine] = released;
}

uint64_t Flow::released_in(const Instruction& i) const {
  if (i.op == OpCode::kCallAction || i.op == OpCode::kCallItem) return ~uint64_t{0};
  if (i.op != OpCode::kOperation) return 0;
  const Program& program = world_.program();
  const OperationSpec& spec = program.operations[static_cast<size_t>(i.a)];
  if (spec.op != Op::kRelease) return 0;
  if (spec.operand.kind != Operand::Kind::kObject) return ~uint64_t{0};
  uint64_t released = 0;
  for (int32_t k = 0; k < spec.operand.count; ++k)
    released |= locks_.bit(lock_of(program, spec.operand.first + k));
  return released;
}

int32_t Flow::deed_number(const Deed& deed) {
  const auto number = static_cast<int32_t>(deeds_.size());
  const auto [entry, added] = deed_numbers_.try_emplace(deed, number);
  if (added) deeds_.push_back(deed);
  return entry->second;
}

// Whether the operation's value is known, and of that sort.
bool Flow::sums_exactly_at(const OperationSpec& spec, const Facts& facts) {
  const auto slot = static_cast<size_t>(spec.value_slot);
  return spec.value_slot >= 0 && facts.known[slot] && sums_exactly(facts.values[slot]);
}

void Flow::collect_deeds() {
  for (size_t number = 0; number < nodes_.size(); ++number) {
    Node& node = nodes_[number];
    const Instruction& i = instruction_of(static_cast<int32_t>(number));
    if (!node.facts.reached || i.op != OpCode::kOperation) continue;
    const OperationSpec& spec = world_.program().operations[static_cast<size_t>(i.a)];
    const int32_t target = target_of(spec, node.facts);
    for (Access access : accesses_of(world_, spec, target)) {
      uint64_t held = node.facts.held;
      if (puts_into_cell(access.op)) access.sums_exactly = sums_exactly_at(spec, node.facts);
      if (needs_lock(access) && target >= 0)
        access.rightful = (held & locks_.bit(lock_of(world_.program(), target))) != 0;
      if (access.takes_again) {
        held = target < 0 ? 0 : held & ~locks_.bit(lock_of(world_.program(), target));
      }
      node.deeds.push_back(deed_number({access, held}));
    }
  }
}

}  // namespace runner::world
