// Any bytes as an expression that is checked, compiled and computed: it ends within its steps, its
// value is of the type that was known before, the same whether literals are known early or late,
// and reads back from every text form that promises it.
#include <algorithm>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/text.h"
#include "entry_point.h"
#include "expr/encoding.h"
#include "expr/evaluate.h"
#include "expr/functions.h"
#include "expr/parse.h"
#include "expr/text_form.h"
#include "sample_names.h"
#include "text/soundness_for_test.h"

namespace runner::fuzz {
namespace {

// Far fewer than limits::kEvaluationSteps, so that many expressions are tried.
constexpr uint64_t kSteps = 100'000;
// Larger values are not written out again.
constexpr uint32_t kMostValues = 2'000;

class FixedSurroundings : public Surroundings {
 public:
  std::string now() override { return "2024-01-02 03:04:05"; }
  double elapsed() override { return 1.5; }
};

Value computed(const Ast& ast, const std::vector<Value>& slots) {
  Random random{1};
  FixedSurroundings surroundings;
  const Code code = Code::compile(ast, static_cast<int32_t>(slots.size()));
  uint64_t steps = kSteps;
  return evaluate_within(steps, code, slots.data(), random, surroundings);
}

// Makes every literal a slot, so that nothing is known before the evaluation.
void hide_literals(Ast& ast, std::vector<Value>& slots) {
  if (ast.kind == AstKind::kLiteral) {
    ast.kind = AstKind::kLocal;
    ast.slot = static_cast<int32_t>(slots.size());
    slots.push_back(ast.value);
  }
  for (Ast& child : ast.children) hide_literals(child, slots);
}

bool is_too_long(const Value& value) {
  return value.is_error() && value.as_error().message == expr::too_many_steps().as_error().message;
}

// Computing constants early takes steps of its own.
void check_same(const Value& early, const Value& late) {
  if (is_too_long(early) || is_too_long(late)) return;
  if (early.is_error() || late.is_error()) {
    CHECK(early.is_error() && late.is_error());
    CHECK(early.as_error().message == late.as_error().message);
    return;
  }
  CHECK(identical(early, late));
}

// Whether the value has a literal form: nothing of the running world in it.
bool is_plain(const Value& value) {
  if (value.is_handle() || value.is_process()) return false;
  if (value.is_list()) {
    return std::all_of(value.as_list().begin(), value.as_list().end(), is_plain);
  }
  if (!value.is_map()) return true;
  return std::all_of(value.as_map().entries().begin(), value.as_map().entries().end(),
                     [](const auto& entry) { return is_plain(entry.second); });
}

// Whether JSON keeps it: texts as keys, finite numbers.
bool is_json(const Value& value) {
  if (value.is_double()) return value.as_double() - value.as_double() == 0;
  if (value.is_list()) {
    return std::all_of(value.as_list().begin(), value.as_list().end(), is_json);
  }
  if (!value.is_map()) return true;
  return std::all_of(
      value.as_map().entries().begin(), value.as_map().entries().end(),
      [](const auto& entry) { return entry.first.is_string() && is_json(entry.second); });
}

// The text, an expression, gives the value back.
void check_reads_back(const std::string& text, const Value& value) {
  const Source source("value", text);
  Diagnostics diagnostics;
  SampleNames names;
  Ast ast = parse_expression(
      text, [&](size_t offset) { return source.position(offset); }, diagnostics);
  if (!diagnostics.has_errors()) check(ast, names, diagnostics);
  require_none(render(source, diagnostics));
  CHECK(identical(computed(ast, names.slots()), value));
}

void check_texts(const Value& value) {
  const std::string text = to_text(value);
  CHECK(!value.is_string() || text == value.as_string());
  CHECK(valid_utf8_prefix(text) == text.size());
  const std::string repr = to_repr(value);
  CHECK(valid_utf8_prefix(repr) == repr.size());
  const Extent extent = extent_of(value);
  const bool is_small = extent.values <= kMostValues &&
                        extent.nesting < static_cast<uint32_t>(limits::kExpressionNesting);
  if (!is_small || !is_plain(value)) return;
  Ast literal;
  literal.value = value;
  check_reads_back(ast_text(literal), value);
  if (is_json(value)) check_reads_back(to_json(value), value);
}

void check_encoding(const Value& value) {
  std::string bytes;
  append_encoded(bytes, value);
  CHECK(bytes.size() == encoded_size(value));
  std::string_view rest = bytes;
  CHECK(identical(decode(rest), value));
  CHECK(rest.empty());
}

void check_value(const Value& value, Type type) {
  if (value.is_error()) {
    const std::string& message = value.as_error().message;
    CHECK(!message.empty() && valid_utf8_prefix(message) == message.size());
    return;
  }
  const bool is_number = type == Type::kNumber && value.is_number();
  CHECK(type == Type::kAny || is_number || type_of(value) == type);
  CHECK(within_limits(value));
  check_encoding(value);
  check_texts(value);
}

void evaluate(const std::string& text) {
  if (valid_utf8_prefix(text) != text.size()) return;
  const Source source("expression", text);
  Diagnostics diagnostics;
  SampleNames names;
  const bool is_template = text.find("${") != std::string::npos;
  const auto parse = is_template ? parse_template : parse_expression;
  Ast ast = parse(
      text, [&](size_t offset) { return source.position(offset); }, diagnostics);
  if (diagnostics.has_errors()) return;
  const Type type = check(ast, names, diagnostics);
  require_none(objection_to(source, diagnostics));
  if (diagnostics.has_errors()) return;
  std::vector<Value> slots = names.slots();
  const Value value = computed(ast, slots);
  check_value(value, type);
  hide_literals(ast, slots);
  check_same(value, computed(ast, slots));
}

}  // namespace
}  // namespace runner::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  runner::fuzz::evaluate(std::string(runner::fuzz::text_of(data, size)));
  return 0;
}
