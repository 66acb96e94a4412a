// The routines of a scenario and who runs which.
#include <algorithm>
#include <utility>

#include "program/program.h"
#include "program/step_compiler.h"

namespace runner {
namespace {

class ProgramCompiler {
 public:
  explicit ProgramCompiler(Scenario scenario) { program_.scenario = std::move(scenario); }

  Program compile() {
    compile_tasks();
    program_.processes.resize(scenario().processes.size());
    compile_main();
    compile_groups();
    compile_pools();
    compile_expectations();
    return std::move(program_);
  }

 private:
  const Scenario& scenario() const { return program_.scenario; }

  int32_t add(Routine routine) {
    program_.routines.push_back(std::move(routine));
    return static_cast<int32_t>(program_.routines.size()) - 1;
  }

  int32_t add_frame(std::string name, const Frame& frame, size_t parameters, bool process_body) {
    RoutineBuilder builder(program_, std::move(name), frame.slots,
                           static_cast<int32_t>(parameters));
    StepCompiler(builder, process_body).compile(frame.steps);
    builder.at(frame.at);
    builder.emit(OpCode::kReturn);
    return add(builder.finish());
  }

  void compile_tasks() {
    for (const Task& task : scenario().tasks) {
      add_frame("task " + task.name, task.frame, task.parameters.size(), false);
    }
  }

  void compile_main() {
    ProcessProgram& main = program_.processes[kMainProcess];
    main.routine =
        scenario().main ? add_frame("main", *scenario().main, 0, true) : compile_implicit_main();
    main.may_start = scenario().processes.size() > 1;
  }

  void compile_groups() {
    const bool may_start = someone_starts();
    for (const ProcessGroup& group : scenario().groups) {
      const int32_t routine = group.target
                                  ? compile_target(group)
                                  : add_frame("process " + group.name, group.frame, 1, true);
      std::vector<int32_t> handlers;
      for (const SignalHandler& handler : group.on_signal) {
        handlers.push_back(handler.ignore ? -1 : compile_handler(group, handler));
      }
      for (int32_t i = 0; i < group.count; ++i) {
        const auto number = static_cast<size_t>(group.first + i);
        const Process& process = scenario().processes[number];
        ProcessProgram& run = program_.processes[number];
        run.routine = routine;
        run.handlers = handlers;
        run.may_start = may_start && !process.daemon;
        run.arguments = process.arguments;
        if (!group.target) run.arguments = {Value::integer(process.index)};
      }
    }
  }

  int32_t compile_handler(const ProcessGroup& group, const SignalHandler& handler) {
    const Frame& frame = group.handlers[static_cast<size_t>(handler.frame)];
    return add_frame("handler of " + group.name, frame, 1, true);
  }

  // Whether anyone but main might have children: by a start, or by being a pool's first user.
  bool someone_starts() const {
    for (const OperationSpec& operation : program_.operations) {
      if (operation.op == Op::kStart || operation.op == Op::kPoolSubmit ||
          operation.op == Op::kPoolClose || operation.op == Op::kPoolTerminate) {
        return true;
      }
    }
    return pending_starts(scenario());
  }
  // Steps of groups are not compiled yet when this is asked.
  static bool pending_starts(const Scenario& scenario) {
    for (const ProcessGroup& group : scenario.groups) {
      if (starts(group.frame.steps)) return true;
      for (const Frame& handler : group.handlers) {
        if (starts(handler.steps)) return true;
      }
    }
    return false;
  }
  static bool starts(const Steps& steps) {
    for (const Step& step : steps) {
      if (step.verb == Verb::kStart || step.verb == Verb::kMap || step.verb == Verb::kSubmit ||
          step.verb == Verb::kClose || step.verb == Verb::kTerminate) {
        return true;
      }
      if (starts(step.body) || starts(step.otherwise)) return true;
      if (step.on_timeout && starts(*step.on_timeout)) return true;
    }
    return false;
  }

