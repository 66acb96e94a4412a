// Pools: their owner starts their workers, again where one has ended too early.
#include <csignal>

#include "posix/futex.h"
#include "posix/joining.h"
#include "posix/perform.h"
#include "posix/pool.h"
#include "posix/signals.h"
#include "posix/spawn.h"

namespace runner::posix {

namespace {

// While a worker is to be replaced by an owner who is at something else.
constexpr int64_t kReplacementPollNanos = 1'000'000;

void stop_workers(Member& member, int32_t pool) {
  pool_terminate(member.me, pool);
  const Workers workers = workers_of(member.region(), pool);
  for (int32_t worker = workers.first; worker < workers.end; ++worker) {
    if (worker != member.me.number) send_signal(member.family, worker, SIGTERM);
  }
  // A worker that ends its own pool ends with it, and not before the others.
  if (member.declared().pool == pool) send_signal(member.family, member.me.number, SIGTERM);
}

// Whoever terminates the pool signals those workers that there are, after it has said so: one that
// was being forked meanwhile is its starter's to end.
std::optional<Error> start_worker_of(Member& owner, int32_t pool, int32_t worker) {
  std::optional<Error> refused = start_worker(owner, worker);
  if (!refused && owner.region().state<PoolState>(pool).terminated.load()) {
    send_signal(owner.family, worker, SIGTERM);
  }
  return refused;
}

// Whoever uses a pool first owns it; a daemon may not.
std::optional<Outcome> refuse_owner(const Member& member, int32_t pool) {
  if (pool_owner(member.region(), pool) >= 0 || !member.declared().daemon) return std::nullopt;
  return Outcome::failed(Fault::kDaemonPool);
}

// After the first use, by the owner.
std::optional<Outcome> start_workers(Member& member, int32_t pool) {
  member.pools.push_back(pool);
  const Workers workers = workers_of(member.region(), pool);
  for (int32_t worker = workers.first; worker < workers.end; ++worker) {
    const std::optional<Error> refused = start_worker_of(member, pool, worker);
    if (!refused) continue;
    stop_workers(member, pool);
    return Outcome::failed(Fault::kSystem, Value::string(refused->message()));
  }
  return std::nullopt;
}

// Until none runs and none is to be started. While one is awaited, another that had ended may have
// been replaced: only a look that finds all of them ended is the last.
Performed await_workers(Member& member, int32_t pool) {
  const Workers workers = workers_of(member.region(), pool);
  for (;;) {
    bool all_ended = true;
    bool replacement_is_due = false;
    for (int32_t worker = workers.first; worker < workers.end; ++worker) {
      if (worker != member.me.number && is_live(member.region().slot(worker).life.load())) {
        all_ended = false;
        if (!await_end(member.me, worker, kNoDeadline)) return std::nullopt;
      }
      replacement_is_due = replacement_is_due || is_worker_due(member.family, worker);
    }
    if (all_ended && !replacement_is_due) return Outcome::done();
    if (!replacement_is_due) continue;
    replace_workers(member);
    if (!sleep_until(member, monotonic_now() + kReplacementPollNanos)) return std::nullopt;
  }
}

// The system refuses to start another worker: nobody may wait for it in vain.
void give_up(Member& member, int32_t pool, const Error& refused) {
  const std::string text = refused.message();
  member.family.journal().write({.kind = EventKind::kErrorOutput,
                                 .process = member.me.number,
                                 .time = monotonic_now() - member.family.began(),
                                 .text = text},
                                member.family.doorbell());
  stop_workers(member, pool);
}

}  // namespace

Performed submit(Member& member, const Operation& operation) {
  if (std::optional<Outcome> refusal = pool_refuses(member.me, operation)) return refusal;
  if (std::optional<Outcome> refusal = refuse_owner(member, operation.target)) return refusal;
  PoolUse use = PoolUse::kAgain;
  Outcome outcome = pool_submit(member.me, operation, use);
  if (use == PoolUse::kAgain) return outcome;
  if (std::optional<Outcome> refusal = start_workers(member, operation.target)) return refusal;
  return outcome;
}

Performed close_pool(Member& member, int32_t pool) {
  if (std::optional<Outcome> refusal = refuse_owner(member, pool)) return refusal;
  if (pool_close(member.me, pool) == PoolUse::kFirst) {
    if (std::optional<Outcome> refusal = start_workers(member, pool)) return refusal;
  }
  return await_workers(member, pool);
}

Performed terminate_pool(Member& member, int32_t pool) {
  if (std::optional<Outcome> refusal = refuse_owner(member, pool)) return refusal;
  stop_workers(member, pool);
  return await_workers(member, pool);
}

bool is_worker_due(const Family& family, int32_t worker) {
  const int32_t pool = family.declared(worker).pool;
  const Region& region = family.region();
  const Life life = region.slot(worker).life.load();
  if (pool < 0 || is_live(life)) return false;
  const PoolState& state = region.state<PoolState>(pool);
  const int32_t owner = pool_owner(region, pool);
  const bool owned = owner >= 0 && region.slot(owner).life.load() == Life::kRunning;
  if (!owned || state.terminated.load()) return false;
  if (life == Life::kInitial) return true;
  const bool has_work = !state.closed.load() || state.waiting_jobs.load() > 0;
  return has_work && !state.has_given_up();
}

void end_pools_of(Family& family, Self& self, int32_t owner) {
  const auto objects = static_cast<int32_t>(family.program().scenario.objects.size());
  for (int32_t object = 0; object < objects; ++object) {
    if (family.region().declared(object).kind != ObjectKind::kPool) continue;
    if (pool_owner(family.region(), object) == owner) pool_terminate(self, object);
  }
}

void replace_workers(Member& member) {
  for (const int32_t pool : member.pools) {
    const Workers workers = workers_of(member.region(), pool);
    for (int32_t worker = workers.first; worker < workers.end; ++worker) {
      if (!is_worker_due(member.family, worker)) continue;
      if (member.family.relative(worker).buried_by.load() != 0) continue;  // who does so asks again
      if (!pool_worker_ended(member.me, pool, worker)) continue;
      const std::optional<Error> refused = start_worker_of(member, pool, worker);
      if (refused) return give_up(member, pool, *refused);
    }
  }
}

}  // namespace runner::posix
