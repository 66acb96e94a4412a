#include "expr/value.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/limits.h"
#include "expr/encoding.h"
#include "expr/random.h"
#include "expr/text_form.h"

namespace runner {
namespace {

Value nested_list(uint32_t levels) {
  Value value = Value::list({});
  for (uint32_t i = 1; i < levels; ++i) {
    std::vector<Value> items;
    items.push_back(std::move(value));
    value = Value::list(std::move(items));
  }
  return value;
}

TEST(Value, SharesItsBodyUntilItIsChanged) {
  Value a = Value::list({Value::integer(1)});
  const Value b = a;
  EXPECT_EQ(&a.as_list(), &b.as_list());
  a.mutable_list().push_back(Value::integer(2));
  EXPECT_EQ(to_text(a), "[1, 2]");
  EXPECT_EQ(to_text(b), "[1]");
  const auto* body = &a.as_list();
  a.mutable_list().push_back(Value::integer(3));
  EXPECT_EQ(&a.as_list(), body);

  Value text = Value::string("a");
  const Value same = text;
  text.mutable_string() += "b";
  EXPECT_EQ(to_text(text) + to_text(same), "aba");

  Value map = Value::map({});
  const Value empty = map;
  map.mutable_map().set(Value::integer(1), Value::null());
  EXPECT_EQ(to_text(map) + to_text(empty), "{1: None}{}");
}

TEST(Value, CopiesAndMoves) {
  Value a = Value::string("x");
  Value b = std::move(a);
  EXPECT_EQ(to_text(b), "x");
  const Value& alias = b;
  b = alias;
  EXPECT_EQ(to_text(b), "x");
  b = Value::integer(1);
  EXPECT_EQ(b.as_int(), 1);
  b.set_real(2.5);
  EXPECT_EQ(to_text(b), "2.5");
  b = Value::string("y");
  b.set_boolean(true);
  EXPECT_EQ(to_text(b), "True");
  b = Value::list({});
  b.set_integer(7);
  EXPECT_EQ(to_text(b), "7");
}

TEST(Value, FreesWhatIsNestedDeeply) {
  Value list = nested_list(300'000);
  Value map = Value::null();
  for (int i = 0; i < 300'000; ++i) {
    std::vector<std::pair<Value, Value>> entries;
    entries.emplace_back(Value::integer(1), std::move(map));
    map = Value::map(std::move(entries));
  }
  EXPECT_FALSE(within_limits(list));
  EXPECT_FALSE(within_limits(map));
}

TEST(Value, KnowsItsExtent) {
  EXPECT_EQ(extent_of(Value::integer(1)).values, 1u);
  EXPECT_EQ(extent_of(Value::integer(1)).nesting, 0u);
  EXPECT_EQ(extent_of(Value::list({})).nesting, 1u);
  EXPECT_EQ(extent_of(nested_list(5)).nesting, 5u);
  EXPECT_EQ(extent_of(nested_list(5)).values, 5u);
  Value list = Value::list({Value::integer(1), Value::string(std::string(160, 'x'))});
  EXPECT_EQ(extent_of(list).values, 1u + 1u + 11u);
  list.mutable_list().push_back(nested_list(3));
  EXPECT_EQ(extent_of(list).nesting, 4u);
  EXPECT_TRUE(within_limits(nested_list(limits::kValueNesting)));
  EXPECT_FALSE(within_limits(nested_list(limits::kValueNesting + 1)));
}

// Sharing makes a small value stand for a huge one.
TEST(Value, CountsSharedPartsEveryTime) {
  Value value = Value::list({Value::integer(1)});
  for (int i = 0; i < 20; ++i) value = Value::list({value, value});
  EXPECT_TRUE(within_limits(value));
  for (int i = 0; i < 40; ++i) value = Value::list({value, value});
  EXPECT_FALSE(within_limits(value));
}

TEST(Value, HandlesTheDeepestAllowedValue) {
  const Value deep = nested_list(limits::kValueNesting);
  EXPECT_EQ(to_text(deep).size(), 2 * limits::kValueNesting);
  EXPECT_EQ(to_json(deep).size(), 2 * limits::kValueNesting);
  EXPECT_TRUE(equal(deep, nested_list(limits::kValueNesting)));
  std::string bytes;
  append_encoded(bytes, deep);
  std::string_view view = bytes;
  EXPECT_TRUE(identical(decode(view), deep));
}

TEST(Value, ShowsButDoesNotFollowWhatIsTooDeep) {
  const std::string text = to_text(nested_list(limits::kValueNesting + 10));
  EXPECT_NE(text.find("[...]"), std::string::npos);
}

TEST(MapBody, FindsKeysOfAllKinds) {
  MapBody map;
  map.set(Value::integer(1), Value::string("int"));
  map.set(Value::boolean(true), Value::string("bool"));
  map.set(Value::string("1"), Value::string("string"));
  EXPECT_EQ(map.size(), 3u);
  EXPECT_EQ(map.find(Value::integer(1))->as_string(), "int");
  EXPECT_EQ(map.find(Value::real(1.0))->as_string(), "int");
  EXPECT_EQ(map.find(Value::boolean(true))->as_string(), "bool");
  EXPECT_EQ(map.find("1")->as_string(), "string");
  EXPECT_EQ(map.find(Value::real(1.5)), nullptr);
  EXPECT_EQ(map.find(Value::real(std::nan(""))), nullptr);
  EXPECT_EQ(map.find(Value::null()), nullptr);
  map.set(Value::real(1.0), Value::string("again"));
  EXPECT_EQ(map.size(), 3u);
  EXPECT_TRUE(map.entries()[0].first.is_int());
}

TEST(MapBody, KeepsTheOrderOfManyKeys) {
  MapBody map;
  for (int64_t i = 0; i < 1000; ++i) map.set(Value::integer(i * 7919), Value::integer(i));
  for (int64_t i = 0; i < 1000; ++i) {
    map.set(Value::string("k" + std::to_string(i)), Value::integer(-i));
  }
  for (int64_t i = 0; i < 1000; i += 2) EXPECT_TRUE(map.erase(Value::integer(i * 7919)));
  EXPECT_FALSE(map.erase(Value::integer(0)));
  EXPECT_EQ(map.size(), 1500u);
  int64_t last = -1;
  for (int64_t i = 1; i < 1000; i += 2) {
    const Value* found = map.find(Value::integer(i * 7919));
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->as_int(), i);
    EXPECT_GT(map.entries()[static_cast<size_t>(i / 2)].second.as_int(), last);
    last = i;
  }
  EXPECT_EQ(map.find("k999")->as_int(), -999);
  EXPECT_EQ(map.find("k1000"), nullptr);
  *map.find_mutable(Value::string("k5")) = Value::null();
  EXPECT_TRUE(map.find("k5")->is_null());
}

TEST(Equality, IsCels) {
  EXPECT_TRUE(equal(Value::integer(1), Value::real(1)));
  EXPECT_FALSE(identical(Value::integer(1), Value::real(1)));
  EXPECT_TRUE(equal(Value::real(0), Value::real(-0.0)));
  EXPECT_FALSE(identical(Value::real(0), Value::real(-0.0)));
  EXPECT_FALSE(equal(Value::real(std::nan("")), Value::real(std::nan(""))));
  EXPECT_TRUE(identical(Value::real(std::nan("")), Value::real(-std::nan(""))));
  EXPECT_FALSE(equal(Value::boolean(true), Value::integer(1)));
  EXPECT_FALSE(equal(Value::handle(1), Value::integer(1)));
  EXPECT_TRUE(equal(Value::handle(1), Value::handle(1)));
  ProcessBody before;
  before.id = 3;
  ProcessBody after = before;
  after.status = ProcessStatus::kStarted;
  EXPECT_TRUE(equal(Value::process(before), Value::process(after)));
  EXPECT_FALSE(identical(Value::process(before), Value::process(after)));
}

TEST(Random, IsSplitmix) {
  Random random{1234567};
  EXPECT_EQ(random.next(), 6457827717110365317u);
  EXPECT_EQ(random.next(), 3203168211198807973u);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_LT(random.below(7), 7u);
    const double real = random.real();
    EXPECT_GE(real, 0);
    EXPECT_LT(real, 1);
  }
}

TEST(ErrorKind, HasTheNamesOfTheLanguage) {
  EXPECT_EQ(error_kind_name(ErrorKind::kFail), "fail");
  EXPECT_EQ(error_kind_name(ErrorKind::kArithmetic), "arithmetic");
  EXPECT_EQ(error_kind_name(ErrorKind::kOwnerDied), "owner_died");
  EXPECT_EQ(error_kind_name(ErrorKind::kTerminated), "terminated");
}

}  // namespace
}  // namespace runner
