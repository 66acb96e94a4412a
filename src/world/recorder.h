// A State that lies in numbers: reads look components up in the tables and are written down,
// changes go to copies. What one step read and changed is all that it depended on and did.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "world/tables.h"

namespace runner::world {

// One component's new number.
struct Write {
  ComponentNumber component = 0;
  int32_t number = 0;
  int32_t before = 0;  // the number that it replaces
  friend bool operator==(const Write&, const Write&) = default;
};

class Recorder final : public ClockedState {
 public:
  Recorder(const World& world, const Rules& rules, Tables& tables);

  // A new step, from the state with these component numbers (which must outlive it).
  void begin(const int32_t* numbers);
  // The same step once more, in another way: changes are forgotten, reads are kept.
  void begin_again();

  // The components that were read, in the order of their first reading.
  const std::vector<ComponentNumber>& reads() const { return reads_; }
  // Kills from outside: how many are left, and one less.
  int64_t kills_left();
  void spend_kill();
  // Numbers the changed components.
  std::vector<Write> finish();
  const std::vector<Complaint>& complaints() const { return complaints_; }

  const ProcessState& process(int32_t number) override;
  const Lifecycle& lifecycle(int32_t number) override;
  const ObjectState& object(int32_t number) override;
  void look_at_time() override { tables_.allowance().look_at_time(); }
  ProcessState& change_process(int32_t number) override;
  Lifecycle& change_lifecycle(int32_t number) override;
  ObjectState& change_object(int32_t number) override;
  void tell(Event event) override;
  void complain(int32_t process, const ErrorBody& error) override;
  void wakeup_passed(int32_t) override {}

 private:
  struct Copy {
    std::unique_ptr<ProcessState> process;
    std::unique_ptr<Lifecycle> lifecycle;
    std::unique_ptr<ObjectState> object;
    bool changed = false;
  };
  Copy& copy(ComponentNumber component);
  int32_t number_of(ComponentNumber component) { return numbers_[static_cast<size_t>(component)]; }

  Tables& tables_;
  const int32_t* numbers_ = nullptr;
  std::vector<ComponentNumber> reads_;
  std::vector<bool> was_read_;  // by component
  std::vector<ComponentNumber> copied_;
  std::vector<Copy> copies_;  // by component
  std::vector<Complaint> complaints_;
  bool kill_is_spent_ = false;
  std::optional<int32_t> output_;  // after what the step has printed
};

}  // namespace runner::world
