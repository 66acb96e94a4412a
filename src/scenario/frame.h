// The locals of one frame (a task, a process's own steps, a signal's handler, main) while its steps
// are read: which there are, where each begins to exist, and what is known of their types.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "expr/check.h"
#include "scenario/model.h"

namespace runner {

enum class FrameKind : uint8_t {
  kTask,
  kProcess,  // a process's own steps: slot 0 is `index`
  kHandler,  // of a signal: slot 0 is `index`
  kMain,
  kExpectation  // no frame at all: observe, finally, always
};

struct Local {
  std::string name;
  Position at;  // where it is introduced first
  Type type = Type::kAny;
  const Parameter* parameter = nullptr;
  bool introduced = false;  // by a step before the one that is being bound
  bool read = false;
  bool may_be_unread = false;  // its step is useful without it: a loop's variable, `ok`
  bool named_by_user = true;   // not `index`, not `error`
};

class FrameScope {
 public:
  explicit FrameScope(FrameKind kind);

  FrameKind kind() const { return kind_; }
  bool has_index() const { return kind_ == FrameKind::kProcess || kind_ == FrameKind::kHandler; }

  // The parameters must outlive the scope. Names must outlive it too.
  void add_parameter(const Parameter& parameter);
  // The slot of a local, which is made when it is new.
  int32_t slot(std::string_view name, Position at);
  // A new slot that hides earlier ones of the same name: `error` of each catch.
  int32_t fresh_slot(std::string_view name, Position at);
  // -1 when there is no such local.
  int32_t find(std::string_view name) const;
  void introduce(int32_t slot);
  // `name` means `slot` from now on.
  void rename(std::string_view name, int32_t slot) { by_name_[name] = slot; }

  Local& local(int32_t slot) { return locals_[static_cast<size_t>(slot)]; }
  const std::vector<Local>& locals() const { return locals_; }
  std::vector<std::string> slot_names() const;

  // Names in steps that could not be understood: they may be locals.
  void tolerate(std::string_view name) { tolerated_.insert(name); }
  bool is_tolerated(std::string_view name) const { return tolerated_.contains(name); }

 private:
  FrameKind kind_;
  std::vector<Local> locals_;
  std::unordered_map<std::string_view, int32_t> by_name_;
  std::unordered_set<std::string_view> tolerated_;
};

}  // namespace runner
