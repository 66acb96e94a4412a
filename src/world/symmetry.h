#pragma once
#include "world/space.h"
namespace runner::world {
class Symmetry {
 public:
  void sort(Numbers&) const {}
};
}  // namespace runner::world
