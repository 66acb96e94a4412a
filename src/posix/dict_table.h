// The table of a shared dict: a block of the heap with entries and an index over them.
#pragma once

#include <atomic>
#include <cstdint>

#include "expr/value.h"
#include "posix/region.h"
#include "posix/word.h"

namespace runner::posix {

struct DictEntry {
  std::atomic<uint64_t> key;    // a Word; empty: removed
  std::atomic<uint64_t> value;  // a Word
};

class DictTable {
 public:
  // An empty table for at least `entries` entries; 0 when shared memory does not suffice.
  static uint64_t make(const Region& region, uint64_t entries);
  static void release(const Region& region, uint64_t table);

  DictTable(const Region& region, uint64_t table);

  uint64_t capacity() const { return *capacity_; }
  DictEntry& entry(uint64_t number) const { return entries_[number]; }

  // The entry with that key among the first `used`, or -1. `key` as map_key() gives it.
  int64_t find(const Value& key, uint64_t used) const;
  // Enters entry `number`, which has that key, into the index.
  void enter(const Value& key, uint64_t number);
  // Builds the index anew from the first `used` entries.
  void rebuild(uint64_t used);

 private:
  static size_t bytes_for(uint64_t capacity);
  static uint64_t index_size(uint64_t capacity) { return capacity * 2; }

  const Region* region_;
  const uint64_t* capacity_;
  DictEntry* entries_;
  std::atomic<uint64_t>* index_;  // {hash's upper half, entry + 1}; 0: free
};

}  // namespace runner::posix
