// The computations that are built in, in C++. A kernel is a pure function of its arguments.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "expr/value.h"

namespace runner {

struct KernelParameter {
  std::string_view name;
  bool list_object =
      false;  // takes a reference to a shared list, to which the results are appended
  bool optional = false;
};

struct Kernel {
  std::string_view name;
  std::span<const KernelParameter> parameters;
  // Computes the result from the value parameters; a kError value on wrong arguments.
  Value (*compute)(std::span<const Value> arguments);
  // The results for each of many arguments, when all of them are numbers of the same kind; null, or
  // false and no results: compute them one by one.
  bool (*compute_all)(const Numbers& arguments, Numbers& results) = nullptr;
};

std::span<const Kernel> kernels();

// The kernel's number, or -1.
int32_t find_kernel(std::string_view name);

}  // namespace runner
