#include "scenario/usage.h"

#include "base/check.h"

namespace runner {

bool Usage::is_named_once(const std::string& name) const {
  const auto found = containers_.find(name);
  return found != containers_.end() && found->second == 1;
}

bool Usage::has_several_attributes(const Ast& object) const {
  return !several_.empty() && several_.contains(ast_text(object));
}

class UsageWalk {
 public:
  UsageWalk(Loading& loading, FrameScope& frame, Usage& usage)
      : loading_(loading), frame_(frame), usage_(usage) {}

  void visit(Ast& ast, bool always) {
    switch (ast.kind) {
      case AstKind::kLiteral:
      case AstKind::kLocal:
      case AstKind::kInput:
        return;
      case AstKind::kName:
        return count(ast);
      case AstKind::kSelect:
        note_attribute(ast);
        mark_selected(ast.children[0], always);
        [[fallthrough]];
      case AstKind::kIndex:
        if (always && ast.slot == kUnmarked) ast.slot = kAlwaysComputed;
        return visit_children(ast, always);
      case AstKind::kCall:
        if (ast.receiver && ast.name == "size" && ast.children.size() == 1) ast.receiver = false;
        return visit_children(ast, always);
      case AstKind::kHas:
        ast.children[0].slot = kTestedByHas;
        return visit_children(ast, always);
      case AstKind::kAnd:
      case AstKind::kOr:
      case AstKind::kConditional:
      case AstKind::kMacro:
        visit(ast.children[0], always);
        for (size_t i = 1; i < ast.children.size(); ++i) visit(ast.children[i], false);
        return;
      case AstKind::kUnary:
      case AstKind::kBinary:
      case AstKind::kList:
      case AstKind::kMap:
      case AstKind::kTemplate:
        return visit_children(ast, always);
    }
    UNREACHABLE();
  }

 private:
  void visit_children(Ast& ast, bool always) {
    for (Ast& child : ast.children) visit(child, always);
  }

  static void mark_selected(Ast& ast, bool always) {
    if (ast.kind == AstKind::kIndex) ast.slot = always ? kSelectedAlways : kSelected;
  }

  void count(const Ast& name) {
    const Meaning meaning = meaning_of(loading_, frame_, name.name);
    if (meaning.kind != Meaning::Kind::kObject) return;
    const ObjectKind kind = meaning.object_kind;
    if (kind == ObjectKind::kList || kind == ObjectKind::kDict || kind == ObjectKind::kValue) {
      ++usage_.containers_[name.name];
    }
  }

  void note_attribute(const Ast& select) {
    const Ast* root = &select.children[0];
    if (root->kind == AstKind::kIndex) root = &root->children[0];
    if (root->kind != AstKind::kName) return;
    const Meaning meaning = meaning_of(loading_, frame_, root->name);
    if (meaning.kind != Meaning::Kind::kObject) return;
    if (meaning.object_kind != ObjectKind::kBarrier && meaning.object_kind != ObjectKind::kQueue) {
      return;
    }
    std::string object = ast_text(select.children[0]);
    const auto [first, is_new] = usage_.attributes_.emplace(object, select.name);
    if (!is_new && first->second != select.name) usage_.several_.insert(std::move(object));
  }

  Loading& loading_;
  FrameScope& frame_;
  Usage& usage_;
};

Usage Usage::examine(Loading& loading, FrameScope& frame, Ast& ast) {
  Usage usage;
  UsageWalk(loading, frame, usage).visit(ast, true);
  return usage;
}

}  // namespace runner
