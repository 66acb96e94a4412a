// A sequence that takes no more than a pointer where it is empty, as most in a tree are: how long
// it is stands before its elements.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "base/check.h"

namespace runner {

// As std::vector, in all that it offers; of up to 2^32 - 1 elements.
template <typename T>
class CompactVector {
 public:
  using value_type = T;
  using iterator = T*;
  using const_iterator = const T*;
  using difference_type = std::ptrdiff_t;

  CompactVector() = default;
  CompactVector(std::initializer_list<T> elements)
      : CompactVector(elements.begin(), elements.end()) {}
  template <std::input_iterator Iterator>
  requires std::sized_sentinel_for<Iterator, Iterator> CompactVector(Iterator first,
                                                                     Iterator last) {
    append(first, last);
  }
  CompactVector(const CompactVector& other) : CompactVector(other.begin(), other.end()) {}
  CompactVector(CompactVector&& other) noexcept : data_(std::exchange(other.data_, nullptr)) {}
  CompactVector& operator=(CompactVector other) noexcept {
    std::swap(data_, other.data_);
    return *this;
  }
  ~CompactVector() {
    if (data_ != nullptr) release();
  }

  bool empty() const { return size() == 0; }
  size_t size() const { return data_ == nullptr ? 0 : head().size; }
  T* begin() { return data_; }
  T* end() { return data_ + size(); }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size(); }
  T& operator[](size_t index) { return data_[index]; }
  const T& operator[](size_t index) const { return data_[index]; }
  T& front() { return data_[0]; }
  const T& front() const { return data_[0]; }
  T& back() { return data_[size() - 1]; }
  const T& back() const { return data_[size() - 1]; }

  template <typename... Arguments>
  T& emplace_back(Arguments&&... arguments) {
    const size_t before = size();
    if (before == capacity()) {
      T element{std::forward<Arguments>(arguments)...};  // it may be made of one of these
      reserve(std::max<size_t>(2 * before, 1));
      std::construct_at(data_ + before, std::move(element));
    } else {
      std::construct_at(data_ + before, std::forward<Arguments>(arguments)...);
    }
    ++head().size;
    return data_[before];
  }
  void push_back(T element) { emplace_back(std::move(element)); }

  void reserve(size_t wanted) {
    static_assert(std::is_nothrow_move_constructible_v<T>);
    if (wanted <= capacity()) return;
    const size_t count = size();
    T* const larger = allocate(wanted);
    std::uninitialized_move(begin(), end(), larger);
    if (data_ != nullptr) release();
    data_ = larger;
    head() = {static_cast<uint32_t>(count), static_cast<uint32_t>(wanted)};
  }
  void resize(size_t count) {
    const size_t before = size();
    if (count < before) {
      std::destroy(data_ + count, end());
    } else {
      reserve(count);
      std::uninitialized_value_construct(end(), data_ + count);
    }
    if (data_ != nullptr) head().size = static_cast<uint32_t>(count);
  }
  void clear() { resize(0); }
  void erase(iterator place) {
    std::move(place + 1, end(), place);
    resize(size() - 1);
  }

 private:
  struct Head {
    uint32_t size;
    uint32_t capacity;
  };
  static constexpr size_t kBefore = sizeof(Head);

  static T* allocate(size_t capacity) {
    static_assert(alignof(T) <= kBefore);
    CHECK(capacity <= UINT32_MAX);
    auto* const block = static_cast<char*>(::operator new(kBefore + capacity * sizeof(T)));
    return reinterpret_cast<T*>(block + kBefore);
  }
  Head& head() const { return reinterpret_cast<Head*>(data_)[-1]; }
  size_t capacity() const { return data_ == nullptr ? 0 : head().capacity; }

  // Exactly as large as they need.
  template <typename Iterator>
  void append(Iterator first, Iterator last) {
    const auto count = static_cast<size_t>(last - first);
    if (count == 0) return;
    reserve(count);
    std::uninitialized_copy(first, last, data_);
    head().size = static_cast<uint32_t>(count);
  }
  void release() {
    std::destroy(begin(), end());
    ::operator delete(reinterpret_cast<char*>(data_) - kBefore);
  }

  T* data_ = nullptr;
};

}  // namespace runner
