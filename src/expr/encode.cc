#include "expr/encoding.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <span>
#include <type_traits>

#include "expr/encoding_tags.h"

namespace runner {
namespace {

using enum encoding::Tag;

// The two ways of encoding, over the same walk: counting the bytes and writing them.
class Counter {
 public:
  void byte(uint8_t) { ++size_; }
  void bytes(const void*, size_t count) { size_ += count; }
  size_t size() const { return size_; }

 private:
  size_t size_ = 0;
};

class Output {
 public:
  explicit Output(char* out) : out_(out) {}
  void byte(uint8_t value) { *out_++ = static_cast<char>(value); }
  void bytes(const void* from, size_t count) {
    if (count != 0) std::memcpy(out_, from, count);
    out_ += count;
  }
  char* end() const { return out_; }

 private:
  char* out_;
};

// 0, 1, 2, 3 for 1, 2, 4, 8 bytes.
uint8_t width_of(int64_t value) {
  if (value == static_cast<int8_t>(value)) return 0;
  if (value == static_cast<int16_t>(value)) return 1;
  return value == static_cast<int32_t>(value) ? 2 : 3;
}

double canonical(double value) {
  return std::isnan(value) ? std::bit_cast<double>(uint64_t{0x7FF8000000000000}) : value;
}

template <typename Sink, typename Word>
void put_word(Sink& sink, Word word) {
  sink.bytes(&word, sizeof word);
}

template <typename Sink>
void put_count(Sink& sink, uint64_t count) {
  for (; count >= 0x80; count >>= 7) sink.byte(static_cast<uint8_t>(count | 0x80));
  sink.byte(static_cast<uint8_t>(count));
}

template <typename Sink>
void put_text(Sink& sink, std::string_view text) {
  put_count(sink, text.size());
  sink.bytes(text.data(), text.size());
}

template <typename Sink>
void put_narrow(Sink& sink, int64_t value, uint8_t width) {
  // Little-endian: the low bytes come first.
  sink.bytes(&value, size_t{1} << width);
}

template <typename Sink>
void put_int(Sink& sink, int64_t value) {
  if (value >= 0 && value < 0x80) {
    sink.byte(static_cast<uint8_t>(value));
    return;
  }
  const uint8_t width = width_of(value);
  sink.byte(static_cast<uint8_t>(kIntTag + width));
  put_narrow(sink, value, width);
}

int64_t int_of(const Value& item) {
  return item.as_int();
}
int64_t int_of(int64_t item) {
  return item;
}
double double_of(const Value& item) {
  return item.as_double();
}
double double_of(double item) {
  return item;
}

// All ints in words of one width, whose number and bytes are known beforehand.
template <typename Word, typename Item>
void put_words(Counter& sink, std::span<const Item> items) {
  sink.bytes(nullptr, items.size() * sizeof(Word));
}

template <typename Word, typename Item>
void put_words(Output& sink, std::span<const Item> items) {
  for (const Item& item : items) put_word(sink, static_cast<Word>(int_of(item)));
}

template <typename Sink, typename Item>
void put_ints(Sink& sink, std::span<const Item> items, uint8_t width) {
  if (width == 0) return put_words<int8_t>(sink, items);
  if (width == 1) return put_words<int16_t>(sink, items);
  if (width == 2) return put_words<int32_t>(sink, items);
  put_words<int64_t>(sink, items);
}

template <typename Item>
void put_doubles(Counter& sink, std::span<const Item> items) {
  sink.bytes(nullptr, items.size() * sizeof(double));
}

template <typename Item>
void put_doubles(Output& sink, std::span<const Item> items) {
  for (const Item& item : items) put_word(sink, canonical(double_of(item)));
}

// The bits that any of them needs beside its sign.
template <typename Item>
int64_t widest_of(std::span<const Item> items) {
  int64_t widest = 0;
  for (const Item& item : items) widest |= int_of(item) ^ (int_of(item) >> 63);
  return widest;
}

uint64_t distance(int64_t from, int64_t to) {
  return static_cast<uint64_t>(to) - static_cast<uint64_t>(from);
}

template <typename Item>
bool is_range(std::span<const Item> items) {
  const int64_t first = int_of(items.front());
  const int64_t last = int_of(items.back());
  if (items.size() < encoding::kWorthRange || last < first) return false;
  if (distance(first, last) != items.size() - 1) return false;
  const auto is_gap = [](const Item& a, const Item& b) {
    return distance(int_of(a), int_of(b)) != 1;
  };
  return std::adjacent_find(items.begin(), items.end(), is_gap) == items.end();
}

uint8_t tag_of_list(std::span<const int64_t> items) {
  if (is_range(items)) return kRangeTag;
  return static_cast<uint8_t>(kIntsTag + width_of(widest_of(items)));
}

uint8_t tag_of_list(std::span<const double>) {
  return kDoublesTag;
}

// The tag of a list with these items: lists of numbers of one kind are packed.
uint8_t tag_of_list(std::span<const Value> items) {
  if (items.empty() || !items[0].is_number()) return kListTag;
  const ValueKind kind = items[0].kind();
  const bool packed = std::all_of(items.begin(), items.end(),
                                  [kind](const Value& item) { return item.kind() == kind; });
  if (!packed) return kListTag;
  if (kind == ValueKind::kDouble) return kDoublesTag;
  if (is_range(items)) return kRangeTag;
  return static_cast<uint8_t>(kIntsTag + width_of(widest_of(items)));
}

template <typename Sink>
void put(Sink& sink, const Value& value);

template <typename Sink, typename Item>
void put_items(Sink& sink, std::span<const Item> items) {
  const uint8_t tag = items.empty() ? uint8_t{kListTag} : tag_of_list(items);
  sink.byte(tag);
  put_count(sink, items.size());
  if constexpr (!std::is_same_v<Item, int64_t>) {
    if (tag == kDoublesTag) return put_doubles(sink, items);
  }
  if constexpr (!std::is_same_v<Item, double>) {
    if (tag == kRangeTag) return put_int(sink, int_of(items.front()));
    if (tag >= kIntsTag) return put_ints(sink, items, static_cast<uint8_t>(tag - kIntsTag));
  }
  if constexpr (std::is_same_v<Item, Value>) {
    for (const Value& item : items) put(sink, item);
  }
}

template <typename Sink>
void put_range(Sink& sink, const IntRange& range) {
  if (range.size() >= encoding::kWorthRange) {
    sink.byte(kRangeTag);
    put_count(sink, range.size());
    return put_int(sink, range[0]);
  }
  std::vector<int64_t> items;
  for (size_t i = 0; i < range.size(); ++i) items.push_back(range[i]);
  put_items(sink, std::span<const int64_t>(items));
}

template <typename Sink>
void put_slice(Sink& sink, const Slice& slice) {
  const auto put_part = [&](const auto& all) {
    if constexpr (std::is_same_v<decltype(all), const IntRange&>) {
      return put_range(sink, {all[slice.first], slice.count});
    } else {
      using Item = typename std::remove_cvref_t<decltype(all)>::value_type;
      put_items(sink, std::span<const Item>(all).subspan(slice.first, slice.count));
    }
  };
  const Numbers* numbers = slice.list.as_numbers();
  if (numbers == nullptr) return put_part(slice.list.as_list());
  std::visit(put_part, *numbers);
}

template <typename Sink>
void put_map(Sink& sink, const MapBody& map) {
  sink.byte(kMapTag);
  put_count(sink, map.size());
  for (const auto& [key, item] : map.entries()) {
    put(sink, key);
    put(sink, item);
  }
}

template <typename Sink>
void put_process(Sink& sink, const ProcessBody& process) {
  sink.byte(kProcessTag);
  put_text(sink, process.name);
  put_int(sink, process.id);
  put_int(sink, process.pid);
  put_int(sink, process.parent_pid);
  put_int(sink, process.index);
  put_int(sink, process.exit_code);
  sink.byte(static_cast<uint8_t>(static_cast<int>(process.status) << 3 | process.daemon << 2 |
                                 process.is_self << 1 | int{process.has_exit_code}));
}

template <typename Sink>
void put_error(Sink& sink, const ErrorBody& error) {
  sink.byte(kErrorTag);
  sink.byte(static_cast<uint8_t>(error.kind));
  put_text(sink, error.message);
  put_int(sink, error.line);
  put_int(sink, error.column);
}

template <typename Sink>
void put(Sink& sink, const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      sink.byte(kNullTag);
      break;
    case ValueKind::kBool:
      sink.byte(value.as_bool() ? kTrueTag : kFalseTag);
      break;
    case ValueKind::kInt:
      put_int(sink, value.as_int());
      break;
    case ValueKind::kDouble:
      sink.byte(kDoubleTag);
      put_word(sink, canonical(value.as_double()));
      break;
    case ValueKind::kHandle:
      sink.byte(kHandleTag);
      put_int(sink, value.as_int());
      break;
    case ValueKind::kDeadline:
      sink.byte(kDeadlineTag);
      put_int(sink, value.as_int());
      break;
    case ValueKind::kObject:
      sink.byte(kObjectTag);
      put_int(sink, value.as_int());
      break;
    case ValueKind::kString:
      sink.byte(kStringTag);
      put_text(sink, value.as_string());
      break;
    case ValueKind::kList:
      put_slice(sink, {value, 0, value.list_size()});
      break;
    case ValueKind::kMap:
      put_map(sink, value.as_map());
      break;
    case ValueKind::kProcess:
      put_process(sink, value.as_process());
      break;
    case ValueKind::kError:
      put_error(sink, value.as_error());
      break;
  }
}

}  // namespace

size_t encoded_size(const Value& value) {
  Counter counter;
  put(counter, value);
  return counter.size();
}

char* encode(const Value& value, char* out) {
  Output output(out);
  put(output, value);
  return output.end();
}

size_t encoded_size(const Slice& slice) {
  Counter counter;
  put_slice(counter, slice);
  return counter.size();
}

char* encode(const Slice& slice, char* out) {
  Output output(out);
  put_slice(output, slice);
  return output.end();
}

void append_encoded(std::string& out, const Value& value) {
  const size_t start = out.size();
  out.resize(start + encoded_size(value));
  encode(value, out.data() + start);
}

}  // namespace runner
