#include "posix/pool_calls.h"

#include <algorithm>
#include <functional>
#include <new>
#include <numeric>
#include <utility>
#include <vector>

#include "expr/list_builder.h"
#include "posix/change.h"
#include "posix/list_cells.h"
#include "posix/shared_heap.h"

namespace runner::posix {

namespace {

Value kept_error(const Value& error) {
  return Value::map({{Value::string("error"), Value::string(error.as_error().message)}});
}

// The results of one job, each its own value.
void append_results(const Region& region, PoolCall& call, uint64_t number, ListBuilder& all) {
  const Value results = word_value(region, Word::from_bits(call.job(number).results.load()));
  if (results.is_list()) return all.append_all(results);
  for (uint64_t i = 0; i < call.items_of(number); ++i) all.append(results);  // the error of all
}

Value results_of(const Region& region, PoolCall& call) {
  ListBuilder all(call.items);
  for (uint64_t number = 0; number < call.job_count; ++number) {
    append_results(region, call, number, all);
  }
  return all.finish();
}

// The first error among the results; null: there is none.
const Value* first_error(const Value& results) {
  if (results.as_numbers() != nullptr) return nullptr;
  const std::vector<Value>& all = results.as_list();
  const auto found = std::find_if(all.begin(), all.end(), std::mem_fn(&Value::is_error));
  return found == all.end() ? nullptr : &*found;
}

void keep_errors(Value& results) {
  for (Value& result : results.mutable_list()) {
    if (result.is_error()) result = kept_error(result);
  }
}

Value by_completion(PoolCall& call, const Value& results) {
  std::vector<uint64_t> jobs(call.job_count);
  std::iota(jobs.begin(), jobs.end(), uint64_t{0});
  std::sort(jobs.begin(), jobs.end(), [&call](uint64_t a, uint64_t b) {
    return call.job(a).order.load() < call.job(b).order.load();
  });
  ListBuilder ordered(call.items);
  for (const uint64_t job : jobs) {
    const uint64_t first = call.first_item(job);
    for (uint64_t i = 0; i < call.items_of(job); ++i) ordered.append(results.list_item(first + i));
  }
  return ordered.finish();
}

}  // namespace

const OperationSpec& spec_of(const Region& region, const PoolCall& call) {
  return region.program().operations[static_cast<size_t>(call.spec)];
}

uint64_t make_call(const Region& region, const Operation& operation, int64_t chunk) {
  const Value all = operation.spec->mapped ? *operation.value : Value::list({*operation.value});
  const size_t items = all.list_size();
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
    if (!make_word(region, Slice{all, call.first_item(number), call.items_of(number)}, word)) {
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
  Value results = results_of(region, call);
  if (const Value* error = first_error(results)) {
    if (!spec.keep_errors) return Outcome::failed(Fault::kCallFailed, *error);
    keep_errors(results);
  }
  if (!spec.mapped) return Outcome::done(results.list_item(0));
  return Outcome::done(spec.flag ? by_completion(call, results) : std::move(results));
}

}  // namespace runner::posix
