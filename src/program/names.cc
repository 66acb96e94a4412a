// The names of instructions and operations, as the listing and reports show them.
#include "base/check.h"
#include "program/program.h"

namespace runner {

std::string_view opcode_name(OpCode code) {
  switch (code) {
    case OpCode::kEvaluate:
      return "evaluate";
    case OpCode::kConstant:
      return "constant";
    case OpCode::kMove:
      return "move";
    case OpCode::kSelf:
      return "self";
    case OpCode::kReference:
      return "reference";
    case OpCode::kJump:
      return "jump";
    case OpCode::kBranchFalse:
      return "branch false";
    case OpCode::kBranchTrue:
      return "branch true";
    case OpCode::kBranchNull:
      return "branch null";
    case OpCode::kBranchNotList:
      return "branch not list";
    case OpCode::kBranchNoAction:
      return "branch no action";
    case OpCode::kCheckList:
      return "check list";
    case OpCode::kForNext:
      return "for next";
    case OpCode::kCountCheck:
      return "count check";
    case OpCode::kCountNext:
      return "count next";
    case OpCode::kRangeNext:
      return "range next";
    case OpCode::kDeadline:
      return "deadline";
    case OpCode::kDuration:
      return "duration";
    case OpCode::kNextPeriod:
      return "next period";
    case OpCode::kMakeList:
      return "make list";
    case OpCode::kAppendLocal:
      return "append local";
    case OpCode::kStoreLocal:
      return "store local";
    case OpCode::kCall:
      return "call";
    case OpCode::kCallKernel:
      return "call kernel";
    case OpCode::kCallItem:
      return "call item";
    case OpCode::kCallAction:
      return "call action";
    case OpCode::kReadyList:
      return "ready list";
    case OpCode::kImplicitNext:
      return "implicit next";
    case OpCode::kImplicitMark:
      return "implicit mark";
    case OpCode::kReturn:
      return "return";
    case OpCode::kRaise:
      return "raise";
    case OpCode::kAssert:
      return "assert";
    case OpCode::kCatch:
      return "catch";
    case OpCode::kRethrow:
      return "rethrow";
    case OpCode::kExit:
      return "exit";
    case OpCode::kOperation:
      return "operation";
  }
  UNREACHABLE();
}

std::string_view op_name(Op op) {
  switch (op) {
    case Op::kPrint:
      return "print";
    case Op::kRead:
      return "read";
    case Op::kStore:
      return "store";
    case Op::kAdd:
      return "add";
    case Op::kAppend:
      return "append";
    case Op::kExtend:
      return "extend";
    case Op::kPop:
      return "pop";
    case Op::kRemove:
      return "remove";
    case Op::kKernelExtend:
      return "kernel extend";
    case Op::kAcquire:
      return "acquire";
    case Op::kRelease:
      return "release";
    case Op::kBarrierWait:
      return "barrier wait";
    case Op::kBarrierPass:
      return "barrier pass";
    case Op::kBarrierFail:
      return "barrier fail";
    case Op::kAbort:
      return "abort";
    case Op::kReset:
      return "reset";
    case Op::kTrigger:
      return "trigger";
    case Op::kClear:
      return "clear";
    case Op::kWaitEvent:
      return "wait event";
    case Op::kConditionWait:
      return "condition wait";
    case Op::kNotify:
      return "notify";
    case Op::kPut:
      return "put";
    case Op::kGet:
      return "get";
    case Op::kTaskDone:
      return "task done";
    case Op::kJoinQueue:
      return "join queue";
    case Op::kCloseQueue:
      return "close queue";
    case Op::kWaitAny:
      return "wait any";
    case Op::kStart:
      return "start";
    case Op::kJoin:
      return "join";
    case Op::kTerminate:
      return "terminate";
    case Op::kKill:
      return "kill";
    case Op::kSend:
      return "send";
    case Op::kStopDaemons:
      return "stop daemons";
    case Op::kJoinChildren:
      return "join children";
    case Op::kSleep:
      return "sleep";
    case Op::kWork:
      return "work";
    case Op::kYield:
      return "yield";
    case Op::kChoose:
      return "choose";
    case Op::kReport:
      return "report";
    case Op::kPoolSubmit:
      return "pool submit";
    case Op::kPoolGather:
      return "pool gather";
    case Op::kPoolTake:
      return "pool take";
    case Op::kPoolFinish:
      return "pool finish";
    case Op::kPoolFail:
      return "pool fail";
    case Op::kPoolClose:
      return "pool close";
    case Op::kPoolTerminate:
      return "pool terminate";
    case Op::kEnd:
      return "end";
  }
  UNREACHABLE();
}

}  // namespace runner
