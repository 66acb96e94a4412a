#include "world/symmetry.h"

#include <algorithm>
#include <numeric>

#include "base/text.h"
#include "machine/references.h"
#include "world/packed_states.h"
#include "world/references_in.h"

namespace runner::world {

namespace {

bool refers_to_processes(ObjectKind kind) {
  return kind == ObjectKind::kLock || kind == ObjectKind::kCondition ||
         kind == ObjectKind::kBarrier;
}

// Operations that show who holds, waits or lives, whoever it is about.
bool shows_names(const OperationSpec& spec) {
  if (spec.op == Op::kWaitAny) return true;
  return spec.op == Op::kRead && (spec.flag || spec.attribute == Attribute::kOwner);
}

}  // namespace

Symmetry::Symmetry(Space& space)
    : space_(space),
      recorder_(space.world(), space.rules(), space.tables()),
      settled_(static_cast<size_t>(space.world().process_count())),
      renamed_(static_cast<size_t>(space.world().process_count())),
      referents_(static_cast<size_t>(space.world().object_count())) {
  std::iota(renamed_.begin(), renamed_.end(), 0);
  if (space.world().names_replicas()) return;
  for (const ProcessGroup& group : space.world().scenario().groups)
    if (is_anonymous(group)) groups_.push_back(&group);
  for (int32_t object = 0; object < space.world().object_count(); ++object)
    if (refers_to_processes(space.world().object(object).kind)) objects_.push_back(object);
}

// Whether nothing in the program depends on which of the replicas is which.
bool Symmetry::is_anonymous(const ProcessGroup& group) const {
  const Program& program = space_.program();
  const Scenario& scenario = program.scenario;
  if (group.count < 2 || !group.on_signal.empty()) return false;
  if (may_have_children(group.first)) return false;
  const Process& first = space_.world().process(group.first);
  if (first.numbered || space_.world().numbers_starts() || space_.world().orders_children())
    return false;
  for (const ExitExpectation& exit : scenario.expect.exits) {
    const bool all =
        exit.first <= group.first && exit.first + exit.count >= group.first + group.count;
    const bool none =
        exit.first >= group.first + group.count || exit.first + exit.count <= group.first;
    if (!all && !none) return false;
  }
  const auto names_one = [&group](const Value& argument) {
    const int32_t process = is_process_reference(argument) ? process_of(argument) : kNobody;
    return process >= group.first && process < group.first + group.count;
  };
  for (const ProcessProgram& process : program.processes)
    if (std::any_of(process.arguments.begin(), process.arguments.end(), names_one)) return false;
  for (const Routine& routine : program.routines)
    for (size_t pc = 0; pc < routine.instructions.size(); ++pc)
      if (names_member(group, routine, pc)) return false;
  // They must begin alike: then `index` and their names are used nowhere.
  const Liveness liveness(program);
  const std::string beginning = beginning_of(group.first, liveness);
  for (int32_t i = 1; i < group.count; ++i)
    if (beginning_of(group.first + i, liveness) != beginning) return false;
  return true;
}

std::string Symmetry::without_indexes(std::string_view text) const {
  const auto is_group = [this](std::string_view name) {
    return std::any_of(groups_.begin(), groups_.end(),
                       [name](const ProcessGroup* group) { return group->name == name; });
  };
  std::string result;
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) ++end;
    const bool indexed = end < text.size() && text[end] == '[';
    const bool left_out = indexed && is_group(text.substr(at, end - at));
    if (end == at) ++end;
    result += text.substr(at, end - at);
    at = end;
    if (left_out) at = std::min(text.find(']', end), text.size() - 1) + 1;
  }
  return result;
}

// Those whom it starts, a pool's workers among them, know their parent.
bool Symmetry::may_have_children(int32_t process) const {
  const Providers& providers = space_.providers();
  const std::vector<int32_t>& operations = providers.operations(providers.body_of(process));
  return std::any_of(operations.begin(), operations.end(), [this](int32_t number) {
    const Op op = space_.program().operations[static_cast<size_t>(number)].op;
    return op == Op::kStart || op == Op::kPoolSubmit || op == Op::kPoolClose ||
           op == Op::kPoolTerminate;
  });
}

// Where the process is at first, or will be once it is started, encoded. Not as a number: a machine
// that has not reached its first operation is not told from one that has.
std::string Symmetry::beginning_of(int32_t process, const Liveness& liveness) const {
  const Numbers& initial = space_.initial();
  ProcessState state = space_.tables().process(process, initial[static_cast<size_t>(process)]);
  if (!state.machine) {
    Recorder recorder(space_.world(), space_.rules(), space_.tables());
    state.machine = recorder.new_machine(process);
  }
  std::string encoded;
  append_encoded(encoded, state, &liveness);
  return encoded;
}

