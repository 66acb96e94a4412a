#include "machine/paths.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "expr/text_form.h"

namespace runner {
namespace {

Value number(int64_t i) {
  return Value::integer(i);
}
Value text(const char* t) {
  return Value::string(t);
}

Value nested() {
  return Value::map({{text("xs"), Value::list({number(1), number(2)})}, {text("n"), number(3)}});
}

TEST(Paths, StoreReplacesAnElement) {
  Value root = nested();
  const Value path[] = {text("xs"), number(1)};
  EXPECT_EQ(store_at(root, path, number(9), ObjectKind::kDict).fault, Fault::kNone);
  EXPECT_EQ(to_text(root), "{'xs': [1, 9], 'n': 3}");
}

TEST(Paths, StoreInsertsANewKeyOnlyAtTheEndOfAPath) {
  Value root = nested();
  const Value last[] = {text("new")};
  const Value inner[] = {text("missing"), text("new")};
  EXPECT_EQ(store_at(root, last, number(1), ObjectKind::kDict).fault, Fault::kNone);
  EXPECT_EQ(store_at(root, inner, number(1), ObjectKind::kDict).fault, Fault::kNoSuchKey);
  EXPECT_EQ(to_text(root), "{'xs': [1, 2], 'n': 3, 'new': 1}");
}

TEST(Paths, AListGrowsByAppendOnly) {
  Value root = Value::list({number(1)});
  const Value path[] = {number(1)};
  EXPECT_EQ(store_at(root, path, number(2), ObjectKind::kList).fault, Fault::kIndexOutOfRange);
  EXPECT_EQ(append_at(root, {}, number(2)).fault, Fault::kNone);
  EXPECT_EQ(to_text(root), "[1, 2]");
}

TEST(Paths, AWholeListObjectStaysAList) {
  Value root = Value::list({});
  EXPECT_EQ(store_at(root, {}, number(1), ObjectKind::kList).fault, Fault::kNotAList);
  EXPECT_EQ(store_at(root, {}, number(1), ObjectKind::kValue).fault, Fault::kNone);
  EXPECT_EQ(to_text(root), "1");
}

TEST(Paths, AChangeLeavesCopiesAlone) {
  Value root = nested();
  const Value copy = root;
  const Value path[] = {text("xs")};
  append_at(root, path, number(7));
  EXPECT_EQ(to_text(copy), "{'xs': [1, 2], 'n': 3}");
  EXPECT_EQ(to_text(root), "{'xs': [1, 2, 7], 'n': 3}");
}

TEST(Paths, AddMixesIntAndDoubleAndReportsOverflow) {
  EXPECT_EQ(to_text(add_values(number(1), number(2)).value), "3");
  EXPECT_EQ(to_text(add_values(number(1), Value::real(0.5)).value), "1.5");
  EXPECT_EQ(add_values(number(INT64_MAX), number(1)).fault, Fault::kOverflow);
  EXPECT_EQ(add_values(text("a"), number(1)).fault, Fault::kNotANumber);
  EXPECT_EQ(add_values(Value::boolean(true), number(1)).fault, Fault::kNotANumber);
}

TEST(Paths, PopTakesTheLastOrAnIndexFromEitherEnd) {
  Value root = Value::list({number(1), number(2), number(3), number(4)});
  EXPECT_EQ(pop_at(root, {}, Value()).value.as_int(), 4);
  EXPECT_EQ(pop_at(root, {}, number(0)).value.as_int(), 1);
  EXPECT_EQ(pop_at(root, {}, number(-2)).value.as_int(), 2);
  EXPECT_EQ(pop_at(root, {}, number(1)).fault, Fault::kIndexOutOfRange);
  EXPECT_EQ(pop_at(root, {}, Value()).value.as_int(), 3);
  EXPECT_EQ(pop_at(root, {}, Value()).fault, Fault::kPopFromEmpty);
}

TEST(Paths, ExtendByItself) {
  Value root = Value::list({number(1), number(2)});
  const Value same = root;
  EXPECT_EQ(extend_at(root, {}, same).fault, Fault::kNone);
  EXPECT_EQ(to_text(root), "[1, 2, 1, 2]");
}

TEST(Paths, RemoveDeletesOnlyDictEntries) {
  Value root = nested();
  const Value key[] = {text("n")};
  const Value element[] = {text("xs"), number(0)};
  EXPECT_EQ(remove_at(root, element).fault, Fault::kNotADict);
  EXPECT_EQ(remove_at(root, key).fault, Fault::kNone);
  EXPECT_EQ(remove_at(root, key).fault, Fault::kNoSuchKey);
  EXPECT_EQ(to_text(root), "{'xs': [1, 2]}");
}

TEST(Paths, OnlyPlainValuesAreStored) {
  Value root = Value::list({});
  EXPECT_EQ(append_at(root, {}, Value::process(ProcessBody())).fault, Fault::kNotPlain);
  EXPECT_EQ(append_at(root, {}, Value::list({Value::object(3)})).fault, Fault::kNotPlain);
  EXPECT_EQ(append_at(root, {}, Value::handle(3)).fault, Fault::kNone);
}

TEST(Paths, AFractionIsNoKey) {
  Value root = nested();
  const Value half[] = {Value::real(1.5)};
  EXPECT_EQ(store_at(root, half, number(1), ObjectKind::kValue).fault, Fault::kBadKey);
  EXPECT_EQ(remove_at(root, half).fault, Fault::kBadKey);
}

// A list that is put into itself again and again stays one that everybody can walk over.
TEST(Paths, NothingGetsTooDeep) {
  Value root = Value::list({number(1)});
  int64_t rounds = 0;
  const Value first[] = {number(0)};
  PathResult result;
  while (result.fault == Fault::kNone) {
    ++rounds;
    const Value itself = root;
    result = store_at(root, first, itself, ObjectKind::kList);
  }
  EXPECT_EQ(result.fault, Fault::kCallFailed);
  EXPECT_EQ(rounds, limits::kValueNesting);
  EXPECT_TRUE(within_limits(root));
  EXPECT_EQ(to_text(fault_error(result.fault, "xs", result.value)),
            "the value is nested deeper than the limit of 1000 levels");
  EXPECT_EQ(append_at(root, {}, Value(root)).fault, Fault::kCallFailed);
}

TEST(Paths, NothingGetsTooLarge) {
  Value root = Value::list({number(1)});
  PathResult result;
  while (result.fault == Fault::kNone) {
    const Value itself = root;
    result = append_at(root, {}, itself);
  }
  EXPECT_EQ(result.fault, Fault::kCallFailed);
  EXPECT_EQ(to_text(fault_error(result.fault, "xs", result.value)),
            "the value holds more than the limit of 67108864 elements");
}

TEST(Paths, TheSizeOfANumberIsAnErrorValue) {
  EXPECT_TRUE(size_of(number(1)).is_error());
  EXPECT_EQ(size_of(text("åß")).as_int(), 2);
}

}  // namespace
}  // namespace runner
