#include "world/pools.h"

#include <algorithm>

#include "base/limits.h"
#include "expr/text_form.h"
#include "scenario/signals.h"
#include "world/processes.h"
#include "world/signals.h"

namespace runner::world {

namespace {

constexpr int kCallBits = 32;  // of a handle; the rest is the pool

// Calls are taken in the order of their submission, whoever has lost them before.
bool is_before(const PoolJob& a, const PoolJob& b) {
  return a.job.number < b.job.number;
}

PoolCall& call_of(PoolState& pool, int64_t call) {
  return pool.calls[static_cast<size_t>(call)];
}

// The first to use a pool owns it.
Progress claim(State& state, int32_t process, int32_t number) {
  if (state.get<PoolState>(number).owner != kNobody) return std::nullopt;
  if (state.world().process(process).daemon) return Outcome::failed(Fault::kDaemonPool);
  state.change<PoolState>(number).owner = process;
  state.change_process(process).pools.push_back(number);
  return std::nullopt;
}

// And is the parent of its workers.
Progress claim_and_start(State& state, int32_t process, int32_t number) {
  if (state.get<PoolState>(number).owner != kNobody) return std::nullopt;
  if (Progress refusal = claim(state, process, number)) return refusal;
  const Object& declared = state.world().object(number);
  for (int64_t i = 0; i < declared.workers; ++i)
    begin_process(state, declared.first_worker + static_cast<int32_t>(i), process);
  return std::nullopt;
}

// The workers but for the one that asks.
bool workers_have_ended(State& state, int32_t number, int32_t process) {
  const Object& declared = state.world().object(number);
  for (int64_t i = 0; i < declared.workers; ++i) {
    const int32_t worker = declared.first_worker + static_cast<int32_t>(i);
    if (worker == process) continue;
    if (state.lifecycle(worker).status == ProcessStatus::kStarted) return false;
  }
  return true;
}

void store_result(PoolCall& call, int64_t item, Value result) {
  call.results[static_cast<size_t>(item)] = std::move(result);
  if (call.unordered) call.order.push_back(item);
  --call.unfinished;
}

Job first_job(const Operation& operation, int64_t first) {
  Job job;
  job.kernel = operation.spec->callee.kind == Callee::Kind::kKernel;
  job.callee = operation.spec->callee.number;
  job.mapped = operation.spec->mapped;
  job.star = !job.mapped || operation.spec->star;
  job.first = first;
  return job;
}

void split(const Operation& operation, int64_t chunk, PoolState& pool) {
  const auto call = static_cast<int64_t>(pool.calls.size()) - 1;
  const auto add = [&](int64_t first, std::vector<Value> items) {
    PoolJob job{call, first_job(operation, first), 0, kNobody};
    job.job.number = ++pool.jobs;
    job.job.items = Value::list(std::move(items));
    pool.waiting.push_back(std::move(job));
  };
  if (!operation.spec->mapped) return add(0, {*operation.value});
  const std::vector<Value>& items = operation.value->as_list();
  const auto count = static_cast<int64_t>(items.size());
  for (int64_t first = 0; first < count; first += chunk) {
    const int64_t last = std::min(count, first + chunk);
    add(first, std::vector<Value>(items.begin() + first, items.begin() + last));
  }
}

// The number of items of each job; a failed outcome when it is none.
Progress chunk_of(const Object& pool, const Operation& operation, int64_t& chunk) {
  const auto count =
      operation.spec->mapped ? static_cast<int64_t>(operation.value->list_size()) : int64_t{1};
  chunk = default_chunk(count, pool.workers);
  if (operation.chunk == nullptr || operation.chunk->is_null()) return std::nullopt;
  if (!operation.chunk->is_int()) return Outcome::failed(Fault::kNotAWholeNumber, *operation.chunk);
  chunk = operation.chunk->as_int();
  if (chunk < 1) return Outcome::failed(Fault::kNegativeCount, *operation.chunk);
  return std::nullopt;
}

Value kept_error(const Value& error) {
  return Value::map({{Value::string("error"), Value::string(error.as_error().message)}});
}

// The results of a mapped call as one list; its first error fails the whole.
Outcome collect(const PoolCall& call) {
  std::vector<Value> results = call.results;
  for (Value& result : results) {
    if (!result.is_error()) continue;
    if (!call.keep_errors) return Outcome::failed(Fault::kCallFailed, result);
    result = kept_error(result);
  }
  if (!call.unordered) return Outcome::done(Value::list(std::move(results)));
  std::vector<Value> ordered;
  for (const int64_t item : call.order) ordered.push_back(results[static_cast<size_t>(item)]);
  return Outcome::done(Value::list(std::move(ordered)));
}

const PoolCall& call_at(State& state, const Value& handle) {
  const int64_t call = handle.as_int() & ((int64_t{1} << kCallBits) - 1);
  return state.get<PoolState>(pool_of(handle)).calls[static_cast<size_t>(call)];
}

bool has_given_up(const PoolState& pool) {
  return pool.failures >= limits::kInitializerAttempts;
}

void count_failure(PoolState& pool, const Value& error) {
  if (!has_given_up(pool)) {
    ++pool.failures;
    pool.failure = error;
  }
  if (has_given_up(pool)) pool.waiting.clear();
}

// Why a call failed, or an initializer: their worker has ended.
Value death_of(State& state, int32_t worker, const std::string& task) {
  const int32_t pool = state.world().process(worker).pool;
  return worker_death(state.world().object(pool).name, name_of(state, worker),
                      state.lifecycle(worker).exit_code, task);
}

// The calls of a job whose worker has died fail, unless they are to be done again.
void lose_job(State& state, PoolState& pool, PoolJob job, int32_t worker) {
  const int32_t number = state.world().process(worker).pool;
  const Object& declared = state.world().object(number);
  job.worker = kNobody;
  if (++job.deaths <= declared.retries) {
    const auto place = std::lower_bound(pool.waiting.begin(), pool.waiting.end(), job, is_before);
    pool.waiting.insert(place, std::move(job));
    return;
  }
  PoolCall& call = call_of(pool, job.call);
  const Value error = death_of(state, worker, call.name);
  const auto count = static_cast<int64_t>(job.job.items.as_list().size());
  for (int64_t i = 0; i < count; ++i) store_result(call, job.job.first + i, error);
}

}  // namespace

int32_t pool_of(const Value& handle) {
  return static_cast<int32_t>(handle.as_int() >> kCallBits);
}

bool is_finished(State& state, const Value& handle) {
  const auto& pool = state.get<PoolState>(pool_of(handle));
  return pool.terminated || has_given_up(pool) || call_at(state, handle).unfinished == 0;
}

Progress submit(State& state, int32_t process, const Operation& operation) {
  const Object& declared = state.world().object(operation.target);
  if (operation.spec->mapped && !operation.value->is_list()) {
    return Outcome::failed(Fault::kNotAList,
                           Value::string(std::string(kind_name(operation.value->kind()))));
  }
  int64_t chunk = 1;
  if (Progress refusal = chunk_of(declared, operation, chunk)) return refusal;
  if (state.get<PoolState>(operation.target).terminated)
    return Outcome::failed(Fault::kPoolTerminated);
  if (state.get<PoolState>(operation.target).closed) return Outcome::failed(Fault::kPoolClosed);
  if (Progress refusal = claim_and_start(state, process, operation.target)) return refusal;
  PoolState& pool = state.change<PoolState>(operation.target);
  PoolCall call;
  call.mapped = operation.spec->mapped;
  call.unordered = call.mapped && operation.spec->flag;
  call.keep_errors = operation.spec->keep_errors;
  call.name = operation.spec->callee.name;
  call.unfinished = call.mapped ? static_cast<int64_t>(operation.value->list_size()) : 1;
  call.results.resize(static_cast<size_t>(call.unfinished));
  pool.calls.push_back(std::move(call));
  if (!has_given_up(pool)) split(operation, chunk, pool);
  const auto number = static_cast<int64_t>(pool.calls.size()) - 1;
  return Outcome::done(Value::handle((int64_t{operation.target} << kCallBits) | number));
}

int64_t ways_to_gather(State& state, const Operation& operation) {
  return !operation.value->is_handle() || is_finished(state, *operation.value);
}

Progress gather(State& state, const Operation& operation) {
  if (!operation.value->is_handle()) {
    return Outcome::failed(Fault::kNotPlain,
                           Value::string(std::string(kind_name(operation.value->kind()))));
  }
  const PoolCall& call = call_at(state, *operation.value);
  if (call.unfinished > 0) {
    const auto& pool = state.get<PoolState>(pool_of(*operation.value));
    if (pool.terminated) {
      return Outcome::failed(Fault::kPoolTerminated,
                             Value::string(state.world().object(pool_of(*operation.value)).name));
    }
    return Outcome::failed(Fault::kInitializerFailed, pool.failure);
  }
  if (call.mapped) return collect(call);
  const Value& result = call.results.front();
  if (result.is_error()) return Outcome::failed(Fault::kCallFailed, result);
  return Outcome::done(result);
}

int64_t ways_to_take(State& state, int32_t process, const Operation& operation) {
  const auto& pool = state.get<PoolState>(operation.target);
  const int64_t limit = state.world().object(operation.target).tasks_per_worker;
  return pool.closed || !pool.waiting.empty() || (pool.failures > 0 && !has_given_up(pool)) ||
         (limit > 0 && state.process(process).calls >= limit);
}

Progress take_job(State& state, int32_t process, const Operation& operation) {
  PoolState& pool = state.change<PoolState>(operation.target);
  ProcessState& me = state.change_process(process);
  me.calls = std::max<int64_t>(me.calls, 0);
  pool.failures = has_given_up(pool) ? pool.failures : 0;
  if (pool.failures == 0) pool.failure = Value();
  const int64_t limit = state.world().object(operation.target).tasks_per_worker;
  if (limit > 0 && me.calls >= limit) return Outcome::done();
  if (pool.waiting.empty()) return pool.closed ? Progress(Outcome::done()) : std::nullopt;
  PoolJob job = std::move(pool.waiting.front());
  pool.waiting.pop_front();
  job.worker = process;
  me.calls += limit > 0 ? static_cast<int64_t>(job.job.items.as_list().size()) : 0;
  Value value = to_value(job.job);
  pool.running.insert(std::lower_bound(pool.running.begin(), pool.running.end(), job, is_before),
                      std::move(job));
  return Outcome::done(std::move(value));
}

Progress finish_job(State& state, const Operation& operation) {
  const std::vector<Value>& parts = operation.value->as_list();
  const Job done = job_of(parts[0]);
  PoolState& pool = state.change<PoolState>(operation.target);
  const auto job =
      std::find_if(pool.running.begin(), pool.running.end(),
                   [&](const PoolJob& candidate) { return candidate.job.number == done.number; });
  CHECK(job != pool.running.end());
  int64_t item = done.first;
  for (const Value& result : parts[1].as_list())
    store_result(call_of(pool, job->call), item++, result);
  pool.running.erase(job);
  return Outcome::done();
}

Progress fail_initializer(State& state, int32_t process, const Operation& operation) {
  state.change_process(process).calls = 0;
  count_failure(state.change<PoolState>(operation.target), *operation.value);
  return Outcome::done();
}

int64_t ways_to_close_pool(State& state, int32_t process, const Operation& operation) {
  return state.process(process).phase == Phase::kNone ||
         workers_have_ended(state, operation.target, process);
}

Progress close_pool(State& state, int32_t process, const Operation& operation) {
  if (state.process(process).phase == Phase::kSent) return Outcome::done();
  if (Progress refusal = claim_and_start(state, process, operation.target)) return refusal;
  state.change<PoolState>(operation.target).closed = true;
  if (workers_have_ended(state, operation.target, process)) return Outcome::done();
  state.change_process(process).phase = Phase::kSent;
  return std::nullopt;
}

Progress terminate_pool(State& state, int32_t process, const Operation& operation) {
  if (Progress refusal = claim(state, process, operation.target)) return refusal;
  end_pool(state, operation.target);
  // A worker that terminates its own pool has ended with it.
  if (!state.process(process).machine) return std::nullopt;
  return Outcome::done();
}

void end_pool(State& state, int32_t number) {
  PoolState& pool = state.change<PoolState>(number);
  if (pool.terminated) return;
  pool.terminated = true;
  pool.waiting.clear();
  pool.running.clear();
  const Object& declared = state.world().object(number);
  for (int64_t i = 0; i < declared.workers; ++i) {
    const int32_t worker = declared.first_worker + static_cast<int32_t>(i);
    if (state.lifecycle(worker).status == ProcessStatus::kStarted)
      send_signal(state, worker, signal_number("SIGTERM"), Delivery::kAtOnce);
  }
}

void replace_worker(State& state, int32_t worker, bool in_initializer) {
  const int32_t number = state.world().process(worker).pool;
  if (state.get<PoolState>(number).terminated) return;
  PoolState& pool = state.change<PoolState>(number);
  const auto job = std::find_if(pool.running.begin(), pool.running.end(),
                                [&](const PoolJob& found) { return found.worker == worker; });
  if (job != pool.running.end()) {
    PoolJob lost = std::move(*job);
    pool.running.erase(job);
    lose_job(state, pool, std::move(lost), worker);
  }
  if (in_initializer) {
    const auto task = static_cast<size_t>(state.world().object(number).initializer);
    count_failure(pool, death_of(state, worker, state.world().scenario().tasks[task].name));
  }
  const bool needed = !has_given_up(pool) && (!pool.closed || !pool.waiting.empty());
  if (!needed || state.lifecycle(pool.owner).status != ProcessStatus::kStarted) return;
  const int32_t owner = pool.owner;
  const Object& declared = state.world().object(number);
  // Others of a closed pool had found nothing left to do, until now.
  for (int64_t i = 0; i < declared.workers; ++i) {
    const int32_t ended = declared.first_worker + static_cast<int32_t>(i);
    if (state.lifecycle(ended).status == ProcessStatus::kStopped)
      begin_process(state, ended, owner);
  }
}

}  // namespace runner::world
