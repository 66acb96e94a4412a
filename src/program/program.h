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
  kEvaluate,        // slot a = codes[b]
  kConstant,        // slot a = constants[b]
  kMove,            // slot a = slot b
  kSelf,            // slot a = attribute b of the running process
  kReference,       // slot a = a reference to the operand of operations[b]
  kJump,            // to b
  kBranchFalse,     // codes[a] is false: to b (not a bool: a type error)
  kBranchTrue,      // codes[a] is true: to b
  kBranchNull,      // slot a is null: to b
  kBranchNotList,   // slot a is no list: to b
  kBranchNoAction,  // slot a is no object reference: to b
  kCheckList,       // slot a must be a list (a map becomes the list of its keys; not with b = 1)
  kForNext,  // slot a: a list, slot a + 1: the next index; at its end: to b; slot c = the element
  kCountCheck,   // slot a must be a whole number from 0
  kCountNext,    // slot a > 0: count down; else to b
  kRangeNext,    // slot a += 1; when it reaches c: to b
  kDeadline,     // slot a = now + the duration in slot b (seconds, or a text)
  kDuration,     // slot a = the duration in slot b, in seconds
  kNextPeriod,   // slot a (a deadline) += the seconds in slot b
  kMakeList,     // slot a = [slots b … b + c - 1]
  kAppendLocal,  // slot a (a list) gets slot b as its last element
  kStoreLocal,   // slot a at the path in slots b … b + c - 1 := slot d
  kCall,  // routine a with the d arguments in slots b …; its value into slot c (-1: nowhere)
  kCallKernel,    // kernel a with the d arguments in slots b …; its result into slot c
  kCallItem,      // the job in slot a: calls its item after number slot b, result into slot c; none
                  // left: to d. Kernels do all items at once, into the list in slot c - 1
  kCallAction,    // the action of the barrier that slot a refers to
  kReadyList,     // slot a = what of the references in slot b stands at the positions in slot c
  kImplicitNext,  // slot a: the states of Scenario::implicit; slot b = the next process to start,
                  // or the list of those to wait for: then to c; all are started: to d
  kImplicitMark,  // slot a: the states; those at the positions (slot c) of the list in slot b ended
  kReturn,        // from the routine, with the value in slot a (-1: null)
  kRaise,         // an error of kind a with the text in slot b
  kAssert,        // an error `assert`: the text in slot a (-1: none) and the condition's, texts[b]
  kCatch,         // slot a (-1: nowhere) = the caught error as a map; with b = 1 as it is, and with
                  // c >= 0 as that of item number slot d of the job in slot c
  kRethrow,       // goes on unwinding what this cleanup interrupted
  kExit,          // ends the process with the value in slot a
  kOperation,     // yields operations[a]
};
std::string_view opcode_name(OpCode code);

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
  std::vector<std::string> slots;  // the named ones
  std::vector<Value> initial;      // what the slots hold at first: named ones an error
  std::vector<Instruction> instructions;
  std::vector<Position> positions;  // of each instruction
  std::vector<UnwindScope> scopes;
};

// How a process runs: its routine, and the values its parameters start with.
struct ProcessProgram {
  int32_t routine = -1;           // of its steps or of its target; pools: of their workers
  std::vector<Value> arguments;   // the routine's first slots
  std::vector<int32_t> handlers;  // per Scenario's on_signal of its group: a routine, or -1: ignore
  bool may_start = false;  // some routine starts processes or uses a pool: it may have children
};

struct Program {
  Scenario scenario;              // the declarations: objects, processes, expectations
  std::vector<Routine> routines;  // [task number] for the tasks, then the others
  std::vector<Code> codes;
  std::vector<std::vector<int32_t>> code_slots;  // which slots each of them reads
  std::vector<Value> constants;
  std::vector<std::string> texts;
  std::vector<OperationSpec> operations;
  std::vector<ProcessProgram> processes;  // one for each Scenario process; [0] is main

  // Evaluated when main has ended and all are joined: each returns its value.
  std::vector<int32_t> finally;  // routines
  std::vector<int32_t> observe;  // routines
  std::vector<int32_t> always;   // routines
};

// Whether some process may draw a random number or choose: then a seed says which.
bool draws(const Program& program);

// Compiles a checked scenario. Cannot fail: what could has been reported by the check.
Program compile(Scenario scenario);

// The canonical text of the program: what `check --listing` prints and tests compare.
std::string listing(const Program& program);

}  // namespace runner
