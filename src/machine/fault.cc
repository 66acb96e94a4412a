#include "machine/fault.h"

#include <fmt/core.h>

#include "expr/text_form.h"
#include "scenario/signals.h"

namespace runner {
namespace {

std::string detail_item(const Value& detail, size_t index) {
  if (!detail.is_list() || index >= detail.as_list().size()) return "?";
  return to_text(detail.as_list()[index]);
}

std::string fault_text(Fault fault, std::string_view about, const Value& value) {
  const std::string detail = value.is_error() ? value.as_error().message : to_text(value);
  switch (fault) {
    case Fault::kNone:
      break;
    case Fault::kNotHeld:
      return fmt::format("{} is not held by this process", about);
    case Fault::kHeldByAnother:
      return fmt::format("{} is held by {}: only its holder may release it", about, detail);
    case Fault::kOverReleased:
      return fmt::format("{} is bounded and already at its start value", about);
    case Fault::kTooManyTasksDone:
      return fmt::format("task_done on {} more often than there were items", about);
    case Fault::kAlreadyStarted:
      return fmt::format("{} was started before", detail);
    case Fault::kNotStarted:
      return fmt::format("{} was not started", detail);
    case Fault::kJoinsItself:
      return "a process cannot wait for its own end";
    case Fault::kDaemonStarts:
      return "a daemon may not start processes";
    case Fault::kCallStarts:
      return "a call in a pool may not start processes";
    case Fault::kDaemonPool:
      return fmt::format("a daemon may not be the first to use pool {}", about);
    case Fault::kNegativeCount:
      return fmt::format("count must be at least 1, not {}", detail);
    case Fault::kTimeout:
      return about.empty() ? "time is up" : fmt::format("time is up waiting for {}", about);
    case Fault::kOwnerDied:
      return fmt::format("{} was held by {}, which died", about, detail);
    case Fault::kBroken:
      return fmt::format("barrier {} is broken", about);
    case Fault::kQueueClosed:
      return fmt::format("queue {} is closed", about);
    case Fault::kPoolClosed:
      return fmt::format("pool {} is closed", about);
    case Fault::kPoolTerminated:
      return fmt::format("pool {} was terminated",
                         value.is_string() ? std::string_view(detail) : about);
    case Fault::kWorkerDied:
      return fmt::format("worker {} died ({}) during {}", detail_item(value, 0),
                         detail_item(value, 1), detail_item(value, 2));
    case Fault::kInitializerFailed:
      return fmt::format("the pool's initializer failed: {}", detail);
    case Fault::kCallFailed:
      return detail;
    case Fault::kNotAList:
      return fmt::format("{}: a list is needed, not {}", about, detail);
    case Fault::kNotADict:
      return fmt::format("{}: a dict is needed, not {}", about, detail);
    case Fault::kNotANumber:
      return fmt::format("{}: a number is needed, not {}", about, detail);
    case Fault::kNotAContainer:
      return fmt::format("{}: {} has no elements", about, detail);
    case Fault::kNoSuchKey:
      return fmt::format("{}: no such key: {}", about, to_repr(value));
    case Fault::kIndexOutOfRange:
      return fmt::format("{}: index {} is out of range", about, detail);
    case Fault::kNothingToChoose:
      return "choose needs at least one value to choose from";
    case Fault::kBadKey:
      return fmt::format("{}: {} cannot be a key", about, detail);
    case Fault::kNotPlain:
      return fmt::format("{}: {} cannot be stored", about, detail);
    case Fault::kPopFromEmpty:
      return fmt::format("{}: pop from an empty list", about);
    case Fault::kOverflow:
      return fmt::format("{}: integer overflow", about);
    case Fault::kNotADuration:
      return fmt::format("{} is no duration: write seconds, or 250us, 10ms, 1.5s, 2m",
                         to_repr(value));
    case Fault::kNotAWholeNumber:
      return fmt::format("a whole number from 0 is needed, not {}", to_repr(value));
    case Fault::kOutOfSharedMemory:
      return fmt::format("the limit of shared memory is reached: {}", detail);
    case Fault::kSystem:
      return detail;
  }
  return std::string(about);
}

}  // namespace

ErrorKind fault_kind(Fault fault) {
  switch (fault) {
    case Fault::kNone:
    case Fault::kNotHeld:
    case Fault::kHeldByAnother:
    case Fault::kOverReleased:
    case Fault::kTooManyTasksDone:
    case Fault::kAlreadyStarted:
    case Fault::kNotStarted:
    case Fault::kJoinsItself:
    case Fault::kDaemonStarts:
    case Fault::kCallStarts:
    case Fault::kDaemonPool:
    case Fault::kNegativeCount:
      return ErrorKind::kMisuse;
    case Fault::kTimeout:
      return ErrorKind::kTimeout;
    case Fault::kOwnerDied:
      return ErrorKind::kOwnerDied;
    case Fault::kBroken:
      return ErrorKind::kBroken;
    case Fault::kQueueClosed:
    case Fault::kPoolClosed:
      return ErrorKind::kClosed;
    case Fault::kPoolTerminated:
    case Fault::kWorkerDied:
      return ErrorKind::kTerminated;
    case Fault::kInitializerFailed:
    case Fault::kCallFailed:
    case Fault::kOutOfSharedMemory:
    case Fault::kSystem:
      return ErrorKind::kFail;
    case Fault::kNotAList:
    case Fault::kNotADict:
    case Fault::kNotANumber:
    case Fault::kNotAContainer:
    case Fault::kBadKey:
    case Fault::kNotPlain:
    case Fault::kNotADuration:
    case Fault::kNotAWholeNumber:
      return ErrorKind::kType;
    case Fault::kNoSuchKey:
      return ErrorKind::kKey;
    case Fault::kIndexOutOfRange:
    case Fault::kNothingToChoose:
    case Fault::kPopFromEmpty:
      return ErrorKind::kIndex;
    case Fault::kOverflow:
      return ErrorKind::kArithmetic;
  }
  return ErrorKind::kFail;
}

Value fault_error(Fault fault, std::string_view about, const Value& detail) {
  // A call's own error keeps its kind and its place.
  const bool carries_error = fault == Fault::kCallFailed && detail.is_error();
  if (carries_error) return detail;
  ErrorBody error;
  error.kind = fault_kind(fault);
  error.message = fault_text(fault, about, detail);
  return Value::error(std::move(error));
}

Value worker_death(std::string_view pool, std::string worker, int64_t code, std::string task) {
  std::string end =
      code < 0 ? signal_name(static_cast<int>(-code)) : "exit code " + std::to_string(code);
  return fault_error(Fault::kWorkerDied, pool,
                     Value::list({Value::string(std::move(worker)), Value::string(std::move(end)),
                                  Value::string(std::move(task))}));
}

}  // namespace runner
