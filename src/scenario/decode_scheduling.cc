#include "scenario/constants.h"
#include "scenario/decode_processes.h"

namespace runner {
namespace {

// As many as the kernel's interface for affinity has by default.
constexpr int64_t kMostCpus = 1024;

struct Policy {
  std::string_view name;
  Scheduling scheduling;
  bool has_priority;
};
constexpr Policy kPolicies[] = {
    {"other", Scheduling::kOther, false},  {"batch", Scheduling::kBatch, false},
    {"idle", Scheduling::kIdle, false},    {"fifo", Scheduling::kFifo, true},
    {"rr", Scheduling::kRoundRobin, true},
};

}  // namespace

void decode_policy(Loading& loading, const Node& node, ProcessGroup& group) {
  const bool has_priority = node.is_map() && node.keys.size() == 1;
  if (!has_priority && !(node.is_scalar() && !node.missing)) {
    report_wrong_kind(loading, node, "a policy's name, or {fifo: priority}", "policy");
    return;
  }
  const Node& name = has_priority ? node.keys[0] : node;
  std::vector<std::string> names;
  for (const Policy& policy : kPolicies) {
    names.emplace_back(policy.name);
    if (name.text != policy.name) continue;
    group.scheduling = policy.scheduling;
    group.priority = policy.has_priority ? 1 : 0;
    if (!has_priority) return;
    if (!policy.has_priority) {
      report(loading, name, "policy '" + name.text + "' has no priority");
      return;
    }
    const std::optional<int64_t> priority = constant_int(loading, node.items[0], "priority", 1, 99);
    group.priority = static_cast<int32_t>(priority.value_or(1));
    return;
  }
  report(loading, name, "unknown policy " + in_single_quotes(name.text)).hint =
      suggestion_or_list(loading, name.text, "the policies are", names);
}

void decode_cpus(Loading& loading, const Node& node, const Value& value,
                 std::vector<int32_t>& cpus) {
  const auto add = [&](const Value& one) {
    const std::optional<int64_t> cpu = int_of(loading, node, one, "cpus", 0, kMostCpus - 1);
    if (cpu) cpus.push_back(static_cast<int32_t>(*cpu));
  };
  if (value.is_int()) return add(value);
  if (value.is_list() && value.as_list().empty()) {
    report(loading, node, "cpus needs at least one CPU, and this list is empty");
    return;
  }
  if (!value.is_list()) {
    report_wrong_value(loading, node, "cpus", "an int or a list of ints", value);
    return;
  }
  for (const Value& one : value.as_list()) add(one);
}

}  // namespace runner
