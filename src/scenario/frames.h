// A whole frame: its steps decoded, its locals' types found, its names bound.
#pragma once

#include <string_view>

#include "scenario/frame.h"
#include "scenario/loading.h"

namespace runner {

// `what` is whose steps they are, for messages: "main", "steps".
Frame read_frame(Loading& loading, FrameScope& scope, const Node& steps, std::string_view what);

}  // namespace runner
