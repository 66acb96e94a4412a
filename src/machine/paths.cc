#include "machine/paths.h"

#include <algorithm>

#include "base/limits.h"
#include "expr/functions.h"
#include "machine/stored.h"

namespace runner {
namespace {

PathResult fault(Fault what, Value detail = Value()) {
  return {what, std::move(detail)};
}

Value kind_detail(const Value& value) {
  return Value::string(std::string(kind_name(value.kind())));
}

bool is_key(const Value& key) {
  Value usable;
  return map_key(key, usable);
}

// A list's element number, or -1.
int64_t list_index(const Value& key, size_t size) {
  int64_t index = -1;
  if (key.is_int()) index = key.as_int();
  if (key.is_double() && key.as_double() >= 0 && key.as_double() < static_cast<double>(size)) {
    const auto whole = static_cast<int64_t>(key.as_double());
    if (static_cast<double>(whole) == key.as_double()) index = whole;
  }
  return index >= 0 && index < static_cast<int64_t>(size) ? index : -1;
}

// Checks that `path` leads somewhere in `root`, without changing (or copying) anything.
PathResult check_path(const Value& root, std::span<const Value> path, const Value** target) {
  const Value* at = &root;
  for (const Value& key : path) {
    if (at->is_list()) {
      const int64_t index = list_index(key, at->as_list().size());
      if (!key.is_number()) return fault(Fault::kBadKey, key);
      if (index < 0) return fault(Fault::kIndexOutOfRange, key);
      at = &at->as_list()[static_cast<size_t>(index)];
    } else if (at->is_map()) {
      if (!is_key(key)) return fault(Fault::kBadKey, key);
      const Value* found = at->as_map().find(key);
      if (!found) return fault(Fault::kNoSuchKey, key);
      at = found;
    } else {
      return fault(Fault::kNotAContainer, kind_detail(*at));
    }
  }
  *target = at;
  return {};
}

// The element of a container that is about to change. REQUIRES a checked path step.
Value& descend(Value& container, const Value& key) {
  if (container.is_list()) {
    std::vector<Value>& items = container.mutable_list();
    return items[static_cast<size_t>(list_index(key, items.size()))];
  }
  return *container.mutable_map().find_mutable(key);
}

Value& descend(Value& root, std::span<const Value> path) {
  Value* at = &root;
  for (const Value& key : path) at = &descend(*at, key);
  return *at;
}

PathResult too_many_elements() {
  return {Fault::kCallFailed, expr::too_many_elements()};
}

}  // namespace

bool is_plain(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
    case ValueKind::kBool:
    case ValueKind::kInt:
    case ValueKind::kDouble:
    case ValueKind::kHandle:
    case ValueKind::kString:
      return true;
    case ValueKind::kDeadline:
    case ValueKind::kObject:
    case ValueKind::kProcess:
    case ValueKind::kError:
      return false;
    case ValueKind::kList:
      return value.as_numbers() != nullptr ||
             std::all_of(value.as_list().begin(), value.as_list().end(), is_plain);
    case ValueKind::kMap:
      return std::all_of(value.as_map().entries().begin(), value.as_map().entries().end(),
                         [](const auto& entry) { return is_plain(entry.second); });
  }
  return false;
}

PathResult check_stored(const Value& value, size_t levels) {
  if (!is_plain(value)) return fault(Fault::kNotPlain, kind_detail(value));
  const Extent extent = extent_of(value);
  if (extent.nesting + levels > limits::kValueNesting) {
    return {Fault::kCallFailed, expr::too_deep_a_value()};
  }
  return extent.values > limits::kListElements ? too_many_elements() : PathResult();
}

PathResult store_at(Value& root, std::span<const Value> path, const Value& value, ObjectKind kind) {
  if (PathResult result = check_stored(value, path.size()); result.fault != Fault::kNone) {
    return result;
  }
  if (path.empty()) {
    if (kind == ObjectKind::kList && !value.is_list())
      return fault(Fault::kNotAList, kind_detail(value));
    if (kind == ObjectKind::kDict && !value.is_map())
      return fault(Fault::kNotADict, kind_detail(value));
    root = value;
    return {};
  }
  const std::span<const Value> before = path.first(path.size() - 1);
  const Value& key = path.back();
  const Value* container = &root;
  if (PathResult result = check_path(root, before, &container); result.fault != Fault::kNone) {
    return result;
  }
  if (container->is_map()) {
    if (!is_key(key)) return fault(Fault::kBadKey, key);
    descend(root, before).mutable_map().set(key, value);
    return {};
  }
  const Value* element = nullptr;
  if (PathResult result = check_path(*container, path.last(1), &element);
      result.fault != Fault::kNone) {
    return result;
  }
  descend(root, path) = value;
  return {};
}

