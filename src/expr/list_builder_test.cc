#include "expr/list_builder.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/limits.h"
#include "expr/encoding.h"
#include "expr/random.h"
#include "expr/text_form.h"

namespace runner {
namespace {

Value built(const std::vector<Value>& items) {
  ListBuilder builder(items.size() / 2);
  for (const Value& item : items) builder.append(item);
  return builder.finish();
}

std::string encoded(const Value& value) {
  std::string bytes;
  append_encoded(bytes, value);
  return bytes;
}

std::string encoded_slice(const Value& list, size_t first, size_t count) {
  const Slice slice{list, first, count};
  std::string bytes(encoded_size(slice), '?');
  EXPECT_EQ(encode(slice, bytes.data()), bytes.data() + bytes.size());
  return bytes;
}

std::vector<Value> some_numbers(Random& random, size_t count) {
  const bool doubles = random.below(2) == 0;
  const uint64_t width = random.below(64);
  std::vector<Value> items;
  for (size_t i = 0; i < count; ++i) {
    const auto number = static_cast<int64_t>(random.next()) >> width;
    items.push_back(doubles ? Value::real(static_cast<double>(number) / 3)
                            : Value::integer(number));
  }
  return items;
}

TEST(ListBuilder, KeepsNumbersOfOneKindAsSuch) {
  const std::vector<Value> ints(ListBuilder::kWorthNumbers, Value::integer(1));
  std::vector<Value> mixed = ints;
  mixed.push_back(Value::real(1));
  EXPECT_NE(built(ints).as_numbers(), nullptr);
  EXPECT_NE(built(std::vector<Value>(100, Value::real(1))).as_numbers(), nullptr);
  EXPECT_EQ(built(mixed).as_numbers(), nullptr);
  EXPECT_EQ(built(std::vector<Value>(100, Value::boolean(true))).as_numbers(), nullptr);
  EXPECT_EQ(built({Value::integer(1)}).as_numbers(), nullptr);
  EXPECT_EQ(to_text(built({})), "[]");
}

TEST(ListBuilder, MakesTheSameListHoweverItIsKept) {
  Random random{7};
  for (int round = 0; round < 300; ++round) {
    std::vector<Value> items = some_numbers(random, random.below(100));
    if (random.below(3) == 0) items.push_back(Value::string("no number"));
    if (random.below(3) == 0) {
      for (const Value& more : some_numbers(random, random.below(100))) items.push_back(more);
    }
    const Value plain = Value::list(items);
    const Value list = built(items);
    ASSERT_EQ(list.list_size(), items.size());
    for (size_t i = 0; i < items.size(); ++i) {
      Value item;
      ASSERT_TRUE(list.read_item(i, item));
      ASSERT_TRUE(identical(item, items[i]));
      ASSERT_TRUE(identical(list.list_item(i), items[i]));
    }
    Value none;
    EXPECT_FALSE(list.read_item(items.size(), none));
    EXPECT_EQ(encoded(list), encoded(plain));
    EXPECT_EQ(extent_of(list).values, extent_of(plain).values);
    EXPECT_EQ(extent_of(list).nesting, extent_of(plain).nesting);
    const size_t first = random.below(items.size() + 1);
    const size_t count = random.below(items.size() - first + 1);
    EXPECT_EQ(encoded_slice(list, first, count), encoded_slice(plain, first, count));
    const std::string bytes = encoded(list);
    std::string_view rest = bytes;
    EXPECT_TRUE(identical(decode(rest), plain));
    EXPECT_TRUE(rest.empty());
    EXPECT_TRUE(identical(list, plain));  // which looks at the values
    EXPECT_EQ(list.as_numbers(), nullptr);
    EXPECT_EQ(encoded(list), encoded(plain));
  }
}

TEST(ListBuilder, AppendsWholeLists) {
  Random random{8};
  for (int round = 0; round < 300; ++round) {
    ListBuilder builder;
    std::vector<Value> all;
    for (uint64_t part = random.below(5); part > 0; --part) {
      const std::vector<Value> items = some_numbers(random, random.below(80));
      builder.append_all(random.below(2) == 0 ? built(items) : Value::list(items));
      all.insert(all.end(), items.begin(), items.end());
    }
    EXPECT_TRUE(identical(builder.finish(), Value::list(all)));
    EXPECT_EQ(builder.finish().list_size(), 0U);
  }
}

TEST(ListBuilder, AListOfNumbersIsChangedLikeAnyOther) {
  const Value before = built(std::vector<Value>(100, Value::integer(5)));
  Value after = before;
  after.mutable_list().push_back(Value::string("x"));
  EXPECT_EQ(before.list_size(), 100U);
  EXPECT_EQ(after.list_size(), 101U);
  EXPECT_EQ(extent_of(after).values, 102U);
  EXPECT_TRUE(identical(after.list_item(99), Value::integer(5)));
}

Value values_of(const IntRange& range) {
  std::vector<Value> items;
  for (size_t i = 0; i < range.size(); ++i) items.push_back(Value::integer(range[i]));
  return Value::list(std::move(items));
}

TEST(ListBuilder, TakesRangesForWhatTheyHold) {
  for (const int64_t first : {int64_t{0}, int64_t{-40}, INT64_MIN, INT64_MAX - 99}) {
    for (const size_t count : {0u, 1u, 31u, 32u, 33u, 100u}) {
      const IntRange range(first, count);
      const Value plain = values_of(range);
      const Value list = list_of_range(range);
      Value item;
      for (size_t i = 0; i < count; ++i) {
        ASSERT_TRUE(list.read_item(i, item));
        EXPECT_EQ(item.as_int(), range[i]);
      }
      EXPECT_FALSE(list.read_item(count, item));
      EXPECT_EQ(encoded(list), encoded(plain));
      EXPECT_EQ(encoded_slice(list, 0, count), encoded(plain));
      EXPECT_EQ(encoded_slice(list, count / 3, count / 2),
                encoded_slice(plain, count / 3, count / 2));
      const std::string bytes = encoded(plain);
      std::string_view rest = bytes;
      EXPECT_TRUE(identical(decode(rest), plain));
      EXPECT_EQ(extent_of(list).values, extent_of(plain).values);
      for (const Value& before : {Value::null(), Value::integer(7), Value::real(7)}) {
        ListBuilder builder;
        if (!before.is_null()) builder.append(before);
        builder.append_all(list);
        builder.append_all(list);
        std::vector<Value> expected;
        if (!before.is_null()) expected.push_back(before);
        for (int twice = 0; twice < 2; ++twice)
          for (const Value& item : plain.as_list()) expected.push_back(item);
        EXPECT_TRUE(identical(builder.finish(), Value::list(expected)));
      }
      EXPECT_TRUE(identical(list, plain));
    }
  }
}

// Equal at their ends is not enough.
TEST(ListBuilder, TakesNothingElseForARange) {
  std::vector<Value> wraps;
  for (int64_t i = 0; i < 40; ++i)
    wraps.push_back(
        Value::integer(static_cast<int64_t>(uint64_t{INT64_MAX} - 20 + static_cast<uint64_t>(i))));
  std::vector<Value> all = values_of({5, 40}).as_list();
  std::swap(all[10], all[11]);
  for (const std::vector<Value>& items : {wraps, all}) {
    for (const Value& list : {Value::list(items), built(items)}) {
      const std::string bytes = encoded(list);
      EXPECT_GE(bytes.size(), items.size());
      std::string_view rest = bytes;
      EXPECT_TRUE(identical(decode(rest), Value::list(items)));
    }
  }
  const std::string range = encoded(values_of({5, 40}));
  EXPECT_LT(range.size(), size_t{8});
}

}  // namespace
}  // namespace runner
