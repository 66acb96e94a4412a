#include "posix/dict_table.h"

#include <bit>
#include <cstring>
#include <functional>
#include <string_view>

#include "posix/shared_heap.h"

namespace runner::posix {

namespace {

constexpr uint64_t kLeastEntries = 8;
constexpr uint64_t kHeadBytes = 16;
constexpr uint64_t kEntryBits = 0xffff'ffff;

uint64_t mix(uint64_t bits) {
  bits ^= bits >> 32;
  bits *= 0x9e37'79b9'7f4a'7c15;
  return bits ^ (bits >> 29);
}

uint64_t hash_of(const Value& key) {
  if (key.is_string()) return mix(std::hash<std::string_view>()(key.as_string()));
  return mix(static_cast<uint64_t>(key.as_int()) * 2 + (key.is_bool() ? 1 : 0));
}

uint64_t index_word(uint64_t hash, uint64_t number) {
  return (hash & ~kEntryBits) | (number + 1);
}

}  // namespace

size_t DictTable::bytes_for(uint64_t capacity) {
  return kHeadBytes + capacity * sizeof(DictEntry) + index_size(capacity) * sizeof(uint64_t);
}

uint64_t DictTable::make(const Region& region, uint64_t entries) {
  const uint64_t capacity = std::bit_ceil(entries < kLeastEntries ? kLeastEntries : entries);
  const uint64_t table = heap_allocate(region, bytes_for(capacity));
  if (table == 0) return 0;
  std::memcpy(region.at(table), &capacity, sizeof(capacity));
  std::memset(region.at(table) + kHeadBytes, 0, bytes_for(capacity) - kHeadBytes);
  return table;
}

void DictTable::release(const Region& region, uint64_t table) {
  heap_release(region, table, bytes_for(DictTable(region, table).capacity()));
}

DictTable::DictTable(const Region& region, uint64_t table)
    : region_(&region),
      capacity_(reinterpret_cast<const uint64_t*>(region.at(table))),
      entries_(reinterpret_cast<DictEntry*>(region.at(table) + kHeadBytes)),
      index_(reinterpret_cast<std::atomic<uint64_t>*>(entries_ + *capacity_)) {}

int64_t DictTable::find(const Value& key, uint64_t used) const {
  const uint64_t hash = hash_of(key);
  const uint64_t mask = index_size(capacity()) - 1;
  for (uint64_t at = hash & mask;; at = (at + 1) & mask) {
    const uint64_t found = index_[at].load(std::memory_order_relaxed);
    if (found == 0) return -1;
    const uint64_t number = (found & kEntryBits) - 1;
    if (((found ^ hash) & ~kEntryBits) != 0 || number >= used) continue;
    const Word word = Word::from_bits(entries_[number].key.load(std::memory_order_relaxed));
    if (!word.is_empty() && identical(word_value(*region_, word), key)) {
      return static_cast<int64_t>(number);
    }
  }
}

void DictTable::enter(const Value& key, uint64_t number) {
  const uint64_t hash = hash_of(key);
  const uint64_t mask = index_size(capacity()) - 1;
  uint64_t at = hash & mask;
  while (index_[at].load(std::memory_order_relaxed) != 0) at = (at + 1) & mask;
  index_[at].store(index_word(hash, number), std::memory_order_relaxed);
}

void DictTable::rebuild(uint64_t used) {
  for (uint64_t at = 0; at < index_size(capacity()); ++at) {
    index_[at].store(0, std::memory_order_relaxed);
  }
  for (uint64_t number = 0; number < used; ++number) {
    const Word word = Word::from_bits(entries_[number].key.load(std::memory_order_relaxed));
    if (!word.is_empty()) enter(word_value(*region_, word), number);
  }
}

}  // namespace runner::posix
