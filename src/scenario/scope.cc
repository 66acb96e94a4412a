#include "scenario/scope.h"

#include <algorithm>

#include "scenario/attributes.h"
#include "scenario/local_key.h"
#include "scenario/references.h"

namespace runner {
namespace {

// Takes the node over as null, of which nothing is known.
Type take_over(Ast& node) {
  node.kind = AstKind::kLiteral;
  node.value = Value();
  node.children.clear();
  return Type::kAny;
}

std::optional<ObjectKind> kind_of(const Meaning& meaning) {
  if (meaning.kind == Meaning::Kind::kObject) return meaning.object_kind;
  return std::nullopt;
}

}  // namespace

void bind_expression(Loading& loading, FrameScope& frame, Expression& expression) {
  if (is_broken(expression)) return;
  if (expression.ast.kind == AstKind::kLiteral) {
    expression.type = type_of(expression.ast.value);
    return;
  }
  const size_t before = loading.errors();
  Scope scope(loading, frame, Usage::examine(loading, frame, expression.ast), expression.reads);
  expression.type = check(expression.ast, scope, loading.diagnostics);
  if (loading.errors() != before) expression.at = {};
}

std::optional<Type> Scope::bind(Ast& node, const std::vector<std::string>& macro_variables,
                                Diagnostics&) {
  macro_variables_ = &macro_variables;
  if (node.kind == AstKind::kCall) {
    if (node.name == "live") return bind_live(node);
    return node.name == "size" && node.children.size() == 1 ? bind_size(node) : std::nullopt;
  }
  Chain chain{&node};
  while (chain.back()->kind == AstKind::kSelect || chain.back()->kind == AstKind::kIndex) {
    chain.push_back(&chain.back()->children[0]);
  }
  if (chain.back()->kind != AstKind::kName) return std::nullopt;
  std::reverse(chain.begin(), chain.end());
  return bind_chain(chain);
}

std::optional<Type> Scope::bind_chain(const Chain& chain) {
  Ast& name = *chain.front();
  const auto is_macro_variable = std::find(macro_variables_->begin(), macro_variables_->end(),
                                           name.name) != macro_variables_->end();
  if (is_macro_variable) return std::nullopt;
  const Meaning meaning = meaning_of(loading_, frame_, name.name);
  switch (meaning.kind) {
    case Meaning::Kind::kUnknown:
      return std::nullopt;
    case Meaning::Kind::kTolerated:
    case Meaning::Kind::kMisplaced:
    case Meaning::Kind::kVar:
    case Meaning::Kind::kTask:
    case Meaning::Kind::kLocal:
      return chain.size() == 1 ? bind_name(name, meaning) : std::nullopt;
    case Meaning::Kind::kObject:
      if (meaning.array) return bind_member(chain, meaning);
      return is_container(meaning.object_kind) ? bind_container(chain, meaning)
                                               : bind_shared(chain, meaning);
    case Meaning::Kind::kProcess:
    case Meaning::Kind::kSelf:
    case Meaning::Kind::kMain:
      return meaning.array ? bind_member(chain, meaning) : bind_shared(chain, meaning);
  }
  UNREACHABLE();
}

std::optional<Type> Scope::bind_name(Ast& node, const Meaning& meaning) {
  if (meaning.kind == Meaning::Kind::kVar) {
    node.kind = AstKind::kLiteral;
    node.value = loading_.scenario.vars[static_cast<size_t>(meaning.number)].second;
    return type_of(node.value);
  }
  if (meaning.kind == Meaning::Kind::kLocal) {
    if (report_too_early(loading_, frame_, meaning.slot, node.at)) return take_over(node);
    node.kind = AstKind::kLocal;
    node.slot = meaning.slot;
    return frame_.local(meaning.slot).type;
  }
  if (meaning.kind == Meaning::Kind::kMisplaced) {
    report_misplaced_name(loading_, frame_, node.at, node.name);
  } else if (meaning.kind == Meaning::Kind::kTask) {
    return misuse(node, node, "'" + node.name + "' is a task: it has no value",
                  "a task's result comes from call, with into");
  }
  return take_over(node);
}

// A list, dict or value.
std::optional<Type> Scope::bind_container(const Chain& chain, const Meaning& meaning) {
  if (chain.size() == 1) return bind_whole(*chain[0], meaning);
  if (chain.size() > 2 || chain[1]->slot == kTestedByHas) return std::nullopt;
  if (!usage_.is_named_once(chain[0]->name)) return std::nullopt;
  Ast& node = *chain[1];
  Ast key;
  key.at = node.at;
  if (node.kind == AstKind::kSelect) {
    key.value = Value::string(node.name);
  } else if (is_simple_key(node.children[1]) ||
             (is_always_computed(node) && is_local_key(node.children[1]))) {
    key = node.children[1];
  } else {
    return std::nullopt;
  }
  // A list's text key is a mistake that the check reports.
  const bool is_text = key.kind == AstKind::kLiteral && key.value.is_string();
  if (meaning.object_kind == ObjectKind::kList && is_text) return std::nullopt;
  std::string text = ast_text(node);
  Read read;
  read.of = whole_reference(loading_, meaning);
  read.of.text = chain[0]->name;
  read.attribute = Attribute::kElement;
  read.key = bind_key(key);
  return add_read(node, std::move(read), Type::kAny, std::move(text));
}

// One object or process with attributes, a semaphore or an event.
std::optional<Type> Scope::bind_shared(const Chain& chain, const Meaning& meaning) {
  Ast& name = *chain[0];
  if (chain.size() == 1) return bind_whole(name, meaning);
  if (chain.size() > 2) return std::nullopt;
  Ast& node = *chain[1];
  if (node.kind == AstKind::kIndex) {
    return misuse(node, name, "'" + name.name + "' is " + described(meaning) + ", not an array",
                  "");
  }
  const std::optional<ObjectKind> kind = kind_of(meaning);
  if (kind && is_plain(*kind)) {
    return misuse(node, name,
                  "'" + name.name + "' is " + described(meaning) + ": it has no attribute '" +
                      node.name + "'",
                  "its name alone is its value");
  }
  Reference of = whole_reference(loading_, meaning);
  of.text = name.name;
  return bind_attribute(node, meaning, of);
}

// Something of an array of objects or of a replicated process.
std::optional<Type> Scope::bind_member(const Chain& chain, const Meaning& meaning) {
  Ast& name = *chain[0];
  if (chain.size() == 1) return bind_whole(name, meaning);
  if (chain.size() > 3) return std::nullopt;
  if (chain[1]->kind == AstKind::kSelect) {
    return misuse(*chain[1], name, "'" + name.name + "' has several members",
                  "name one of them: " + name.name + "[0]." + chain[1]->name);
  }
  Ast& index = *chain[1];
  const std::optional<ObjectKind> kind = kind_of(meaning);
  const bool has_attributes = !kind || !is_plain(*kind);
  if (chain.size() == 3) {
    if (!has_attributes || chain[2]->kind == AstKind::kIndex) return std::nullopt;
    const bool is_read_whole = usage_.has_several_attributes(index);
    const bool is_known = find_attribute(kind, chain[2]->name) != nullptr;
    if (is_read_whole && is_known) return std::nullopt;
    std::optional<Reference> of = member(index, meaning);
    if (!of && is_known) return std::nullopt;
    return bind_attribute(*chain[2], meaning, of.value_or(Reference()));
  }
  const bool is_bare = !is_selected(index);
  if (kind && has_attributes && is_bare) {
    return misuse(index, name,
                  "'" + ast_text(index) + "' is " + described(meaning) + ", which has no value",
                  "an expression reads its " + enumerate_or(attribute_names(kind)));
  }
  if (has_attributes && !is_bare && !usage_.has_several_attributes(index)) return std::nullopt;
  std::optional<Reference> of = member(index, meaning);
  if (!of) return std::nullopt;
  std::string text = of->text;
  Read read;
  read.of = std::move(*of);
  return add_read(index, std::move(read), kind ? whole_type(*kind) : Type::kProcess,
                  std::move(text));
}

std::optional<Type> Scope::bind_whole(Ast& node, const Meaning& meaning) {
  const std::optional<ObjectKind> kind = kind_of(meaning);
  const bool has_value = !kind || is_plain(*kind) || meaning.array;
  if (!has_value && !usage_.has_several_attributes(node)) {
    return misuse(node, node,
                  "'" + node.name + "' is " + described(meaning) + ", which has no value",
                  "an expression reads its " + enumerate_or(attribute_names(kind)));
  }
  std::string text = node.name;
  Read read;
  read.of = whole_reference(loading_, meaning);
  read.of.text = text;
  const Type type = meaning.array ? Type::kList : kind ? whole_type(*kind) : Type::kProcess;
  return add_read(node, std::move(read), type, std::move(text));
}

std::optional<Type> Scope::bind_attribute(Ast& select, const Meaning& meaning,
                                          const Reference& of) {
  const std::optional<ObjectKind> kind = kind_of(meaning);
  const AttributeSpec* attribute = find_attribute(kind, select.name);
  if (!attribute) {
    const std::string what = described(meaning);
    report_at(loading_, select.at, select.name, what + " has no attribute '" + select.name + "'")
        .hint = suggestion_or_list(loading_, select.name, what + " has", attribute_names(kind));
    return take_over(select);
  }
  if (usage_.has_several_attributes(select.children[0])) return std::nullopt;
  std::string text = ast_text(select);
  Read read;
  read.of = of;
  read.attribute = attribute->attribute;
  return add_read(select, std::move(read), attribute->type, std::move(text));
}

std::optional<Type> Scope::bind_live(Ast& call) {
  if (frame_.kind() == FrameKind::kExpectation) {
    return misuse(call, call, "there is no live() here: no process runs this",
                  "name the processes");
  }
  if (!call.children.empty()) {
    return misuse(call, call, "live() takes no arguments", "");
  }
  Read read;
  read.what = Read::What::kLive;
  return add_read(call, std::move(read), Type::kList, "live()");
}

// size(xs) of a shared list, dict or value that is named nowhere else.
std::optional<Type> Scope::bind_size(Ast& call) {
  const Ast& name = call.children[0];
  if (name.kind != AstKind::kName || !usage_.is_named_once(name.name)) return std::nullopt;
  const Meaning meaning = meaning_of(loading_, frame_, name.name);
  if (meaning.kind != Meaning::Kind::kObject || meaning.array) return std::nullopt;
  std::string text = ast_text(call);
  Read read;
  read.of = whole_reference(loading_, meaning);
  read.of.text = name.name;
  read.attribute = Attribute::kSize;
  return add_read(call, std::move(read), Type::kInt, std::move(text));
}

Type Scope::misuse(Ast& node, const Ast& name, std::string message, std::string hint) {
  report_at(loading_, name.at, name.name, std::move(message)).hint = std::move(hint);
  return take_over(node);
}

Type Scope::add_read(Ast& node, Read read, Type type, std::string text) {
  node.may_fail = read.attribute == Attribute::kElement || read.attribute == Attribute::kSize;
  const auto next = static_cast<int32_t>(reads_.size());
  const auto [known, is_new] = inputs_.emplace(std::move(text), next);
  if (is_new) {
    read.at = node.at;
    read.of.at = node.at;
    reads_.push_back(std::move(read));
  }
  node.kind = AstKind::kInput;
  node.slot = known->second;
  node.children.clear();
  return type;
}

// The member of an array under an index that is made of locals. One that may lie outside the array
// and is not certain to be computed is left to the expression itself.
std::optional<Reference> Scope::member(Ast& index, const Meaning& meaning) {
  Ast& key = index.children[1];
  if (!is_local_key(key)) return std::nullopt;
  const bool certain = is_always_computed(index);
  std::string text = ast_text(index);
  Reference reference = whole_reference(loading_, meaning);
  Expression expression;
  expression.ast = key;
  expression.at = key.at;
  bind_expression(loading_, frame_, expression);
  reference.text = std::move(text);
  const bool is_constant = folded(expression.ast).has_value();
  if (!certain && !is_constant) return std::nullopt;
  select_member(loading_, reference, std::move(expression), index.children[0].name);
  return reference;
}

std::shared_ptr<Expression> Scope::bind_key(Ast& key) {
  auto expression = std::make_shared<Expression>();
  expression->ast = std::move(key);
  expression->at = expression->ast.at;
  bind_expression(loading_, frame_, *expression);
  return expression;
}

bool Scope::is_local_key(const Ast& key) const {
  return is_made_of_locals(loading_, frame_, key, *macro_variables_);
}

// A key whose own computation cannot fail.
bool Scope::is_simple_key(const Ast& key) const {
  return (key.kind == AstKind::kLiteral || key.kind == AstKind::kName) && is_local_key(key);
}

std::string Scope::macro_variable_clash(const std::string& name) const {
  if (is_reserved(name)) return "'" + name + "' is reserved";
  if (const Symbol* symbol = loading_.symbols.find(name)) {
    return "'" + name + "' is " + described(*symbol) + " of this scenario";
  }
  const int32_t slot = frame_.find(name);
  if (slot < 0 || !frame_.locals()[static_cast<size_t>(slot)].introduced) return "";
  return "'" + name + "' is a local";
}

}  // namespace runner
