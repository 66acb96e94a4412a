#include "posix/statistics.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <utility>

#include "posix/clock.h"
#include "posix/process_name.h"

namespace runner::posix {

namespace {

constexpr int64_t kNanosPerMicrosecond = 1000;

int64_t nanos_of(const timeval& time) {
  return time.tv_sec * kNanosPerSecond + time.tv_usec * kNanosPerMicrosecond;
}

int64_t own(const std::atomic<int64_t>& all, const std::atomic<int64_t>& of_children) {
  return std::max<int64_t>(0, all.load() - of_children.load());
}

}  // namespace

const Statistics* run_statistics = nullptr;

void Histogram::add(int64_t nanos) {
  const auto width =
      static_cast<int>(std::bit_width(static_cast<uint64_t>(std::max<int64_t>(nanos, 0))));
  buckets_[std::min(width, kBuckets - 1)].fetch_add(1, std::memory_order_relaxed);
  int64_t most = most_.load(std::memory_order_relaxed);
  while (nanos > most && !most_.compare_exchange_weak(most, nanos, std::memory_order_relaxed)) {
  }
}

// The end of the bucket in which the duration of this rank lies, from 1.
int64_t Histogram::quantile(int64_t rank) const {
  int64_t seen = 0;
  for (int width = 0; width < kBuckets; ++width) {
    seen += buckets_[width].load();
    if (seen >= rank) return std::min((int64_t{1} << width) - 1, most_.load());
  }
  return most_.load();
}

DurationStatistics Histogram::summary() const {
  DurationStatistics summary;
  for (const std::atomic<uint32_t>& bucket : buckets_) summary.count += bucket.load();
  if (summary.count == 0) return summary;
  summary.median = quantile((summary.count + 1) / 2);
  summary.p99 = quantile(summary.count - summary.count / 100);
  summary.most = most_.load();
  return summary;
}

void Usage::add(const rusage& used) {
  user_nanos.fetch_add(nanos_of(used.ru_utime));
  system_nanos.fetch_add(nanos_of(used.ru_stime));
  voluntary_switches.fetch_add(used.ru_nvcsw);
  involuntary_switches.fetch_add(used.ru_nivcsw);
}

Result<Statistics> Statistics::begin(const Program& program) {
  const size_t objects = program.scenario.objects.size();
  const size_t processes = program.scenario.processes.size();
  const size_t bytes = objects * sizeof(ObjectCounts) + processes * sizeof(ProcessCounts);
  void* base = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (base == MAP_FAILED) return Error{"map", "memory for statistics", errno, {}};
  return Statistics(base, bytes, objects);
}

Statistics::Statistics(void* base, size_t bytes, size_t objects)
    : base_(base),
      bytes_(bytes),
      objects_(static_cast<ObjectCounts*>(base)),
      processes_(reinterpret_cast<ProcessCounts*>(objects_ + objects)) {}

Statistics::Statistics(Statistics&& other) noexcept
    : base_(std::exchange(other.base_, nullptr)),
      bytes_(other.bytes_),
      objects_(other.objects_),
      processes_(other.processes_) {}

Statistics::~Statistics() {
  if (base_ == nullptr) return;
  if (run_statistics == this) run_statistics = nullptr;
  munmap(base_, bytes_);
}

void Statistics::note_end(const Region& region, int32_t process, int32_t reaper,
                          const rusage& used) const {
  if (process < 0) return;
  ProcessCounts& counts = processes_[process];
  const Slot& slot = region.slot(process);
  counts.wall_nanos.fetch_add(slot.ended_at.load() - slot.started_at.load());
  counts.lives.fetch_add(1);
  counts.used.add(used);
  if (reaper >= 0) processes_[reaper].of_children.add(used);
}

RunStatistics Statistics::result(const Family& family) const {
  RunStatistics result;
  const Region& region = family.region();
  for (int32_t number = 0; number < region.process_count(); ++number) {
    const Slot& slot = region.slot(number);
    if (slot.life.load() == Life::kInitial) continue;
    const ProcessCounts& counts = processes_[number];
    const Usage& all = counts.used;
    const Usage& others = counts.of_children;
    ProcessStatistics one;
    one.name = process_name(region, number);
    one.replaced = std::max<int64_t>(0, counts.lives.load() - 1);
    one.wall_nanos = counts.wall_nanos.load();
    one.user_nanos = own(all.user_nanos, others.user_nanos);
    one.system_nanos = own(all.system_nanos, others.system_nanos);
    one.voluntary_switches = own(all.voluntary_switches, others.voluntary_switches);
    one.involuntary_switches = own(all.involuntary_switches, others.involuntary_switches);
    if (family.declared(number).pool >= 0) one.calls = counts.calls.load();
    result.processes.push_back(std::move(one));
  }
  for (int32_t number = 0; number < static_cast<int32_t>(region.program().scenario.objects.size());
       ++number) {
    const ObjectCounts& counts = objects_[number];
    if (counts.taken.load() == 0 && counts.contended.load() == 0) continue;
    const Object& declared = region.declared(number);
    result.objects.push_back({declared.name, std::string(object_kind_name(declared.kind)),
                              counts.taken.load(), counts.contended.load(), counts.waited.summary(),
                              counts.held.summary()});
  }
  return result;
}

}  // namespace runner::posix
