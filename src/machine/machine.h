// One process as plain data: where it is in its program, and its locals.
//
// A machine advances by itself through everything local until it needs the world; then it yields an
// operation and waits for its outcome. Nothing of it lives on the C++ stack between two operations,
// so a machine can be copied, encoded, compared and carried on by whichever backend performs its
// operations.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/inline_vector.h"
#include "expr/code.h"
#include "expr/random.h"
#include "machine/fault.h"
#include "machine/job.h"
#include "program/liveness.h"
#include "program/program.h"

namespace runner {

// Deadlines: nanoseconds of the backend's clock, or one of these two.
inline constexpr int64_t kNoDeadline = INT64_MAX;  // wait for ever
inline constexpr int64_t kOnlyTry = INT64_MIN;     // a timeout of zero or less: do not wait at all

// What a machine may ask without yielding: the clock, and who it is. Nothing that another process
// can change.
class Environment : public Surroundings {
 public:
  // The deadline of a timeout that begins now. REQUIRES seconds > 0 (else the machine takes
  // kOnlyTry by itself).
  virtual int64_t deadline_after(double seconds) = 0;
  // A snapshot of the running process, for self.name and its like.
  virtual ProcessBody self() = 0;
  // The next time of a periodic step list. Untimed exploration has no time to advance.
  virtual int64_t next_period(int64_t deadline, double seconds);
};

// An operation that waits to be performed. The pointers lead into the machine's slots and stay good
// until the machine is resumed.
struct Operation {
  Op op = Op::kYield;
  const OperationSpec* spec = nullptr;
  bool is_process = false;  // target numbers a process, not an object
  int32_t target = -1;      // object or process; the first of them where spec->operand.whole
  int32_t count = 1;        // how many targets (whole arrays)
  Value reference;          // a handle, where that is what the operand's slot holds
  const Value* value = nullptr;
  std::span<const Value> path;
  const Value* chunk = nullptr;  // kPoolSubmit of a map; null: the default
  int64_t deadline = kNoDeadline;
};

// What became of an operation.
struct Outcome {
  enum class Status : uint8_t { kDone, kTimeout, kFailed };
  Status status = Status::kDone;
  Fault fault = Fault::kNone;
  Value value;  // the result, or the fault's detail

  static Outcome done(Value result = Value()) {
    return {Status::kDone, Fault::kNone, std::move(result)};
  }
  static Outcome timeout() { return {Status::kTimeout, Fault::kTimeout, Value()}; }
  static Outcome failed(Fault fault, Value detail = Value()) {
    return {Status::kFailed, fault, std::move(detail)};
  }
};

// So many local instructions without an operation are a step of their own, `compute`: in every
// world the same ones.
inline constexpr uint64_t kComputeBudget = 1'000'000;

class Machine {
 public:
  // The machine of a process, at the start of its program.
  Machine(const Program& program, int32_t process, uint64_t seed);
  // A machine that evaluates one routine without parameters (finally, observe, always); its kEnd
  // carries the routine's value, a kError value if it failed.
  static Machine evaluator(const Program& program, int32_t routine);

  // Advances to the next operation, which is then pending. With a budget, gives up after that many
  // local instructions: the operation is then a kYield without spec, and the machine goes on with
  // the next call (after resume()).
  const Operation& next(Environment& environment, uint64_t budget = UINT64_MAX);
  // The same for a backend that performs some operations at once, where the machine stands: what
  // `quick.perform(const OperationSpec&, Value* slots)` says true to is over, with its result
  // stored, and is not yielded. False: nothing has happened. Before what may take long without an
  // operation, `quick.computes(Position)` is told. Defined in machine/execution.h.
  template <typename Quick>
  const Operation& next(Environment& environment, uint64_t budget, Quick& quick);

  // The pending operation, again (its pointers are those of this machine, also in a copy).
  const Operation& pending() const;

  // Delivers the outcome of the pending operation.
  void resume(Outcome&& outcome) {
    const bool plain = outcome.status == Outcome::Status::kDone && phase_ == Phase::kSteps &&
                       pending_.spec != nullptr && pending_.op != Op::kRead;
    if (!plain) return resume_otherwise(std::move(outcome));
    complete(std::move(outcome.value));
  }

  // A handled signal arrives: the pending operation is not performed, the steps in progress are
  // abandoned (lock blocks are released), then the handler runs. False when the process has no
  // handler for it, ignores it, or is in a handler already: nothing happened.
  bool interrupt(int signal);
  // What interrupt() would do, without doing it.
  bool handles(int signal) const;

  // The machine may not go on: it becomes one whose next operations are kReport of this error and
  // the end of the process. For backends' own reasons (a scheduling attribute was refused).
  void fail(Value error);

  // An index below `count`, from the process's random numbers (for kChoose).
  uint64_t draw(uint64_t count) { return random_.below(count); }
  // random() and randint() give the same whenever and by whomever they are called: for exploration.
  void freeze_random() {
    random_frozen_ = true;
    random_ = Random{};
  }

