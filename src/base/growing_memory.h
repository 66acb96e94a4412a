// Zeroed memory for tables of gigabytes: it grows without being copied, takes only the pages that
// were written to, and gives back what is no longer needed.
#pragma once

#include <cstddef>

namespace runner {

class GrowingMemory {
 public:
  GrowingMemory() = default;
  ~GrowingMemory();
  GrowingMemory(const GrowingMemory&) = delete;
  GrowingMemory& operator=(const GrowingMemory&) = delete;
  GrowingMemory(GrowingMemory&& other) noexcept;
  GrowingMemory& operator=(GrowingMemory&& other) noexcept;

  template <typename T>
  T* as() {
    return static_cast<T*>(data_);
  }
  template <typename T>
  const T* as() const {
    return static_cast<const T*>(data_);
  }

  size_t size() const { return size_; }
  // What the memory takes when all of it has been written to: whole pages, less what was given
  // back.
  size_t bytes() const { return bytes_for(size_) - forgotten_; }
  // The same after grow(size).
  size_t bytes_after(size_t size) const { return bytes_for(size) - forgotten_; }

  // What is new is zero; the memory may move. False, and no change, when the system refuses.
  [[nodiscard]] bool grow(size_t size);
  // Gives back the beginning, up to `end`, in whole pages; it must not be looked at any more.
  void forget_before(size_t end);

 private:
  size_t bytes_for(size_t size) const;
  size_t reservation_for(size_t size) const;
  bool reserve(size_t size);

  void* data_ = nullptr;
  size_t size_ = 0;
  size_t reserved_ = 0;  // addresses, which cost nothing
  size_t forgotten_ = 0;
};

}  // namespace runner
