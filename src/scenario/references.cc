#include "scenario/references.h"

#include "base/text.h"
#include "expr/parse.h"
#include "scenario/constants.h"
#include "scenario/local_key.h"
#include "scenario/reference_hints.h"
#include "scenario/scope.h"

namespace runner {
namespace {

// A name, or a name under an index.
bool is_reference(const Ast& ast) {
  return ast.kind == AstKind::kName ||
         (ast.kind == AstKind::kIndex && ast.children[0].kind == AstKind::kName);
}

bool may_be_reference(std::string_view text) {
  if (is_identifier(text) || is_like_reference(text)) return true;
  Diagnostics ignored;
  const Ast ast = parse_expression(
      text,
      [](size_t) {
        return Position{1, 1};
      },
      ignored);
  return !ignored.has_errors() && is_reference(ast);
}

const Ast& name_of(const Ast& ast) {
  return ast.kind == AstKind::kName ? ast : name_of(ast.children[0]);
}

void report_target(Loading& loading, const Ast& name, const std::string& is, const Targets& targets,
                   std::string_view what, std::string hint = "") {
  report_at(loading, name.at, name.name,
            "'" + name.name + "' is " + is + "; " + std::string(what) + " takes " + targets.text())
      .hint = std::move(hint);
}

// Who sets a name that is not there may have meant a local.
void report_unknown_target(Loading& loading, const FrameScope& frame, const Ast& name,
                           std::string_view what) {
  if (what != verb_name(Verb::kSet)) {
    return report_unknown_name(loading, frame, name.at, name.name);
  }
  const std::string near = suggestion(loading, name.name, visible_names(loading, frame));
  report_at(loading, name.at, name.name, "unknown name '" + name.name + "'").hint =
      near + (near.empty() ? "" : "\n") + "use let to make a local";
}

bool fits(const Meaning& meaning, const Targets& targets) {
  if (meaning.kind == Meaning::Kind::kObject) return targets.has(meaning.object_kind);
  if (meaning.kind == Meaning::Kind::kLocal)
    return targets.has_processes() || targets.has_handles();
  return targets.has_processes();
}

// A local that holds a process, a handle, or a list of them.
bool may_hold_target(Type type, const Targets& targets) {
  switch (type) {
    case Type::kAny:
    case Type::kList:
      return true;
    case Type::kProcess:
      return targets.has_processes();
    case Type::kHandle:
      return targets.has_handles();
    case Type::kNull:
    case Type::kBool:
    case Type::kInt:
    case Type::kDouble:
    case Type::kNumber:
    case Type::kString:
    case Type::kMap:
      return false;
  }
  UNREACHABLE();
}

std::string parameter_hint(const FrameScope& frame, const Meaning& meaning,
                           const Targets& targets) {
  if (meaning.kind != Meaning::Kind::kLocal) return "";
  const Local& local = frame.locals()[static_cast<size_t>(meaning.slot)];
  if (!local.parameter) return "";
  for (size_t i = 0; i <= static_cast<size_t>(ObjectKind::kPool); ++i) {
    const auto kind = static_cast<ObjectKind>(i);
    if (!targets.has(kind)) continue;
    return "a parameter that is an object says so: {" + local.name + ": " +
           std::string(object_kind_name(kind)) + "}";
  }
  return "";
}

// What the name of a reference means, when that is something the verb can be about.
std::optional<Meaning> target_meaning(Loading& loading, FrameScope& frame, const Ast& name,
                                      const Targets& targets, std::string_view what) {
  const Meaning meaning = meaning_of(loading, frame, name.name);
  switch (meaning.kind) {
    case Meaning::Kind::kTolerated:
      return std::nullopt;
    case Meaning::Kind::kUnknown:
      report_unknown_target(loading, frame, name, what);
      return std::nullopt;
    case Meaning::Kind::kMisplaced:
      report_misplaced_name(loading, frame, name.at, name.name);
      return std::nullopt;
    case Meaning::Kind::kVar:
    case Meaning::Kind::kTask:
      report_target(loading, name, described(meaning), targets, what);
      return std::nullopt;
    case Meaning::Kind::kLocal:
      if (report_too_early(loading, frame, meaning.slot, name.at)) return std::nullopt;
      if (!fits(meaning, targets)) break;
      if (may_hold_target(frame.local(meaning.slot).type, targets)) return meaning;
      report_target(loading, name, std::string(described(frame.local(meaning.slot).type)), targets,
                    what);
      return std::nullopt;
    case Meaning::Kind::kObject:
    case Meaning::Kind::kProcess:
    case Meaning::Kind::kSelf:
    case Meaning::Kind::kMain:
      if (fits(meaning, targets)) return meaning;
      break;
  }
  report_target(loading, name, described(meaning), targets, what,
                parameter_hint(frame, meaning, targets));
  return std::nullopt;
}

Expression part(Ast&& ast) {
  Expression expression;
  expression.at = ast.at;
  expression.ast = std::move(ast);
  return expression;
}

// Takes d["k"].x apart into its name and the expressions of its path.
void take_path(Ast& ast, CompactVector<Expression>& path) {
  if (ast.kind == AstKind::kName) return;
  take_path(ast.children[0], path);
  if (ast.kind == AstKind::kSelect) {
    Ast key;
    key.at = ast.at;
    key.value = Value::string(ast.name);
    path.push_back(part(std::move(key)));
  } else {
    path.push_back(part(std::move(ast.children[1])));
  }
}

bool is_place(const Ast& ast) {
  if (ast.kind == AstKind::kName) return true;
  return (ast.kind == AstKind::kSelect || ast.kind == AstKind::kIndex) && is_place(ast.children[0]);
}

}  // namespace

Reference parse_reference(Loading& loading, const Node& node, std::string_view what) {
  Reference reference;
  reference.at = node.at;
  if (!node.is_scalar()) {
    report_wrong_kind(loading, node, "a name", what);
    reference.index = std::make_shared<Expression>();
    return reference;
  }
  if (node.missing) {
    report_wrong_kind(loading, node, "a name", what);
    reference.index = std::make_shared<Expression>();
    return reference;
  }
  // What is wrong with the whole is not told as an expression's error.
  const bool is_expression = may_be_reference(node.text);
  Expression expression = is_expression ? parse_bare(loading, node, what) : Expression();
  reference.text = expression.text;
  reference.index = std::make_shared<Expression>(std::move(expression));
  if (is_expression && (is_broken(*reference.index) || is_reference(reference.index->ast))) {
    return reference;
  }
  report(loading, node, std::string(what) + " needs a reference: a name, or a name[index]").hint =
      reference_hint(node.text, what);
  reference.index->at = {};
  return reference;
}

Place parse_place(Loading& loading, const Node& node, std::string_view what) {
  Place place;
  place.at = node.at;
  Expression expression = parse_bare(loading, node, what);
  place.text = expression.text;
  if (!is_broken(expression) && !is_place(expression.ast)) {
    report(loading, node, std::string(what) + " needs a place: a name, or a path like d[\"key\"]");
    expression.at = {};
  }
  place.path.push_back(std::move(expression));
  return place;
}

void bind_reference(Loading& loading, FrameScope& frame, Reference& reference,
                    const Targets& targets, std::string_view what) {
  if (!reference.index || is_broken(*reference.index)) return;
  const std::shared_ptr<Expression> whole = std::move(reference.index);
  Ast& ast = whole->ast;
  const Ast& name = name_of(ast);
  const std::optional<Meaning> meaning = target_meaning(loading, frame, name, targets, what);
  Expression index;
  if (ast.kind == AstKind::kIndex) {
    index = part(std::move(ast.children[1]));
    bind_expression(loading, frame, index);
  }
  if (!meaning) return;
  Reference found = whole_reference(loading, *meaning);
  found.at = reference.at;
  found.text = std::move(reference.text);
  reference = std::move(found);
  if (ast.kind != AstKind::kIndex) return;
  if (!meaning->array) {
    report_at(loading, name.at, name.name,
              "'" + name.name + "' is " + described(*meaning) + ", not an array")
        .hint = meaning->kind == Meaning::Kind::kLocal ? "put its element into a local first" : "";
    return;
  }
  select_member(loading, reference, std::move(index), name.name);
}

void bind_local_place(Loading& loading, FrameScope& frame, Place& place) {
  if (place.path.empty() || is_broken(place.path.front())) return;
  Expression whole = std::move(place.path.front());
  place.path.clear();
  place.local = true;
  take_path(whole.ast, place.path);
  for (Expression& key : place.path) bind_expression(loading, frame, key);
  const Ast& name = name_of(whole.ast);
  const int32_t slot = frame.find(name.name);
  const Meaning meaning = meaning_of(loading, frame, name.name);
  if (meaning.kind == Meaning::Kind::kLocal) {
    if (!report_too_early(loading, frame, slot, name.at)) place.slot = slot;
  } else if (meaning.kind == Meaning::Kind::kUnknown) {
    report_unknown_name(loading, frame, name.at, name.name);
  } else if (meaning.kind == Meaning::Kind::kMisplaced) {
    report_misplaced_name(loading, frame, name.at, name.name);
  } else if (meaning.kind != Meaning::Kind::kTolerated) {
    const bool is_object = meaning.kind == Meaning::Kind::kObject;
    report_at(loading, name.at, name.name,
              "'" + name.name + "' is " + described(meaning) + "; let changes locals")
        .hint = is_object ? "use set to change a shared object" : "";
  }
}

void bind_shared_place(Loading& loading, FrameScope& frame, Place& place, const Targets& targets,
                       std::string_view what) {
  if (place.path.empty() || is_broken(place.path.front())) return;
  Expression whole = std::move(place.path.front());
  place.path.clear();
  const Ast& name = name_of(whole.ast);
  const Meaning local = meaning_of(loading, frame, name.name);
  if (local.kind == Meaning::Kind::kLocal) {
    std::string hint = parameter_hint(frame, local, targets);
    if (targets.has(ObjectKind::kValue)) {
      hint = "use let to change a local" + (hint.empty() ? hint : "\n" + hint);
    }
    report_target(loading, name, "a local", targets, what, std::move(hint));
    return;
  }
  const std::optional<Meaning> meaning = target_meaning(loading, frame, name, targets, what);
  take_path(whole.ast, place.path);
  for (Expression& key : place.path) bind_expression(loading, frame, key);
  if (!meaning) return;
  place.object = whole_reference(loading, *meaning);
  place.object.at = place.at;
  place.object.text = name.name;
  if (!meaning->array) return;
  place.object.text = place.text;
  if (place.path.empty()) {
    report_at(loading, name.at, name.name, "'" + name.name + "' has several members").hint =
        "name one of them: " + name.name + "[0]";
    return;
  }
  Expression index = std::move(place.path.front());
  place.path.erase(place.path.begin());
  select_member(loading, place.object, std::move(index), name.name);
}

void select_member(Loading& loading, Reference& reference, Expression index,
                   std::string_view name) {
  if (is_broken(index)) return;
  const std::optional<Value> value = folded(index.ast);
  const Type type = value ? type_of(*value) : index.type;
  if (type != Type::kAny && type != Type::kInt && type != Type::kNumber) {
    loading.diagnostics.error(index.at, "an index is an int, not " + std::string(described(type)));
    return;
  }
  if (!value) {
    reference.index = std::make_shared<Expression>(std::move(index));
    return;
  }
  if (value->as_int() < 0 || value->as_int() >= reference.count) {
    const std::string last = std::to_string(reference.count - 1);
    loading.diagnostics
        .error(index.at,
               "there is no " + std::string(name) + "[" + std::to_string(value->as_int()) + "]")
        .hint =
        "its members are " + std::string(name) + "[0] … " + std::string(name) + "[" + last + "]";
    return;
  }
  reference.first += static_cast<int32_t>(value->as_int());
  reference.count = 1;
  reference.array = false;
}

}  // namespace runner
