// What the tests of this folder share: loading a text, and facts of it as short texts.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scenario/load.h"

namespace runner {

struct Loaded {
  std::optional<Scenario> scenario;
  std::vector<std::string> messages;  // "3:5 unknown name 'x'", warnings too
};

Loaded load_text(const std::string& text, const LoadOptions& options = {});

// The scenario of a text without errors.
Scenario accepted(const std::string& text, const LoadOptions& options = {});
// The errors of a text, "3:5 unknown name 'x'".
std::vector<std::string> errors_of(const std::string& text, const LoadOptions& options = {});
// The warnings of a text without errors.
std::vector<std::string> warnings_of(const std::string& text);

// What an expression reads, in order: "counter, size(xs), fork[%0].owner".
std::string reads_of(const Expression& expression);
std::string text_of(const Reference& reference);

}  // namespace runner
