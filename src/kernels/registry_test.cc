#include "kernels/registry.h"

#include <gtest/gtest.h>

#include "expr/text_form.h"

namespace runner {
namespace {

Value compute(std::string_view name, Value argument) {
  const int32_t number = find_kernel(name);
  CHECK(number >= 0);
  return kernels()[static_cast<size_t>(number)].compute(std::span(&argument, 1));
}

TEST(Kernels, AreFoundByName) {
  EXPECT_EQ(find_kernel("do_something"), 0);
  EXPECT_EQ(find_kernel("compute_square"), 1);
  EXPECT_EQ(find_kernel("compute"), -1);
}

TEST(Kernels, DoSomethingGivesSquareRootsOfSquaresAsDoubles) {
  EXPECT_EQ(to_text(compute("do_something", Value::integer(4))), "[0.0, 1.0, 2.0, 3.0]");
  EXPECT_EQ(to_text(compute("do_something", Value::integer(0))), "[]");
}

TEST(Kernels, DoSomethingRefusesWhatIsNoSize) {
  for (const Value& size :
       {Value::integer(-1), Value::real(2), Value::string("9"), Value::null()}) {
    const Value result = compute("do_something", size);
    ASSERT_TRUE(result.is_error());
    EXPECT_EQ(result.as_error().kind, ErrorKind::kType);
  }
  EXPECT_TRUE(compute("do_something", Value::integer(INT64_MAX)).is_error());
}

TEST(Kernels, ComputeSquareKeepsTheKindOfItsNumber) {
  EXPECT_EQ(to_text(compute("compute_square", Value::integer(-9))), "81");
  EXPECT_EQ(to_text(compute("compute_square", Value::real(1.5))), "2.25");
}

TEST(Kernels, ComputeSquareRefusesOverflowAndText) {
  const Value overflow = compute("compute_square", Value::integer(int64_t{1} << 32));
  ASSERT_TRUE(overflow.is_error());
  EXPECT_EQ(overflow.as_error().kind, ErrorKind::kArithmetic);
  const Value text = compute("compute_square", Value::string("3"));
  ASSERT_TRUE(text.is_error());
  EXPECT_EQ(text.as_error().message, "compute_square: 'x' must be a number, not '3'");
}

TEST(Kernels, ComputeTheSameForManyAtOnce) {
  const Kernel& square = kernels()[static_cast<size_t>(find_kernel("compute_square"))];
  const std::vector<int64_t> ints = {0, -3, int64_t{3'037'000'499}};
  const std::vector<double> doubles = {0.5, -1e200, 3};
  Numbers results;
  ASSERT_TRUE(square.compute_all(ints, results));
  for (size_t i = 0; i < ints.size(); ++i) {
    const Value one = compute("compute_square", Value::integer(ints[i]));
    EXPECT_EQ(std::get<std::vector<int64_t>>(results).at(i), one.as_int());
  }
  const IntRange range(-5, 40);
  ASSERT_TRUE(square.compute_all(range, results));
  for (size_t i = 0; i < range.size(); ++i)
    EXPECT_EQ(std::get<std::vector<int64_t>>(results).at(i), range[i] * range[i]);
  EXPECT_FALSE(square.compute_all(IntRange(int64_t{3'037'000'490}, 40), results));
  ASSERT_TRUE(square.compute_all(doubles, results));
  for (size_t i = 0; i < doubles.size(); ++i) {
    const Value one = compute("compute_square", Value::real(doubles[i]));
    EXPECT_EQ(std::get<std::vector<double>>(results).at(i), one.as_double());
  }
}

TEST(Kernels, LeaveItToOneByOneWhereOneOfManyHasNoResult) {
  const Kernel& square = kernels()[static_cast<size_t>(find_kernel("compute_square"))];
  Numbers results;
  EXPECT_FALSE(square.compute_all(std::vector<int64_t>{1, int64_t{1} << 32}, results));
  EXPECT_EQ(count_of(results), 0U);
}

}  // namespace
}  // namespace runner
