// References outside steps: a condition's lock, a process's arguments, `after`, `exit`. What they
// mean is known once everything is numbered.
#pragma once

#include <optional>
#include <string_view>

#include "scenario/constants.h"
#include "scenario/verbs.h"

namespace runner {

// A run of objects or processes.
struct Run {
  bool is_process = false;
  int32_t first = 0;
  int32_t count = 1;
  bool several = false;  // an array without an index
};

class ConstantReference {
 public:
  // `has_index`: the reference belongs to one member of an array and may use its `index`.
  static ConstantReference read(Loading& loading, const Node& node, const Targets& targets,
                                std::string_view what, bool has_index);

  // Nothing when there were errors, which have been reported.
  std::optional<Run> at(Loading& loading, int64_t index);

 private:
  const Node* node_ = nullptr;
  Reference whole_;
  std::optional<Constant> index_;
  bool broken_ = false;
};

}  // namespace runner
