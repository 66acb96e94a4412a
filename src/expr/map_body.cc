// Maps and the attributes of processes: what is looked up by name.
#include <algorithm>
#include <functional>

#include "expr/compare.h"
#include "expr/value.h"

namespace runner {
namespace {

constexpr size_t kLinear = 8;  // up to this many entries a scan is faster than a hash

size_t hash_of(const Value& key) {
  if (key.is_string()) return std::hash<std::string_view>()(key.as_string());
  const auto word = static_cast<uint64_t>(key.as_int()) * 2 + (key.is_bool() ? 1 : 0);
  return static_cast<size_t>((word * 0x9E3779B97F4A7C15u) >> 16);
}

bool same_key(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  return a.is_string() ? a.as_string() == b.as_string() : a.as_int() == b.as_int();
}

}  // namespace

bool map_key(const Value& value, Value& key) {
  if (value.is_bool() || value.is_int() || value.is_string()) {
    key = value;
    return true;
  }
  int64_t integer = 0;
  if (!value.is_double() || !expr::exact_int(value.as_double(), integer)) return false;
  key = Value::integer(integer);
  return true;
}

int64_t MapBody::position(const Value& given) const {
  Value key;
  if (!map_key(given, key)) return -1;
  if (buckets_.empty()) {
    for (size_t i = 0; i < entries_.size(); ++i) {
      if (same_key(entries_[i].first, key)) return static_cast<int64_t>(i);
    }
    return -1;
  }
  const size_t mask = buckets_.size() - 1;
  for (size_t at = hash_of(key) & mask; buckets_[at] != 0; at = (at + 1) & mask) {
    const uint32_t entry = buckets_[at] - 1;
    if (same_key(entries_[entry].first, key)) return entry;
  }
  return -1;
}

void MapBody::reindex() {
  buckets_.clear();
  if (entries_.size() <= kLinear) return;
  size_t size = 4 * kLinear;
  while (size < 2 * entries_.size()) size *= 2;
  buckets_.resize(2 * size);  // room to double before the next time
  for (uint32_t i = 0; i < entries_.size(); ++i) index(i);
}

void MapBody::index(uint32_t entry) {
  const size_t mask = buckets_.size() - 1;
  size_t at = hash_of(entries_[entry].first) & mask;
  while (buckets_[at] != 0) at = (at + 1) & mask;
  buckets_[at] = entry + 1;
}

const Value* MapBody::find(const Value& key) const {
  const int64_t at = position(key);
  return at < 0 ? nullptr : &entries_[static_cast<size_t>(at)].second;
}

const Value* MapBody::find(std::string_view key) const {
  if (!buckets_.empty()) return find(Value::string(key));
  for (const auto& entry : entries_) {
    if (entry.first.is_string() && entry.first.as_string() == key) return &entry.second;
  }
  return nullptr;
}

Value* MapBody::find_mutable(const Value& key) {
  return const_cast<Value*>(find(key));
}

void MapBody::set(const Value& given, Value value) {
  if (Value* old = find_mutable(given)) {
    *old = std::move(value);
    return;
  }
  Value key;
  CHECK(map_key(given, key));
  entries_.emplace_back(std::move(key), std::move(value));
  const bool crowded =
      buckets_.empty() ? entries_.size() > kLinear : 2 * entries_.size() > buckets_.size();
  if (crowded) {
    reindex();
  } else if (!buckets_.empty()) {
    index(static_cast<uint32_t>(entries_.size() - 1));
  }
}

bool MapBody::erase(const Value& key) {
  const int64_t at = position(key);
  if (at < 0) return false;
  entries_.erase(entries_.begin() + at);
  reindex();
  return true;
}

const std::vector<std::string>& ProcessBody::attribute_names() {
  static const std::vector<std::string> kNames = {"name",   "pid",   "alive", "exitcode",
                                                  "daemon", "index", "status"};
  return kNames;
}

bool ProcessBody::attribute(std::string_view wanted, Value& out) const {
  static constexpr std::string_view kStatus[] = {"initial", "started", "stopped"};
  if (wanted == "name") {
    out = Value::string(name);
  } else if (wanted == "pid") {
    out = pid == 0 ? Value::null() : Value::integer(pid);
  } else if (wanted == "alive") {
    out = Value::boolean(status == ProcessStatus::kStarted);
  } else if (wanted == "exitcode") {
    out = has_exit_code ? Value::integer(exit_code) : Value::null();
  } else if (wanted == "daemon") {
    out = Value::boolean(daemon);
  } else if (wanted == "index") {
    out = Value::integer(index);
  } else if (wanted == "status") {
    out = Value::string(kStatus[static_cast<size_t>(status)]);
  } else {
    return false;
  }
  return true;
}

}  // namespace runner
