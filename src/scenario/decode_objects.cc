#include <array>
#include <map>

#include "base/limits.h"
#include "scenario/callees.h"
#include "scenario/constant_reference.h"
#include "scenario/decode.h"
#include "scenario/fields.h"
#include "scenario/lint_texts.h"
#include "text/scalar.h"

namespace runner {
namespace {

constexpr std::string_view kLockOptions[] = {"reentrant", "count", "on_owner_death"};
constexpr std::string_view kSemaphoreOptions[] = {"value", "bounded", "count"};
constexpr std::string_view kEventOptions[] = {"count"};
constexpr std::string_view kConditionOptions[] = {"lock", "count"};
constexpr std::string_view kBarrierOptions[] = {"parties", "timeout", "action", "count"};
constexpr std::string_view kQueueOptions[] = {"capacity", "count"};
constexpr std::string_view kPoolOptions[] = {"workers", "initializer", "tasks_per_worker",
                                             "on_worker_death"};
constexpr std::string_view kRetryOptions[] = {"retry"};

// A kind's options, and the one that stands for the others when only a value is written.
struct KindOptions {
  std::span<const std::string_view> names;
  std::string_view shorthand;
};

KindOptions options_of(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::kLock:
      return {kLockOptions, ""};
    case ObjectKind::kSemaphore:
      return {kSemaphoreOptions, "value"};
    case ObjectKind::kEvent:
      return {kEventOptions, ""};
    case ObjectKind::kCondition:
      return {kConditionOptions, "lock"};
    case ObjectKind::kBarrier:
      return {kBarrierOptions, "parties"};
    case ObjectKind::kQueue:
      return {kQueueOptions, "capacity"};
    case ObjectKind::kPool:
      return {kPoolOptions, "workers"};
    case ObjectKind::kList:
    case ObjectKind::kDict:
    case ObjectKind::kValue:
      return {{}, ""};
  }
  UNREACHABLE();
}

bool is_null(const Node& node) {
  return node.is_scalar() && scalar_of(node).kind == ScalarKind::kNull;
}

// One declaration: an object, or all members of an array.
class ObjectDecoder {
 public:
  ObjectDecoder(Loading& loading, const Declared& declared, ObjectArray& array)
      : loading_(loading), declared_(declared), array_(array) {}

  void decode() {
    read_options();
    if (const Node* node = find("count")) {
      const size_t before = loading_.errors();
      array_.array = true;
      array_.count = decode_count(*node);
      loading_.symbols.find(array_.name)->sound = loading_.errors() == before;
    }
    array_.first = static_cast<int32_t>(loading_.scenario.objects.size());
    const size_t before = loading_.errors();
    std::vector<Object>& objects = loading_.scenario.objects;
    for (int32_t i = 0; i < array_.count; ++i) {
      // Without an index in its options every member is like the first.
      if (i > 0 && (!uses_index_ || loading_.errors() != before)) {
        objects.push_back(objects[static_cast<size_t>(array_.first)]);
      } else {
        objects.push_back(build(i));
      }
      if (array_.array) objects.back().name = array_.name + "[" + std::to_string(i) + "]";
    }
  }

 private:
  struct Option {
    const Node* node = nullptr;
    std::optional<Constant> constant;
  };

  void read_options() {
    const KindOptions options = options_of(array_.kind);
    const Node* node = declared_.value;
    if (!node || is_null(*node) || is_container()) return;
    if (node->is_map()) {
      const Fields fields(loading_, *node, described(array_.kind), options.names);
      for (const std::string_view name : options.names) {
        if (const Node* value = fields.get(name)) options_[name].node = value;
      }
    } else if (!options.shorthand.empty() && node->is_scalar()) {
      options_[options.shorthand].node = node;
    } else {
      report_wrong_kind(loading_, *node, "a map of options", described(array_.kind));
    }
  }

  bool is_container() const {
    return array_.kind == ObjectKind::kList || array_.kind == ObjectKind::kDict ||
           array_.kind == ObjectKind::kValue;
  }

