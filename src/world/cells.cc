#include "world/cells.h"

#include "kernels/registry.h"
#include "machine/paths.h"

namespace runner::world {

namespace {

PathResult extend_by_kernel(Value& root, const Operation& operation) {
  const auto number = static_cast<size_t>(operation.spec->number);
  Value computed = kernels()[number].compute(operation.value->as_list());
  if (computed.is_error()) return {Fault::kCallFailed, std::move(computed)};
  return extend_at(root, operation.path, computed);
}

PathResult change(Value& root, const Operation& operation, ObjectKind kind) {
  if (operation.op == Op::kStore) return store_at(root, operation.path, *operation.value, kind);
  if (operation.op == Op::kAdd) return add_at(root, operation.path, *operation.value);
  if (operation.op == Op::kAppend) return append_at(root, operation.path, *operation.value);
  if (operation.op == Op::kExtend) return extend_at(root, operation.path, *operation.value);
  if (operation.op == Op::kKernelExtend) return extend_by_kernel(root, operation);
  if (operation.op == Op::kRemove) return remove_at(root, operation.path);
  return pop_at(root, operation.path, operation.value == nullptr ? Value() : *operation.value);
}

}  // namespace

Progress change_cell(State& state, const Operation& operation) {
  const ObjectKind kind = state.world().object(operation.target).kind;
  PathResult result = change(state.change<CellState>(operation.target).value, operation, kind);
  if (result.fault != Fault::kNone) return Outcome::failed(result.fault, std::move(result.value));
  return Outcome::done(std::move(result.value));
}

}  // namespace runner::world