PathResult add_values(const Value& a, const Value& b) {
  if (!a.is_number()) return fault(Fault::kNotANumber, kind_detail(a));
  if (!b.is_number()) return fault(Fault::kNotANumber, kind_detail(b));
  if (a.is_int() && b.is_int()) {
    int64_t sum = 0;
    if (__builtin_add_overflow(a.as_int(), b.as_int(), &sum)) return fault(Fault::kOverflow);
    return {Fault::kNone, Value::integer(sum)};
  }
  return {Fault::kNone, Value::real(a.as_number() + b.as_number())};
}

PathResult add_at(Value& root, std::span<const Value> path, const Value& amount) {
  const Value* target = nullptr;
  if (PathResult result = check_path(root, path, &target); result.fault != Fault::kNone) {
    return result;
  }
  PathResult sum = add_values(*target, amount);
  if (sum.fault == Fault::kNone) descend(root, path) = sum.value;
  return sum;
}

PathResult append_at(Value& root, std::span<const Value> path, const Value& item) {
  if (PathResult result = check_stored(item, path.size() + 1); result.fault != Fault::kNone) {
    return result;
  }
  const Value* target = nullptr;
  if (PathResult result = check_path(root, path, &target); result.fault != Fault::kNone) {
    return result;
  }
  if (!target->is_list()) return fault(Fault::kNotAList, kind_detail(*target));
  if (target->list_size() >= limits::kListElements) return too_many_elements();
  descend(root, path).mutable_list().push_back(item);
  return {};
}

PathResult extend_at(Value& root, std::span<const Value> path, const Value& items) {
  if (!items.is_list()) return fault(Fault::kNotAList, kind_detail(items));
  if (PathResult result = check_stored(items, path.size()); result.fault != Fault::kNone) {
    return result;
  }
  const Value* target = nullptr;
  if (PathResult result = check_path(root, path, &target); result.fault != Fault::kNone) {
    return result;
  }
  if (!target->is_list()) return fault(Fault::kNotAList, kind_detail(*target));
  if (items.list_size() > limits::kListElements - target->list_size()) {
    return too_many_elements();
  }
  // May be the very list that grows.
  const Value source = items;  // NOLINT(performance-unnecessary-copy-initialization)
  std::vector<Value>& list = descend(root, path).mutable_list();
  list.insert(list.end(), source.as_list().begin(), source.as_list().end());
  return {};
}

PathResult pop_at(Value& root, std::span<const Value> path, const Value& index) {
  const Value* target = nullptr;
  if (PathResult result = check_path(root, path, &target); result.fault != Fault::kNone) {
    return result;
  }
  if (!target->is_list()) return fault(Fault::kNotAList, kind_detail(*target));
  const auto size = static_cast<int64_t>(target->list_size());
  if (size == 0) return fault(Fault::kPopFromEmpty);
  if (!index.is_null() && !index.is_int()) return fault(Fault::kBadKey, index);
  int64_t at = index.is_null() ? size - 1 : index.as_int();
  if (at < 0) at += size;
  if (at < 0 || at >= size) return fault(Fault::kIndexOutOfRange, index);
  std::vector<Value>& list = descend(root, path).mutable_list();
  PathResult result{Fault::kNone, std::move(list[static_cast<size_t>(at)])};
  list.erase(list.begin() + at);
  return result;
}

PathResult remove_at(Value& root, std::span<const Value> path) {
  if (path.empty()) return fault(Fault::kNotAContainer, kind_detail(root));
  const std::span<const Value> before = path.first(path.size() - 1);
  const Value* container = &root;
  if (PathResult result = check_path(root, before, &container); result.fault != Fault::kNone) {
    return result;
  }
  if (!container->is_map()) return fault(Fault::kNotADict, kind_detail(*container));
  if (!is_key(path.back())) return fault(Fault::kBadKey, path.back());
  if (!container->as_map().find(path.back())) return fault(Fault::kNoSuchKey, path.back());
  descend(root, before).mutable_map().erase(path.back());
  return {};
}

Value size_of(const Value& root) {
  if (root.is_list()) return Value::integer(static_cast<int64_t>(root.list_size()));
  if (root.is_map()) return Value::integer(static_cast<int64_t>(root.as_map().size()));
  if (root.is_string()) {
    const std::string& text = root.as_string();
    return Value::integer(std::count_if(text.begin(), text.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
  }
  return fault_error(Fault::kNotAContainer, "size", kind_detail(root));
}

}  // namespace runner
