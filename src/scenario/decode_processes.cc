#include "scenario/decode_processes.h"

#include "base/limits.h"
#include "scenario/callees.h"
#include "scenario/constant_reference.h"
#include "scenario/decode.h"
#include "scenario/fields.h"
#include "scenario/frames.h"
#include "scenario/lint_texts.h"
#include "scenario/signals.h"
#include "text/scalar.h"

namespace runner {
namespace {

constexpr std::string_view kProcessKeys[] = {"name", "daemon", "count", "target",
                                             "args", "steps",  "after", "on_signal",
                                             "nice", "cpus",   "policy"};

int32_t decode_count(Loading& loading, const Node& node) {
  const std::optional<int64_t> count = constant_int(loading, node, "count", 1);
  if (!count) return 1;
  const auto others = static_cast<int64_t>(loading.scenario.processes.size());
  if (*count <= limits::kProcesses - others) return static_cast<int32_t>(*count);
  report(loading, node,
         "count " + std::to_string(*count) + " is over the limit of " +
             std::to_string(limits::kProcesses) + " processes");
  return 1;
}

// The fields of one declared process, and of all its replicas.
class ProcessDecoder {
 public:
  ProcessDecoder(Loading& loading, const Declared& declared, ProcessGroup& group)
      : loading_(loading), declared_(declared), group_(group) {}

  void decode() {
    const Fields fields(loading_, *declared_.value, "a process", kProcessKeys,
                        steps_hint(group_.name));
    if (!fields.is_map()) return;
    const Node* target = fields.get("target");
    check_body(fields, target, fields.get("steps"));
    if (target) decode_target(*target, fields.get("args"));
    for (int32_t i = 0; i < group_.count && !failed_; ++i) decode_replica(fields, i);
    if (const Node* policy = fields.get("policy")) decode_policy(loading_, *policy, group_);
    const Process& first = loading_.scenario.processes[static_cast<size_t>(group_.first)];
    group_.has_nice = first.nice.has_value();
    group_.nice = first.nice.value_or(0);
    group_.cpus = first.cpus;
  }

 private:
  void check_body(const Fields& fields, const Node* target, const Node* steps) {
    if (target && steps) {
      report(loading_, fields.key("steps"),
             "a process has 'target' or 'steps', and '" + group_.name + "' has both");
    } else if (!target && !steps && !fields.is_misspelt("target") && !fields.is_misspelt("steps")) {
      report(loading_, *declared_.key, "process '" + group_.name + "' needs 'target' or 'steps'");
    }
    if (target || !fields.get("args")) return;
    report(loading_, fields.key("args"), "'args' are for a 'target'");
  }

  void decode_target(const Node& target, const Node* args) {
    group_.target = parse_callee(loading_, target, "target");
    if (!group_.target) return;
    const auto given = match_arguments(loading_, *group_.target, target, args);
    if (!given) return;
    const Signature signature = signature_of(loading_, *group_.target);
    for (size_t i = 0; i < given->size(); ++i) {
      Given& argument = arguments_.emplace_back();
      argument.node = (*given)[i];
      if (!argument.node) continue;
      const Parameter& parameter = signature.parameters[i];
      if (parameter.is_reference()) {
        const Targets targets = parameter.kind ? Targets(*parameter.kind) : kProcessTargets;
        argument.reference = ConstantReference::read(loading_, *argument.node, targets,
                                                     "'" + parameter.name + "'", true);
      } else {
        argument.value = Constant::value(loading_, *argument.node, true);
        if (!loading_.options.lint) continue;
        lint_value(loading_, FrameScope(FrameKind::kProcess), *argument.node);
      }
    }
  }

  void decode_replica(const Fields& fields, int32_t index) {
    Process& process = loading_.scenario.processes[static_cast<size_t>(group_.first + index)];
    const size_t before = loading_.errors();
    process.name = group_.name;
    if (group_.array) process.name += "[" + std::to_string(index) + "]";
    if (const Node* node = fields.get("name")) decode_name(*node, process, index);
    if (const Node* node = fields.get("daemon")) {
      const std::optional<Value> value = value_of(daemon_, *node, index);
      process.daemon = value && bool_of(loading_, *node, *value, "daemon").value_or(false);
    }
    if (const Node* node = fields.get("nice")) {
      const std::optional<Value> value = value_of(nice_, *node, index);
      if (value) process.nice = int_of(loading_, *node, *value, "nice", -20, 19);
    }
    if (const Node* node = fields.get("cpus")) {
      const std::optional<Value> value = value_of(cpus_, *node, index);
      if (value) decode_cpus(loading_, *node, *value, process.cpus);
    }
    for (Given& argument : arguments_) decode_argument(argument, process, index);
    failed_ = loading_.errors() != before;
  }

  std::optional<Value> value_of(std::optional<Constant>& constant, const Node& node,
                                int32_t index) {
    if (!constant) constant = Constant::value(loading_, node, true);
    return constant->at(loading_, index);
  }

  void decode_name(const Node& node, Process& process, int32_t index) {
    const std::optional<Value> value = value_of(name_, node, index);
    if (!value) return;
    if (value->is_null()) {
      process.name.clear();
      process.numbered = true;
    } else if (value->is_string() && !value->as_string().empty()) {
      process.name = value->as_string();
    } else {
      report_wrong_value(loading_, node, "name", "a string, or null for Process-N", *value);
    }
  }

