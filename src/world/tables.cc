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

int32_t Tables::intern_process(int32_t process, ProcessState&& state) {
  ++version_;
  encoded_.clear();
  append_encoded(encoded_, state, &liveness_);
  return states_[class_index(process)].intern(encoded_, std::move(state));
}

int32_t Tables::intern_lifecycle(int32_t process, Lifecycle&& state) {
  ++version_;
  encoded_.clear();
  append_encoded(encoded_, state);
  return lifecycles_[class_index(process)].intern(encoded_, std::move(state));
}

int32_t Tables::intern_object(int32_t object, ObjectState&& state) {
  ++version_;
  encoded_.clear();
  append_encoded(encoded_, state);
  return objects_[static_cast<size_t>(object)].intern(encoded_, std::move(state));
}

int32_t Tables::output_after(int32_t state, std::string_view text) {
  ++version_;
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

size_t Tables::bytes() const {
  size_t bytes = output_ ? output_->bytes() : 0;
  for (const auto& table : states_) bytes += table.bytes();
  for (const auto& table : lifecycles_) bytes += table.bytes();
  for (const auto& table : objects_) bytes += table.bytes();
  return bytes;
}

}  // namespace runner::world
