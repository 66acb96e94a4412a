// How an expression uses the shared objects it names, looked at before its names are bound: it
// decides how little of each has to be read.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>

#include "expr/ast.h"
#include "scenario/names.h"

namespace runner {

// What examine() leaves in Ast::slot of selects and indexes for the binding.
enum UsageMark : int32_t {
  kUnmarked = -1,
  kAlwaysComputed = -2,  // not behind && || ?: nor in a macro
  kSelected = -3,        // an attribute of it is selected
  kSelectedAlways = -4,  // both
  kTestedByHas = -5,     // has(d.k): the select itself must stay
};
inline bool is_always_computed(const Ast& ast) {
  return ast.slot == kAlwaysComputed || ast.slot == kSelectedAlways;
}
inline bool is_selected(const Ast& ast) {
  return ast.slot == kSelected || ast.slot == kSelectedAlways;
}

class Usage {
 public:
  // Marks the tree, and turns x.size() into size(x).
  static Usage examine(Loading& loading, FrameScope& frame, Ast& ast);

  // Whether a list, dict or value is named just once, so that its one element can be read instead.
  bool is_named_once(const std::string& name) const;
  // Whether several attributes of this barrier or queue are used: then it is read whole, once.
  bool has_several_attributes(const Ast& object) const;

 private:
  friend class UsageWalk;
  std::unordered_map<std::string, int> containers_;
  std::unordered_map<std::string, std::string> attributes_;  // the first one of each object
  std::unordered_set<std::string> several_;
};

}  // namespace runner
