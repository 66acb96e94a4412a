// Steps as instructions: one function for each family of verbs.
#pragma once

#include <vector>

#include "program/expressions.h"

namespace runner {

class StepCompiler {
 public:
  explicit StepCompiler(RoutineBuilder& builder, bool process_body)
      : builder_(builder), process_body_(process_body) {}

  void compile(const Steps& steps);

 private:
  using Label = RoutineBuilder::Label;

  // A `lock` block around what is being compiled: left by a jump, its locks must be released
  // inline.
  struct Cleanup {
    int32_t scope = -1;
    std::vector<Operand> held;
  };
  struct Loop {
    Label again;
    Label done;
    size_t cleanups;  // those outside the loop
  };
  // How a blocking step may end when time is up.
  struct Timeout {
    int32_t slot = -1;  // its deadline, -1 without one
    Label late = -1;    // where to go on; -1: a timeout is an error
    bool silent = false;
  };

  void compile_step(const Step& step);

  // step_values.cc: values and processes' data
  void compile_let(const Assignment& assignment);
  void compile_store(const Step& step, Op op);
  void compile_pop(const Step& step);
  void compile_call(const Step& step);
  void compile_map(const Step& step);
  void compile_submit(const Step& step);
  void compile_gather(const Step& step);
  int32_t emit_arguments(const CompactVector<Argument>& arguments);

  // step_control.cc: the flow of control
  void compile_if(const Step& step);
  void compile_for(const Step& step);
  void compile_repeat(const Step& step);
  void compile_while(const Step& step);
  void compile_every(const Step& step);
  void compile_try(const Step& step);
  void compile_assert(const Step& step);
  void compile_return(const Step& step);
  void compile_loop_body(const Steps& body, Label again, Label done);
  void leave(size_t outer_cleanups);
  void reenter(size_t outer_cleanups);

  // step_waits.cc: everything that may wait
  Timeout open_timeout(const Step& step);
  void close_timeout(const Step& step, const Timeout& timeout);
  void note_in_time(const Step& step, const Timeout& timeout);
  void compile_late(const Step& step, const Timeout& timeout);
  int32_t emit_waiting(OperationSpec spec, const Timeout& timeout);
  void compile_targets(const Step& step, Op op);
  void compile_lock(const Step& step);
  struct Held {
    int32_t scope;
    OperationSpec release;
  };
  Held emit_hold(const Step& step, const Reference& lock, const Timeout& timeout);
  void emit_let_go(const Step& step, Held held);
  void compile_barrier(const Step& step);
  void compile_wait(const Step& step);
  void compile_wait_any(const Step& step, const Timeout& timeout);
  void compile_condition(const Step& step, const Timeout& timeout);

  RoutineBuilder& builder_;
  bool process_body_;  // a return ends the process
  std::vector<Loop> loops_;
  std::vector<Cleanup> cleanups_;
};

}  // namespace runner