  const Node* find(std::string_view name) const {
    const auto found = options_.find(name);
    return found == options_.end() ? nullptr : found->second.node;
  }

  int32_t decode_count(const Node& node) {
    const std::optional<int64_t> count = constant_int(loading_, node, "count", 1);
    if (!count) return 1;
    const auto left = limits::kObjects - static_cast<int64_t>(loading_.scenario.objects.size());
    if (*count <= left) return static_cast<int32_t>(*count);
    report(loading_, node,
           "count " + std::to_string(*count) + " is over the limit of " +
               std::to_string(limits::kObjects) + " shared objects");
    return 1;
  }

  // An option's value for member `i`; nothing when it is not there or had errors.
  std::optional<Value> value_of(std::string_view name, int32_t i) {
    const auto found = options_.find(name);
    if (found == options_.end()) return std::nullopt;
    Option& option = found->second;
    if (!option.constant) {
      option.constant = Constant::value(loading_, *option.node, array_.array);
      uses_index_ |= option.constant->uses_index();
    }
    return option.constant->at(loading_, i);
  }

  int64_t integer(std::string_view name, int32_t i, int64_t fallback, int64_t least,
                  int64_t most = INT64_MAX) {
    const std::optional<Value> value = value_of(name, i);
    if (!value) return fallback;
    return int_of(loading_, *find(name), *value, name, least, most).value_or(fallback);
  }

  bool boolean(std::string_view name, int32_t i) {
    const std::optional<Value> value = value_of(name, i);
    return value && bool_of(loading_, *find(name), *value, name).value_or(false);
  }

  void require(std::string_view name) {
    const bool is_misspelt =
        declared_.value && declared_.value->is_map() &&
        has_misspelt_key(*declared_.value, name, options_of(array_.kind).names);
    if (find(name) || is_misspelt) return;
    report(loading_, *declared_.key, described(array_.kind) + " needs '" + std::string(name) + "'")
        .hint = "write " + array_.name + ": 2, or {" + std::string(name) + ": 2}";
  }

  Object build(int32_t i) {
    Object object;
    object.kind = array_.kind;
    object.name = array_.name;
    object.at = array_.at;
    switch (array_.kind) {
      case ObjectKind::kLock:
        build_lock(object, i);
        break;
      case ObjectKind::kSemaphore:
        object.value = integer("value", i, 1, 0, limits::kSemaphoreUnits);
        object.bounded = boolean("bounded", i);
        break;
      case ObjectKind::kEvent:
      case ObjectKind::kCondition:
        break;
      case ObjectKind::kBarrier:
        build_barrier(object, i);
        break;
      case ObjectKind::kQueue:
        object.capacity = integer("capacity", i, 0, 1);
        break;
      case ObjectKind::kList:
      case ObjectKind::kDict:
      case ObjectKind::kValue:
        build_container(object);
        break;
      case ObjectKind::kPool:
        build_pool(object, i);
        break;
    }
    return object;
  }

  void build_lock(Object& object, int32_t i) {
    object.reentrant = boolean("reentrant", i);
    const std::optional<Value> value = value_of("on_owner_death", i);
    if (!value) return;
    static const std::vector<std::string> kWords{"error", "release", "hold"};
    for (size_t word = 0; word < kWords.size(); ++word) {
      if (!value->is_string() || value->as_string() != kWords[word]) continue;
      object.on_owner_death = static_cast<OwnerDeath>(word);
      return;
    }
    report_wrong_value(loading_, *find("on_owner_death"), "on_owner_death", enumerate_or(kWords),
                       *value);
  }

  void build_barrier(Object& object, int32_t i) {
    require("parties");
    object.parties = integer("parties", i, 1, 1, limits::kProcesses);
    if (const std::optional<Value> value = value_of("timeout", i)) {
      object.timeout =
          duration_of(loading_, *find("timeout"), *value, "timeout", DurationRange::kAny);
    }
    if (const Node* node = find("action")) {
      object.action = parse_plain_task(loading_, *node, "action");
    }
  }

