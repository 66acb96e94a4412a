#include "posix/pool_calls.h"

#include <algorithm>
#include <new>
#include <utility>
#include <vector>

#include "posix/list_cells.h"
#include "posix/shared_heap.h"

namespace runner::posix {

namespace {

std::span<const Value> items_of_job(const Operation& operation, const PoolCall& call,
                                    uint64_t job) {
  if (!operation.spec->mapped) return {operation.value, 1};
  return std::span<const Value>(operation.value->as_list())
      .subspan(call.first_item(job), call.items_of(job));
}

Value kept_error(const Value& error) {
  return Value::map({{Value::string("error"), Value::string(error.as_error().message)}});
}

// The results of one job, each its own value.
void append_results(const Region& region, PoolCall& call, uint64_t number,
                    std::vector<Value>& all) {
  const Word results = Word::from_bits(call.job(number).results.load());
  if (append_word_items(region, results, all)) return;
  all.insert(all.end(), call.items_of(number), word_value(region, results));  // the error of all
}

std::vector<uint64_t> jobs_by_completion(PoolCall& call) {
  std::vector<uint64_t> jobs(call.job_count);
  for (uint64_t number = 0; number < call.job_count; ++number) jobs[number] = number;
  std::sort(jobs.begin(), jobs.end(), [&call](uint64_t a, uint64_t b) {
    return call.job(a).order.load() < call.job(b).order.load();
  });
  return jobs;
}

}  // namespace

const OperationSpec& spec_of(const Region& region, const PoolCall& call) {
  return region.program().operations[static_cast<size_t>(call.spec)];
}

uint64_t make_call(const Region& region, const Operation& operation, int64_t chunk) {
  const size_t items = operation.spec->mapped ? operation.value->as_list().size() : 1;
  const auto per_job = static_cast<uint64_t>(chunk);
  const uint64_t jobs = (items + per_job - 1) / per_job;
  const uint64_t offset = heap_allocate(region, PoolCall::bytes_for(jobs));
  if (offset == 0) return 0;
  auto& call = *new (region.at(offset)) PoolCall{};
  call.job_count = jobs;
  call.items = items;
  call.chunk = per_job;
  call.spec = static_cast<int32_t>(operation.spec - region.program().operations.data());
  call.jobs_left.store(jobs);
  for (uint64_t number = 0; number < jobs; ++number) {
    auto& job = *new (&call.job(number)) PoolJob{};
    Word word = Word::empty();
    if (!make_list_word(region, items_of_job(operation, call, number), word)) {
      call.job_count = number;
      free_call(region, offset);
      return 0;
    }
    job.items.store(word.bits());
  }
  return offset;
}

void free_call(const Region& region, uint64_t offset) {
  auto& call = *reinterpret_cast<PoolCall*>(region.at(offset));
  for (uint64_t number = 0; number < call.job_count; ++number) {
    free_word(region, Word::from_bits(call.job(number).items.load()));
    free_word(region, Word::from_bits(call.job(number).results.load()));
  }
  const uint64_t jobs = (call.items + call.chunk - 1) / call.chunk;
  heap_release(region, offset, PoolCall::bytes_for(jobs));
}

PoolCall* find_call(const Region& region, const PoolState& pool, uint64_t number) {
  const Directory& directory = directory_at(region, pool.directory.load());
  const uint64_t offset = cell_at(region, directory, number).load(std::memory_order_acquire);
  return offset == 0 ? nullptr : reinterpret_cast<PoolCall*>(region.at(offset));
}

Outcome collect_results(const Region& region, PoolCall& call) {
  const OperationSpec& spec = spec_of(region, call);
  if (!spec.mapped) {
    std::vector<Value> results;
    append_results(region, call, 0, results);
    if (results.front().is_error()) return Outcome::failed(Fault::kCallFailed, results.front());
    return Outcome::done(std::move(results.front()));
  }
  std::vector<Value> results;
  results.reserve(call.items);
  for (uint64_t number = 0; number < call.job_count; ++number) {
    append_results(region, call, number, results);
  }
  for (Value& result : results) {
    if (!result.is_error()) continue;
    if (!spec.keep_errors) return Outcome::failed(Fault::kCallFailed, result);
    result = kept_error(result);
  }
  if (!spec.flag) return Outcome::done(Value::list(std::move(results)));
  std::vector<Value> ordered;
  ordered.reserve(call.items);
  for (const uint64_t number : jobs_by_completion(call)) {
    const auto first = results.begin() + static_cast<int64_t>(call.first_item(number));
    ordered.insert(ordered.end(), std::make_move_iterator(first),
                   std::make_move_iterator(first + static_cast<int64_t>(call.items_of(number))));
  }
  return Outcome::done(Value::list(std::move(ordered)));
}

}  // namespace runner::posix
