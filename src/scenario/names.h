// What a name means inside a frame: a local, or one of the scenario's own names.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "scenario/frame.h"
#include "scenario/loading.h"

namespace runner {

struct Meaning {
  enum class Kind : uint8_t {
    kUnknown,
    kTolerated,  // something that could not be understood may declare it
    kMisplaced,  // self, index or error where there is none
    kVar,
    kObject,   // declared, or an object parameter
    kProcess,  // declared, or a process parameter
    kTask,
    kLocal,
    kSelf,
    kMain,
  };
  Kind kind = Kind::kUnknown;
  int32_t number = 0;  // of the var, array, group or task
  int32_t slot = -1;   // of a local or a parameter
  bool array = false;
  ObjectKind object_kind = ObjectKind::kValue;

  bool is_parameter() const { return slot >= 0 && kind != Kind::kLocal; }
};

// Marks what it finds as used.
Meaning meaning_of(Loading& loading, FrameScope& frame, std::string_view name);

// What something is, for messages: "a lock", "a task", "a local".
std::string described(const Meaning& meaning);

// The whole of what a name means, without an index.
Reference whole_reference(const Loading& loading, const Meaning& meaning);

// Reports a name that means nothing, or nothing here.
void report_unknown_name(Loading& loading, const FrameScope& frame, Position at,
                         std::string_view name);
void report_misplaced_name(Loading& loading, const FrameScope& frame, Position at,
                           std::string_view name);
// Reports a local that is used before the step that introduces it; whether it was.
bool report_too_early(Loading& loading, const FrameScope& frame, int32_t slot, Position at);

// Reports a name that a new local may not have; whether it was reported.
bool report_local_clash(Loading& loading, const Node& name);

// Names that can be used in the frame, for suggestions.
std::vector<std::string> visible_names(const Loading& loading, const FrameScope& frame);

}  // namespace runner
