// The changing side of a simulated world, as the operations see it: components to read and to
// change, a clock, and somewhere to tell what happened.
//
// Everything that an operation learns it learns by reading here, so that whoever implements State
// knows what a step depended on.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "events/event.h"
#include "world/components.h"
#include "world/world.h"

namespace runner::world {

// A process's uncaught error: what explorations look for.
struct Complaint {
  int32_t process = 0;
  ErrorKind kind = ErrorKind::kFail;
  std::string message;
  Position at;
  friend bool operator==(const Complaint&, const Complaint&) = default;
};

class State {
 public:
  explicit State(const World& world) : world_(world) {}
  virtual ~State() = default;

  const World& world() const { return world_; }

  // References are good until the next change of the same component.
  virtual const ProcessState& process(int32_t number) = 0;
  virtual const Lifecycle& lifecycle(int32_t number) = 0;
  virtual const ObjectState& object(int32_t number) = 0;
  virtual ProcessState& change_process(int32_t number) = 0;
  virtual Lifecycle& change_lifecycle(int32_t number) = 0;
  virtual ObjectState& change_object(int32_t number) = 0;

  // REQUIRES that the object is of the kind to which the state belongs.
  template <typename T>
  const T& get(int32_t number) {
    return std::get<T>(object(number));
  }
  template <typename T>
  T& change(int32_t number) {
    return std::get<T>(change_object(number));
  }

  // The time that `seconds` from now will be.
  virtual int64_t deadline_after(double seconds) = 0;
  // Whether a deadline has passed, or may have: without time any may.
  virtual bool time_is_up(int64_t deadline) = 0;
  virtual int64_t next_period(int64_t deadline, double seconds) = 0;
  virtual std::string now() = 0;
  virtual double elapsed() = 0;

  // The machine of a process that starts.
  virtual Machine new_machine(int32_t process) = 0;
  // How many local instructions a machine may execute in one step.
  virtual uint64_t budget() const = 0;
  // A machine is about to execute some of them: whoever has no time left does not return.
  virtual void look_at_time() {}
  // Whether `choose` is a choice of the world's (otherwise the machine draws).
  virtual bool chooses() const = 0;
  // Where it is not: the element that is taken all the same in place of the one that is drawn.
  virtual std::optional<int64_t> preferred_element() const { return std::nullopt; }

  // Something happened that is part of the run's story; the state adds the time.
  virtual void tell(Event event) = 0;
  // A process failed by an uncaught error.
  virtual void complain(int32_t process, const ErrorBody& error) = 0;
  // The pending operation of a process has come to this outcome.
  virtual void came_out(int32_t, const Outcome&) {}
  // A notify that woke no one, a trigger: who waits for it afterwards has missed it.
  virtual void wakeup_passed(int32_t object) = 0;

  // Somebody has died with a wake-up that it had made no use of: whose it is of those that wait.
  virtual int32_t heir(const std::vector<int32_t>& waiting) = 0;

 private:
  const World& world_;
};

// The display name of a process.
std::string name_of(State& state, int32_t process);
// The one it had when `number` was its Lifecycle::number.
std::string name_of(State& state, int32_t process, const std::string& number);

}  // namespace runner::world
