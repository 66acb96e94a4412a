#include "posix/region.h"

#include <errno.h>
#include <sys/mman.h>

#include <utility>

#include "base/loading_memory.h"
#include "posix/objects.h"
#include "posix/shared_heap.h"
#include "posix/wait_any.h"

namespace runner::posix {

namespace {

constexpr size_t kReservedBytes = size_t{1} << 38;
constexpr size_t kLeastBytes = size_t{1} << 26;
constexpr size_t kLineBytes = 64;
constexpr size_t kLargePage = size_t{2} << 20;

size_t whole_lines(size_t bytes) {
  return (bytes + kLineBytes - 1) / kLineBytes * kLineBytes;
}

}  // namespace

Result<Region> Region::create(const Program& program) {
  int reason = 0;
  for (size_t size = kReservedBytes; size >= kLeastBytes; size /= 2) {
    void* base = mmap(place_behind_loading(), size, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED) {
      reason = errno;
      continue;
    }
    madvise(base, size, MADV_DONTDUMP);
    Region region(program, static_cast<char*>(base), size);
    if (!region.lay_out()) return Error{"lay out", "shared memory", ENOMEM, ""};
    region.prefer_large_pages();
    return region;
  }
  return Error{"map", "shared memory", reason, ""};
}

Region::Region(const Program& program, char* base, size_t size)
    : program_(&program), base_(base), size_(size) {}

Region::Region(Region&& other) noexcept
    : program_(other.program_),
      base_(std::exchange(other.base_, nullptr)),
      size_(other.size_),
      heap_(other.heap_),
      slots_(other.slots_),
      any_waiters_(other.any_waiters_),
      processes_(other.processes_),
      places_(other.places_) {}

Region::~Region() {
  if (base_ != nullptr) munmap(base_, size_);
}

bool Region::lay_out() {
  heap_ = reinterpret_cast<HeapState*>(base_);
  heap_initialise(*heap_, whole_lines(heap_state_bytes()), size_, size_);

  processes_ = static_cast<int32_t>(program_->scenario.processes.size());
  slots_ = static_cast<Slot*>(
      carve(sizeof(Slot) * (static_cast<size_t>(processes_) + 1), alignof(Slot)));
  any_waiters_ = static_cast<std::atomic<uint64_t>*>(carve(any_waiters_bytes(processes_)));
  const std::vector<Object>& objects = program_->scenario.objects;
  places_ = static_cast<ObjectPlace*>(carve(sizeof(ObjectPlace) * (objects.size() + 1)));
  if (slots_ == nullptr || any_waiters_ == nullptr || places_ == nullptr) return false;

  size_t total = 0;
  for (const Object& object : objects) total += whole_lines(state_bytes(object));
  const void* states = carve(total);
  if (states == nullptr) return false;
  uint64_t offset = offset_of(states);
  for (size_t number = 0; number < objects.size(); ++number) {
    const Object& object = objects[number];
    const bool shares = object.kind == ObjectKind::kCondition && object.lock >= 0;
    places_[number] = {offset, shares ? object.lock : static_cast<int32_t>(number), object.kind};
    offset += whole_lines(state_bytes(object));
  }
  for (size_t number = 0; number < objects.size(); ++number) {
    if (!initialise(*this, static_cast<int32_t>(number))) return false;
  }
  return true;
}

// Where much is needed, the system fetches and clears it in large pages; what a small scenario
// needs lies before that.
void Region::prefer_large_pages() {
  const uint64_t from = (heap_frontier(*heap_) / kLargePage + 2) * kLargePage;
  if (from < size_) madvise(base_ + from, size_ - from, MADV_HUGEPAGE);
}

void* Region::carve(size_t bytes, size_t alignment) {
  const uint64_t offset = heap_carve(*heap_, bytes, alignment);
  return offset == 0 ? nullptr : base_ + offset;
}

}  // namespace runner::posix
