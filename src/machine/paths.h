// Changing a value at a path inside it: the meaning of set, add, append, extend, pop and remove,
// used by every backend and for locals.
#pragma once

#include <span>

#include "expr/value.h"
#include "machine/fault.h"
#include "scenario/model.h"

namespace runner {

struct PathResult {
  Fault fault = Fault::kNone;
  Value value;  // the result (kAdd: the new value; kPop: the element), or the fault's detail
};

// `root` is changed in place; on a fault it is as before. List paths are ints (0 … size-1), dict
// paths keys. Storing inserts a dict's new key at the last step of a path; everything before it and
// every list index must exist. An empty path stands for the whole value.
// `kind` is the object's, so that `set` of a whole list object demands a list, of a dict a map.
PathResult store_at(Value& root, std::span<const Value> path, const Value& value, ObjectKind kind);
PathResult add_at(Value& root, std::span<const Value> path, const Value& amount);
PathResult append_at(Value& root, std::span<const Value> path, const Value& item);
PathResult extend_at(Value& root, std::span<const Value> path, const Value& items);
// `index` null: the last one; negative counts from the end, as Python's pop.
PathResult pop_at(Value& root, std::span<const Value> path, const Value& index);
PathResult remove_at(Value& root, std::span<const Value> path);
// size(), or a kError value.
Value size_of(const Value& root);
// The sum with the rules of kAdd.
PathResult add_values(const Value& a, const Value& b);
// Whether the value may be stored: plain values and handles, whatever contains only these.
bool is_plain(const Value& value);

}  // namespace runner
