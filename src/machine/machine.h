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
#include <vector>

#include "expr/code.h"
#include "expr/random.h"
#include "machine/fault.h"
#include "program/program.h"

namespace runner {

// Deadlines: nanoseconds of the backend's clock, or one of these two.
inline constexpr int64_t kNoDeadline = INT64_MAX;   // wait for ever
inline constexpr int64_t kOnlyTry = INT64_MIN;      // a timeout of zero or less: do not wait at all

// What a machine may ask without yielding: the clock, and who it is. Nothing that another process
// can change.
class Environment : public Surroundings {
 public:
  // The deadline of a timeout that begins now. REQUIRES seconds > 0 (else the machine takes
  // kOnlyTry by itself).
  virtual int64_t deadline_after(double seconds) = 0;
  // A snapshot of the running process, for self.name and its like.
  virtual ProcessBody self() = 0;
};

// An operation that waits to be performed. The pointers lead into the machine's slots and stay good
// until the machine is resumed.
struct Operation {
  Op op = Op::kYield;
  const OperationSpec* spec = nullptr;
  bool is_process = false;    // target numbers a process, not an object
  int32_t target = -1;        // object or process; the first of them where spec->operand.whole
  int32_t count = 1;          // how many targets (whole arrays)
  const Value* value = nullptr;
  std::span<const Value> path;
  int64_t deadline = kNoDeadline;
};

// What became of an operation.
struct Outcome {
  enum class Status : uint8_t { kDone, kTimeout, kFailed };
  Status status = Status::kDone;
  Fault fault = Fault::kNone;
  Value value;  // the result, or the fault's detail

  static Outcome done(Value result = Value()) { return {Status::kDone, Fault::kNone, std::move(result)}; }
  static Outcome timeout() { return {Status::kTimeout, Fault::kTimeout, Value()}; }
  static Outcome failed(Fault fault, Value detail = Value()) {
    return {Status::kFailed, fault, std::move(detail)};
  }
};

class Machine {
 public:
  // The machine of a process, at the start of its program.
  Machine(const Program& program, int32_t process, uint64_t seed);
  // A machine that evaluates one routine without parameters (finally, observe, always); its kEnd
  // carries the value.
  static Machine evaluator(const Program& program, int32_t routine);

  // Advances to the next operation, which is then pending. With a budget, gives up after that many
  // local instructions: the operation is then a kYield without spec, and the machine goes on with the
  // next call (after resume()).
  const Operation& next(Environment& environment, uint64_t budget = UINT64_MAX);

  // The pending operation, again.
  const Operation& pending() const { return pending_; }

  // Delivers the outcome of the pending operation.
  void resume(Outcome outcome);

  // A handled signal arrives: the pending operation is not performed, the steps in progress are
  // abandoned (lock blocks are released), then the handler runs. Ignored while a handler runs.
  // False when the process has no handler for it (or ignores it): nothing happened.
  bool interrupt(int signal);

  int32_t process() const { return process_; }
  bool in_handler() const { return in_handler_; }
  // Where the process is, for reports: the innermost scenario position.
  Position position() const;

  // The whole state as canonical bytes: equal exactly when the machines will do the same.
  void append_encoded(std::string& out) const;

 private:
  struct Frame {
    int32_t routine = 0;
    int32_t pc = 0;
    int32_t base = 0;       // of its slots
    int32_t into = -1;      // the caller's slot for the returned value
    uint8_t role = 0;       // Role
  };
  enum Role : uint8_t { kPlain, kJobItem, kAction, kHandler };

  // Why frames are being left.
  struct Unwinding {
    enum class Kind : uint8_t { kNone, kError, kExit, kSignal };
    Kind kind = Kind::kNone;
    Value value;  // the error, the exit's value, the signal's number
  };

  const Program* program_;
  int32_t process_ = 0;
  bool in_handler_ = false;
  bool ended_ = false;
  uint8_t phase_ = 0;              // of the epilogue
  Random random_;
  std::vector<Frame> frames_;
  std::vector<Value> slots_;
  std::vector<Unwinding> suspended_;  // what running cleanups will go on with
  Operation pending_;
};

}  // namespace runner
