// Accepting new output: a scenario's text with the output that it expects changed to what it was.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "scenario/model.h"
#include "text/source.h"

namespace runner {

// The whole new text. Comments and layout stay, and so do lines with patterns that still match,
// blocks that did not change, and free orders. An error where that cannot be done: then a person
// has to decide which line belongs where.
Result<std::string> bless_output(const Source& source, const Scenario& scenario,
                                 std::string_view output);

}  // namespace runner
