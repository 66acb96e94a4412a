// Texts that were most likely meant to be computed: c + 1, {c}, $c. In expressions a name stands
// for its value; in a text only ${…} does, and nothing else says so.
#pragma once

#include "scenario/frame.h"
#include "scenario/loading.h"

namespace runner {

// The values and texts of a frame's steps. REQUIRES that the steps are those of the node and were
// read without an error.
void lint_texts(Loading& loading, const FrameScope& frame, const Steps& steps, const Node& node);

// A value that is known before the run.
void lint_value(Loading& loading, const FrameScope& frame, const Node& node);

// `write "${c + 1}" for its value` when the text is an expression of names that have values where
// it stands; "" otherwise.
std::string value_hint(const Loading& loading, const FrameScope& frame, std::string_view text);

}  // namespace runner
