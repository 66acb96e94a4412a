// yaml-cpp's parser as a stream of events in our own types. Only yaml_events.cc knows yaml-cpp.
//
// Only its events are used, never its documents: those drop content, accept duplicate keys and
// resolve scalars their own way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace runner {

// Where an event's first token starts: an anchor or a tag, if it has one.
struct YamlPlace {
  size_t offset = 0;   // bytes from the start of the text
  int32_t line = 0;    // from 0
  int32_t column = 0;  // bytes from the start of the line
};

// 0 when the node has none. A name that is written again gets a new number.
using YamlAnchor = size_t;

enum class YamlStyle { kBlock, kFlow };

// Each returns whether to go on.
class YamlHandler {
 public:
  virtual ~YamlHandler() = default;

  // For the first document once; for a second one just before parsing ends.
  virtual bool on_document(YamlPlace place) = 0;
  // Precedes the event of the node that has the anchor.
  virtual bool on_anchor_name(const std::string& name) = 0;
  // A null, or nothing at all: then `place` is somewhere near, often at the next token.
  virtual bool on_null(YamlPlace place, YamlAnchor anchor) = 0;
  virtual bool on_alias(YamlPlace place, YamlAnchor anchor) = 0;
  virtual bool on_scalar(YamlPlace place, YamlAnchor anchor, const std::string& text) = 0;
  // A block map that is not tagged and has no anchor may start at those of its first key.
  virtual bool on_list_start(YamlPlace place, YamlAnchor anchor, YamlStyle style, bool tagged) = 0;
  virtual bool on_map_start(YamlPlace place, YamlAnchor anchor, YamlStyle style, bool tagged) = 0;
  // The end of the innermost list or map.
  virtual bool on_end() = 0;
};

enum class YamlProblem {
  kBlockEntry,     // "- " where no list item can be
  kMapKey,         // "? " where no key can be
  kMapValue,       // ":" where no value can be
  kEndOfMap,       // something that is no key in a block map
  kEndOfList,      // something that is no item in a block list
  kEndOfFlowMap,   // neither "," nor "}"
  kEndOfFlowList,  // neither "," nor "]"
  kFlowEnd,        // "]" or "}" that closes nothing
  kEndInQuotes,    // the file ends in a quoted string
  kDocumentMark,   // "---" in a quoted string
  kTab,            // a tab as indentation
  kUnknownAnchor,  // an alias without an anchor
  kAnchorName,     // "&" or "*" without a proper name
  kTag,            // a malformed tag, or two of them
  kTwoAnchors,     // two anchors for one node
  kEscape,         // an unknown escape in double quotes
  kUnicodeEscape,  // \x, \u, \U without proper digits
  kBlockHeader,    // text behind "|" or ">"
  kDirective,      // a malformed %YAML or %TAG
  kUnknownToken,   // a character that no value starts with
  kTooDeep,        // nested too deeply for the parser
  kOther,
};

struct YamlError {
  YamlProblem problem = YamlProblem::kOther;
  size_t offset = 0;
  std::string text;  // yaml-cpp's own, for kOther
};

// Parses `text` until its end, a second document, an error, or a handler's false.
std::optional<YamlError> parse_yaml(std::string_view text, YamlHandler& handler);

}  // namespace runner
