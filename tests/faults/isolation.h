// A place of its own for the runs under test, so that what they leave behind is found: an empty
// folder, and where the system allows it (to root) System V and POSIX shared memory of its own.
#pragma once

#include <string>
#include <vector>

namespace runner {

class Isolation {
 public:
  // Enters it, and becomes the parent of every process that is orphaned below it.
  Isolation();
  ~Isolation();
  Isolation(const Isolation&) = delete;
  Isolation& operator=(const Isolation&) = delete;

  // What lies there and should not.
  std::vector<std::string> left_behind() const;
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
  bool has_own_memory_ = false;
};

}  // namespace runner
