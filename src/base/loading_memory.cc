#include "base/loading_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

#include "base/check.h"
#include "base/pages.h"

namespace runner {

constinit SharedRange shared_loading_memory{0, 0};

namespace {

// Where it is asked for: behind where the heap may be.
constexpr uintptr_t kAddress = uintptr_t{2} << 30;
constexpr size_t kReserved = size_t{1} << 29;
// From here on one large page is cheaper than every process's fetching of small ones.
constexpr size_t kWorthLargePage = size_t{1} << 18;
// From here on a fork takes longer to copy the page tables than its process would take to fetch the
// few pages that it needs.
constexpr size_t kWorthSharing = size_t{1} << 18;
// Chunks hold blocks of one size; larger blocks are made of whole chunks.
constexpr size_t kChunk = size_t{1} << 10;
// Where many blocks of one size are asked for, several chunks are taken at once, so that less is
// left over than a chunk that a block does not fill.
constexpr size_t kChunksAtOnce = 16;
constexpr uint32_t kSingleChunks = 16;
constexpr size_t kUnit = 16;
constexpr size_t kSmallMost = 1024;  // up to here there is a class for every unit
constexpr size_t kSmallClasses = kSmallMost / kUnit;
constexpr size_t kClasses = kSmallClasses + 27;  // then one for every power of two
constexpr size_t kLargestBlock = kSmallMost << (kClasses - kSmallClasses - 1);

char* rounded_up(char* address, size_t unit) {
  return reinterpret_cast<char*>((reinterpret_cast<uintptr_t>(address) + unit - 1) / unit * unit);
}

struct FreeBlock {
  FreeBlock* next;
};

// From `base_` on there is what was shared, then, while it is open, room for more. All of it is the
// process's own; whoever is forked has a copy of what says where things are, and the memory itself.
class Arena {
 public:
  bool owns(const void* address) const {
    return reinterpret_cast<uintptr_t>(address) - reinterpret_cast<uintptr_t>(base_) < size_;
  }
  bool open();
  void* take(size_t bytes);
  void give_back(void* address);
  void leave_gaps();
  bool share();
  char* behind() const { return base_ + size_; }
  bool make_writable();

  bool in_use = false;

 private:
  static size_t class_of(size_t bytes) {
    if (bytes <= kSmallMost) return bytes == 0 ? 0 : (bytes - 1) / kUnit;
    return kSmallClasses - 1 + static_cast<size_t>(std::bit_width((bytes - 1) / kSmallMost));
  }
  static size_t bytes_of(size_t size_class) {
    if (size_class < kSmallClasses) return (size_class + 1) * kUnit;
    return kSmallMost << (size_class - kSmallClasses + 1);
  }
  static constexpr size_t kClassesBytes = kReserved / kChunk;
  char* take_chunks(size_t bytes, size_t size_class);
  void* carve(size_t size_class);
  bool replace_by_copy_for_all(size_t whole);

