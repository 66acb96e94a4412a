// Submitting: who owns a pool, what it refuses, how a call gets into it, and that none does any
// more.
#include "machine/job.h"
#include "posix/change.h"
#include "posix/list_cells.h"
#include "posix/pool_calls.h"

namespace runner::posix {

namespace {

PoolState& state_of(const Region& region, int32_t object) {
  return region.state<PoolState>(object);
}

// The number of items of each job; a failed outcome when it is none.
std::optional<Outcome> chunk_of(const Object& pool, const Operation& operation, int64_t& chunk) {
  const auto items =
      operation.spec->mapped ? static_cast<int64_t>(operation.value->list_size()) : int64_t{1};
  chunk = default_chunk(items, pool.workers);
  if (operation.chunk == nullptr || operation.chunk->is_null()) return std::nullopt;
  if (!operation.chunk->is_int()) {
    return Outcome::failed(Fault::kNotAWholeNumber, *operation.chunk);
  }
  chunk = operation.chunk->as_int();
  if (chunk < 1) return Outcome::failed(Fault::kNegativeCount, *operation.chunk);
  return std::nullopt;
}

}  // namespace

PoolUse PoolState::begin_use(int32_t process) {
  if (owner.load() != 0) return PoolUse::kAgain;
  owner.store(process + 1);
  return PoolUse::kFirst;
}

bool pool_initialise(const Region& region, int32_t object) {
  PoolState& pool = state_of(region, object);
  pool.number = object;
  pool.directory.store(make_directory(region));
  return pool.directory.load() != 0;
}

int32_t pool_owner(const Region& region, int32_t object) {
  return state_of(region, object).owner.load() - 1;
}

Workers workers_of(const Region& region, int32_t pool) {
  const Object& declared = region.declared(pool);
  return {declared.first_worker, declared.first_worker + static_cast<int32_t>(declared.workers)};
}

std::optional<Outcome> pool_refuses(Self& self, const Operation& operation) {
  if (operation.spec->mapped && !operation.value->is_list()) {
    return Outcome::failed(Fault::kNotAList,
                           Value::string(std::string(kind_name(operation.value->kind()))));
  }
  int64_t chunk = 1;
  if (std::optional<Outcome> refusal =
          chunk_of(self.region.declared(operation.target), operation, chunk)) {
    return refusal;
  }
  const PoolState& pool = state_of(self.region, operation.target);
  if (pool.terminated.load()) return Outcome::failed(Fault::kPoolTerminated);
  if (pool.closed.load()) return Outcome::failed(Fault::kPoolClosed);
  return std::nullopt;
}

Outcome pool_submit(Self& self, const Operation& operation, PoolUse& use) {
  PoolState& pool = state_of(self.region, operation.target);
  int64_t chunk = 1;
  chunk_of(self.region.declared(operation.target), operation, chunk);
  const uint64_t call = make_call(self.region, operation, chunk);
  if (call == 0) return out_of_room(self.region);
  std::optional<Outcome> refusal;
  uint64_t number = 0;
  {
    Hold hold(self, pool, pool.number);
    number = pool.call_count.load();
    Directory& directory = directory_at(self.region, pool.directory.load());
    if (pool.terminated.load()) {
      refusal = Outcome::failed(Fault::kPoolTerminated);
    } else if (pool.closed.load()) {
      refusal = Outcome::failed(Fault::kPoolClosed);
    } else if (!reserve_cells(self.region, directory, number, number + 1)) {
      refusal = out_of_room(self.region);
    } else {
      use = pool.begin_use(self.number);
      cell_at(self.region, directory, number).store(call);
      pool.call_count.store(number + 1);
      pool.waiting_jobs.fetch_add(reinterpret_cast<PoolCall*>(self.region.at(call))->job_count);
      pool.settle(hold.wakes);
    }
  }
  if (!refusal) {
    return Outcome::done(
        Value::handle((int64_t{pool.number} << kCallBits) | static_cast<int64_t>(number)));
  }
  free_call(self.region, call);
  return *std::move(refusal);
}

PoolUse pool_close(Self& self, int32_t object) {
  PoolState& pool = state_of(self.region, object);
  Hold hold(self, pool, object);
  const PoolUse use = pool.begin_use(self.number);
  pool.closed.store(true);
  pool.settle(hold.wakes);
  return use;
}

}  // namespace runner::posix
