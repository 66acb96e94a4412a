#include "posix/shared_list.h"

#include <utility>
#include <vector>

#include "base/limits.h"
#include "expr/list_builder.h"
#include "expr/operations.h"
#include "posix/list_cells.h"

namespace runner::posix {

namespace {

// A list that has lost so much at its front moves to fresh cells when it needs more.
constexpr uint64_t kWasteBeforeMoving = 64;

ListState& state_of(const Region& region, int32_t object) {
  return region.state<ListState>(object);
}

std::atomic_ref<uint64_t> span_of(ListState& list) {
  return std::atomic_ref(list.head.high);
}

Span load_span(ListState& list) {
  return Span::decode(span_of(list).load(std::memory_order_acquire));
}
uint64_t load_directory(ListState& list) {
  return std::atomic_ref(list.head.low).load(std::memory_order_acquire);
}

// What follows REQUIRES the latch.

// Cells and span become others at once. Gives the directory before.
uint64_t publish(ListState& list, uint64_t directory, Span span) {
  list.version.fetch_add(1);
  Wide before = wide_read(list.head);
  while (!wide_exchange(list.head, before, {directory, span.code()})) {
  }
  list.version.fetch_add(1);
  return before.low;
}

// Moves the list to fresh cells at position 0.
bool move_to_front(const Region& region, ListState& list) {
  const Span span = load_span(list);
  const uint64_t fresh = make_directory(region);
  if (fresh == 0) return false;
  Directory& to = directory_at(region, fresh);
  if (!reserve_cells(region, to, 0, span.length)) {
    free_directory(region, fresh);
    return false;
  }
  uint64_t position = 0;
  for_cells(region, directory_at(region, load_directory(list)), span.begin, span.end(),
            [&](const Cell* cells, uint64_t count) {
              for (uint64_t i = 0; i < count; ++i) {
                cell_at(region, to, position++)
                    .store(cells[i].load(std::memory_order_relaxed), std::memory_order_relaxed);
              }
            });
  free_directory(region, publish(list, fresh, {0, span.length}));
  return true;
}

// Makes room for `count` more at the end.
PathResult make_room(const Region& region, ListState& list, uint64_t count) {
  Span span = load_span(list);
  if (count > limits::kListElements - span.length) return too_long();
  const bool wasteful = span.begin > span.length + kWasteBeforeMoving;
  const Directory& directory = directory_at(region, load_directory(list));
  const int next = Directory::segment_of(span.end() + count - 1);
  if (count > 0 && wasteful && directory.segments[next].load(std::memory_order_relaxed) == 0) {
    if (!move_to_front(region, list)) return out_of_memory(region);
    span = load_span(list);
  }
  if (!reserve_cells(region, directory_at(region, load_directory(list)), span.begin,
                     span.end() + count)) {
    return out_of_memory(region);
  }
  return {};
}

// Writes the items into the free cells from `begin` on; they are not yet part of the list.
template <typename Items>
PathResult write_cells(const Region& region, const Directory& directory, uint64_t begin,
                       const Items& items) {
  size_t item = 0;
  bool good = true;
  uint64_t written = 0;
  for_cells(region, directory, begin, begin + items.size(), [&](Cell* cells, uint64_t count) {
    for (uint64_t i = 0; i < count && good; ++i, ++item) {
      Word word = Word::empty();
      good = make_word(region, items[item], word);
      if (good) ++written;
      cells[i].store(word.bits(), std::memory_order_relaxed);
    }
  });
  if (good) return {};
  free_cells(region, directory, {begin, written});
  return out_of_memory(region);
}

PathResult write_cells(const Region& region, const Directory& directory, uint64_t begin,
                       const Value& list) {
  const auto write = [&](const auto& items) {
    return write_cells(region, directory, begin, items);
  };
  const Numbers* numbers = list.as_numbers();
  return numbers == nullptr ? write(list.as_list()) : std::visit(write, *numbers);
}

PathResult extend(const Region& region, ListState& list, const Value& items) {
  const size_t count = items.list_size();
  if (PathResult result = make_room(region, list, count); result.fault != Fault::kNone) {
    return result;
  }
  const Span span = load_span(list);
  const Directory& directory = directory_at(region, load_directory(list));
  if (PathResult result = write_cells(region, directory, span.end(), items);
      result.fault != Fault::kNone) {
    return result;
  }
  span_of(list).store(Span{span.begin, span.length + count}.code(), std::memory_order_release);
  return {};
}

// The usual case: a number, and a cell for it that is there already. False: nothing was done.
bool append_quickly(const Region& region, ListState& list, const Value& item) {
  const bool number = item.is_double() || (item.is_int() && Word::int_fits(item.as_int()));
  const Span span = load_span(list);
  if (!number || span.length >= limits::kListElements || span.end() >= Directory::capacity()) {
    return false;
  }
  const Directory& directory = directory_at(region, load_directory(list));
  const int segment = Directory::segment_of(span.end());
  if (directory.segments[segment].load(std::memory_order_relaxed) == 0) return false;
  const Word word =
      item.is_double() ? Word::of_double(item.as_double()) : Word::of_int(item.as_int());
  cell_at(region, directory, span.end()).store(word.bits(), std::memory_order_relaxed);
  span_of(list).store(Span{span.begin, span.length + 1}.code(), std::memory_order_release);
  return true;
}

PathResult append(const Region& region, ListState& list, const Value& item) {
  if (PathResult result = make_room(region, list, 1); result.fault != Fault::kNone) return result;
  Word word = Word::empty();
  if (!make_word(region, item, word)) return out_of_memory(region);
  const Span span = load_span(list);
  cell_at(region, directory_at(region, load_directory(list)), span.end())
      .store(word.bits(), std::memory_order_relaxed);
  span_of(list).store(Span{span.begin, span.length + 1}.code(), std::memory_order_release);
  return {};
}

// Goes on with the removal that is written down.
void finish_shift(const Region& region, ListState& list) {
  const Directory& directory = directory_at(region, load_directory(list));
  const int64_t step = list.shift_step.load();
  const uint64_t end = list.shift_end.load();
  uint64_t at = list.shift_at.load();
  while (at != end) {
    const uint64_t next = at + static_cast<uint64_t>(step);
    cell_at(region, directory, at)
        .store(cell_at(region, directory, next).load(std::memory_order_relaxed),
               std::memory_order_relaxed);
    // Doing the same once more would change nothing; leaving one out would.
    list.shift_at.store(next, std::memory_order_release);
    at = next;
  }
  span_of(list).store(list.shift_span.load(), std::memory_order_release);
  list.shift_step.store(0, std::memory_order_release);
}

// Takes the element at `index` out, moving the shorter side.
void take_out(const Region& region, ListState& list, uint64_t index) {
  const Span span = load_span(list);
  const bool from_front = index < span.length / 2;
  const Span after{from_front ? span.begin + 1 : span.begin, span.length - 1};
  const uint64_t end = from_front ? span.begin : span.end() - 1;
  // The cell that becomes free may be written before the list has it again.
  list.version.fetch_add(1);
  if (span.begin + index == end) {
    span_of(list).store(after.code(), std::memory_order_release);
  } else {
    list.shift_at.store(span.begin + index);
    list.shift_end.store(end);
    list.shift_span.store(after.code());
    list.shift_step.store(from_front ? -1 : 1, std::memory_order_release);
    finish_shift(region, list);
  }
  list.version.fetch_add(1);
}

PathResult pop(const Region& region, ListState& list, const Change& change) {
  const Span span = load_span(list);
  const Value index = change.value == nullptr ? Value() : *change.value;
  const auto size = static_cast<int64_t>(span.length);
  int64_t at = index.is_null() ? size - 1 : index.is_int() ? index.as_int() : INT64_MIN;
  if (at < 0) at += size;
  if (size == 0 || at < 0 || at >= size) {
    // Only the kind of mistake depends on whether there are elements.
    Value scratch = Value::list(std::vector<Value>(size == 0 ? 0 : 1));
    if (size > 0 && index.is_int()) return {Fault::kIndexOutOfRange, index};
    return change.apply(scratch);
  }
  const auto position = span.begin + static_cast<uint64_t>(at);
  const Word word =
      Word::from_bits(cell_at(region, directory_at(region, load_directory(list)), position).load());
  PathResult result{Fault::kNone, word_value(region, word)};
  take_out(region, list, static_cast<uint64_t>(at));
  free_word(region, word);
  return result;
}

// A fresh directory with the items in it; 0 and a fault otherwise.
uint64_t build(const Region& region, const Value& items, PathResult& result) {
  const uint64_t fresh = make_directory(region);
  result = out_of_memory(region);
  if (fresh == 0) return 0;
  Directory& directory = directory_at(region, fresh);
  if (reserve_cells(region, directory, 0, items.list_size())) {
    result = write_cells(region, directory, 0, items);
  }
  if (result.fault == Fault::kNone) return fresh;
  free_directory(region, fresh);
  return 0;
}

PathResult store_whole(Self& self, ListState& list, int32_t object, const Change& change) {
  Value checked;
  if (PathResult result = change.apply(checked); result.fault != Fault::kNone) return result;
  const size_t count = checked.list_size();
  if (count > limits::kListElements) return too_long();
  PathResult result;
  const uint64_t fresh = build(self.region, checked, result);
  if (fresh == 0) return result;
  uint64_t before = 0;
  Span span;
  {
    Hold hold(self, list, object);
    span = load_span(list);
    before = publish(list, fresh, {0, count});
  }
  // From here on nobody but this process knows the old cells.
  free_cells(self.region, directory_at(self.region, before), span);
  free_directory(self.region, before);
  return {};
}

// The element that `key` names, or -1.
int64_t index_of(const Value& key, uint64_t length) {
  if (key.is_int()) {
    return key.as_int() >= 0 && static_cast<uint64_t>(key.as_int()) < length ? key.as_int() : -1;
  }
  if (!key.is_double() || !(key.as_double() >= 0) ||
      key.as_double() >= static_cast<double>(length)) {
    return -1;
  }
  const auto index = static_cast<int64_t>(key.as_double());
  return static_cast<double>(index) == key.as_double() ? index : -1;
}

PathResult change_whole(const Region& region, ListState& list, const Change& change) {
  if (change.op == Op::kAppend && is_plain(*change.value)) {
    return append(region, list, *change.value);
  }
  // What a kernel computes is plain.
  const bool extends =
      change.op == Op::kKernelExtend || (change.op == Op::kExtend && is_plain(*change.value));
  if (extends && change.value->is_list()) {
    return extend(region, list, *change.value);
  }
  if (change.op == Op::kPop) return pop(region, list, change);
  Value nothing = Value::list({});
  return change.apply(nothing);  // makes no sense for a list, or with this value
}

PathResult change_element(const Region& region, ListState& list, const Change& change) {
  const Span span = load_span(list);
  const int64_t index = index_of(change.path.front(), span.length);
  if (index < 0 || (change.op == Op::kRemove && change.path.size() == 1)) {
    Value nothing = Value::list({});
    return change.apply(nothing);
  }
  Cell& cell = cell_at(region, directory_at(region, load_directory(list)),
                       span.begin + static_cast<uint64_t>(index));
  return change_word(region, cell, [&](Value& element) { return change.apply(element, 1); });
}

// What nobody moved while it was read; `found` false: try under the latch.
Word read_quickly(const Region& region, ListState& list, const Value& key, bool& found) {
  found = false;
  const uint64_t version = list.version.load(std::memory_order_acquire);
  const Span span = load_span(list);
  const int64_t index = index_of(key, span.length);
  if ((version & 1) != 0 || index < 0) return Word::empty();
  const uint64_t position = span.begin + static_cast<uint64_t>(index);
  if (position >= Directory::capacity()) return Word::empty();
  // If the cells were freed meanwhile, this reads nonsense, but inside the region.
  const int segment = Directory::segment_of(position);
  const uint64_t cells = directory_at(region, load_directory(list)).segments[segment].load();
  const bool possible = cells != 0 && cells % sizeof(Cell) == 0 &&
                        cells <= region.size() - Directory::bytes_of(segment);
  if (!possible) return Word::empty();
  const auto* first = reinterpret_cast<const Cell*>(region.at(cells));
  const Word word = Word::from_bits(
      first[position - Directory::first_of(segment)].load(std::memory_order_acquire));
  std::atomic_thread_fence(std::memory_order_acquire);
  found = list.version.load(std::memory_order_relaxed) == version && !word.is_block();
  return word;
}

}  // namespace

void ListState::restore(Wakes& wakes, int32_t) {
  if (shift_step.load() != 0) finish_shift(wakes.region(), *this);
  if ((version.load() & 1) != 0) version.fetch_add(1);
}

bool list_initialise(const Region& region, int32_t object) {
  const Value& initial = region.declared(object).initial;
  const Value items = initial.is_list() ? initial : Value::list({});
  PathResult result;
  const uint64_t directory = build(region, items, result);
  if (directory == 0) return false;
  state_of(region, object).head = {directory, Span{0, items.list_size()}.code()};
  return true;
}

bool list_append_quickly(Self& self, int32_t object, const Value& item) {
  if (!item.is_number()) return false;
  ListState& list = state_of(self.region, object);
  Hold hold(self, list, object);
  return append_quickly(self.region, list, item);
}

PathResult list_change(Self& self, int32_t object, const Change& change) {
  ListState& list = state_of(self.region, object);
  if (change.op == Op::kStore && change.path.empty()) {
    return store_whole(self, list, object, change);
  }
  Hold hold(self, list, object);
  return change.path.empty() ? change_whole(self.region, list, change)
                             : change_element(self.region, list, change);
}

Value list_read(Self& self, int32_t object) {
  ListState& list = state_of(self.region, object);
  Hold hold(self, list, object);
  const Span span = load_span(list);
  ListBuilder items(span.length);
  for_cells(self.region, directory_at(self.region, load_directory(list)), span.begin, span.end(),
            [&](const Cell* cells, uint64_t count) {
              for (uint64_t i = 0; i < count; ++i) {
                const Word word = Word::from_bits(cells[i].load(std::memory_order_relaxed));
                items.append(word_value(self.region, word));
              }
            });
  return items.finish();
}

int64_t list_size(const Region& region, int32_t object) {
  return static_cast<int64_t>(load_span(state_of(region, object)).length);
}

Value list_element(Self& self, int32_t object, const Value& key) {
  ListState& list = state_of(self.region, object);
  bool found = false;
  const Word word = read_quickly(self.region, list, key, found);
  if (found) return word_value(self.region, word);
  Hold hold(self, list, object);
  const Span span = load_span(list);
  const int64_t index = index_of(key, span.length);
  if (index < 0) return expr::missing_element(key, span.length);
  return word_value(
      self.region,
      Word::from_bits(cell_at(self.region, directory_at(self.region, load_directory(list)),
                              span.begin + static_cast<uint64_t>(index))
                          .load()));
}

}  // namespace runner::posix
