// What the parts of the loader share while one file is read.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "scenario/load.h"
#include "scenario/model.h"
#include "scenario/symbols.h"
#include "text/diagnostic.h"
#include "text/tree.h"

namespace runner {

struct Loading {
  const Source& source;
  const LoadOptions& options;
  Diagnostics& diagnostics;
  Scenario scenario;
  Symbols symbols;
  // Of evaluation, for all constants together: many that are just bearable are not.
  uint64_t steps = limits::kEvaluationSteps;

  size_t errors() const { return diagnostics.error_count(); }
};

// How much of the source is underlined for a node: of an alias, the alias.
int32_t underlined_length(const Loading& loading, const Node& node);

// Report at a node, underlining it.
Diagnostic& report(Loading& loading, const Node& node, std::string message);
Diagnostic& warn(Loading& loading, const Node& node, std::string message);
// Report at a place, underlining `text` there.
Diagnostic& report_at(Loading& loading, Position at, std::string_view text, std::string message);

// "did you mean 'x'?", or "". Gives up when there are more errors than are ever shown.
std::string suggestion(const Loading& loading, std::string_view word,
                       std::span<const std::string> candidates);
// "did you mean 'x'?" for a name that is known to be near, "" for "".
std::string did_you_mean_hint(std::string_view name);
// The suggestion, or else "`lead`: a, b and c".
std::string suggestion_or_list(const Loading& loading, std::string_view word, std::string_view lead,
                               std::span<const std::string> candidates);

// "the name 'x' is taken" at `node`, with the place of the other.
Diagnostic& report_clash(Loading& loading, const Node& node, Position other, std::string_view what);

// What a node is, for messages: "a string", "an int", "nothing", "a list", "a map".
std::string_view described(const Node& node);

// "needs X, not Y".
Diagnostic& report_wrong_kind(Loading& loading, const Node& node, std::string_view needed,
                              std::string_view what);

// `write true` for the words that other YAML takes for bools, or "".
std::string bool_hint(const Node& node);

// `write 3` for a number in quotes, else `other`.
std::string int_hint(const Node& node, std::string other);

// Every name below a node that could not be understood exists from now on.
void tolerate_names(Loading& loading, const Node& node);

// "a, b or c".
std::string enumerate_or(std::span<const std::string> words);

std::string in_single_quotes(std::string_view text);

}  // namespace runner
