// What a step was most likely meant to be, where it is none: what to write instead.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scenario/loading.h"
#include "scenario/verbs.h"

namespace runner {

// Without the blanks around it.
std::string_view without_blanks(std::string_view text);

// `print: hello` for a step that is only text, `print hello` or the like; "" when that does not
// begin with a verb. `flow`: as it is written inside [].
std::string step_written(std::string_view text, bool flow);

// `i in range(3)`, which is one name and one source.
struct JoinedLoop {
  std::string_view variable;
  std::string_view source;
};
std::optional<JoinedLoop> joined_loop(std::string_view text);
// `x == 1, "text"`, which is one condition and one message.
struct JoinedMessage {
  std::string_view condition;
  std::string_view message;
};
std::optional<JoinedMessage> joined_message(std::string_view text);
// `for: i and in: range(3)`
std::string loop_written(const VerbSpec& spec, const JoinedLoop& loop);

// `write put: {q: 5}` for a value and the place that was to take it.
std::string assignment_hint(const Source& source, const VerbSpec& spec, const Node& value,
                            std::string_view place);

// `elif`, and what there is for it.
bool is_further_condition(std::string_view key);
inline constexpr std::string_view kFurtherCondition =
    "a further condition stands in else: [{if: …, then: […]}]";

// What there is for a step that lacks `modifier`, or "".
std::string lacking_hint(const Source& source, const VerbSpec& spec, const Node& value,
                         Modifier modifier);

}  // namespace runner
