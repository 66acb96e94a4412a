#include "expr/encoding.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace runner {
namespace {

// The first byte of a value. 0 to 0x7F are the ints 0 to 127 themselves.
enum Tag : uint8_t {
  kNullTag = 0x80,
  kFalseTag,
  kTrueTag,
  kIntTag,  // and the next three: an int of 1, 2, 4, 8 bytes, the fewest that hold it
  kDoubleTag = kIntTag + 4,
  kHandleTag,
  kDeadlineTag,
  kObjectTag,
  kStringTag,
  kListTag,
  kMapTag,
  kProcessTag,
  kErrorTag,
  kDoublesTag,  // a list of doubles only, 8 bytes each
  kIntsTag,     // and the next three: a list of ints only, each in 1, 2, 4, 8 bytes
};

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

bool all_of_kind(const std::vector<Value>& items, ValueKind kind) {
  for (const Value& item : items) {
    if (item.kind() != kind) return false;
  }
  return true;
}

template <typename Sink>
void put(Sink& sink, const Value& value);

template <typename Sink>
void put_list(Sink& sink, const std::vector<Value>& items) {
  if (!items.empty() && all_of_kind(items, ValueKind::kDouble)) {
    sink.byte(kDoublesTag);
    put_count(sink, items.size());
    for (const Value& item : items) put_word(sink, canonical(item.as_double()));
  } else if (!items.empty() && all_of_kind(items, ValueKind::kInt)) {
    uint8_t width = 0;
    for (const Value& item : items) width = std::max(width, width_of(item.as_int()));
    sink.byte(static_cast<uint8_t>(kIntsTag + width));
    put_count(sink, items.size());
    for (const Value& item : items) put_narrow(sink, item.as_int(), width);
  } else {
    sink.byte(kListTag);
    put_count(sink, items.size());
    for (const Value& item : items) put(sink, item);
  }
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
      put_list(sink, value.as_list());
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

class Input {
 public:
  explicit Input(std::string_view& bytes) : bytes_(bytes) {}

  uint8_t byte() {
    const auto value = static_cast<uint8_t>(bytes_[0]);
    bytes_.remove_prefix(1);
    return value;
  }
  std::string_view take(size_t size) {
    const std::string_view part = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return part;
  }
  template <typename Word>
  Word word() {
    Word value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  uint64_t count() {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const uint8_t part = byte();
      value |= static_cast<uint64_t>(part & 0x7F) << shift;
      if (part < 0x80) return value;
    }
  }
  std::string_view text() { return take(count()); }
  int64_t narrow(int width) {
    if (width == 0) return word<int8_t>();
    if (width == 1) return word<int16_t>();
    return width == 2 ? word<int32_t>() : word<int64_t>();
  }
  int64_t integer() {
    const uint8_t tag = byte();
    return tag < 0x80 ? tag : narrow(tag - kIntTag);
  }
  int32_t small_integer() { return static_cast<int32_t>(integer()); }

  Value value();

 private:
  template <typename Word>
  Value ints();
  Value packed_ints(int width);
  Value doubles();
  Value list();
  Value map();
  Value process();
  Value error();

  std::string_view& bytes_;
};

template <typename Word>
Value Input::ints() {
  const size_t size = count();
  const std::string_view packed = take(size * sizeof(Word));
  std::vector<Value> items;
  items.reserve(size);
  for (size_t i = 0; i < size; ++i) {
    Word word;
    std::memcpy(&word, packed.data() + i * sizeof word, sizeof word);
    items.push_back(Value::integer(word));
  }
  return Value::list(std::move(items));
}

Value Input::packed_ints(int width) {
  if (width == 0) return ints<int8_t>();
  if (width == 1) return ints<int16_t>();
  return width == 2 ? ints<int32_t>() : ints<int64_t>();
}

Value Input::doubles() {
  const size_t size = count();
  const std::string_view packed = take(size * sizeof(double));
  std::vector<Value> items;
  items.reserve(size);
  for (size_t i = 0; i < size; ++i) {
    double word;
    std::memcpy(&word, packed.data() + i * sizeof word, sizeof word);
    items.push_back(Value::real(word));
  }
  return Value::list(std::move(items));
}

Value Input::list() {
  const size_t size = count();
  std::vector<Value> items;
  items.reserve(size);
  for (size_t i = 0; i < size; ++i) items.push_back(value());
  return Value::list(std::move(items));
}

Value Input::map() {
  const size_t size = count();
  std::vector<std::pair<Value, Value>> entries;
  entries.reserve(size);
  for (size_t i = 0; i < size; ++i) {
    Value key = value();
    entries.emplace_back(std::move(key), value());
  }
  return Value::map(std::move(entries));
}

Value Input::process() {
  ProcessBody process;
  process.name = text();
  process.id = small_integer();
  process.pid = integer();
  process.parent_pid = integer();
  process.index = integer();
  process.exit_code = integer();
  const uint8_t rest = byte();
  process.status = static_cast<ProcessStatus>(rest >> 3);
  process.daemon = (rest & 4) != 0;
  process.is_self = (rest & 2) != 0;
  process.has_exit_code = (rest & 1) != 0;
  return Value::process(std::move(process));
}

Value Input::error() {
  ErrorBody error;
  error.kind = static_cast<ErrorKind>(byte());
  error.message = text();
  error.line = small_integer();
  error.column = small_integer();
  return Value::error(std::move(error));
}

Value Input::value() {
  const uint8_t tag = byte();
  if (tag < 0x80) return Value::integer(tag);
  if (tag >= kIntTag && tag < kDoubleTag) return Value::integer(narrow(tag - kIntTag));
  if (tag >= kIntsTag) return packed_ints(tag - kIntsTag);
  switch (static_cast<int>(tag)) {
    case kNullTag:
      return Value::null();
    case kFalseTag:
      return Value::boolean(false);
    case kTrueTag:
      return Value::boolean(true);
    case kDoubleTag:
      return Value::real(word<double>());
    case kHandleTag:
      return Value::handle(integer());
    case kDeadlineTag:
      return Value::deadline(integer());
    case kObjectTag:
      return Value::object(integer());
    case kStringTag:
      return Value::string(text());
    case kListTag:
      return list();
    case kMapTag:
      return map();
    case kProcessTag:
      return process();
    case kErrorTag:
      return error();
    case kDoublesTag:
      return doubles();
    default:
      UNREACHABLE();
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

void append_encoded(std::string& out, const Value& value) {
  const size_t start = out.size();
  out.resize(start + encoded_size(value));
  encode(value, out.data() + start);
}

Value decode(std::string_view& bytes) {
  return Input(bytes).value();
}

}  // namespace runner