  char* base_ = nullptr;
  size_t size_ = 0;
  char* end_ = nullptr;                // of what is in use
  char* shared_ = nullptr;             // what is before it was shared
  uint8_t* class_of_chunk_ = nullptr;  // behind the room; null: it is not open
  FreeBlock* free_[kClasses] = {};
  char* rest_[kClasses] = {};  // of the chunk that was taken last: blocks that were never used
  char* rest_end_[kClasses] = {};
  uint32_t times_[kClasses] = {};  // that chunks were taken
};

constinit Arena arena;

void unmap_between(char* begin, const char* end) {
  if (begin != end) munmap(begin, static_cast<size_t>(end - begin));
}

// Address space from a large page's beginning on, at `wanted` if that is free; null: refused.
char* reserve_pages(void* wanted, size_t bytes) {
  void* const place = mmap(wanted, bytes + kHugePage, PROT_NONE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (place == MAP_FAILED) return nullptr;
  char* const all = static_cast<char*>(place);
  char* const begin = rounded_up(all, kHugePage);
  unmap_between(all, begin);
  unmap_between(begin + bytes, all + bytes + kHugePage);
  return begin;
}

bool Arena::open() {
  if (class_of_chunk_ != nullptr) return true;
  const bool is_first = base_ == nullptr;
  const size_t bytes = kReserved - size_ + kClassesBytes;
  char* const wanted =
      is_first ? reserve_pages(reinterpret_cast<void*>(kAddress), bytes) : behind();
  if (wanted == nullptr) return false;
  void* const room = mmap(
      wanted, bytes, PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (is_first ? MAP_FIXED : MAP_FIXED_NOREPLACE),
      -1, 0);
  if (room == MAP_FAILED) return false;
  if (is_first) base_ = end_ = shared_ = wanted;
  size_ = kReserved;
  class_of_chunk_ = reinterpret_cast<uint8_t*>(behind());
  // A large scenario comes in large pages; a small one takes no more than it needs.
  if (end_ + kHugePage < behind()) {
    madvise(end_ + kHugePage, static_cast<size_t>(behind() - end_) - kHugePage, MADV_HUGEPAGE);
  }
  return true;
}

char* Arena::take_chunks(size_t bytes, size_t size_class) {
  const size_t whole = (bytes + kChunk - 1) / kChunk * kChunk;
  if (whole > static_cast<size_t>(base_ + size_ - end_)) return nullptr;
  char* const chunks = end_;
  end_ += whole;
  std::memset(class_of_chunk_ + static_cast<size_t>(chunks - base_) / kChunk,
              static_cast<int>(size_class), whole / kChunk);
  return chunks;
}

// A block that was never used.
void* Arena::carve(size_t size_class) {
  const size_t bytes = bytes_of(size_class);
  if (bytes > kChunk) return take_chunks(bytes, size_class);
  if (static_cast<size_t>(rest_end_[size_class] - rest_[size_class]) < bytes) {
    const size_t room = times_[size_class]++ < kSingleChunks ? kChunk : kChunksAtOnce * kChunk;
    rest_[size_class] = take_chunks(room, size_class);
    rest_end_[size_class] = rest_[size_class] == nullptr ? nullptr : rest_[size_class] + room;
    if (rest_[size_class] == nullptr) return nullptr;
  }
  char* const block = rest_[size_class];
  rest_[size_class] += bytes;
  return block;
}

void* Arena::take(size_t bytes) {
  if (bytes > kLargestBlock) return nullptr;
  const size_t size_class = class_of(bytes);
  FreeBlock* const block = free_[size_class];
  if (block == nullptr) return carve(size_class);
  free_[size_class] = block->next;
  return block;
}

void Arena::give_back(void* address) {
  if (static_cast<char*>(address) < shared_) return;
  // All chunks that were taken at once are of one class.
  const size_t size_class =
      class_of_chunk_[static_cast<size_t>(static_cast<char*>(address) - base_) / kChunk];
  auto* const block = static_cast<FreeBlock*>(address);
  block->next = free_[size_class];
  free_[size_class] = block;
}

void Arena::leave_gaps() {
  for (size_t i = 0; i < kClasses; ++i) {
    free_[i] = nullptr;
    rest_[i] = rest_end_[i] = nullptr;
  }
}

// Writable memory at another place; null: refused.
char* map_pages(int sharing, size_t bytes) {
  char* const place = reserve_pages(nullptr, bytes);
  const int flags = sharing | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED;
  if (place == nullptr || mmap(place, bytes, PROT_READ | PROT_WRITE, flags, -1, 0) == MAP_FAILED) {
    return nullptr;
  }
  return place;
}

// One large page, of this process alone; null: the system gives none. Then the first byte that is
// written brings a small page, and the others stay away.
char* take_large_page() {
  char* const place = map_pages(MAP_PRIVATE, kHugePage);
  if (place == nullptr) return nullptr;
  madvise(place, kHugePage, MADV_HUGEPAGE);
  *place = 1;
  unsigned char last_is_there = 0;
  if (mincore(place + kHugePage - kPage, kPage, &last_is_there) == 0 && (last_is_there & 1) != 0) {
    return place;
  }
  munmap(place, kHugePage);
  return nullptr;
}

// A large page, where one will do, is copied by each fork as one entry, and nobody fetches anything
// of it. Of shared memory a fork copies nothing.
bool Arena::replace_by_copy_for_all(size_t whole) {
  const auto used = static_cast<size_t>(end_ - shared_);
  const bool is_large = used >= kWorthLargePage;
  char* copy = is_large && whole == kHugePage ? take_large_page() : nullptr;
  if (copy == nullptr) {
    copy = map_pages(MAP_SHARED, whole);
    if (copy == nullptr) return false;
    if (is_large) madvise(copy, whole, MADV_HUGEPAGE);
  }
  std::memcpy(copy, shared_, used);
  return mprotect(copy, whole, PROT_READ) == 0 &&
         mremap(copy, whole, whole, MREMAP_MAYMOVE | MREMAP_FIXED, shared_) != MAP_FAILED;
}

bool Arena::share() {
  if (end_ == shared_) return false;
  // To the end of the large page, so that what follows can come in large pages, too.
  char* const end = rounded_up(end_, kHugePage);
  const auto whole = static_cast<size_t>(end - shared_);
  const bool is_small = static_cast<size_t>(end_ - base_) < kWorthSharing;
  if (is_small ? mprotect(shared_, whole, PROT_READ) != 0 : !replace_by_copy_for_all(whole)) {
    return false;
  }
  // What is left of the room would be one more thing that each fork copies.
  unmap_between(end, behind() + kClassesBytes);
  class_of_chunk_ = nullptr;
  end_ = shared_ = end;
  size_ = static_cast<size_t>(end - base_);
  leave_gaps();
  shared_loading_memory = {reinterpret_cast<uintptr_t>(base_), size_};
  return true;
}

bool Arena::make_writable() {
  return mprotect(base_, static_cast<size_t>(shared_ - base_), PROT_READ | PROT_WRITE) == 0;
}

}  // namespace

LoadingMemory::LoadingMemory() {
  CHECK(!arena.in_use);
  arena.in_use = arena.open();
}

LoadingMemory::~LoadingMemory() {
  arena.in_use = false;
}

bool LoadingMemory::is_in_use() {
  return arena.in_use;
}

void LoadingMemory::leave_gaps() const {
  arena.leave_gaps();
}

void LoadingMemory::share() {
  CHECK(!arena.in_use);
  if (!arena.share()) return;
  // Static objects that came into being meanwhile are destroyed after this, and write: or not at
  // all, where the system grants no memory for that (RLIMIT_DATA).
  const auto prepare_end = [](int status, void*) {
    if (arena.make_writable()) return;
    std::fflush(nullptr);
    _exit(status);
  };
  CHECK(on_exit(prepare_end, nullptr) == 0);
}

void* place_behind_loading() {
  return arena.behind();
}

}  // namespace runner

namespace {

// The system fetches and clears large blocks in large pages.
constexpr size_t kLargeBlock = size_t{4} << 20;

void* allocate(size_t bytes) {
  void* const block = std::malloc(bytes == 0 ? 1 : bytes);
  if (bytes < kLargeBlock || block == nullptr) return block;
  const auto begin = reinterpret_cast<uintptr_t>(block);
  const uintptr_t first = (begin + runner::kHugePage - 1) / runner::kHugePage * runner::kHugePage;
  const uintptr_t last = (begin + bytes) / runner::kHugePage * runner::kHugePage;
  madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
  return block;
}

}  // namespace

// Every allocation of the program comes here.
[[gnu::hot]] void* operator new(size_t bytes) {
  if (runner::arena.in_use) [[unlikely]] {
    if (void* const block = runner::arena.take(bytes); block != nullptr) return block;
  }
  for (;;) {
    if (void* const block = allocate(bytes); block != nullptr) return block;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

[[gnu::hot]] void operator delete(void* address) noexcept {
  if (runner::arena.owns(address)) [[unlikely]] {
    runner::arena.give_back(address);
  } else {
    std::free(address);
  }
}

void operator delete(void* address, size_t) noexcept {
  operator delete(address);
}
