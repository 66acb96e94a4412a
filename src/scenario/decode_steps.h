// From YAML to steps, in which names are not bound yet: verbs, modifiers, locals and their slots.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scenario/frame.h"
#include "scenario/loading.h"
#include "scenario/verbs.h"

namespace runner {

class StepDecoder {
 public:
  StepDecoder(Loading& loading, FrameScope& frame) : loading_(loading), frame_(frame) {}

  // `what` is the field for messages: "do", "the steps of task 'x'".
  Steps decode(const Node& node, std::string_view what);

 private:
  // One step while it is decoded: its map, its verb, and where they stand.
  struct Source {
    const Node& node;
    const VerbSpec& spec;
    const Node& key;    // the verb
    const Node& value;  // the verb's own value
    const Node* find(Modifier modifier) const { return node.find(modifier_name(modifier)); }
  };

  void decode_step(const Node& node, Steps& steps);
  std::optional<size_t> find_verb_key(const Node& node);
  void report_no_verb(const Node& node);
  bool report_other_form(const Source& source);
  void check_modifiers(const Source& source);

  void decode_own_value(const Source& source, Step& step);
  void decode_modifiers(const Source& source, Step& step);
  void decode_modifier(const Source& source, Modifier modifier, const Node& node, Step& step);

  void decode_references(const Source& source, Step& step);
  void decode_assignments(const Source& source, Step& step);
  void decode_places(const Source& source, Step& step);
  void decode_variable(const Source& source, Step& step);
  void decode_flag(const Source& source);
  void decode_arguments(const Source& source, Step& step);
  void decode_try(const Source& source, Step& step);
  void decode_send_targets(const Node& node, Step& step);
  void check_mapped(const Source& source, const Step& step);

  Steps decode_loop(const Source& source, const Node& node);
  Expression decode_number(const Node& node, std::string_view what, int64_t least);
  int32_t decode_local(const Node& node);
  bool decode_bool(const Node& node, std::string_view what);
  // The position in `words` of the node's text; -1 when it is none of them, which is reported.
  int decode_word(const Node& node, std::string_view what, std::span<const std::string_view> words);
  void tolerate(const Node& node);

  Loading& loading_;
  FrameScope& frame_;
  int loops_ = 0;
};

}  // namespace runner