  int32_t compile_target(const ProcessGroup& group) {
    if (group.target->kind == Callee::Kind::kTask) return group.target->number;
    const Process& first = scenario().processes[static_cast<size_t>(group.first)];
    std::vector<std::string> slots;
    for (size_t i = 0; i < first.arguments.size(); ++i) {
      slots.push_back("argument" + std::to_string(i));
    }
    const auto count = static_cast<int32_t>(slots.size());
    RoutineBuilder builder(program_, "kernel " + group.target->name, slots, count);
    builder.at(group.at);
    int32_t list = -1;
    for (size_t i = 0; i < first.arguments.size(); ++i) {
      if (first.arguments[i].kind() == ValueKind::kObject) list = static_cast<int32_t>(i);
    }
    if (list < 0) {
      builder.emit(OpCode::kCallKernel, group.target->number, 0, builder.temporary(), count);
    } else {
      OperationSpec spec;
      spec.op = Op::kKernelExtend;
      spec.operand.kind = Operand::Kind::kSlot;
      spec.operand.slot = list;
      spec.text = group.target->name;
      spec.number = group.target->number;
      spec.value_slot = builder.temporary();
      builder.emit(OpCode::kMakeList, spec.value_slot, 0, count);
      builder.emit_operation(std::move(spec));
    }
    builder.emit(OpCode::kReturn);
    return add(builder.finish());
  }

  // --- the implicit main
  // ----------------------------------------------------------------------------

  int32_t compile_implicit_main() {
    RoutineBuilder builder(program_, "main", {}, 0);
    const std::vector<ImplicitStart>& starts = scenario().implicit;
    bool ordered = false;
    for (const ImplicitStart& start : starts) ordered = ordered || !start.after.empty();
    if (ordered) {
      emit_ordered_starts(builder);
    } else {
      for (const ImplicitStart& start : starts) emit_process(builder, Op::kStart, start.process);
    }
    for (const ImplicitStart& start : starts) {
      const Process& process = scenario().processes[static_cast<size_t>(start.process)];
      if (!process.daemon) emit_process(builder, Op::kJoin, start.process);
    }
    builder.emit(OpCode::kReturn);
    return add(builder.finish());
  }

  void emit_process(RoutineBuilder& builder, Op op, int32_t process) {
    const int32_t group = scenario().processes[static_cast<size_t>(process)].group;
    builder.at(scenario().groups[static_cast<size_t>(group)].at);
    OperationSpec spec;
    spec.op = op;
    spec.operand.kind = Operand::Kind::kProcess;
    spec.operand.first = process;
    spec.text = scenario().groups[static_cast<size_t>(group)].name;
    builder.emit_operation(std::move(spec));
  }

  void emit_ordered_starts(RoutineBuilder& builder) {
    const int32_t states = builder.temporary();
    const int32_t next = builder.temporary();
    const int32_t ready = builder.temporary();
    builder.emit_constant(
        states, Value::list(std::vector<Value>(scenario().implicit.size(), Value::integer(0))));
    const auto again = builder.new_label();
    const auto wait = builder.new_label();
    const auto done = builder.new_label();
    builder.bind(again);
    const int32_t choose = builder.emit(OpCode::kImplicitNext, states, next);
    builder.jump_to(choose, 'c', wait);
    builder.jump_to(choose, 'd', done);
    OperationSpec start;
    start.op = Op::kStart;
    start.operand.kind = Operand::Kind::kSlot;
    start.operand.slot = next;
    start.operand.of_process = true;
    start.text = "the next process";
    builder.emit_operation(std::move(start));
    builder.jump(again);
    builder.bind(wait);
    OperationSpec any;
    any.op = Op::kWaitAny;
    any.value_slot = next;
    any.into_slot = ready;
    any.text = "the processes that others start after";
    builder.emit_operation(std::move(any));
    builder.emit(OpCode::kImplicitMark, states, next, ready);
    builder.jump(again);
    builder.bind(done);
  }

  // --- pools
  // ----------------------------------------------------------------------------------------

  void compile_pools() {
    for (size_t number = 0; number < scenario().objects.size(); ++number) {
      const Object& pool = scenario().objects[number];
      if (pool.kind != ObjectKind::kPool) continue;
      const int32_t routine = compile_worker(static_cast<int32_t>(number), pool);
      for (int64_t i = 0; i < pool.workers; ++i) {
        program_.processes[static_cast<size_t>(pool.first_worker + i)].routine = routine;
      }
    }
  }

