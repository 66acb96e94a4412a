#include "sample_names.h"

#include <cmath>
#include <cstdint>
#include <limits>

namespace runner::fuzz {
namespace {

Value process() {
  ProcessBody body;
  body.id = 1;
  body.name = "worker[1]";
  body.pid = 12;
  body.parent_pid = 10;
  body.index = 1;
  body.status = ProcessStatus::kStopped;
  body.has_exit_code = true;
  body.exit_code = -15;
  return Value::process(std::move(body));
}

Value mixed_list() {
  return Value::list({Value::integer(1), Value::string("a"), Value::null(), Value::real(0.5),
                      Value::boolean(true), Value::list({})});
}

Value mixed_map() {
  return Value::map({{Value::string("a"), Value::integer(1)},
                     {Value::integer(2), Value::string("b")},
                     {Value::boolean(true), Value::map({})},
                     {Value::string("é\n\"'"), Value::real(-0.0)}});
}

// The same name has the same value on every machine.
uint64_t number_of(const std::string& name) {
  uint64_t number = 0;
  for (const char c : name) number = number * 31 + static_cast<unsigned char>(c);
  return number;
}

}  // namespace

SampleNames::SampleNames()
    : slots_({Value::null(), Value::boolean(true), Value::integer(3),
              Value::integer(std::numeric_limits<int64_t>::min()), Value::real(2.5),
              Value::real(std::nan("")), Value::real(1e300), Value::string(""),
              Value::string("héé\t🚀'\"\\"), mixed_list(), mixed_map(),
              Value::list({Value::integer(3), Value::integer(1), Value::integer(2)}), process(),
              Value::list({process(), process()}), Value::handle(7)}) {}

std::optional<Type> SampleNames::bind(Ast& node, const std::vector<std::string>&, Diagnostics&) {
  if (node.kind != AstKind::kName) return std::nullopt;
  const uint64_t number = number_of(node.name);
  const size_t slot = number % slots_.size();
  node.kind = AstKind::kLocal;
  node.slot = static_cast<int32_t>(slot);
  const bool is_known = number / slots_.size() % 2 == 0;
  return is_known ? type_of(slots_[slot]) : Type::kAny;
}

std::string SampleNames::macro_variable_clash(const std::string&) const {
  return "";
}

std::vector<std::string> SampleNames::visible() const {
  return {};
}

}  // namespace runner::fuzz
