// The numbers of all component values that an exploration has met.
//
// Processes of the same program share their tables, so that replicas in the same state have the
// same numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "program/liveness.h"
#include "verdict/expected_progress.h"
#include "world/allowance.h"
#include "world/components.h"
#include "world/concrete_state.h"
#include "world/interner.h"
#include "world/world.h"

namespace runner::world {

class Tables {
 public:
  // `kills`: how many processes may be killed from outside.
  Tables(const World& world, int64_t kills);

  ComponentNumber process_component(int32_t process) const { return process; }
  ComponentNumber lifecycle_component(int32_t process) const { return processes_ + process; }
  ComponentNumber object_component(int32_t object) const { return 2 * processes_ + object; }
  // How many kills are left: its number is the count itself.
  ComponentNumber kills_component() const {
    return 2 * processes_ + static_cast<int32_t>(objects_.size());
  }
  // How far what was printed has come in what is expected: its number is a state of output().
  ComponentNumber output_component() const { return kills_component() + 1; }
  size_t component_count() const { return static_cast<size_t>(output_component()) + 1; }

  // Which processes run the same program.
  int32_t class_of(int32_t process) const { return classes_[static_cast<size_t>(process)]; }

  const ProcessState& process(int32_t process, int32_t number) const {
    return states_[class_index(process)].at(number);
  }
  const Lifecycle& lifecycle(int32_t process, int32_t number) const {
    return lifecycles_[class_index(process)].at(number);
  }
  const ObjectState& object(int32_t object, int32_t number) const {
    return objects_[static_cast<size_t>(object)].at(number);
  }

  // Null: nobody asks what is printed.
  const ExpectedProgress* output() const { return output_ ? &*output_ : nullptr; }
  // REQUIRES output().
  int32_t output_after(int32_t state, std::string_view text);

  // Each throws Exhausted where the allowance does not suffice.
  int32_t intern_process(int32_t process, ProcessState&& state);
  int32_t intern_lifecycle(int32_t process, Lifecycle&& state);
  int32_t intern_object(int32_t object, ObjectState&& state);

  int32_t process_count(int32_t process) const { return states_[class_index(process)].size(); }
  // Changes whenever a value has got a number.
  size_t version() const { return version_; }
  // How many values a component has had.
  int32_t count(ComponentNumber component) const;
  size_t bytes() const { return bytes_ + (output_ ? output_->bytes() : 0); }
  // For everything that computes what is numbered here.
  Allowance& allowance() { return allowance_; }

 private:
  template <typename T>
  int32_t intern(Interner<T>& table, T&& value);
  size_t class_index(int32_t process) const {
    return static_cast<size_t>(classes_[static_cast<size_t>(process)]);
  }

  Liveness liveness_;
  int32_t processes_;
  std::vector<int32_t> classes_;                 // by process
  std::vector<Interner<ProcessState>> states_;   // by class
  std::vector<Interner<Lifecycle>> lifecycles_;  // by class
  std::vector<Interner<ObjectState>> objects_;
  int64_t kills_;
  std::optional<ExpectedProgress> output_;
  std::string encoded_;
  size_t version_ = 0;
  size_t bytes_ = 0;
  Allowance allowance_;
};

}  // namespace runner::world
