#include "scenario/constant_reference.h"

#include "scenario/references.h"

namespace runner {

ConstantReference ConstantReference::read(Loading& loading, const Node& node,
                                          const Targets& targets, std::string_view what,
                                          bool has_index) {
  ConstantReference result;
  result.node_ = &node;
  const size_t before = loading.errors();
  Reference reference = parse_reference(loading, node, what);
  std::optional<Expression> index;
  Expression& whole = *reference.index;
  if (whole.at && whole.ast.kind == AstKind::kIndex) {
    index.emplace();
    index->ast = std::move(whole.ast.children[1]);
    index->at = index->ast.at;
    Ast name = std::move(whole.ast.children[0]);
    whole.ast = std::move(name);
  }
  FrameScope no_frame(FrameKind::kExpectation);
  bind_reference(loading, no_frame, reference, targets, what);
  const bool is_bound = reference.kind || reference.target != Reference::Target::kObject;
  if (index && is_bound && !reference.array) {
    report(loading, node, in_single_quotes(reference.text) + ": this is not an array");
  }
  if (index) result.index_ = Constant::expression(loading, std::move(*index), has_index);
  result.broken_ = !is_bound || loading.errors() != before;
  result.whole_ = std::move(reference);
  return result;
}

std::optional<Run> ConstantReference::at(Loading& loading, int64_t index) {
  if (broken_) return std::nullopt;
  Run run;
  run.is_process = whole_.target == Reference::Target::kProcess;
  run.first = whole_.first;
  run.count = whole_.count;
  run.several = whole_.array;
  if (!index_) return run;
  const std::optional<Value> member = index_->at(loading, index);
  broken_ = !member;
  if (!member) return std::nullopt;
  if (!member->is_int() || member->as_int() < 0 || member->as_int() >= run.count) {
    broken_ = true;
    const std::string name = whole_.text.substr(0, whole_.text.find('['));
    if (member->is_int()) {
      report(loading, *node_, "there is no " + name + "[" + std::to_string(member->as_int()) + "]")
          .hint =
          "its members are " + name + "[0] … " + name + "[" + std::to_string(run.count - 1) + "]";
    } else {
      report_wrong_value(loading, *node_, "an index", "an int", *member);
    }
    return std::nullopt;
  }
  run.first += static_cast<int32_t>(member->as_int());
  run.count = 1;
  run.several = false;
  return run;
}

}  // namespace runner
