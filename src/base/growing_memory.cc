#include "base/growing_memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/pages.h"

namespace runner {

namespace {

// From here on memory is taken in huge pages: whoever looks at random places of gigabytes would
// otherwise spend most of the time on finding the pages.
constexpr size_t kHugeFrom = size_t{8} << 20;

size_t rounded(size_t size, size_t unit) {
  return (size + unit - 1) / unit * unit;
}

}  // namespace

GrowingMemory::~GrowingMemory() {
  if (data_ != nullptr) munmap(data_, reserved_);
}

GrowingMemory::GrowingMemory(GrowingMemory&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      reserved_(std::exchange(other.reserved_, 0)),
      forgotten_(std::exchange(other.forgotten_, 0)) {}

GrowingMemory& GrowingMemory::operator=(GrowingMemory&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(reserved_, other.reserved_);
  std::swap(forgotten_, other.forgotten_);
  return *this;
}

size_t GrowingMemory::bytes_for(size_t size) const {
  const size_t reserved = size > reserved_ ? reservation_for(size) : reserved_;
  return rounded(size, reserved >= kHugeFrom ? kHugePage : kPage);
}

size_t GrowingMemory::reservation_for(size_t size) const {
  const size_t wanted = std::max(size, 2 * reserved_);
  return rounded(wanted, wanted >= kHugeFrom ? kHugePage : kPage);
}

// Addresses that begin at a huge page: what lies there already moves by its page tables alone.
bool GrowingMemory::reserve(size_t size) {
  const size_t reserved = reservation_for(size);
  const bool huge = reserved >= kHugeFrom;
  const size_t spare = huge ? kHugePage : 0;
  void* mapped = mmap(nullptr, reserved + spare, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED) return false;
  auto* begin = static_cast<char*>(mapped);
  if (huge) {
    const auto address = reinterpret_cast<uintptr_t>(begin);
    const size_t before = rounded(address, kHugePage) - address;
    if (before > 0) munmap(begin, before);
    begin += before;
    if (before < spare) munmap(begin + reserved, spare - before);
  }
  constexpr int kOntoThose = MREMAP_MAYMOVE | MREMAP_FIXED;
  if (data_ != nullptr && mremap(data_, reserved_, reserved, kOntoThose, begin) == MAP_FAILED) {
    munmap(begin, reserved);
    return false;
  }
  // Advice: without huge pages it is only slower.
  if (huge) madvise(begin, reserved, MADV_HUGEPAGE);
  data_ = begin;
  reserved_ = reserved;
  return true;
}

bool GrowingMemory::grow(size_t size) {
  if (size > reserved_ && !reserve(size)) return false;
  size_ = size;
  return true;
}

void GrowingMemory::forget_before(size_t end) {
  const size_t unit = reserved_ >= kHugeFrom ? kHugePage : kPage;
  const size_t whole = end / unit * unit;
  if (whole <= forgotten_) return;
  madvise(static_cast<char*>(data_) + forgotten_, whole - forgotten_, MADV_DONTNEED);
  forgotten_ = whole;
}

}  // namespace runner