bool Symmetry::names_member(const ProcessGroup& group, const Routine& routine, size_t pc) const {
  const Instruction& instruction = routine.instructions[pc];
  if (instruction.op == OpCode::kSelf) {
    const auto attribute = static_cast<Attribute>(instruction.b);
    return attribute != Attribute::kDaemon && attribute != Attribute::kAlive;
  }
  if (instruction.op != OpCode::kOperation && instruction.op != OpCode::kReference) return false;
  const OperationSpec& spec = space_.program().operations[static_cast<size_t>(
      instruction.op == OpCode::kOperation ? instruction.a : instruction.b)];
  if (instruction.op == OpCode::kOperation && shows_names(spec)) return true;
  const Operand& operand = spec.operand;
  if (operand.kind == Operand::Kind::kSelf) return true;
  if (operand.kind != Operand::Kind::kProcess) return false;
  const int32_t last =
      operand.first + (operand.index_slot >= 0 || operand.whole ? operand.count : 1);
  if (operand.first >= group.first + group.count || last <= group.first) return false;
  if (spec.op == Op::kStart) return false;
  return !is_joint_join(group, routine, pc) || !is_quiet_join(group, instruction.a);
}

// Whether the ends of the members let every joiner go on at once: then it does not matter for whom
// it waits first. A member that joins them all would join itself; whom a signal waits for does not
// go on at once.
bool Symmetry::is_quiet_join(const ProcessGroup& group, int32_t operation) const {
  const Providers& providers = space_.providers();
  for (int32_t joiner = 0; joiner < space_.world().process_count(); ++joiner) {
    const std::vector<int32_t>& operations = providers.operations(providers.body_of(joiner));
    if (!std::binary_search(operations.begin(), operations.end(), operation)) continue;
    if (space_.visibility().may_be_signalled(joiner)) return false;
    for (int32_t member = group.first; member < group.first + group.count; ++member)
      if (member == joiner || !space_.visibility().lets_go_on(member, joiner)) return false;
  }
  return true;
}

// A join of all of them in their order, whether as one loop or as one after the other: nobody can
// tell who was waited for first.
bool Symmetry::is_joint_join(const ProcessGroup& group, const Routine& routine, size_t pc) const {
  const Program& program = space_.program();
  const auto join_at = [&](size_t at) -> const OperationSpec* {
    if (at >= routine.instructions.size()) return nullptr;
    const Instruction& instruction = routine.instructions[at];
    if (instruction.op != OpCode::kOperation) return nullptr;
    const OperationSpec& spec = program.operations[static_cast<size_t>(instruction.a)];
    return spec.op == Op::kJoin && spec.deadline_slot < 0 ? &spec : nullptr;
  };
  const OperationSpec* spec = join_at(pc);
  if (spec == nullptr) return false;
  const Operand& operand = spec->operand;
  if (operand.index_slot >= 0) {
    const Instruction* before = pc > 0 ? &routine.instructions[pc - 1] : nullptr;
    return operand.first == group.first && operand.count == group.count && before != nullptr &&
           before->op == OpCode::kRangeNext && before->a == operand.index_slot;
  }
  const size_t begin = pc - static_cast<size_t>(operand.first - group.first);
  if (begin > pc) return false;
  for (int32_t i = 0; i < group.count; ++i) {
    const OperationSpec* join = join_at(begin + static_cast<size_t>(i));
    if (join == nullptr || join->operand.first != group.first + i) return false;
  }
  return true;
}

// Which locks the process has left behind: of the dead its own state tells nothing.
uint64_t Symmetry::legacy(int32_t process, const Numbers& numbers) {
  uint64_t legacy = 0;
  for (const int32_t object : objects_) {
    const int32_t number = numbers[static_cast<size_t>(space_.tables().object_component(object))];
    const std::vector<int32_t>& referents = this->referents(object, number);
    if (std::find(referents.begin(), referents.end(), process) == referents.end()) continue;
    const ObjectState& state = space_.tables().object(object, number);
    const auto* condition = std::get_if<ConditionState>(&state);
    const LockState* lock =
        condition != nullptr ? &condition->lock : std::get_if<LockState>(&state);
    const bool owns = lock != nullptr && lock->owner == process;
    legacy += component_hash(object, owns ? 1 : 2);
  }
  return legacy;
}

const std::vector<int32_t>& Symmetry::referents(int32_t object, int32_t number) {
  auto& known = referents_[static_cast<size_t>(object)];
  while (static_cast<int32_t>(known.size()) <= number) {
    const auto next = static_cast<int32_t>(known.size());
    known.push_back(referents_of(space_.tables().object(object, next)));
  }
  return known[static_cast<size_t>(number)];
}

