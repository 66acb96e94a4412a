// Everything outside steps: values that are computed while the file is loaded, from `vars` and, in
// what belongs to one member of an array, from `index`.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "expr/check.h"
#include "expr/code.h"
#include "scenario/expressions.h"
#include "scenario/loading.h"

namespace runner {

// The names that constants may use.
class ConstantNames : public Names {
 public:
  ConstantNames(Loading& loading, bool has_index) : loading_(loading), has_index_(has_index) {}

  std::optional<Type> bind(Ast& node, const std::vector<std::string>& macro_variables,
                           Diagnostics& diagnostics) override;
  std::string macro_variable_clash(const std::string& name) const override;
  std::vector<std::string> visible() const override;

  bool uses_index() const { return uses_index_; }

 private:
  std::optional<Type> bind_name(Ast& node, Diagnostics& diagnostics);

  Loading& loading_;
  bool has_index_;
  bool uses_index_ = false;
};

// One such value, read once and computed for each index it is wanted for.
class Constant {
 public:
  // A YAML value in which `${…}` is an expression.
  static Constant value(Loading& loading, const Node& node, bool has_index);
  // A bare expression that is already parsed: a reference's index.
  static Constant expression(Loading& loading, Expression expression, bool has_index);

  bool uses_index() const { return uses_index_; }
  // Nothing when it cannot be computed; that has been reported, once.
  std::optional<Value> at(Loading& loading, int64_t index);

 private:
  void report_failure(Loading& loading, const ErrorBody& error) const;

  Expression expression_;
  Code code_;
  bool uses_index_ = false;
  bool compiled_ = false;
  bool broken_ = false;
};

// Computes a bound expression from the values of its slots, with its inputs' from `first_input` on,
// and takes what it costs from `steps`; a kError value when it fails.
Value compute(const Ast& ast, std::span<const Value> slots, int32_t first_input, uint64_t& steps);

// The value of a node where no index is known.
std::optional<Value> constant_value(Loading& loading, const Node& node);

// The same, of a certain kind; `what` is the field for messages. Anything else is reported.
std::optional<std::string> constant_text(Loading& loading, const Node& node, std::string_view what);
std::optional<bool> constant_bool(Loading& loading, const Node& node, std::string_view what);
std::optional<int64_t> constant_int(Loading& loading, const Node& node, std::string_view what,
                                    int64_t least, int64_t most = INT64_MAX);
std::optional<double> constant_duration(Loading& loading, const Node& node, std::string_view what,
                                        DurationRange range);

// Checks a value that was computed already. `node` is where it stands.
std::optional<int64_t> int_of(Loading& loading, const Node& node, const Value& value,
                              std::string_view what, int64_t least, int64_t most = INT64_MAX);
std::optional<bool> bool_of(Loading& loading, const Node& node, const Value& value,
                            std::string_view what);
std::optional<double> duration_of(Loading& loading, const Node& node, const Value& value,
                                  std::string_view what, DurationRange range);
Diagnostic& report_wrong_value(Loading& loading, const Node& node, std::string_view what,
                               std::string_view needed, const Value& value);

// "a list", "an int", … for messages.
std::string_view described(const Value& value);
std::string_view described(Type type);

}  // namespace runner
