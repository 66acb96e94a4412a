// A whole world as it is at one moment: what a simulated run goes through, and what the steps of a
// schedule are tried on.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "world/allowance.h"
#include "world/clocked_state.h"

namespace runner::world {

// Components by number: first the processes, then their lifecycles, then the objects.
using ComponentNumber = int32_t;

class ConcreteState final : public ClockedState {
 public:
  ConcreteState(const World& world, const Rules& rules, EventSink* sink);

  const ProcessState& process(int32_t number) override;
  const Lifecycle& lifecycle(int32_t number) override;
  const ObjectState& object(int32_t number) override;
  ProcessState& change_process(int32_t number) override;
  Lifecycle& change_lifecycle(int32_t number) override;
  ObjectState& change_object(int32_t number) override;
  void tell(Event event) override;
  void complain(int32_t process, const ErrorBody& error) override;
  void came_out(int32_t process, const Outcome& outcome) override;
  void look_at_time() override { allowance_.look_at_time(); }
  void wakeup_passed(int32_t object) override { passed_[static_cast<size_t>(object)] = true; }

  // Whether a notify or a trigger of the object has gone by.
  bool has_passed(int32_t object) const { return passed_[static_cast<size_t>(object)]; }

  // Until then it may take (steady time): what runs longer is ended by Exhausted.
  void allow_until(Allowance::Clock::time_point time) { allowance_.time = time; }
  void stop_at(const std::atomic<int>* signal) { allowance_.stop_signal = signal; }

  // While they are kept: every uncaught error, the last outcome of each process's operations, and
  // all that was printed.
  void keep_story() { story_.emplace(); }
  const std::vector<Complaint>& complaints() const { return story_->complaints; }
  const std::string& output() const { return story_->output; }
  // Since the last look.
  std::optional<Outcome> take_outcome(int32_t process);

  ComponentNumber component_count() const {
    return 2 * world().process_count() + world().object_count();
  }
  // What was read (only while `recording`) and changed since the last clear; may repeat.
  void record_reads(bool recording) { recording_ = recording; }
  const std::vector<ComponentNumber>& reads() const { return reads_; }
  const std::vector<ComponentNumber>& changes() const { return changes_; }
  void clear_reads() { reads_.clear(); }
  void clear_changes() { changes_.clear(); }

 private:
  void note_read(ComponentNumber component) {
    if (recording_) reads_.push_back(component);
  }

  struct Story {
    std::vector<Complaint> complaints;
    std::map<int32_t, Outcome> outcomes;
    std::string output;
  };

  EventSink* sink_;  // may be null
  std::optional<Story> story_;
  Allowance allowance_;
  std::vector<ProcessState> processes_;
  std::vector<Lifecycle> lifecycles_;
  std::vector<ObjectState> objects_;
  std::vector<bool> passed_;  // by object
  bool recording_ = false;
  std::vector<ComponentNumber> reads_;
  std::vector<ComponentNumber> changes_;
};

}  // namespace runner::world
