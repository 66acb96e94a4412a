#include "machine/providers.h"

#include <algorithm>
#include <map>
#include <utility>

namespace runner {

namespace {

template <typename T>
void sort_unique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

// Whoever uses a pool first starts its workers.
bool uses_pool(Op op) {
  return op == Op::kPoolSubmit || op == Op::kPoolClose || op == Op::kPoolTerminate;
}

}  // namespace

Providers::Providers(const Program& program) {
  std::map<std::pair<int32_t, std::vector<int32_t>>, int32_t> known;
  body_of_.reserve(program.processes.size());
  for (const ProcessProgram& process : program.processes) {
    const auto [entry, added] = known.try_emplace({process.routine, process.handlers},
                                                  static_cast<int32_t>(bodies_.size()));
    if (added) {
      Body body;
      if (process.routine >= 0) body.roots.push_back(process.routine);
      for (const int32_t handler : process.handlers)
        if (handler >= 0) body.roots.push_back(handler);
      bodies_.push_back(std::move(body));
    }
    body_of_.push_back(entry->second);
  }
  for (Body& body : bodies_) {
    std::vector<bool> visited(program.routines.size());
    const std::vector<int32_t> roots = body.roots;
    for (const int32_t root : roots) collect(program, body, visited, root);
    sort_unique(body.deeds);
    sort_unique(body.operations);
  }
  link_starts(program);
}

void Providers::collect(const Program& program, Body& body, std::vector<bool>& visited,
                        int32_t routine) {
  std::vector<int32_t> open = {routine};
  while (!open.empty()) {
    const auto number = static_cast<size_t>(open.back());
    open.pop_back();
    if (visited[number]) continue;
    visited[number] = true;
    for (const Instruction& instruction : program.routines[number].instructions) {
      if (instruction.op == OpCode::kCall) open.push_back(instruction.a);
      if (instruction.op == OpCode::kCallAction) {
        for (const Object& object : program.scenario.objects)
          if (object.action >= 0) open.push_back(object.action);
      }
      if (instruction.op == OpCode::kCallItem) {
        for (const OperationSpec& spec : program.operations)
          if (spec.op == Op::kPoolSubmit && spec.callee.kind == Callee::Kind::kTask)
            open.push_back(spec.callee.number);
      }
      if (instruction.op != OpCode::kOperation) continue;
      const OperationSpec& spec = program.operations[static_cast<size_t>(instruction.a)];
      body.operations.push_back(instruction.a);
      const Operand& operand = spec.operand;
      const bool known =
          operand.kind == Operand::Kind::kObject || operand.kind == Operand::Kind::kProcess;
      const bool several = operand.index_slot >= 0 || operand.whole;
      body.deeds.push_back(known ? Deed{spec.op, operand.first, several ? operand.count : 1}
                                 : Deed{spec.op, 0, 0});
    }
  }
}

void Providers::link_starts(const Program& program) {
  for (Body& body : bodies_) {
    for (const Deed& deed : body.deeds) {
      if (deed.op != Op::kStart && !uses_pool(deed.op)) continue;
      for (size_t process = 0; process < body_of_.size(); ++process) {
        const auto number = static_cast<int32_t>(process);
        const int32_t target =
            deed.op == Op::kStart ? number : program.scenario.processes[process].pool;
        if (target < 0) continue;
        if (deed.count == 0 || (target >= deed.first && target < deed.first + deed.count))
          body.starts.push_back(body_of_[process]);
      }
    }
    sort_unique(body.starts);
  }
  for (size_t start = 0; start < bodies_.size(); ++start) {
    std::vector<int32_t> family = {static_cast<int32_t>(start)};
    for (size_t next = 0; next < family.size(); ++next) {
      for (const int32_t child : bodies_[static_cast<size_t>(family[next])].starts)
        if (std::find(family.begin(), family.end(), child) == family.end()) family.push_back(child);
    }
    bodies_[start].families = std::move(family);
  }
}

bool Providers::body_may(int32_t body, Op op, int32_t target) const {
  for (const int32_t member : bodies_[static_cast<size_t>(body)].families) {
    const std::vector<Deed>& deeds = bodies_[static_cast<size_t>(member)].deeds;
    auto deed = std::lower_bound(deeds.begin(), deeds.end(), Deed{op, 0, 0});
    for (; deed != deeds.end() && deed->op == op; ++deed)
      if (deed->count == 0 || (target >= deed->first && target < deed->first + deed->count))
        return true;
  }
  return false;
}

}  // namespace runner
