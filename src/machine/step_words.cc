#include "machine/step_words.h"

#include <fmt/format.h>

#include <utility>

#include "expr/short_form.h"
#include "expr/text_form.h"

namespace runner {
namespace {

// Longer values are cut: a schedule is to be read.
constexpr size_t kShownBytes = 60;

std::string shown(const Value& value) {
  std::string text = short_repr(value, kShownBytes);
  if (text.size() <= kShownBytes) return text;
  text.resize(kShownBytes);
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();
  if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0x80) text.pop_back();
  return text + "…";
}

std::string target_name(const Program& program, const Operation& operation) {
  if (operation.target < 0) return "";
  const Scenario& scenario = program.scenario;
  std::string name = operation.is_process
                         ? written_name(scenario, operation.target)
                         : scenario.objects[static_cast<size_t>(operation.target)].name;
  if (operation.spec != nullptr && operation.spec->operand.whole) {
    const size_t bracket = name.rfind('[');
    if (bracket != std::string::npos) name.resize(bracket);
  }
  for (const Value& step : operation.path) name += "[" + shown(step) + "]";
  return name;
}

// What the language calls it, where that is another word than the listing's.
std::string_view verb(const Operation& operation) {
  static constexpr std::pair<Op, std::string_view> kVerbs[] = {
      {Op::kStore, "set"},
      {Op::kBarrierWait, "barrier"},
      {Op::kWaitEvent, "wait"},
      {Op::kConditionWait, "wait"},
      {Op::kWaitAny, "wait"},
      {Op::kTaskDone, "task_done"},
      {Op::kJoinQueue, "join"},
      {Op::kCloseQueue, "close"},
      {Op::kStopDaemons, "stop daemons"},
      {Op::kJoinChildren, "join children"},
  };
  for (const auto& [op, verb] : kVerbs)
    if (op == operation.op) return verb;
  return op_name(operation.op);
}

// FNV-1a. Landon Curt Noll and others, "The FNV Non-Cryptographic Hash Algorithm".
std::string hash_of(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3u;
  return fmt::format("{:016x}", hash);
}

bool shows_value(Op op) {
  return op == Op::kPrint || op == Op::kStore || op == Op::kAdd || op == Op::kAppend ||
         op == Op::kExtend || op == Op::kPut || op == Op::kEnd || op == Op::kReport;
}

}  // namespace

std::string written_name(const Scenario& scenario, int32_t process) {
  if (process == kMainProcess) return "main";
  const Process& declared = scenario.processes[static_cast<size_t>(process)];
  if (declared.pool >= 0) {
    const Object& pool = scenario.objects[static_cast<size_t>(declared.pool)];
    return fmt::format("{}.worker[{}]", pool.name, process - pool.first_worker);
  }
  const ProcessGroup& group = scenario.groups[static_cast<size_t>(declared.group)];
  return group.array ? fmt::format("{}[{}]", group.name, process - group.first) : group.name;
}

std::string operation_words(const Program& program, const Operation& operation) {
  if (operation.spec == nullptr && operation.op == Op::kYield) return "compute";
  std::string words(verb(operation));
  const std::string target = target_name(program, operation);
  if (!target.empty()) words += " " + target;
  if (operation.spec != nullptr && operation.op == Op::kRead &&
      operation.spec->attribute != Attribute::kWhole &&
      operation.spec->attribute != Attribute::kElement)
    words += "." + std::string(attribute_name(operation.spec->attribute));
  if (operation.op == Op::kSend && operation.spec != nullptr)
    words += fmt::format(" signal {}", operation.spec->number);
  if (operation.op == Op::kPoolSubmit && operation.spec != nullptr)
    words += " " + operation.spec->text;
  if (operation.value == nullptr || operation.value->is_null()) return words;
  if (operation.op == Op::kReport) return words + " " + operation.value->as_error().message;
  if (shows_value(operation.op)) words += " " + shown(*operation.value);
  const bool counted = operation.op == Op::kRelease || operation.op == Op::kNotify;
  if (counted) words += " count " + shown(*operation.value);
  return words;
}

std::string outcome_words(const Operation& operation, const Outcome& outcome) {
  switch (outcome.status) {
    case Outcome::Status::kDone:
      // The barrier itself, for who is to run its action.
      if (operation.op == Op::kBarrierWait && outcome.value.kind() == ValueKind::kObject)
        return "action";
      return outcome.value.is_null() ? "" : shown(outcome.value);
    case Outcome::Status::kTimeout:
      return "timeout";
    case Outcome::Status::kFailed: {
      const std::string about = operation.spec == nullptr ? "" : operation.spec->text;
      return "failed: " + fault_error(outcome.fault, about, outcome.value).as_error().message;
    }
  }
  UNREACHABLE();
}

// Of the canonical listing and what the objects are at first.
std::string program_hash(const Program& program) {
  std::string text = listing(program);
  for (const Object& object : program.scenario.objects) {
    text += fmt::format("object {} {} {} {} {} {} {} {}\n", static_cast<int>(object.kind),
                        object.name, object.value, object.bounded, object.parties, object.capacity,
                        object.reentrant, to_repr(object.initial));
  }
  return hash_of(text);
}

std::string places_hash(const Program& program) {
  std::string text;
  for (const Routine& routine : program.routines) {
    for (const Position& at : routine.positions) text += fmt::format("{}:{} ", at.line, at.column);
    text += "\n";
  }
  return hash_of(text);
}

}  // namespace runner