  void build_pool(Object& object, int32_t i) {
    require("workers");
    object.workers = integer("workers", i, 1, 1);
    object.tasks_per_worker = integer("tasks_per_worker", i, 0, 1);
    if (const Node* node = find("initializer")) {
      object.initializer = parse_plain_task(loading_, *node, "initializer");
    }
    const Node* death = find("on_worker_death");
    if (!death || (death->is_scalar() && death->text == "error")) return;
    if (!death->is_map()) {
      report_wrong_kind(loading_, *death, "'error' or {retry: n}", "on_worker_death");
      return;
    }
    const Fields fields(loading_, *death, "on_worker_death", kRetryOptions);
    const Node* retry = fields.get("retry");
    if (retry) object.retries = constant_int(loading_, *retry, "retry", 0).value_or(-1);
    if (death->keys.empty()) report(loading_, *death, "on_worker_death needs 'retry'");
  }

  void build_container(Object& object) {
    const bool is_list = array_.kind == ObjectKind::kList;
    const bool is_value = array_.kind == ObjectKind::kValue;
    const Node* node = declared_.value;
    object.initial = is_value ? Value() : is_list ? Value::list({}) : Value::map({});
    const bool means_default =
        !node || is_null(*node) || (!is_value && node->is_map() && node->keys.empty());
    if (means_default) return;
    const std::optional<Value> initial = constant_value(loading_, *node);
    if (!initial) return;
    if (loading_.options.lint) lint_value(loading_, FrameScope(FrameKind::kExpectation), *node);
    const bool fits = is_value || (is_list ? initial->is_list() : initial->is_map());
    if (fits) {
      object.initial = *initial;
      return;
    }
    report_wrong_value(loading_, *node, described(array_.kind),
                       is_list ? "a list to begin with" : "a map to begin with", *initial);
  }

  Loading& loading_;
  const Declared& declared_;
  ObjectArray& array_;
  std::map<std::string_view, Option> options_;
  bool uses_index_ = false;
};

const Node* lock_of(const Declared& declared) {
  const Node* node = declared.value;
  if (!node || is_null(*node)) return nullptr;
  return node->is_map() ? node->find("lock") : node->is_scalar() ? node : nullptr;
}

// A condition without `lock` owns one, which is reentrant as in Python.
void decode_condition_locks(Loading& loading, const Declared& declared, const ObjectArray& array) {
  std::vector<Object>& objects = loading.scenario.objects;
  const Node* node = lock_of(declared);
  std::optional<ConstantReference> lock;
  if (node) {
    lock = ConstantReference::read(loading, *node, Targets(ObjectKind::kLock), "lock", array.array);
  }
  for (int32_t i = 0; i < array.count; ++i) {
    Object& condition = objects[static_cast<size_t>(array.first + i)];
    condition.reentrant = !lock;
    if (!lock) continue;
    const std::optional<Run> run = lock->at(loading, i);
    if (!run) return;
    if (run->several) {
      report(loading, *node,
             "a condition has one lock, and '" + node->text + "' has several members")
          .hint = array.array ? "name one of them: " + node->text + "[index]"
                              : "name one of them: " + node->text + "[0]";
      return;
    }
    condition.lock = run->first;
  }
}

}  // namespace

void decode_objects(Loading& loading, const Declarations& declarations) {
  std::vector<ObjectArray>& arrays = loading.scenario.arrays;
  for (size_t i = 0; i < arrays.size(); ++i) {
    ObjectDecoder(loading, declarations.objects[i], arrays[i]).decode();
  }
  for (size_t i = 0; i < arrays.size(); ++i) {
    if (arrays[i].kind != ObjectKind::kCondition) continue;
    decode_condition_locks(loading, declarations.objects[i], arrays[i]);
  }
}

}  // namespace runner