// What the process's own state does not tell: whether it still is in the set of those that wait.
uint64_t Symmetry::roles(int32_t process, const ProcessState& state, const Numbers& numbers) const {
  if (state.phase != Phase::kWaiting && state.phase != Phase::kArrived) return 0;
  const int32_t target = state.machine->pending().target;
  const auto component = static_cast<size_t>(space_.tables().object_component(target));
  const ObjectState& object = space_.tables().object(target, numbers[component]);
  if (const auto* condition = std::get_if<ConditionState>(&object))
    return std::binary_search(condition->waiting.begin(), condition->waiting.end(), process);
  const auto& barrier = std::get<BarrierState>(object);
  if (std::binary_search(barrier.failed.begin(), barrier.failed.end(), process)) return 1;
  return std::any_of(barrier.waiting.begin(), barrier.waiting.end(),
                     [&](const auto& arrival) { return arrival.process == process; })
             ? 2
             : 0;
}

bool Symmetry::sort_group(const ProcessGroup& group, Numbers& numbers) {
  Tables& tables = space_.tables();
  members_.clear();
  for (int32_t process = group.first; process < group.first + group.count; ++process) {
    const auto life_at = static_cast<size_t>(tables.lifecycle_component(process));
    const Lifecycle& life = tables.lifecycle(process, numbers[life_at]);
    // Who has not started is still going to be, by its number.
    if (life.status == ProcessStatus::kInitial) continue;
    Member member;
    member.process = process;
    member.place = life.status == ProcessStatus::kStopped ? 0 : 1;
    member.state = numbers[static_cast<size_t>(process)];
    member.life = numbers[life_at];
    member.roles = life.status == ProcessStatus::kStopped
                       ? legacy(process, numbers)
                       : roles(process, tables.process(process, member.state), numbers);
    members_.push_back(member);
  }
  const auto key = [](const Member& member) {
    return std::tuple(member.place, member.state, member.life, member.roles);
  };
  const auto is_before = [&](const Member& a, const Member& b) { return key(a) < key(b); };
  if (std::is_sorted(members_.begin(), members_.end(), is_before)) return false;
  std::vector<int32_t>& places = key_;
  places.clear();
  for (const Member& member : members_) places.push_back(member.process);
  std::stable_sort(members_.begin(), members_.end(), is_before);
  for (size_t i = 0; i < members_.size(); ++i) {
    const int32_t process = places[i];
    numbers[static_cast<size_t>(process)] = members_[i].state;
    numbers[static_cast<size_t>(tables.lifecycle_component(process))] = members_[i].life;
    renamed_[static_cast<size_t>(members_[i].process)] = process;
  }
  return true;
}

void Symmetry::rename_objects(Numbers& numbers) {
  Tables& tables = space_.tables();
  for (const int32_t object : objects_) {
    int32_t& number = numbers[static_cast<size_t>(tables.object_component(object))];
    const std::vector<int32_t>& referents = this->referents(object, number);
    const bool moved = std::any_of(referents.begin(), referents.end(), [this](int32_t process) {
      return renamed_[static_cast<size_t>(process)] != process;
    });
    if (!moved) continue;
    key_ = {object, number};
    for (const int32_t process : referents) key_.push_back(renamed_[static_cast<size_t>(process)]);
    const auto found = renamings_.find(key_);
    if (found != renamings_.end()) {
      number = found->second;
      continue;
    }
    number = tables.intern_object(object, renamed(tables.object(object, number), renamed_));
    renamings_.emplace(key_, number);
  }
}

// Whoever joins them all in their order may now have one less to wait for.
void Symmetry::settle_joiners(const ProcessGroup& group, Numbers& numbers) {
  for (const int32_t joiner : space_.visibility().joiners(group.first)) {
    int32_t leaf = settled_.find(joiner, numbers.data());
    if (leaf == DecisionTree::kUnknown) {
      recorder_.begin(numbers.data());
      settle(recorder_, space_.visibility(), joiner, kNobody);
      leaf = static_cast<int32_t>(writes_.size());
      writes_.push_back(recorder_.finish());
      settled_.insert(joiner, recorder_.reads(), numbers.data(), leaf);
    }
    for (const Write& write : writes_[static_cast<size_t>(leaf)])
      numbers[static_cast<size_t>(write.component)] = write.number;
  }
}

size_t Symmetry::bytes() const {
  constexpr size_t kNode = 80;  // of a map, with what the allocator takes
  size_t bytes = settled_.bytes() + writes_.capacity() * sizeof(decltype(writes_)::value_type);
  if (!renamings_.empty())
    bytes += renamings_.size() * (kNode + renamings_.begin()->first.size() * sizeof(int32_t));
  for (const auto& known : referents_) {
    bytes += known.capacity() * 2 * sizeof(std::vector<int32_t>);
  }
  return bytes;
}

void Symmetry::sort(Numbers& numbers) {
  for (const ProcessGroup* group : groups_) {
    if (!sort_group(*group, numbers)) continue;
    rename_objects(numbers);
    for (int32_t i = 0; i < group->count; ++i)
      renamed_[static_cast<size_t>(group->first + i)] = group->first + i;
    settle_joiners(*group, numbers);
  }
}

}  // namespace runner::world
