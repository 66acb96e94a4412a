// Killing a process on purpose, when it performs its Nth operation: how tests prove that a run
// survives the death of anyone at any point. Costs one comparison an operation when off.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "posix/family.h"

namespace runner::posix {

class FaultPoint {
 public:
  // Of process `number`, or kRunnerItself.
  FaultPoint(const Family& family, int32_t number);

  bool is_on() const { return !strikes_.empty(); }
  // Before each operation.
  void pass() {
    for (const Strike& strike : strikes_) strike.pass();
  }

 private:
  struct Strike {
    std::atomic<uint64_t>* passed = nullptr;  // shared, for it strikes once
    uint64_t fatal = 0;
    int64_t delay_nanos = 0;

    void pass() const;
  };

  std::vector<Strike> strikes_;
};

}  // namespace runner::posix
