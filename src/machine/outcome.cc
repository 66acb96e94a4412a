#include "machine/outcome.h"

#include "expr/text_form.h"

namespace runner {
namespace {

void add(std::string& text, const std::string& name, const Value& value) {
  if (!text.empty()) text += ' ';
  text += name + "=" + to_repr(value);
}

}  // namespace

std::string outcome_text(const Scenario& scenario, const std::vector<Value>& values) {
  std::string text;
  for (size_t i = 0; i < scenario.observe.size() && i < values.size(); ++i) {
    add(text, scenario.observe[i].name, values[i]);
  }
  return text;
}

std::string outcome_text(const Scenario& scenario, const AllowedOutcome& allowed) {
  std::string text;
  for (const NamedExpression& observed : scenario.observe) {
    const auto found = allowed.find(observed.name);
    if (found != allowed.end()) add(text, observed.name, found->second);
  }
  return text;
}

bool is_outcome(const Scenario& scenario, const std::vector<Value>& values,
                const AllowedOutcome& allowed) {
  size_t compared = 0;
  for (size_t i = 0; i < scenario.observe.size() && i < values.size(); ++i) {
    const auto found = allowed.find(scenario.observe[i].name);
    if (found == allowed.end()) continue;
    if (!equal(found->second, values[i])) return false;
    ++compared;
  }
  return compared == allowed.size();
}

}  // namespace runner
