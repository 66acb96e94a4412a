// What is known of the types of a frame's locals, from everything that is ever stored in them.
#pragma once

#include "scenario/frame.h"
#include "scenario/loading.h"

namespace runner {

// `steps` are decoded and not bound yet.
void infer_local_types(Loading& loading, FrameScope& frame, const Steps& steps);

}  // namespace runner
