// The values that a scenario computes with: null, bool, 64-bit int, double, string, list, map, and
// what `submit` and process expressions give.
//
// A Value is 16 bytes: a kind and a payload, or a pointer to an immutable-when-shared heap object
// with a plain (not atomic) reference count: a value never leaves its process, and what crosses
// into shared memory is encoded (encoding.h). The program's own values are shared by all processes
// of a run; they can only be read, and nobody counts who refers to them. Copying a scalar is
// copying 16 bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.h"
#include "base/loading_memory.h"

namespace runner {

enum class ValueKind : uint8_t {
  kNull,
  kBool,
  kInt,
  kDouble,
  kHandle,    // of a submitted call: an integer that only `gather` and `wait` understand
  kDeadline,  // internal: when a timeout ends, in nanoseconds of the backend's clock
  kObject,    // internal: a reference to a shared object, by number (an object parameter)
  kString,    // from here on: on the heap
  kList,
  kMap,
  kProcess,  // a snapshot of a process: its attributes as they were when read
  kError,    // internal: an evaluation's failure on its way out
};

class Value;

// Ints, each one more than the one before it: those of range(), which take no room.
class IntRange {
 public:
  // REQUIRES first + count - 1 to be an int64_t.
  IntRange(int64_t first, size_t count) : first_(first), count_(count) {}
  size_t size() const { return count_; }
  int64_t operator[](size_t index) const {
    return static_cast<int64_t>(static_cast<uint64_t>(first_) + index);
  }

 private:
  int64_t first_;
  size_t count_;
};

// Numbers of one kind, side by side.
using Numbers = std::variant<std::vector<int64_t>, std::vector<double>, IntRange>;
size_t count_of(const Numbers& numbers);

struct ListBody;
struct MapBody;
struct ProcessBody;
struct ErrorBody;

// The common head of everything on the heap.
struct HeapBody {
  uint32_t references = 1;
};

// How much a list or map holds, so that no value grows beyond what recursion over it, its text and
// its encoding can bear. Strings count by the 16 bytes; values that are shared count every time.
struct Extent {
  uint32_t values = 0;   // all values inside, and itself; 0: not measured yet
  uint32_t nesting = 0;  // levels: 1 for [], 2 for [[]]
};

struct StringBody : HeapBody {
  explicit StringBody(std::string_view t) : text(t) {}
  explicit StringBody(std::string&& t) : text(std::move(t)) {}
  std::string text;
};

class Value {
 public:
  Value() noexcept : kind_(ValueKind::kNull) { payload_.integer = 0; }
  Value(const Value& other) noexcept : kind_(other.kind_), payload_(other.payload_) { retain(); }
  // NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): it sees no value that code has made
  Value(Value&& other) noexcept : kind_(other.kind_), payload_(other.payload_) {
    other.kind_ = ValueKind::kNull;
  }
  Value& operator=(const Value& other) noexcept {
    if (this != &other) {
      Value copy(other);
      swap(copy);
    }
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Value() {
    if (on_heap()) release();
  }

  static Value null() { return Value(); }
  static Value boolean(bool b) { return Value(ValueKind::kBool, b ? int64_t{1} : int64_t{0}); }
  static Value integer(int64_t i) { return Value(ValueKind::kInt, i); }
  static Value real(double d) {
    Value v(ValueKind::kDouble, int64_t{0});
    v.payload_.real = d;
    return v;
  }
  static Value handle(int64_t id) { return Value(ValueKind::kHandle, id); }
  static Value deadline(int64_t nanoseconds) { return Value(ValueKind::kDeadline, nanoseconds); }
  static Value object(int64_t id) { return Value(ValueKind::kObject, id); }
  static Value string(std::string_view text);
  static Value string(const char* text) { return string(std::string_view(text)); }
  static Value string(std::string&& text);
  static Value list(std::vector<Value> items);
  static Value numbers(Numbers numbers);                           // a list of them
  static Value map(std::vector<std::pair<Value, Value>> entries);  // keys must differ
  static Value process(ProcessBody snapshot);
  static Value error(ErrorBody error);

  ValueKind kind() const { return kind_; }
  bool is_null() const { return kind_ == ValueKind::kNull; }
  bool is_bool() const { return kind_ == ValueKind::kBool; }
  bool is_int() const { return kind_ == ValueKind::kInt; }
  bool is_double() const { return kind_ == ValueKind::kDouble; }
  bool is_number() const { return is_int() || is_double(); }
  bool is_string() const { return kind_ == ValueKind::kString; }
  bool is_list() const { return kind_ == ValueKind::kList; }
  bool is_map() const { return kind_ == ValueKind::kMap; }
  bool is_process() const { return kind_ == ValueKind::kProcess; }
  bool is_handle() const { return kind_ == ValueKind::kHandle; }
  bool is_error() const { return kind_ == ValueKind::kError; }
  bool is_true() const { return kind_ == ValueKind::kBool && payload_.integer != 0; }

  // Each REQUIRES the kind it names.
  bool as_bool() const { return payload_.integer != 0; }
  int64_t as_int() const { return payload_.integer; }  // also of handles, deadlines and objects
  double as_double() const { return payload_.real; }
  double as_number() const { return is_int() ? static_cast<double>(as_int()) : as_double(); }
  const std::string& as_string() const;
  const std::vector<Value>& as_list() const;
  // The same without making values of a list's numbers. The numbers are null when the list does not
  // keep them as such.
  size_t list_size() const;
  Value list_item(size_t index) const;
  bool read_item(size_t index, Value& to) const;  // false: there is none
  const Numbers* as_numbers() const;
  const ListBody& list_body() const;
  const MapBody& as_map() const;
  const ProcessBody& as_process() const;
  const ErrorBody& as_error() const;

  // For changing in place: the body, copied first when someone else refers to it too.
  std::string& mutable_string();
  std::vector<Value>& mutable_list();
  MapBody& mutable_map();
  ErrorBody& mutable_error();

  // Scalars in place: cheaper than assigning a new Value.
  void set_boolean(bool b) { become(ValueKind::kBool).integer = b ? 1 : 0; }
  void set_integer(int64_t i) { become(ValueKind::kInt).integer = i; }
  void set_real(double d) { become(ValueKind::kDouble).real = d; }

  void swap(Value& other) noexcept {
    std::swap(kind_, other.kind_);
    std::swap(payload_, other.payload_);
  }

 private:
  union Payload {
    int64_t integer;
    double real;
    HeapBody* body;
  };

  Value(ValueKind kind, int64_t integer) noexcept : kind_(kind) { payload_.integer = integer; }
  Value(ValueKind kind, HeapBody* body) noexcept : kind_(kind) { payload_.body = body; }

  bool on_heap() const { return kind_ >= ValueKind::kString; }
  bool is_counted() const { return !is_shared_for_ever(payload_.body); }
  void retain() const {
    if (on_heap() && is_counted()) ++payload_.body->references;
  }
  void release();  // drops one reference; frees at the last, without recursing deeply
  static void destroy(ValueKind kind, HeapBody* body);
  template <typename Body>
  Body& own();

  Payload& become(ValueKind kind) {
    if (on_heap()) release();
    kind_ = kind;
    return payload_;
  }

  ValueKind kind_;
  Payload payload_;
};

static_assert(sizeof(Value) == 16);

// Scalars, which most are, without counting references.
inline void assign(Value& to, const Value& from) {
  if (from.is_int()) {
    to.set_integer(from.as_int());
  } else {
    to = from;
  }
}

inline Value value_of(int64_t number) {
  return Value::integer(number);
}
inline Value value_of(double number) {
  return Value::real(number);
}

// A long list of numbers takes 8 bytes for each while nobody asks for the values. The program's own
// lists hold values from the beginning, as they can only be read.
struct ListBody : HeapBody {
  mutable Extent extent;
  mutable std::vector<Value> items;
  mutable Numbers numbers;  // empty when there are items