  struct Given {
    const Node* node = nullptr;  // null: left out
    std::optional<ConstantReference> reference;
    std::optional<Constant> value;
  };

  void decode_argument(Given& given, Process& process, int32_t index) {
    process.absent.push_back(given.node == nullptr);
    Value& value = process.arguments.emplace_back();
    if (given.reference) {
      if (const std::optional<Run> run = given.reference->at(loading_, index)) {
        value = reference_value(given, *run);
      }
    } else if (given.value) {
      if (std::optional<Value> known = given.value->at(loading_, index)) value = std::move(*known);
    }
  }

  Value reference_value(const Given& given, const Run& run) {
    if (run.several) {
      report(loading_, *given.node,
             "an argument is one, and '" + given.node->text + "' has several members")
          .hint = "name one of them: " + given.node->text + "[index]";
      return {};
    }
    if (!run.is_process) return Value::object(run.first);
    ProcessBody snapshot;
    snapshot.id = run.first;
    return Value::process(std::move(snapshot));
  }

  Loading& loading_;
  const Declared& declared_;
  ProcessGroup& group_;
  std::optional<Constant> name_;
  std::optional<Constant> daemon_;
  std::optional<Constant> nice_;
  std::optional<Constant> cpus_;
  std::vector<Given> arguments_;
  bool failed_ = false;  // a mistake in one replica is one in all of them
};

void decode_handler(Loading& loading, const Node& key, const Node& node, ProcessGroup& group) {
  SignalHandler handler;
  handler.signal = signal_number(key.text);
  if (handler.signal == 0) {
    report(loading, key, "unknown signal " + in_single_quotes(key.text)).hint =
        did_you_mean_hint(nearest_signal(key.text));
  } else if (is_uncatchable(handler.signal)) {
    report(loading, key, key.text + " can neither be handled nor ignored");
  }
  if (node.is_scalar() && node.text == "ignore") {
    handler.ignore = true;
  } else if (node.is_list()) {
    FrameScope scope(FrameKind::kHandler);
    handler.frame = static_cast<int32_t>(group.handlers.size());
    group.handlers.push_back(read_frame(loading, scope, node, key.text));
  } else {
    report_wrong_kind(loading, node, "a list of steps or 'ignore'", key.text);
  }
  group.on_signal.push_back(handler);
}

}  // namespace

void count_processes(Loading& loading, const Declarations& declarations) {
  std::vector<Process>& processes = loading.scenario.processes;
  Process& main = processes.emplace_back();
  main.name = "MainProcess";
  for (size_t i = 0; i < declarations.processes.size(); ++i) {
    ProcessGroup& group = loading.scenario.groups[i];
    const Node& node = *declarations.processes[i].value;
    if (const Node* count = node.is_map() ? node.find("count") : nullptr) {
      const size_t before = loading.errors();
      group.array = true;
      group.count = decode_count(loading, *count);
      loading.symbols.find(group.name)->sound = loading.errors() == before;
    }
    group.first = static_cast<int32_t>(processes.size());
    for (int32_t index = 0; index < group.count; ++index) {
      Process& process = processes.emplace_back();
      process.group = static_cast<int32_t>(i);
      process.index = index;
    }
  }
}

void decode_processes(Loading& loading, const Declarations& declarations) {
  for (size_t i = 0; i < declarations.processes.size(); ++i) {
    ProcessDecoder(loading, declarations.processes[i], loading.scenario.groups[i]).decode();
  }
}

void decode_process_steps(Loading& loading, const Declarations& declarations) {
  for (size_t i = 0; i < declarations.processes.size(); ++i) {
    const Node& node = *declarations.processes[i].value;
    ProcessGroup& group = loading.scenario.groups[i];
    if (!node.is_map()) continue;
    if (const Node* steps = node.find("steps")) {
      FrameScope scope(FrameKind::kProcess);
      group.frame = read_frame(loading, scope, *steps, "steps");
    }
    const Node* handlers = node.find("on_signal");
    if (!handlers) continue;
    if (!handlers->is_map()) {
      report_wrong_kind(loading, *handlers, "a map from signals", "on_signal");
      continue;
    }
    for (size_t k = 0; k < handlers->keys.size(); ++k) {
      decode_handler(loading, handlers->keys[k], handlers->items[k], group);
    }
  }
}

void add_pool_workers(Loading& loading, const Declarations& declarations) {
  Scenario& scenario = loading.scenario;
  for (size_t i = 0; i < scenario.arrays.size(); ++i) {
    const ObjectArray& array = scenario.arrays[i];
    if (array.kind != ObjectKind::kPool) continue;
    Object& pool = scenario.objects[static_cast<size_t>(array.first)];
    const auto others = static_cast<int64_t>(scenario.processes.size());
    if (pool.workers > limits::kProcesses - others) {
      const Declared& declared = declarations.objects[i];
      const Node* workers = declared.value;
      if (workers && workers->is_map()) workers = workers->find("workers");
      report(loading, workers ? *workers : *declared.key,
             "workers " + std::to_string(pool.workers) + " is over the limit of " +
                 std::to_string(limits::kProcesses) + " processes");
      continue;
    }
    pool.first_worker = static_cast<int32_t>(scenario.processes.size());
    for (int64_t index = 0; index < pool.workers; ++index) {
      Process& worker = scenario.processes.emplace_back();
      worker.numbered = true;
      worker.daemon = true;
      worker.index = index;
      worker.pool = array.first;
    }
  }
}

}  // namespace runner
