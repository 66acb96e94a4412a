// A compiled scenario: for every task, body and handler a list of instructions over numbered slots.
//
// Instructions are of two sorts. Local ones (evaluate, branch, call …) the machine executes by
// itself. The others yield an operation that a backend performs (program/operation.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "expr/code.h"
#include "program/operation.h"
#include "scenario/model.h"

namespace runner {

enum class OpCode : uint8_t {
  kEvaluate,      // slot a = codes[b]
  kConstant,      // slot a = constants[b]
  kMove,          // slot a = slot b
  kJump,          // to b
  kBranchFalse,   // codes[a] is false: to b (not a bool: a type error)
  kBranchTrue,    // codes[a] is true: to b
  kCheckList,     // slot a must be a list (a map gives its keys); text in names[b]
  kForNext,       // slot a: list, slot a + 1: next index; done: to b; else slot c = the element
  kCountInit,     // slot a: a repeat count from the value in slot a; an error unless a whole number
  kCountNext,     // slot a > 0: count down; else to b
  kRangeNext,     // slot a: next member, up to c; done: to b (whole arrays)
  kDeadline,      // slot a = now + the duration in slot b (a number of seconds, or a text)
  kDuration,      // slot a = the duration in slot a, in seconds; an error unless it is one
  kNextPeriod,    // slot a (a deadline) += the seconds in slot b
  kMakeList,      // slot a = [slots b … b + c - 1]
  kStoreLocal,    // slot a at the path in slots b … b + c - 1 := slot d
  kCall,          // task a with arguments in slots b …; its return value into slot c (-1: nowhere)
  kCallKernel,    // kernel a with arguments in slots b … ; its result into slot c; d: argument count
  kCallJob,       // the job in slot a (a pool's): calls every item; results, a list, into slot b
  kCallAction,    // the barrier object in slot a: calls its action
  kReturn,        // from the frame, with the value in slot a (-1: null)
  kRaise,         // an error of kind a with the text in slot b (-1: texts[c])
  kAssert,        // fails: error `assert`; text in slot a (-1: none), the expression's in texts[b]
  kCatch,         // slot a (-1: nowhere) = the caught error, which is over now
  kRethrow,       // goes on unwinding what this cleanup interrupted
  kExit,          // end the process with the value in slot a
  kOperation,     // yields operations[a]
};

// The four operands mean what OpCode says.
struct Instruction {
  OpCode op = OpCode::kJump;
  int32_t a = -1;
  int32_t b = -1;
  int32_t c = -1;
  int32_t d = -1;
};

// While pc is in [begin, end), an unwinding error (or, for a cleanup, any unwinding: error, exit,
// return from further in, signal) goes on at `handler`. Inner scopes stand first.
struct UnwindScope {
  int32_t begin = 0;
  int32_t end = 0;
  int32_t handler = 0;
  bool cleanup = false;  // otherwise a catch: errors only
};

// One compiled step list.
struct Routine {
  std::string name;  // "task announce", "process p", "main", "on SIGTERM of p", "finally"
  int32_t parameters = 0;
  int32_t slot_count = 0;
  std::vector<std::string> slots;          // the named ones
  std::vector<Instruction> instructions;
  std::vector<Position> positions;         // of each instruction
  std::vector<UnwindScope> scopes;
};

// How a process runs: its routine, and the values its parameters start with.
struct ProcessProgram {
  int32_t routine = -1;          // of its steps or of its target; pools: of their workers
  std::vector<Value> arguments;  // the routine's first slots
  std::vector<int32_t> handlers;  // per Scenario's on_signal of its group: a routine, or -1: ignore
  bool may_start = false;        // contains a start, or first uses a pool: it may have children
};

struct Program {
  Scenario scenario;  // the declarations: objects, processes, expectations
  std::vector<Routine> routines;       // [task number] for the tasks, then the others
  std::vector<Code> codes;
  std::vector<Value> constants;
  std::vector<std::string> texts;
  std::vector<OperationSpec> operations;
  std::vector<ProcessProgram> processes;  // one for each Scenario process; [0] is main

  // Evaluated when main has ended and all are joined: each returns its value.
  std::vector<int32_t> finally;   // routines
  std::vector<int32_t> observe;   // routines
  std::vector<int32_t> always;    // routines
};

// Compiles a checked scenario. Cannot fail: what could has been reported by the check.
Program compile(Scenario scenario);

// The canonical text of the program: what `check --listing` prints and tests compare.
std::string listing(const Program& program);

}  // namespace runner
