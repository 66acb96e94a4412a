#include "posix/objects.h"
namespace runner::posix {
size_t state_bytes(const Object&) {
  return 64;
}
bool initialise(Region&, int32_t) {
  return true;
}
}  // namespace runner::posix
