#include "scenario/constants.h"
#include "scenario/decode.h"
#include "scenario/lint_texts.h"
#include "text/scalar.h"

namespace runner {
namespace {

// The value that `--set name=text` gives; nothing when it is no YAML scalar.
std::optional<Value> override_value(const std::string& text) {
  const Source source("--set", text);
  Diagnostics diagnostics;
  const Node node = read_tree(source, diagnostics);
  if (diagnostics.has_errors() || !node.is_scalar()) return std::nullopt;
  Scalar scalar = scalar_of(node);
  switch (scalar.kind) {
    case ScalarKind::kNull:
      return Value::null();
    case ScalarKind::kBool:
      return Value::boolean(scalar.boolean);
    case ScalarKind::kInt:
      return Value::integer(scalar.integer);
    case ScalarKind::kDouble:
      return Value::real(scalar.real);
    case ScalarKind::kString:
      return Value::string(node.text);
    case ScalarKind::kInvalid:
      return std::nullopt;
  }
  UNREACHABLE();
}

void report_override(Loading& loading, const std::string& name, const std::string& message,
                     std::string hint = "") {
  loading.diagnostics.error({}, "--set " + name + ": " + message).hint = std::move(hint);
}

// `value` as it is after the overrides of the command line.
Value overridden(Loading& loading, const std::string& name, Value value) {
  for (const auto& [set_name, text] : loading.options.overrides) {
    if (set_name != name) continue;
    std::optional<Value> given = override_value(text);
    if (!given) {
      report_override(loading, name, "'" + text + "' is no YAML scalar");
    } else if (value.is_double() && given->is_int()) {
      value = Value::real(given->as_number());
    } else if (given->kind() == value.kind()) {
      value = std::move(*given);
    } else {
      report_override(
          loading, name,
          "the var is " + std::string(described(value)) + ", and '" + text + "' is " +
              std::string(described(*given)),
          given->is_int() && value.is_string() ? "a string of digits needs quotes" : "");
    }
  }
  return value;
}

void check_override_names(Loading& loading) {
  for (const auto& [name, text] : loading.options.overrides) {
    const Symbol* symbol = loading.symbols.find(name);
    if (symbol && symbol->kind == SymbolKind::kVar) continue;
    report_override(loading, name,
                    symbol ? "it is " + described(*symbol) + ", not a var" : "there is no such var",
                    suggestion(loading, name, loading.symbols.names(SymbolKind::kVar)));
  }
}

}  // namespace

void decode_vars(Loading& loading, const Declarations& declarations) {
  check_override_names(loading);
  const FrameScope no_frame(FrameKind::kExpectation);
  for (const Declared& declared : declarations.vars) {
    const std::string& name = declared.key->text;
    std::optional<Value> value = constant_value(loading, *declared.value);
    if (value && loading.options.lint) lint_value(loading, no_frame, *declared.value);
    if (!value) loading.symbols.find(name)->sound = false;
    loading.scenario.vars.emplace_back(
        name, value ? overridden(loading, name, std::move(*value)) : Value());
  }
}

}  // namespace runner
