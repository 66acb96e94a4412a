#include "text/yaml_events.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <istream>
#include <streambuf>

namespace runner {
namespace {

// Lets an istream read text without copying it.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* start = const_cast<char*>(text.data());  // a get area is never written to
    setg(start, start, start + text.size());
  }
};

// Thrown through yaml-cpp to make it stop; caught in parse_yaml.
struct Stop {};

YamlPlace place_of(const YAML::Mark& mark) {
  return {static_cast<size_t>(std::max(mark.pos, 0)), mark.line, mark.column};
}

YamlStyle style_of(YAML::EmitterStyle::value style) {
  return style == YAML::EmitterStyle::Flow ? YamlStyle::kFlow : YamlStyle::kBlock;
}

// What yaml-cpp says of a list or map without a tag.
bool is_tagged(const std::string& tag) {
  return tag != "?";
}

class Adapter : public YAML::EventHandler {
 public:
  explicit Adapter(YamlHandler& handler) : handler_(handler) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    go_on_if(handler_.on_document(place_of(mark)));
  }
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark&, const std::string& name) override {
    go_on_if(handler_.on_anchor_name(name));
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    go_on_if(handler_.on_null(place_of(mark), anchor));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    go_on_if(handler_.on_alias(place_of(mark), anchor));
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                const std::string& value) override {
    go_on_if(handler_.on_scalar(place_of(mark), anchor, value));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    go_on_if(handler_.on_list_start(place_of(mark), anchor, style_of(style), is_tagged(tag)));
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    go_on_if(handler_.on_map_start(place_of(mark), anchor, style_of(style), is_tagged(tag)));
  }
  void OnSequenceEnd() override { go_on_if(handler_.on_end()); }
  void OnMapEnd() override { go_on_if(handler_.on_end()); }

 private:
  static void go_on_if(bool wanted) {
    if (!wanted) throw Stop{};
  }

  YamlHandler& handler_;
};

YamlProblem problem_of(const std::string& message) {
  namespace text = YAML::ErrorMsg;
  struct Known {
    const char* message;
    YamlProblem problem;
  };
  static const Known kKnown[] = {
      {text::BLOCK_ENTRY, YamlProblem::kBlockEntry},
      {text::MAP_KEY, YamlProblem::kMapKey},
      {text::MAP_VALUE, YamlProblem::kMapValue},
      {text::END_OF_MAP_FLOW, YamlProblem::kEndOfFlowMap},
      {text::END_OF_SEQ_FLOW, YamlProblem::kEndOfFlowList},
      {text::END_OF_MAP, YamlProblem::kEndOfMap},
      {text::END_OF_SEQ, YamlProblem::kEndOfList},
      {text::FLOW_END, YamlProblem::kFlowEnd},
      {text::EOF_IN_SCALAR, YamlProblem::kEndInQuotes},
      {text::DOC_IN_SCALAR, YamlProblem::kDocumentMark},
      {text::TAB_IN_INDENTATION, YamlProblem::kTab},
      {text::UNKNOWN_ANCHOR, YamlProblem::kUnknownAnchor},
      {text::ALIAS_NOT_FOUND, YamlProblem::kAnchorName},
      {text::ANCHOR_NOT_FOUND, YamlProblem::kAnchorName},
      {text::CHAR_IN_ALIAS, YamlProblem::kAnchorName},
      {text::CHAR_IN_ANCHOR, YamlProblem::kAnchorName},
      {text::MULTIPLE_TAGS, YamlProblem::kTag},
      {text::CHAR_IN_TAG_HANDLE, YamlProblem::kTag},
      {text::TAG_WITH_NO_SUFFIX, YamlProblem::kTag},
      {text::END_OF_VERBATIM_TAG, YamlProblem::kTag},
      {text::MULTIPLE_ANCHORS, YamlProblem::kTwoAnchors},
      {text::INVALID_ESCAPE, YamlProblem::kEscape},
      {text::INVALID_HEX, YamlProblem::kUnicodeEscape},
      {text::INVALID_UNICODE, YamlProblem::kUnicodeEscape},
      {text::ZERO_INDENT_IN_BLOCK, YamlProblem::kBlockHeader},
      {text::CHAR_IN_BLOCK, YamlProblem::kBlockHeader},
      {text::YAML_DIRECTIVE_ARGS, YamlProblem::kDirective},
      {text::YAML_VERSION, YamlProblem::kDirective},
      {text::YAML_MAJOR_VERSION, YamlProblem::kDirective},
      {text::REPEATED_YAML_DIRECTIVE, YamlProblem::kDirective},
      {text::TAG_DIRECTIVE_ARGS, YamlProblem::kDirective},
      {text::REPEATED_TAG_DIRECTIVE, YamlProblem::kDirective},
      {text::UNKNOWN_TOKEN, YamlProblem::kUnknownToken},
      {text::BAD_FILE, YamlProblem::kTooDeep},
  };
  for (const Known& known : kKnown) {
    if (message.starts_with(known.message)) return known.problem;
  }
  return YamlProblem::kOther;
}

}  // namespace

std::optional<YamlError> parse_yaml(std::string_view text, YamlHandler& handler) {
  ViewBuffer buffer(text);
  std::istream stream(&buffer);
  Adapter adapter(handler);
  try {
    YAML::Parser parser(stream);
    const bool has_more = parser.HandleNextDocument(adapter) && parser;
    // The second round announces what stands behind the first document. When that is nothing, there
    // was only a directive, which the parser drops.
    if (has_more && !parser.HandleNextDocument(adapter)) {
      return YamlError{YamlProblem::kDirective, text.size(), ""};
    }
  } catch (const Stop&) {
  } catch (const YAML::Exception& error) {
    return YamlError{problem_of(error.msg), place_of(error.mark).offset, error.msg};
  } catch (const std::exception& error) {
    return YamlError{YamlProblem::kOther, text.size(), error.what()};
  }
  return std::nullopt;
}

}  // namespace runner
