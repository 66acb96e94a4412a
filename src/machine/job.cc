#include "machine/job.h"

#include "base/check.h"

namespace runner {

Value to_value(const Job& job) {
  return Value::list({Value::integer(job.number), Value::boolean(job.kernel),
                      Value::integer(job.callee), Value::boolean(job.star),
                      Value::boolean(job.mapped), Value::integer(job.first), job.items});
}

Job job_of(const Value& value) {
  const std::vector<Value>& parts = value.as_list();
  CHECK(parts.size() == 7);
  Job job;
  job.number = parts[0].as_int();
  job.kernel = parts[1].as_bool();
  job.callee = static_cast<int32_t>(parts[2].as_int());
  job.star = parts[3].as_bool();
  job.mapped = parts[4].as_bool();
  job.first = parts[5].as_int();
  job.items = parts[6];
  return job;
}

int64_t default_chunk(int64_t count, int64_t workers) {
  const int64_t jobs = workers * 4;
  return count == 0 ? 1 : (count + jobs - 1) / jobs;
}

}  // namespace runner
