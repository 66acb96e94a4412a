// Equal values get equal small numbers: a global state is then a short list of numbers, and what
// components do is looked up by number instead of computed again.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>

namespace runner::world {

template <typename T>
class Interner {
 public:
  // `encoded` are the canonical bytes of `value`.
  int32_t intern(const std::string& encoded, T&& value) {
    const auto [entry, added] = numbers_.try_emplace(encoded, size());
    if (added) {
      values_.push_back(std::move(value));
      bytes_ += bytes_for(encoded);
    }
    return entry->second;
  }
  // What a new value takes.
  static size_t bytes_for(const std::string& encoded) {
    return 2 * encoded.size() + sizeof(T) + kOverhead;
  }
  const T& at(int32_t number) const { return values_[static_cast<size_t>(number)]; }
  int32_t size() const { return static_cast<int32_t>(values_.size()); }
  size_t bytes() const { return bytes_; }

 private:
  static constexpr size_t kOverhead = 96;  // of the map's node, and of what the value points to

  std::unordered_map<std::string, int32_t> numbers_;
  std::deque<T> values_;  // references stay good
  size_t bytes_ = 0;
};

}  // namespace runner::world
