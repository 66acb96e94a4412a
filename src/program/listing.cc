// The canonical text of a program.
#include <fmt/core.h>

#include "expr/text_form.h"
#include "program/program.h"

namespace runner {
namespace {

std::string slot_text(const Routine& routine, int32_t slot) {
  if (slot < 0) return "-";
  const auto number = static_cast<size_t>(slot);
  if (number < routine.slots.size()) return fmt::format("%{}:{}", slot, routine.slots[number]);
  return fmt::format("%{}", slot);
}

std::string operand_text(const Program& program, const Routine& routine, const Operand& operand) {
  const auto member = [&](const std::string& name) {
    if (operand.whole) return name + "[*]";
    if (operand.index_slot < 0) return name;
    return fmt::format("{}[{}]", name, slot_text(routine, operand.index_slot));
  };
  switch (operand.kind) {
    case Operand::Kind::kNone:
      return "";
    case Operand::Kind::kSelf:
      return "self";
    case Operand::Kind::kSlot:
      return slot_text(routine, operand.slot);
    case Operand::Kind::kObject: {
      for (const ObjectArray& array : program.scenario.arrays) {
        const int32_t at = operand.first - array.first;
        if (at < 0 || at >= array.count) continue;
        if (operand.index_slot >= 0 || operand.whole) return member(array.name);
        return program.scenario.objects[static_cast<size_t>(operand.first)].name;
      }
      return "?";
    }
    case Operand::Kind::kProcess: {
      if (operand.first == kMainProcess) return "main";
      for (const ProcessGroup& group : program.scenario.groups) {
        const int32_t at = operand.first - group.first;
        if (at < 0 || at >= group.count) continue;
        if (operand.index_slot >= 0 || operand.whole || !group.array) return member(group.name);
        return fmt::format("{}[{}]", group.name, at);
      }
      return "?";
    }
  }
  return "?";
}

std::string operation_text(const Program& program, const Routine& routine,
                           const OperationSpec& spec) {
  std::string text{op_name(spec.op)};
  if (spec.op == Op::kRead && spec.flag)
    return text + " live" + fmt::format(" -> {}", slot_text(routine, spec.into_slot));
  const std::string operand = operand_text(program, routine, spec.operand);
  if (!operand.empty()) text += " " + operand;
  if (spec.op == Op::kRead && spec.attribute != Attribute::kWhole) {
    text += fmt::format(" .{}", attribute_name(spec.attribute));
  }
  for (int32_t i = 0; i < spec.path_count; ++i) {
    text += fmt::format(" [{}]", slot_text(routine, spec.path_slot + i));
  }
  if (!spec.callee.name.empty()) text += " " + spec.callee.name;
  if (spec.value_slot >= 0) text += " " + slot_text(routine, spec.value_slot);
  if (spec.number >= 0) text += fmt::format(" #{}", spec.number);
  if (spec.chunk_slot >= 0) text += " chunk " + slot_text(routine, spec.chunk_slot);
  if (spec.deadline_slot >= 0) text += " until " + slot_text(routine, spec.deadline_slot);
  if (spec.timeout_target >= 0) text += fmt::format(" late {}", spec.timeout_target);
  if (spec.mapped) text += " mapped";
  if (spec.star) text += " star";
  if (spec.keep_errors) text += " keep-errors";
  if (spec.flag) text += " flag";
  if (spec.into_slot >= 0) text += " -> " + slot_text(routine, spec.into_slot);
  return text;
}

std::string instruction_text(const Program& program, const Routine& routine, const Instruction& i) {
  const auto slot = [&](int32_t number) { return slot_text(routine, number); };
  const auto code = [&](int32_t number) {
    return program.codes[static_cast<size_t>(number)].text();
  };
  const std::string name{opcode_name(i.op)};
  switch (i.op) {
    case OpCode::kEvaluate:
      return fmt::format("{} = {}", slot(i.a), code(i.b));
    case OpCode::kConstant:
      return fmt::format("{} = {}", slot(i.a),
                         to_repr(program.constants[static_cast<size_t>(i.b)]));
    case OpCode::kMove:
      return fmt::format("{} = {}", slot(i.a), slot(i.b));
    case OpCode::kSelf:
      return fmt::format("{} = self.{}", slot(i.a), attribute_name(static_cast<Attribute>(i.b)));
    case OpCode::kReference:
      return fmt::format(
          "{} = reference {}", slot(i.a),
          operand_text(program, routine, program.operations[static_cast<size_t>(i.b)].operand));
    case OpCode::kJump:
      return fmt::format("jump {}", i.b);
    case OpCode::kBranchFalse:
      return fmt::format("unless {} jump {}", code(i.a), i.b);
    case OpCode::kBranchTrue:
      return fmt::format("if {} jump {}", code(i.a), i.b);
    case OpCode::kOperation:
      return operation_text(program, routine, program.operations[static_cast<size_t>(i.a)]);
    case OpCode::kCall:
      return fmt::format("call {} {}+{} -> {}", program.routines[static_cast<size_t>(i.a)].name,
                         slot(i.b), i.d, slot(i.c));
    case OpCode::kCallKernel:
      return fmt::format("call kernel {} {}+{} -> {}", i.a, slot(i.b), i.d, slot(i.c));
    case OpCode::kForNext:
      return fmt::format("for next {} -> {} else {}", slot(i.a), slot(i.c), i.b);
    case OpCode::kRangeNext:
      return fmt::format("range next {} of {} else {}", slot(i.a), i.c, i.b);
    case OpCode::kCountNext:
      return fmt::format("count next {} else {}", slot(i.a), i.b);
    case OpCode::kBranchNull:
    case OpCode::kBranchNotList:
    case OpCode::kBranchNoAction:
      return fmt::format("{} {} jump {}", name, slot(i.a), i.b);
    case OpCode::kCallItem:
      return fmt::format("{} {} [{}] -> {} else {}", name, slot(i.a), slot(i.b), slot(i.c), i.d);
    case OpCode::kImplicitNext:
      return fmt::format("{} {} {} wait {} done {}", name, slot(i.a), slot(i.b), i.c, i.d);
    case OpCode::kRaise:
      return fmt::format("raise {} {}", error_kind_name(static_cast<ErrorKind>(i.a)), slot(i.b));
    case OpCode::kAssert:
      return fmt::format("assert failed '{}' {}", program.texts[static_cast<size_t>(i.b)],
                         slot(i.a));
    case OpCode::kMakeList:
      return fmt::format("{} = list {}+{}", slot(i.a), slot(i.b), i.c);
    case OpCode::kStoreLocal:
      return fmt::format("{} [{}+{}] = {}", slot(i.a), slot(i.b), i.c, slot(i.d));
    case OpCode::kCheckList:
    case OpCode::kCountCheck:
    case OpCode::kDeadline:
    case OpCode::kDuration:
    case OpCode::kNextPeriod:
    case OpCode::kAppendLocal:
    case OpCode::kCallAction:
    case OpCode::kReadyList:
    case OpCode::kImplicitMark:
    case OpCode::kReturn:
    case OpCode::kCatch:
    case OpCode::kRethrow:
    case OpCode::kExit:
      break;
  }
  std::string text = name;
  for (const int32_t operand : {i.a, i.b, i.c}) {
    if (operand >= 0) text += " " + slot(operand);
  }
  return text;
}

void append_routine(std::string& out, const Program& program, const Routine& routine) {
  out += fmt::format("{} ({} slots)\n", routine.name, routine.slot_count);
  for (size_t pc = 0; pc < routine.instructions.size(); ++pc) {
    out +=
        fmt::format("{:4}  {}\n", pc, instruction_text(program, routine, routine.instructions[pc]));
  }
  for (const UnwindScope& scope : routine.scopes) {
    out += fmt::format("      {} {}..{} -> {}\n", scope.cleanup ? "cleanup" : "catch", scope.begin,
                       scope.end, scope.handler);
  }
}

}  // namespace

std::string listing(const Program& program) {
  std::string out;
  for (const Routine& routine : program.routines) append_routine(out, program, routine);
  for (size_t i = 0; i < program.processes.size(); ++i) {
    const ProcessProgram& process = program.processes[i];
    const Process& declared = program.scenario.processes[i];
    out += fmt::format("process {} '{}' runs {}", i, declared.name,
                       program.routines[static_cast<size_t>(process.routine)].name);
    if (declared.daemon) out += ", daemon";
    out += "\n";
  }
  return out;
}

}  // namespace runner
