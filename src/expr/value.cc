#include "expr/value.h"

#include <algorithm>
#include <tuple>

#include "base/limits.h"

namespace runner {
namespace {

bool is_container(const Value& value) {
  return value.is_list() || value.is_map();
}

// Saturating: whatever lies over the limits stays over them.
uint32_t add_counts(uint32_t a, uint64_t b) {
  return static_cast<uint32_t>(std::min<uint64_t>(uint64_t{a} + b, UINT32_MAX));
}

void include(Extent& extent, const Value& inner, uint32_t level);

template <typename Body, typename Visit>
Extent measure(const Body& body, uint32_t level, Visit visit) {
  if (body.extent.values != 0) return body.extent;
  Extent extent{1, 1};
  if (level > limits::kValueNesting) return {1, limits::kValueNesting + 1};  // deep enough
  visit(extent);
  if (!is_shared_for_ever(&body)) body.extent = extent;
  return extent;
}

Extent measure(const Value& value, uint32_t level) {
  if (value.is_list()) {
    const ListBody& list = value.list_body();
    return measure(list, level, [&](Extent& extent) {
      extent.values = add_counts(extent.values, count_of(list.numbers));
      for (const Value& item : list.items) include(extent, item, level);
    });
  }
  if (value.is_map()) {
    return measure(value.as_map(), level, [&](Extent& extent) {
      for (const auto& [key, item] : value.as_map().entries()) {
        include(extent, key, level);
        include(extent, item, level);
      }
    });
  }
  if (value.is_string()) return {add_counts(1, value.as_string().size() / 16), 0};
  return {1, 0};
}

void include(Extent& extent, const Value& inner, uint32_t level) {
  if (!is_container(inner) && !inner.is_string()) {
    extent.values = add_counts(extent.values, 1);
    return;
  }
  const Extent more = measure(inner, level + 1);
  extent.values = add_counts(extent.values, more.values);
  extent.nesting = std::max(extent.nesting, more.nesting + 1);
}

}  // namespace

size_t count_of(const Numbers& numbers) {
  return std::visit([](const auto& all) { return all.size(); }, numbers);
}

Value Value::string(std::string_view text) {
  return Value(ValueKind::kString, new StringBody(text));
}

Value Value::string(std::string&& text) {
  return Value(ValueKind::kString, new StringBody(std::move(text)));
}

Value Value::list(std::vector<Value> items) {
  auto body = std::make_unique<ListBody>();
  body->items = std::move(items);
  return Value(ValueKind::kList, body.release());
}

Value Value::numbers(Numbers numbers) {
  auto body = std::make_unique<ListBody>();
  body->numbers = std::move(numbers);
  if (LoadingMemory::is_in_use()) body->hold_values();
  return Value(ValueKind::kList, body.release());
}

Value Value::map(std::vector<std::pair<Value, Value>> entries) {
  auto body = std::make_unique<MapBody>();
  body->entries_ = std::move(entries);
  body->reindex();
  return Value(ValueKind::kMap, body.release());
}

Value Value::process(ProcessBody snapshot) {
  snapshot.references = 1;
  return Value(ValueKind::kProcess, new ProcessBody(std::move(snapshot)));
}

Value Value::error(ErrorBody error) {
  error.references = 1;
  return Value(ValueKind::kError, new ErrorBody(std::move(error)));
}

const std::string& Value::as_string() const {
  return static_cast<const StringBody*>(payload_.body)->text;
}

const ListBody& Value::list_body() const {
  return *static_cast<const ListBody*>(payload_.body);
}

const std::vector<Value>& Value::as_list() const {
  const ListBody& body = list_body();
  body.hold_values();
  return body.items;
}

size_t Value::list_size() const {
  return list_body().size();
}

Value Value::list_item(size_t index) const {
  const Numbers* numbers = as_numbers();
  if (numbers == nullptr) return list_body().items[index];
  return std::visit([index](const auto& all) { return value_of(all[index]); }, *numbers);
}

[[gnu::hot]] bool Value::read_item(size_t index, Value& to) const {
  const ListBody& body = list_body();
  if (index < body.items.size()) {
    assign(to, body.items[index]);
    return true;
  }
  const auto read = [index, &to](const auto& all) {
    const bool is_there = index < all.size();
    if (is_there) to = value_of(all[index]);
    return is_there;
  };
  return std::visit(read, body.numbers);
}

const Numbers* Value::as_numbers() const {
  const Numbers& numbers = list_body().numbers;
  return count_of(numbers) == 0 ? nullptr : &numbers;
}

size_t ListBody::size() const {
  return items.size() + count_of(numbers);
}

void ListBody::hold_values() const {
  if (count_of(numbers) == 0) return;
  const Numbers all = std::exchange(numbers, {});
  items.reserve(count_of(all));
  const auto hold = [this](const auto& them) {
    for (size_t i = 0; i < them.size(); ++i) items.push_back(value_of(them[i]));
  };
  std::visit(hold, all);
}

const MapBody& Value::as_map() const {
  return *static_cast<const MapBody*>(payload_.body);
}

const ProcessBody& Value::as_process() const {
  return *static_cast<const ProcessBody*>(payload_.body);
}

const ErrorBody& Value::as_error() const {
  return *static_cast<const ErrorBody*>(payload_.body);
}

template <typename Body>
Body& Value::own() {
  auto* body = static_cast<Body*>(payload_.body);
  if (is_counted() && body->references == 1) return *body;
  auto copy = std::make_unique<Body>(*body);
  copy->references = 1;
  if (is_counted()) --body->references;
  payload_.body = copy.release();
  return *static_cast<Body*>(payload_.body);
}

std::string& Value::mutable_string() {
  return own<StringBody>().text;
}

std::vector<Value>& Value::mutable_list() {
  auto& body = own<ListBody>();
  body.extent = {};
  body.hold_values();
  return body.items;
}

MapBody& Value::mutable_map() {
  auto& body = own<MapBody>();
  body.extent = {};
  return body;
}

ErrorBody& Value::mutable_error() {
  return own<ErrorBody>();
}

void Value::release() {
  if (is_counted() && --payload_.body->references == 0) destroy(kind_, payload_.body);
}

// Containers that die with their container wait in a list, so that a deep value needs no deep
// stack.
void Value::destroy(ValueKind kind, HeapBody* body) {
  std::vector<std::pair<ValueKind, HeapBody*>> pending;
  const auto detach = [&pending](Value& inner) {
    if (!is_container(inner) || !inner.is_counted()) return;
    if (inner.payload_.body->references != 1) return;
    pending.emplace_back(inner.kind_, inner.payload_.body);
    inner.kind_ = ValueKind::kNull;
  };
  for (;;) {
    if (kind == ValueKind::kString) {
      delete static_cast<StringBody*>(body);
    } else if (kind == ValueKind::kProcess) {
      delete static_cast<ProcessBody*>(body);
    } else if (kind == ValueKind::kError) {
      delete static_cast<ErrorBody*>(body);
    } else if (kind == ValueKind::kList) {
      auto* list = static_cast<ListBody*>(body);
      for (Value& item : list->items) detach(item);
      delete list;
    } else {
      auto* map = static_cast<MapBody*>(body);
      for (auto& entry : map->entries_) detach(entry.second);
      delete map;
    }
    if (pending.empty()) return;
    std::tie(kind, body) = pending.back();
    pending.pop_back();
  }
}

Value make_error(ErrorKind kind, std::string message) {
  ErrorBody error;
  error.kind = kind;
  error.message = std::move(message);
  return Value::error(std::move(error));
}

Extent extent_of(const Value& value) {
  return measure(value, 1);
}

bool within_limits(const Value& value) {
  if (!is_container(value)) return true;
  const Extent extent = extent_of(value);
  return extent.values <= limits::kListElements && extent.nesting <= limits::kValueNesting;
}

std::string_view kind_name(ValueKind kind) {
  switch (kind) {
    case ValueKind::kNull:
      return "null";
    case ValueKind::kBool:
      return "bool";
    case ValueKind::kInt:
      return "int";
    case ValueKind::kDouble:
      return "double";
    case ValueKind::kHandle:
      return "handle";
    case ValueKind::kDeadline:
      return "deadline";
    case ValueKind::kObject:
      return "object";
    case ValueKind::kString:
      return "string";
    case ValueKind::kList:
      return "list";
    case ValueKind::kMap:
      return "map";
    case ValueKind::kProcess:
      return "process";
    case ValueKind::kError:
      return "error";
  }
  UNREACHABLE();
}

std::string_view error_kind_name(ErrorKind kind) {
  static constexpr std::string_view kNames[] = {
      "fail",  "assert", "timeout",    "broken",     "closed",    "misuse",     "type",
      "index", "key",    "arithmetic", "owner_died", "recursion", "terminated",
  };
  return kNames[static_cast<size_t>(kind)];
}

}  // namespace runner
