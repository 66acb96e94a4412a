#include "world/tables.h"

#include <map>
#include <utility>

namespace runner::world {

Tables::Tables(const World& world, int64_t kills)
    : liveness_(world.program()),
      processes_(world.process_count()),
      objects_(static_cast<size_t>(world.object_count())),
      kills_(kills) {
  if (world.judges_output()) output_.emplace(*world.scenario().expect.output);
  // Handlers and daemons of one routine may differ between groups.
  std::map<std::pair<int32_t, int32_t>, int32_t> known;
  for (int32_t process = 0; process < processes_; ++process) {
    const int32_t routine = world.program().processes[static_cast<size_t>(process)].routine;
    const Process& declared = world.process(process);
    const int32_t group = declared.group >= 0 ? declared.group : -1 - declared.pool;
    const auto number = static_cast<int32_t>(known.size());
    classes_.push_back(known.try_emplace({routine, group}, number).first->second);
  }
  states_.resize(known.size());
  lifecycles_.resize(known.size());
}

// What is in encoded_, as a value of the table.
template <typename T>
int32_t Tables::intern(Interner<T>& table, T&& value) {
  ++version_;
  allowance_.look_at_time();
  allowance_.look_at_memory(bytes() + Interner<T>::bytes_for(encoded_));
  const size_t before = table.bytes();
  const int32_t number = table.intern(encoded_, std::forward<T>(value));
  bytes_ += table.bytes() - before;
  return number;
}

int32_t Tables::intern_process(int32_t process, ProcessState&& state) {
  if (state.machine) {
    // What nothing can read any more takes memory all the same, and is not in the encoding.
    state.machine->forget_dead(liveness_);
    allowance_.look_at_memory(bytes() + state.machine->value_bytes());
  }
  encoded_.clear();
  append_encoded(encoded_, state, &liveness_);
  return intern(states_[class_index(process)], std::move(state));
}

int32_t Tables::intern_lifecycle(int32_t process, Lifecycle&& state) {
  encoded_.clear();
  append_encoded(encoded_, state);
  return intern(lifecycles_[class_index(process)], std::move(state));
}

int32_t Tables::intern_object(int32_t object, ObjectState&& state) {
  encoded_.clear();
  append_encoded(encoded_, state);
  return intern(objects_[static_cast<size_t>(object)], std::move(state));
}

int32_t Tables::output_after(int32_t state, std::string_view text) {
  ++version_;
  allowance_.look_at_time();
  allowance_.look_at_memory(bytes());
  return output_->after(state, text);
}

int32_t Tables::count(ComponentNumber component) const {
  if (component == kills_component()) return static_cast<int32_t>(kills_) + 1;
  if (component == output_component()) return output_ ? output_->count() : 1;
  if (component < processes_) return states_[class_index(component)].size();
  component -= processes_;
  if (component < processes_) return lifecycles_[class_index(component)].size();
  return objects_[static_cast<size_t>(component - processes_)].size();
}

}  // namespace runner::world
