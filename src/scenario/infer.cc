#include "scenario/infer.h"

#include "expr/functions.h"
#include "expr/types.h"
#include "scenario/attributes.h"
#include "scenario/names.h"

namespace runner {
namespace {

using expr::TypeSet;
namespace types = expr::types;

// Types only ever grow; a chain of locals longer than this is given up on.
constexpr int kRounds = 8;

// Something that is stored in a local: an expression, or a value of a known type.
struct Store {
  int32_t slot = -1;
  const Ast* ast = nullptr;
  TypeSet types = 0;
};

class Inference {
 public:
  Inference(Loading& loading, FrameScope& frame)
      : loading_(loading), frame_(frame), types_(frame.locals().size(), 0) {
    for (size_t i = 0; i < types_.size(); ++i) {
      const Local& local = frame.locals()[i];
      if (local.introduced) types_[i] = expr::set_of(local.type);
    }
  }

  void collect(const Steps& steps) {
    for (const Step& step : steps) {
      collect_own(step);
      collect(step.body);
      collect(step.otherwise);
      if (step.on_timeout) collect(*step.on_timeout);
    }
  }

  void solve() {
    for (int round = 0; round < kRounds; ++round) {
      bool changed = false;
      for (const Store& store : stores_) {
        TypeSet& known = types_[static_cast<size_t>(store.slot)];
        const TypeSet all = known | (store.ast ? types_of(*store.ast) : store.types);
        changed |= all != known;
        known = all;
      }
      if (changed) continue;
      return assign();
    }
  }

 private:
  void add(int32_t slot, TypeSet types) {
    if (slot >= 0) stores_.push_back({slot, nullptr, types});
  }

  void collect_own(const Step& step) {
    add(step.ok, types::kBool);
    add(step.into, result_types(step.verb));
    if (step.verb == Verb::kTry) add(step.variable, types::kMap);
    if (step.verb == Verb::kChoose) add(step.variable, types::kAny);
    if (step.verb == Verb::kFor) add(step.variable, element_types(step));
    if (step.verb != Verb::kLet) return;
    for (const Assignment& assignment : step.assignments) {
      const Place& place = assignment.place;
      if (place.slot >= 0 && place.path.empty()) {
        stores_.push_back({place.slot, &assignment.value.ast, 0});
      }
    }
  }

  static TypeSet result_types(Verb verb) {
    if (verb == Verb::kBarrier) return types::kInt;
    if (verb == Verb::kAdd) return types::kNumber;
    if (verb == Verb::kMap || verb == Verb::kWait) return types::kList;
    if (verb == Verb::kSubmit) return types::kHandle;
    return types::kAny;
  }

  static TypeSet element_types(const Step& step) {
    const bool is_range =
        step.value && step.value->ast.kind == AstKind::kCall && step.value->ast.name == "range";
    return is_range ? types::kInt : types::kAny;
  }

  TypeSet types_of_name(const std::string& name) {
    const Meaning meaning = meaning_of(loading_, frame_, name);
    switch (meaning.kind) {
      case Meaning::Kind::kLocal:
        return types_[static_cast<size_t>(meaning.slot)];
      case Meaning::Kind::kVar:
        return expr::set_of(
            type_of(loading_.scenario.vars[static_cast<size_t>(meaning.number)].second));
      case Meaning::Kind::kObject:
        return meaning.array ? types::kList : expr::set_of(whole_type(meaning.object_kind));
      case Meaning::Kind::kProcess:
      case Meaning::Kind::kSelf:
      case Meaning::Kind::kMain:
        return meaning.array ? types::kList : types::kProcess;
      case Meaning::Kind::kUnknown:
      case Meaning::Kind::kTolerated:
      case Meaning::Kind::kMisplaced:
      case Meaning::Kind::kTask:
        return types::kAny;
    }
    UNREACHABLE();
  }

  TypeSet types_of(const Ast& ast) {
    const auto child = [&](size_t i) { return types_of(ast.children[i]); };
    switch (ast.kind) {
      case AstKind::kLiteral:
        return expr::set_of(type_of(ast.value));
      case AstKind::kName:
        return types_of_name(ast.name);
      case AstKind::kUnary:
        return known(expr::unary_result(ast.op, child(0)), child(0));
      case AstKind::kBinary: {
        const TypeSet left = child(0);
        const TypeSet right = child(1);
        return known(expr::binary_result(ast.op, left, right), left && right ? left : 0);
      }
      case AstKind::kAnd:
      case AstKind::kOr:
      case AstKind::kHas:
        return types::kBool;
      case AstKind::kConditional:
        return child(1) | child(2);
      case AstKind::kList:
        return types::kList;
      case AstKind::kMap:
        return types::kMap;
      case AstKind::kTemplate:
        return types::kString;
      case AstKind::kCall: {
        const int32_t function = expr::find_function(ast.name);
        return function < 0 ? types::kAny : expr::functions()[static_cast<size_t>(function)].result;
      }
      case AstKind::kSelect:
      case AstKind::kIndex:
      case AstKind::kMacro:
      case AstKind::kLocal:
      case AstKind::kInput:
        return types::kAny;
    }
    UNREACHABLE();
  }

  // Operands that do not fit are reported elsewhere; operands that are not known yet give nothing.
  static TypeSet known(TypeSet result, TypeSet operands) {
    if (!operands) return 0;
    return result ? result : types::kAny;
  }

  void assign() {
    for (size_t i = 0; i < types_.size(); ++i) {
      Local& local = frame_.local(static_cast<int32_t>(i));
      if (types_[i] != 0) local.type = expr::type_of_set(types_[i]);
    }
  }

  Loading& loading_;
  FrameScope& frame_;
  std::vector<TypeSet> types_;
  std::vector<Store> stores_;
};

}  // namespace

void infer_local_types(Loading& loading, FrameScope& frame, const Steps& steps) {
  Inference inference(loading, frame);
  inference.collect(steps);
  inference.solve();
}

}  // namespace runner
