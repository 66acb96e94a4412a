#include "kernels/registry.h"

#include <cmath>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/limits.h"
#include "expr/text_form.h"

namespace runner {
namespace {

Value wrong_argument(std::string_view kernel, std::string_view parameter, std::string_view wanted,
                     const Value& given) {
  std::string message(kernel);
  message += ": '" + std::string(parameter) + "' must be " + std::string(wanted) + ", not " +
             to_repr(given);
  return make_error(ErrorKind::kType, std::move(message));
}

Value do_something(std::span<const Value> arguments) {
  const Value& size = arguments[0];
  if (!size.is_int() || size.as_int() < 0) {
    return wrong_argument("do_something", "size", "an int from 0", size);
  }
  if (static_cast<uint64_t>(size.as_int()) > limits::kListElements) {
    return make_error(ErrorKind::kFail,
                      "do_something: " + to_text(size) + " is over the limit of " +
                          std::to_string(limits::kListElements) + " list elements");
  }
  std::vector<double> results;
  results.reserve(static_cast<size_t>(size.as_int()));
  for (int64_t i = 0; i < size.as_int(); ++i) {
    const auto x = static_cast<double>(i);
    results.push_back(std::sqrt(x * x));
  }
  return Value::numbers(std::move(results));
}

bool squared(int64_t x, int64_t& square) {
  return !__builtin_mul_overflow(x, x, &square);
}

bool squared(double x, double& square) {
  square = x * x;
  return true;
}

Value compute_square(std::span<const Value> arguments) {
  const Value& x = arguments[0];
  if (x.is_double()) return Value::real(x.as_double() * x.as_double());
  if (!x.is_int()) return wrong_argument("compute_square", "x", "a number", x);
  int64_t square = 0;
  if (!squared(x.as_int(), square)) {
    return make_error(ErrorKind::kArithmetic,
                      "compute_square: the square of " + to_text(x) + " is over 64 bits");
  }
  return Value::integer(square);
}

bool compute_squares(const Numbers& arguments, Numbers& results) {
  const auto compute = [&results](const auto& all) {
    std::vector<std::remove_cvref_t<decltype(all[0])>> squares(all.size());
    bool good = true;
    for (size_t i = 0; i < all.size(); ++i) good &= squared(all[i], squares[i]);
    if (good) results = std::move(squares);
    return good;
  };
  return std::visit(compute, arguments);
}

constexpr KernelParameter kDoSomethingParameters[] = {
    {"size", false, false},
    {"out", true, true},
};
constexpr KernelParameter kComputeSquareParameters[] = {{"x", false, false}};

constexpr Kernel kKernels[] = {
    {"do_something", kDoSomethingParameters, do_something},
    {"compute_square", kComputeSquareParameters, compute_square, compute_squares},
};

}  // namespace

std::span<const Kernel> kernels() {
  return kKernels;
}

int32_t find_kernel(std::string_view name) {
  for (size_t i = 0; i < std::size(kKernels); ++i) {
    if (kKernels[i].name == name) return static_cast<int32_t>(i);
  }
  return -1;
}

}  // namespace runner