  size_t size() const;
  void hold_values() const;
};

// A map keeps the order in which its keys were inserted; keys are bools, ints (1.0 finds 1) or
// strings. Lookup is linear for a few entries and hashed for many.
struct MapBody : HeapBody {
  mutable Extent extent;

  const std::vector<std::pair<Value, Value>>& entries() const { return entries_; }
  size_t size() const { return entries_.size(); }
  const Value* find(const Value& key) const;
  const Value* find(std::string_view key) const;
  Value* find_mutable(const Value& key);
  void set(const Value& key, Value value);  // replaces in place, or appends
  bool erase(const Value& key);             // keeps the order of the others

 private:
  friend class Value;
  int64_t position(const Value& key) const;
  void reindex();
  void index(uint32_t entry);
  std::vector<std::pair<Value, Value>> entries_;
  std::vector<uint32_t> buckets_;  // open addressing over entries_, empty while there are few
};

enum class ProcessStatus : uint8_t { kInitial, kStarted, kStopped };

struct ProcessBody : HeapBody {
  int32_t id = 0;  // the process table's number
  std::string name;
  int64_t pid = 0;         // 0: not started
  int64_t parent_pid = 0;  // 0: not known; of a started process: it is the main one
  bool daemon = false;
  bool is_self = false;  // read by the process itself: its text shows no pid, as in Python
  int64_t index = 0;     // among its replicas
  ProcessStatus status = ProcessStatus::kInitial;
  bool has_exit_code = false;
  int64_t exit_code = 0;

  // An attribute by its name in expressions; false when there is no such attribute.
  bool attribute(std::string_view name, Value& out) const;
  // name pid alive exitcode daemon index status.
  static const std::vector<std::string>& attribute_names();
};

// The kinds that `error.kind` can have.
enum class ErrorKind : uint8_t {
  kFail,
  kAssert,
  kTimeout,
  kBroken,
  kClosed,
  kMisuse,
  kType,
  kIndex,
  kKey,
  kArithmetic,
  kOwnerDied,
  kRecursion,
  kTerminated,
};
std::string_view error_kind_name(ErrorKind kind);  // "fail", "assert", … "owner_died", …

struct ErrorBody : HeapBody {
  ErrorKind kind = ErrorKind::kFail;
  std::string message;
  int32_t line = 0;  // of the operator, when known
  int32_t column = 0;
};

// A kError value without a place; the evaluation adds the operator's.
Value make_error(ErrorKind kind, std::string message);

// CEL's ==: 1 == 1.0, maps regardless of order, different kinds differ.
bool equal(const Value& a, const Value& b);
// The same value to the bit: 1 and 1.0 differ, NaN is itself, maps in the same order.
bool identical(const Value& a, const Value& b);

// The key as which `value` finds entries in a map: itself when it is a bool, an int or a string,
// the int when it is a double with an int's value; otherwise there is none.
bool map_key(const Value& value, Value& key);

// How much `value` holds; cached until it is changed.
Extent extent_of(const Value& value);
// Whether `value` stays within limits::kListElements and limits::kValueNesting. Whoever stores a
// list or map inside another asks this before anybody walks over the result.
bool within_limits(const Value& value);

std::string_view kind_name(ValueKind kind);  // "null" "bool" "int" "double" "string" "list" "map" …

}  // namespace runner
