// What a process waits for where it waits for any of several things, for the report of it.
#pragma once

#include <vector>

#include "posix/park.h"

namespace runner::posix {

// Publishes the WatchedSet (wait_any.h) of `references` for its lifetime; without memory, none. One
// at a time.
class Watched {
 public:
  Watched(Self& self, const std::vector<Value>& references);
  ~Watched();
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  bool is_published() const { return self_.watched != 0; }

 private:
  Self& self_;
  size_t bytes_;
};

}  // namespace runner::posix
