// Any bytes as a YAML file: reading ends with a sound tree or with errors that point into the text,
// and what the hints propose to write reads back as it was meant.
#include "text/tree.h"

#include <optional>
#include <string>

#include "base/limits.h"
#include "base/text.h"
#include "entry_point.h"
#include "text/file.h"
#include "text/quoting.h"
#include "text/soundness_for_test.h"

namespace runner::fuzz {
namespace {

bool is_shown_safely(const std::string& text) {
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F) return false;
  }
  return valid_utf8_prefix(text) == text.size();
}

// `quoted` is the form that hints propose for what stands on one line: YAML gives it back.
void check_quoting(const std::string& text) {
  if (!is_shown_safely(text) || text.find('\n') != std::string::npos) return;
  const Source source("quoted.yaml", quoted(text));
  Diagnostics diagnostics;
  const Node node = read_tree(source, diagnostics);
  require_none(render(source, diagnostics));
  CHECK(node.is_scalar() && node.quoted && node.text == text);
}

void check_scalars(const Node& node) {
  if (node.is_scalar()) check_quoting(node.text);
  for (const Node& key : node.keys) check_quoting(key.text);
  for (const Node& item : node.items) check_scalars(item);
}

void read(std::string_view text) {
  if (may_be_alias_bomb(text)) return;
  Diagnostics diagnostics;
  const std::optional<Source> source = make_source("fuzz.yaml", std::string(text), diagnostics);
  if (!source) {
    CHECK(diagnostics.has_errors());
    return;
  }
  const Node root = read_tree(*source, diagnostics);
  CHECK(root.at || diagnostics.has_errors());
  require_none(objection_to(*source, diagnostics));
  const std::string shown = render(*source, diagnostics);
  CHECK(shown.empty() == !diagnostics.has_errors());
  CHECK(is_shown_safely(shown));
  if (diagnostics.has_errors()) return;
  require_none(objection_to(*source, root));
  check_scalars(root);
}

}  // namespace
}  // namespace runner::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  runner::fuzz::read(runner::fuzz::text_of(data, size));
  return 0;
}
