#include "posix/change.h"

#include "expr/functions.h"
#include "posix/shared_heap.h"

namespace runner::posix {

PathResult Change::apply(Value& root, size_t done) const {
  const std::span<const Value> rest = path.subspan(done);
  if (op == Op::kStore) {
    return store_at(root, rest, *value, done == 0 ? kind : ObjectKind::kValue);
  }
  if (op == Op::kAdd) return add_at(root, rest, *value);
  if (op == Op::kAppend) return append_at(root, rest, *value);
  if (op == Op::kExtend || op == Op::kKernelExtend) return extend_at(root, rest, *value);
  if (op == Op::kPop) return pop_at(root, rest, value == nullptr ? Value() : *value);
  CHECK(op == Op::kRemove);
  return remove_at(root, rest);
}

PathResult out_of_memory(const Region& region) {
  return {Fault::kOutOfSharedMemory, Value::string(std::to_string(heap_limit(region)) + " bytes")};
}

Outcome out_of_room(const Region& region) {
  PathResult result = out_of_memory(region);
  return Outcome::failed(result.fault, std::move(result.value));
}

PathResult too_long() {
  return {Fault::kCallFailed, expr::too_many_elements()};
}

}  // namespace runner::posix
