// The names of expressions inside steps and expectations: locals become slots, vars become
// literals, and whatever others can change becomes a read.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "expr/check.h"
#include "scenario/names.h"
#include "scenario/usage.h"

namespace runner {

// Binds an expression's names and finds its type. What was reported about it makes it broken.
void bind_expression(Loading& loading, FrameScope& frame, Expression& expression);

class Scope : public Names {
 public:
  Scope(Loading& loading, FrameScope& frame, Usage usage, CompactVector<Read>& reads)
      : loading_(loading), frame_(frame), usage_(std::move(usage)), reads_(reads) {}

  std::optional<Type> bind(Ast& node, const std::vector<std::string>& macro_variables,
                           Diagnostics& diagnostics) override;
  std::string macro_variable_clash(const std::string& name) const override;
  std::vector<std::string> visible() const override { return visible_names(loading_, frame_); }

 private:
  // A name with what is selected from it: chain[0] is the name, chain.back() the node itself.
  using Chain = std::vector<Ast*>;

  std::optional<Type> bind_chain(const Chain& chain);
  std::optional<Type> bind_name(Ast& node, const Meaning& meaning);
  std::optional<Type> bind_container(const Chain& chain, const Meaning& meaning);
  std::optional<Type> bind_shared(const Chain& chain, const Meaning& meaning);
  std::optional<Type> bind_member(const Chain& chain, const Meaning& meaning);
  std::optional<Type> bind_whole(Ast& node, const Meaning& meaning);
  std::optional<Type> bind_attribute(Ast& select, const Meaning& meaning, const Reference& of);
  std::optional<Type> bind_live(Ast& call);
  std::optional<Type> bind_size(Ast& call);

  Type misuse(Ast& node, const Ast& name, std::string message, std::string hint);
  Type add_read(Ast& node, Read read, Type type, std::string text);
  std::optional<Reference> member(Ast& index, const Meaning& meaning);
  std::shared_ptr<Expression> bind_key(Ast& key);
  bool is_local_key(const Ast& key) const;
  bool is_simple_key(const Ast& key) const;

  Loading& loading_;
  FrameScope& frame_;
  Usage usage_;
  CompactVector<Read>& reads_;
  std::unordered_map<std::string, int32_t> inputs_;  // by the canonical text of what is read
  const std::vector<std::string>* macro_variables_ = nullptr;
};

}  // namespace runner
