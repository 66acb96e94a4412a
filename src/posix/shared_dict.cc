#include "posix/shared_dict.h"

#include <utility>
#include <vector>

#include "expr/operations.h"
#include "posix/dict_table.h"

namespace runner::posix {

namespace {

// What follows REQUIRES the latch, or that nobody else knows the dict yet.

struct View {
  View(const Region& region, const DictState& state)
      : table(region, wide_read(state.head).low), used(wide_read(state.head).high) {}
  DictTable table;
  uint64_t used;
};

DictState& state_of(const Region& region, int32_t object) {
  return region.state<DictState>(object);
}

void set_used(DictState& dict, uint64_t used) {
  std::atomic_ref(dict.head.high).store(used, std::memory_order_release);
}

// The table becomes another at once. Gives the one before.
uint64_t publish(DictState& dict, uint64_t table, uint64_t used) {
  Wide before = wide_read(dict.head);
  while (!wide_exchange(dict.head, before, {table, used})) {
  }
  return before.low;
}

// Makes room for one more: a fresh table, without the removed entries.
bool grow(const Region& region, DictState& dict) {
  const View from(region, dict);
  const uint64_t fresh = DictTable::make(region, dict.live.load() * 2 + 1);
  if (fresh == 0) return false;
  DictTable to(region, fresh);
  uint64_t used = 0;
  for (uint64_t number = 0; number < from.used; ++number) {
    const uint64_t key = from.table.entry(number).key.load(std::memory_order_relaxed);
    if (Word::from_bits(key).is_empty()) continue;
    to.entry(used).key.store(key, std::memory_order_relaxed);
    to.entry(used++).value.store(from.table.entry(number).value.load(std::memory_order_relaxed),
                                 std::memory_order_relaxed);
  }
  to.rebuild(used);
  DictTable::release(region, publish(dict, fresh, used));
  return true;
}

bool insert(const Region& region, DictState& dict, const Value& key, const Value& value) {
  if (View(region, dict).used == View(region, dict).table.capacity() && !grow(region, dict)) {
    return false;
  }
  Word key_word = Word::empty();
  Word value_word = Word::empty();
  if (!make_word(region, key, key_word)) return false;
  if (!make_word(region, value, value_word)) {
    free_word(region, key_word);
    return false;
  }
  View view(region, dict);
  DictEntry& entry = view.table.entry(view.used);
  entry.value.store(value_word.bits(), std::memory_order_relaxed);
  entry.key.store(key_word.bits(), std::memory_order_relaxed);
  set_used(dict, view.used + 1);
  view.table.enter(key, view.used);
  dict.live.fetch_add(1, std::memory_order_relaxed);
  return true;
}

void remove(const Region& region, DictState& dict, DictEntry& entry) {
  const Word key = Word::from_bits(entry.key.exchange(Word::empty().bits()));
  dict.live.fetch_sub(1, std::memory_order_relaxed);
  free_word(region, Word::from_bits(entry.value.load()));
  free_word(region, key);
}

// All that belongs to the entries, and the table.
void free_table(const Region& region, uint64_t offset, uint64_t used) {
  const DictTable table(region, offset);
  for (uint64_t number = 0; number < used; ++number) {
    const Word key = Word::from_bits(table.entry(number).key.load());
    if (key.is_empty()) continue;
    free_word(region, Word::from_bits(table.entry(number).value.load()));
    free_word(region, key);
  }
  DictTable::release(region, offset);
}

// A dict that only this process knows, with the entries of a map. False: no memory, and nothing
// left.
bool build(const Region& region, const MapBody& map, DictState& dict) {
  const uint64_t table = DictTable::make(region, map.size());
  if (table == 0) return false;
  dict.head = {table, 0};
  for (const auto& [key, value] : map.entries()) {
    if (insert(region, dict, key, value)) continue;
    free_table(region, dict.head.low, dict.head.high);
    return false;
  }
  return true;
}

PathResult store_whole(Self& self, DictState& dict, int32_t object, const Change& change) {
  Value checked;
  if (PathResult result = change.apply(checked); result.fault != Fault::kNone) return result;
  DictState fresh{};
  if (!build(self.region, checked.as_map(), fresh)) return out_of_memory(self.region);
  uint64_t before = 0;
  uint64_t used = 0;
  {
    Hold hold(self, dict, object);
    used = wide_read(dict.head).high;
    before = publish(dict, fresh.head.low, fresh.head.high);
    dict.live.store(fresh.live.load());
  }
  // From here on nobody but this process knows the old table.
  free_table(self.region, before, used);
  return {};
}

PathResult change_entry(const Region& region, DictState& dict, const Change& change) {
  const bool last = change.path.size() == 1;
  Value key;
  const View view(region, dict);
  const bool usable = map_key(change.path.front(), key);
  const int64_t found = usable ? view.table.find(key, view.used) : -1;
  if (found >= 0) {
    DictEntry& entry = view.table.entry(static_cast<uint64_t>(found));
    if (change.op == Op::kRemove && last) {
      remove(region, dict, entry);
      return {};
    }
    return change_word(region, entry.value,
                       [&](Value& element) { return change.apply(element, 1); });
  }
  // Storing a new key is the only thing that makes sense now.
  const bool stores = change.op == Op::kStore && last;
  if (stores && !usable) return {Fault::kBadKey, change.path.front()};
  Value nothing = Value::map({});
  const PathResult result = change.apply(nothing);
  if (result.fault != Fault::kNone || !stores) return result;
  return insert(region, dict, key, *change.value) ? PathResult{} : out_of_memory(region);
}

}  // namespace

void DictState::restore(Wakes& wakes, int32_t) {
  View view(wakes.region(), *this);
  uint64_t count = 0;
  for (uint64_t number = 0; number < view.used; ++number) {
    if (view.table.entry(number).key.load() != Word::empty().bits()) ++count;
  }
  live.store(count);
  view.table.rebuild(view.used);
}

bool dict_initialise(const Region& region, int32_t object) {
  const Value& initial = region.declared(object).initial;
  const Value map = initial.is_map() ? initial : Value::map({});
  return build(region, map.as_map(), state_of(region, object));
}

PathResult dict_change(Self& self, int32_t object, const Change& change) {
  DictState& dict = state_of(self.region, object);
  if (change.path.empty()) {
    if (change.op == Op::kStore) return store_whole(self, dict, object, change);
    Value nothing = Value::map({});
    return change.apply(nothing);  // makes no sense for a dict
  }
  Hold hold(self, dict, object);
  return change_entry(self.region, dict, change);
}

Value dict_read(Self& self, int32_t object) {
  DictState& dict = state_of(self.region, object);
  std::vector<std::pair<Value, Value>> entries;
  Hold hold(self, dict, object);
  const View view(self.region, dict);
  entries.reserve(dict.live.load());
  for (uint64_t number = 0; number < view.used; ++number) {
    const DictEntry& entry = view.table.entry(number);
    const Word key = Word::from_bits(entry.key.load());
    if (key.is_empty()) continue;
    entries.emplace_back(word_value(self.region, key),
                         word_value(self.region, Word::from_bits(entry.value.load())));
  }
  return Value::map(std::move(entries));
}

int64_t dict_size(Self& self, int32_t object) {
  DictState& dict = state_of(self.region, object);
  Hold hold(self, dict, object);
  return static_cast<int64_t>(dict.live.load());
}

Value dict_element(Self& self, int32_t object, const Value& key) {
  DictState& dict = state_of(self.region, object);
  Value usable;
  if (map_key(key, usable)) {
    Hold hold(self, dict, object);
    const View view(self.region, dict);
    const int64_t found = view.table.find(usable, view.used);
    if (found >= 0) {
      return word_value(
          self.region,
          Word::from_bits(view.table.entry(static_cast<uint64_t>(found)).value.load()));
    }
  }
  return expr::element_of(Value::map({}), key);
}

}  // namespace runner::posix
