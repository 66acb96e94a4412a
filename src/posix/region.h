// The shared region: one anonymous mapping, made before the first fork, that holds everything that
// processes share. Every process sees it at the same address.
//
// Reserved generously, used sparingly: what nobody touches costs nothing. It has no name in the
// file system, so nothing of it can be left behind.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "posix/slot.h"
#include "program/program.h"

namespace runner::posix {

struct HeapState;

// What an operation has to know of an object first.
struct ObjectPlace {
  uint64_t offset;  // of its state
  int32_t lock;     // the number of the object whose lock is taken for it, or its own
  ObjectKind kind;
};

class Region {
 public:
  // `program` must outlive the region. The slots, all objects in their initial state and the heap
  // are ready; there is one slot more than processes, for the supervisor.
  static Result<Region> create(const Program& program);
  Region(Region&& other) noexcept;
  Region& operator=(Region&&) = delete;
  ~Region();

  const Program& program() const { return *program_; }

  int32_t process_count() const { return processes_; }
  int32_t supervisor() const { return processes_; }
  Slot& slot(int32_t number) const { return slots_[number]; }

  const Object& declared(int32_t object) const {
    return program_->scenario.objects[static_cast<size_t>(object)];
  }
  const ObjectPlace& place(int32_t object) const { return places_[object]; }
  // The shared state of an object of kind State.
  template <typename State>
  State& state(int32_t object) const {
    return *reinterpret_cast<State*>(base_ + places_[object].offset);
  }

  // A bit for every process that waits for any of several things (wait_any.h).
  std::atomic<uint64_t>* any_waiters() const { return any_waiters_; }

  // Fresh zero bytes that are never given back; null when the region is full. For tables, before
  // the first fork.
  void* carve(size_t bytes, size_t alignment = 64);

  char* at(uint64_t offset) const { return base_ + offset; }
  uint64_t offset_of(const void* pointer) const {
    return static_cast<uint64_t>(static_cast<const char*>(pointer) - base_);
  }
  HeapState& heap_state() const { return *heap_; }
  size_t size() const { return size_; }

 private:
  Region(const Program& program, char* base, size_t size);
  bool lay_out();
  void prefer_large_pages();

  const Program* program_;
  char* base_;
  size_t size_;
  HeapState* heap_ = nullptr;
  Slot* slots_ = nullptr;
  std::atomic<uint64_t>* any_waiters_ = nullptr;
  int32_t processes_ = 0;
  ObjectPlace* places_ = nullptr;
};

}  // namespace runner::posix
