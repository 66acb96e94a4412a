// A sequence whose first elements lie in the object itself: what stays short asks for no memory,
// and lies on the page of whoever holds it. Longer ones move to memory of their own, and stay
// there.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "base/check.h"

namespace runner {

// As std::vector, in all that it offers; `kInside` elements need no memory. Moving moves those one
// by one.
template <typename T, uint32_t kInside>
class InlineVector {
  static_assert(std::is_nothrow_move_constructible_v<T>);
  static_assert(alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);

 public:
  InlineVector() = default;
  InlineVector(const InlineVector& other) { append(other.begin(), other.end()); }
  InlineVector(InlineVector&& other) noexcept { take(other); }
  InlineVector& operator=(const InlineVector& other) {
    if (this != &other) {
      clear();
      append(other.begin(), other.end());
    }
    return *this;
  }
  InlineVector& operator=(InlineVector&& other) noexcept {
    if (this != &other) {
      release();
      take(other);
    }
    return *this;
  }
  ~InlineVector() { release(); }

  bool empty() const { return size_ == 0; }
  size_t size() const { return size_; }
  T* data() { return data_; }
  const T* data() const { return data_; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }
  T& operator[](size_t index) { return data_[index]; }
  const T& operator[](size_t index) const { return data_[index]; }
  T& front() { return data_[0]; }
  T& back() { return data_[size_ - 1]; }
  const T& back() const { return data_[size_ - 1]; }

  void push_back(T element) {
    reserve(size_t{size_} + 1);
    new (data_ + size_) T(std::move(element));
    ++size_;
  }
  // REQUIRES: what is added lies outside.
  template <std::forward_iterator Iterator>
  void append(Iterator first, Iterator last) {
    const auto more = static_cast<size_t>(std::distance(first, last));
    reserve(size_ + more);
    std::uninitialized_copy(first, last, data_ + size_);
    size_ += static_cast<uint32_t>(more);
  }
  void pop_back() {
    --size_;
    std::destroy_at(data_ + size_);
  }
  void clear() {
    std::destroy_n(data_, size_);
    size_ = 0;
  }

 private:
  T* inside() { return reinterpret_cast<T*>(inside_); }
  bool is_inside() { return data_ == inside(); }

  void reserve(size_t wanted) {
    if (wanted > capacity_) [[unlikely]]
      grow(wanted);
  }

  void grow(size_t wanted) {
    const size_t capacity = std::max(wanted, size_t{capacity_} * 2);
    CHECK(capacity <= UINT32_MAX);
    T* const room = static_cast<T*>(::operator new(capacity * sizeof(T)));
    std::uninitialized_move_n(data_, size_, room);
    std::destroy_n(data_, size_);
    if (!is_inside()) ::operator delete(data_);
    data_ = room;
    capacity_ = static_cast<uint32_t>(capacity);
  }

  // REQUIRES: this one has no elements and no memory.
  void take(InlineVector& other) {
    size_ = std::exchange(other.size_, 0);
    if (other.is_inside()) {
      std::uninitialized_move_n(other.data_, size_, data_);
      std::destroy_n(other.data_, size_);
    } else {
      data_ = std::exchange(other.data_, other.inside());
      capacity_ = std::exchange(other.capacity_, kInside);
    }
  }

  void release() {
    clear();
    if (is_inside()) return;
    ::operator delete(data_);
    data_ = inside();
    capacity_ = kInside;
  }

  T* data_ = inside();
  uint32_t size_ = 0;
  uint32_t capacity_ = kInside;
  alignas(T) std::byte inside_[kInside * sizeof(T)];
};

}  // namespace runner