  // Takes jobs until there are none; the calls of a job one by one, each call's error its result.
  int32_t compile_worker(int32_t number, const Object& pool) {
    RoutineBuilder builder(program_, "worker of " + pool.name, {}, 0);
    builder.at(pool.at);
    const auto about_pool = [&](Op op) {
      OperationSpec spec;
      spec.op = op;
      spec.operand.kind = Operand::Kind::kObject;
      spec.operand.first = number;
      spec.text = pool.name;
      return spec;
    };
    const int32_t job = builder.temporary();
    const int32_t item = builder.temporary();
    const int32_t results = builder.temporary(2);  // kCallItem wants them side by side
    const int32_t result = results + 1;
    const auto end = builder.new_label();
    if (pool.initializer >= 0) emit_initializer(builder, pool, about_pool(Op::kPoolFail), result);

    const auto take = builder.new_label();
    const auto next = builder.new_label();
    const auto caught = builder.new_label();
    const auto store = builder.new_label();
    const auto finish = builder.new_label();
    builder.bind(take);
    OperationSpec spec = about_pool(Op::kPoolTake);
    spec.into_slot = job;
    builder.emit_operation(std::move(spec));
    builder.jump_to(builder.emit(OpCode::kBranchNull, job), 'b', end);
    builder.emit_constant(item, Value::integer(-1));
    builder.emit_constant(results, Value::list({}));
    builder.bind(next);
    const int32_t scope = builder.open_scope(/*cleanup=*/false);
    builder.jump_to(builder.emit(OpCode::kCallItem, job, item, result), 'd', finish);
    builder.close_scope(scope, caught);
    builder.bind(store);
    builder.emit(OpCode::kAppendLocal, results, result);
    builder.jump(next);
    builder.bind(caught);
    builder.emit(OpCode::kCatch, result, 1, job, item);
    builder.jump(store);
    builder.bind(finish);
    spec = about_pool(Op::kPoolFinish);
    spec.value_slot = builder.temporary(2);
    builder.emit(OpCode::kMove, spec.value_slot, job);  // the backend finds the number in it
    builder.emit(OpCode::kMove, spec.value_slot + 1, results);
    builder.emit(OpCode::kMakeList, spec.value_slot, spec.value_slot, 2);
    builder.emit_operation(std::move(spec));
    builder.jump(take);
    builder.bind(end);
    builder.emit(OpCode::kReturn);
    return add(builder.finish());
  }

  void emit_initializer(RoutineBuilder& builder, const Object& pool, OperationSpec failure,
                        int32_t error) {
    const auto caught = builder.new_label();
    const auto ready = builder.new_label();
    const int32_t scope = builder.open_scope(/*cleanup=*/false);
    builder.emit(OpCode::kCall, pool.initializer, builder.temporary(), -1, 0);
    builder.close_scope(scope, caught);
    builder.jump(ready);
    builder.bind(caught);
    builder.emit(OpCode::kCatch, error, 1);
    failure.value_slot = error;
    builder.emit_operation(std::move(failure));
    builder.emit_constant(error, Value::integer(1));
    builder.emit(OpCode::kExit, error);
    builder.bind(ready);
  }

  // --- expectations
  // ---------------------------------------------------------------------------------

  int32_t compile_evaluation(const std::string& name, const Expression& expression) {
    RoutineBuilder builder(program_, name, {}, 0);
    builder.at(expression.at);
    const int32_t slot = emit_value(builder, expression);
    builder.emit(OpCode::kReturn, slot);
    return add(builder.finish());
  }

  void compile_expectations() {
    for (const Expression& e : scenario().expect.finally) {
      program_.finally.push_back(compile_evaluation("finally " + e.text, e));
    }
    for (const NamedExpression& e : scenario().observe) {
      program_.observe.push_back(compile_evaluation("observe " + e.name, e.expression));
    }
    for (const Expression& e : scenario().expect.always) {
      program_.always.push_back(compile_evaluation("always " + e.text, e));
    }
  }

  Program program_;
};

}  // namespace

Program compile(Scenario scenario) {
  return ProgramCompiler(std::move(scenario)).compile();
}

bool draws(const Program& program) {
  return std::any_of(program.codes.begin(), program.codes.end(),
                     [](const Code& code) { return code.draws(); }) ||
         std::any_of(program.operations.begin(), program.operations.end(),
                     [](const OperationSpec& spec) { return spec.op == Op::kChoose; });
}

}  // namespace runner