  int32_t process() const { return process_; }
  // The machine goes on as that of another replica: machines of one routine whose encoded states
  // are equal differ in nothing else.
  void become(int32_t process);
  // All deadlines come nearer: for a clock that stands still.
  void shift_deadlines(int64_t nanoseconds);
  // Its frames, the innermost last: how many, and the routine and the instruction of one.
  size_t depth() const { return frames_.size(); }
  int32_t routine_at(size_t frame) const { return frames_[frame].routine; }
  int32_t instruction_at(size_t frame) const { return frames_[frame].pc; }
  const Program& program() const { return *program_; }
  // Also while the steps in progress are being left for it.
  bool in_handler() const { return in_handler_ || suspended_.kind == Unwinding::Kind::kSignal; }
  // Where the process is, for reports: the position of the pending operation.
  Position position() const;

  // The whole state as canonical bytes: equal exactly when machines of the same routine will do the
  // same. What no instruction can read any more is left out where `liveness` is given; so is the
  // process's number, and frozen random numbers.
  void append_encoded(std::string& out, const Liveness* liveness = nullptr) const;
  // Lets go of the values that no instruction can read any more.
  void forget_dead(const Liveness& liveness);
  // About how many bytes its values take when they are encoded.
  size_t value_bytes() const;

 private:
  enum class Role : uint8_t { kPlain, kItem, kHandler };
  struct Frame {
    int32_t routine = 0;
    int32_t pc = 0;     // of the instruction being executed: a caller's is its call
    int32_t base = 0;   // of its slots
    int32_t into = -1;  // the caller's slot for the returned value
    Role role = Role::kPlain;
  };

  // Why frames are being left.
  struct Unwinding {
    enum class Kind : uint8_t { kNone, kError, kExit, kSignal };
    Kind kind = Kind::kNone;
    Value value;  // the error, or the exit's value
    int signal = 0;
  };

  // What comes after the last frame: a report, the end of the children, the end.
  enum class Phase : uint8_t {
    kSteps,
    kReport,
    kExitText,
    kStopDaemons,
    kJoinChildren,
    kEnd,
    kEnded
  };

  void push_frame(int32_t routine, int32_t into, Role role);
  void pop_frame();
  void return_value(Value value);
  void raise(const Value& error);
  void raise(ErrorKind kind, std::string message);
  void unwind(Unwinding why);
  void finish(const Unwinding& why);
  void end_with(int64_t code);
  void next_phase();
  void yield_phase();
  void resume_otherwise(Outcome&& outcome);
  // The pending operation is done, and this is its result.
  void complete(Value&& result) {
    if (const int32_t into = pending_.spec->into_slot; into >= 0) slot(into) = std::move(result);
    ++frames_.back().pc;
  }
  template <typename Quick>  // true: an operation is pending
  bool execute(Environment& environment, uint64_t budget, Quick& quick);
  void execute_rare(const Instruction& instruction, Environment& environment, uint64_t& budget);
  bool yield_operation(const OperationSpec& spec);
  bool resolve_target(const OperationSpec& spec, Operation& operation);
  void bind_pending() const;
  void make_reference(const Instruction& instruction);
  void check_list(const Instruction& instruction);
  void check_count(const Instruction& instruction);
  void make_list(const Instruction& instruction);
  void store_local(const Instruction& instruction);
  void call_action(const Instruction& instruction);
  void catch_error(const Instruction& instruction, Environment& environment);
  void compute_time(const Instruction& instruction, Environment& environment);
  void call_routine(const Instruction& instruction);
  void call_kernel(const Instruction& instruction);
  Position place_of(const Instruction& i) const;
  void call_item(const Instruction& instruction, Environment& environment, uint64_t& budget);
  void evaluate_items(const Instruction& instruction, const Job& job, const Code& expression,
                      Environment& environment, uint64_t& budget);
  void call_kernel_items(const Instruction& instruction, const Job& job, Environment& environment);
  void step_implicit(const Instruction& instruction);
  void raise_recursion();
  bool in_call() const;
  void append_frame(std::string& out, size_t number, const Liveness* liveness) const;
  bool is_live(size_t frame, int32_t slot, const Liveness& liveness) const;
  std::string_view about() const;
  Value& slot(int32_t number) { return slots_[static_cast<size_t>(frames_.back().base + number)]; }

  const Program* program_;
  int32_t process_ = -1;
  Phase phase_ = Phase::kSteps;
  bool evaluator_ = false;
  bool in_handler_ = false;
  bool random_frozen_ = false;
  int64_t exit_code_ = 0;
  Value last_;  // the report's text, the exit's text, the evaluator's value
  Position last_position_;
  Random random_;
  // What most processes need lies here: a fork copies each page that is written.
  InlineVector<Frame, 4> frames_;
  InlineVector<Value, 8> slots_;
  Unwinding suspended_;  // what a running cleanup will go on with
  mutable Operation pending_;
};

}  // namespace runner
