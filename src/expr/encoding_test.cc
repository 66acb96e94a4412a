#include "expr/encoding.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "expr/random.h"
#include "expr/text_form.h"

namespace runner {
namespace {

std::string encoded(const Value& value) {
  std::string bytes;
  append_encoded(bytes, value);
  EXPECT_EQ(bytes.size(), encoded_size(value));
  return bytes;
}

Value list_of(std::initializer_list<int64_t> numbers) {
  std::vector<Value> items;
  for (const int64_t number : numbers) items.push_back(Value::integer(number));
  return Value::list(std::move(items));
}

std::vector<Value> one_of_each() {
  ProcessBody process;
  process.id = 7;
  process.name = "worker[2]";
  process.pid = 4711;
  process.parent_pid = 4710;
  process.daemon = true;
  process.is_self = true;
  process.index = 2;
  process.status = ProcessStatus::kStopped;
  process.has_exit_code = true;
  process.exit_code = -9;
  ErrorBody error;
  error.kind = ErrorKind::kOwnerDied;
  error.message = "it died";
  error.line = 3;
  error.column = 400;
  return {
      Value::null(),
      Value::boolean(false),
      Value::boolean(true),
      Value::real(0.0),
      Value::real(-0.0),
      Value::real(1.5),
      Value::real(HUGE_VAL),
      Value::real(std::nan("")),
      Value::handle(5),
      Value::deadline(5),
      Value::deadline(1'000'000'000'000),
      Value::object(5),
      Value::string(""),
      Value::string("a"),
      Value::string(std::string(1000, 'x')),
      Value::string(std::string("\0\xff", 2)),
      Value::list({}),
      Value::list({Value::list({})}),
      list_of({1, 2, 3}),
      list_of({1, 2, 128}),
      list_of({1, -2, 70000}),
      list_of({1, INT64_MAX}),
      Value::list({Value::real(1), Value::real(2)}),
      Value::list({Value::integer(1), Value::real(2)}),
      Value::list({Value::integer(1), Value::real(1)}),
      Value::list({Value::null(), Value::string("x"), list_of({7})}),
      Value::map({}),
      Value::map({{Value::string("a"), Value::integer(1)}, {Value::integer(1), list_of({2})}}),
      Value::map({{Value::integer(1), list_of({2})}, {Value::string("a"), Value::integer(1)}}),
      Value::process(process),
      Value::process(ProcessBody()),
      Value::error(error),
  };
}

TEST(Encoding, GivesBackWhatWasEncoded) {
  for (const Value& value : one_of_each()) {
    const std::string bytes = encoded(value) + "rest";
    std::string_view view = bytes;
    const Value back = decode(view);
    EXPECT_TRUE(identical(value, back)) << to_repr(value) << " became " << to_repr(back);
    EXPECT_EQ(view, "rest");
  }
}

TEST(Encoding, DiffersExactlyWhereValuesDo) {
  const std::vector<Value> values = one_of_each();
  for (const Value& a : values) {
    for (const Value& b : values) {
      EXPECT_EQ(encoded(a) == encoded(b), identical(a, b)) << to_repr(a) << " and " << to_repr(b);
    }
  }
  EXPECT_NE(encoded(Value::integer(1)), encoded(Value::real(1)));
  EXPECT_EQ(encoded(Value::real(std::nan("1"))), encoded(Value::real(-std::nan("2"))));
}

TEST(Encoding, KeepsEveryInt) {
  for (int shift = 0; shift < 64; ++shift) {
    const auto bit = static_cast<int64_t>(uint64_t{1} << shift);
    for (const int64_t number :
         {bit, bit - (bit > INT64_MIN ? 1 : 0), -(bit - (bit < 0 ? -1 : 0))}) {
      const std::string bytes = encoded(Value::integer(number));
      std::string_view view = bytes;
      EXPECT_EQ(decode(view).as_int(), number);
      EXPECT_TRUE(view.empty());
    }
  }
}

TEST(Encoding, IsCompact) {
  EXPECT_EQ(encoded(Value::null()).size(), 1u);
  EXPECT_EQ(encoded(Value::integer(100)).size(), 1u);
  EXPECT_EQ(encoded(Value::integer(-1)).size(), 2u);
  EXPECT_EQ(encoded(Value::real(0.5)).size(), 9u);
  EXPECT_EQ(encoded(Value::string("abc")).size(), 5u);
  const std::vector<Value> doubles(1000, Value::real(0.5));
  EXPECT_EQ(encoded(Value::list(doubles)).size(), 1u + 2u + 8000u);
  const std::vector<Value> ints(1000, Value::integer(-5));
  EXPECT_EQ(encoded(Value::list(ints)).size(), 1u + 2u + 1000u);
}

Value random_value(Random& random, int depth) {
  switch (random.below(depth > 0 ? 8 : 6)) {
    case 0:
      return Value::null();
    case 1:
      return Value::boolean(random.below(2) == 1);
    case 2:
      return Value::integer(static_cast<int64_t>(random.next() >> random.below(64)));
    case 3:
      return Value::integer(-static_cast<int64_t>(random.below(1000)));
    case 4:
      return Value::real(random.real() - 0.5);
    case 5:
      return Value::string(std::string(random.below(20), static_cast<char>(random.below(256))));
    case 6: {
      std::vector<Value> items;
      for (uint64_t i = random.below(6); i > 0; --i)
        items.push_back(random_value(random, depth - 1));
      return Value::list(std::move(items));
    }
    default: {
      Value map = Value::map({});
      for (uint64_t i = random.below(20); i > 0; --i) {
        map.mutable_map().set(Value::integer(static_cast<int64_t>(random.below(100))),
                              random_value(random, depth - 1));
      }
      return map;
    }
  }
}

TEST(Encoding, SurvivesRandomValues) {
  Random random{20240102};
  for (int round = 0; round < 500; ++round) {
    const Value value = random_value(random, 4);
    const std::string bytes = encoded(value);
    std::string_view view = bytes;
    const Value back = decode(view);
    EXPECT_TRUE(view.empty());
    ASSERT_TRUE(identical(value, back)) << to_repr(value);
    EXPECT_EQ(encoded(back), bytes);
  }
}

}  // namespace
}  // namespace runner
