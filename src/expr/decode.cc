#include <cstring>

#include "expr/encoding.h"
#include "expr/encoding_tags.h"
#include "expr/list_builder.h"

namespace runner {
namespace {

using enum encoding::Tag;

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
  template <typename Word, typename Number>
  Value words(size_t size);
  Value list(uint8_t tag);
  Value map();
  // Not inside value(), whose frames lie on each other, one for each level of nesting.
  [[gnu::noinline]] Value process();
  [[gnu::noinline]] Value error();

  std::string_view& bytes_;
};

bool is_list_tag(uint8_t tag) {
  return tag == kListTag || tag == kRangeTag || tag == kDoublesTag || tag >= kIntsTag;
}

template <typename Word>
Word word_at(std::string_view packed, size_t index) {
  Word word;
  std::memcpy(&word, packed.data() + index * sizeof word, sizeof word);
  return word;
}

// A list of numbers that are packed as words.
template <typename Word, typename Number>
Value Input::words(size_t size) {
  const std::string_view packed = take(size * sizeof(Word));
  return list_of_numbers(size, [packed](size_t i) { return Number{word_at<Word>(packed, i)}; });
}

Value Input::list(uint8_t tag) {
  const size_t size = count();
  if (tag == kRangeTag) return list_of_range({value().as_int(), size});
  if (tag == kDoublesTag) return words<double, double>(size);
  if (tag == kIntsTag) return words<int8_t, int64_t>(size);
  if (tag == kIntsTag + 1) return words<int16_t, int64_t>(size);
  if (tag == kIntsTag + 2) return words<int32_t, int64_t>(size);
  if (tag == kIntsTag + 3) return words<int64_t, int64_t>(size);
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
  if (is_list_tag(tag)) return list(tag);
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
    case kMapTag:
      return map();
    case kProcessTag:
      return process();
    case kErrorTag:
      return error();
    default:
      UNREACHABLE();
  }
}

}  // namespace

Value decode(std::string_view& bytes) {
  return Input(bytes).value();
}

}  // namespace runner
