// Thousands of broken files, the same ones in every run: whatever they hold, reading them ends, and
// what it returns is sound.
#include <gtest/gtest.h>

#include <random>

#include "base/limits.h"
#include "text/file.h"
#include "text/scalar.h"
#include "text/tree.h"

namespace runner {
namespace {

constexpr std::string_view kSeeds[] = {
    "scenario: a\ndescription: >-\n  two\n  lines\n\n   more\nmain:\n  - start: [x, \"y z\"]\n"
    "  - print: 'it''s ${a + b}'\n  - if: a == 1\n    then:\n      - sleep: 10ms\n",
    "a: &x {b: 1, c: [1, 2]}\nd:\n  <<: [*x, {e: null}]\n  f: ~\ng: *x\n",
    "text: |2-\n    one\n   two\n\n  three\nother: >+\n\n  a\n  b\n\nlast: \"a\\\n  b\\u00e9 "
    "\\\n\n\tc\"\n",
    "{a: [b, {c: d}], \"e\": 'f', ? g : h}\n",
    "- - a\n  - b: 1\n    c:\n- ? k\n  : v\n-\n- # comment\n- x\n   y\n\n   z\n",
    "%YAML 1.2\n--- # start\nkey: [🚀, é, ${x}]\nb: !tag v\nc: * y\r\nd: 1\r\n...\n",
};
constexpr std::string_view kPieces[] = {
    "\n",   " ", "  ", "\t", ":",    ": ", "- ",   "-",    "? ",   "[",   "]",     "{",
    "}",    ",", "#",  " #", "&a ",  "*a", "<<: ", "!",    "!t ",  "|",   ">",     "|-\n",
    "\"",   "'", "''", "\\", "\\x4", "%",  "@",    "---",  "...",  "$",   "${",    "(",
    "null", "~", "é",  "🚀",  "\r\n", "a",  "1",    "x: y", "\n\n", "\n ", "\n   ", "\n---\n",
};

class Mutator {
 public:
  std::string next() {
    std::string text(kSeeds[below(std::size(kSeeds))]);
    for (size_t i = below(8); i > 0; --i) mutate(text);
    return text;
  }

 private:
  // The standard's distributions differ between libraries; its generator does not.
  size_t below(size_t count) { return generator_() % count; }

  void mutate(std::string& text) {
    const size_t at = below(text.size() + 1);
    const size_t count = std::min(below(12), text.size() - at);
    switch (below(4)) {
      case 0:
        text.erase(at, count);
        break;
      case 1:
        text.insert(at, std::string(kPieces[below(std::size(kPieces))]));
        break;
      case 2:
        text.insert(below(text.size() + 1), text.substr(at, count));
        break;
      default:
        text.replace(at, count, std::string(kPieces[below(std::size(kPieces))]));
        break;
    }
  }

  std::mt19937 generator_{20240607};
};

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Every visible character of a scalar is found again at its place in the source.
void check_places(const Source& source, const Node& scalar) {
  const char first = source.text()[std::min(source.offset(scalar.at), source.text().size() - 1)];
  if (first == '*') return;
  for (size_t i = 0; i < scalar.text.size(); ++i) {
    const char c = scalar.text[i];
    const Position at = position_in(source, scalar, i);
    const size_t offset = source.offset(at);
    ASSERT_LE(offset, source.text().size());
    if (is_space(c) || static_cast<unsigned char>(c) >= 0x80) continue;
    ASSERT_LT(offset, source.text().size());
    const char found = source.text()[offset];
    ASSERT_TRUE(found == c || (first == '"' && found == '\\'))
        << "byte " << i << " of '" << scalar.text << "' at " << at.line << ":" << at.column;
  }
  position_in(source, scalar, scalar.text.size());
}

void check_node(const Source& source, const Node& node, int depth) {
  ASSERT_LE(depth, limits::kNesting);
  ASSERT_GT(node.at.line, 0);
  ASSERT_GT(node.at.column, 0);
  ASSERT_LE(node.at.line, source.line_count());
  if (node.is_scalar()) {
    ASSERT_TRUE(node.items.empty() && node.keys.empty());
    scalar_of(node);
    if (!node.missing) check_places(source, node);
    return;
  }
  ASSERT_EQ(node.keys.size(), node.is_map() ? node.items.size() : 0);
  for (const Node& key : node.keys) {
    ASSERT_TRUE(key.is_scalar());
    check_node(source, key, depth);
  }
  for (const Node& item : node.items) check_node(source, item, depth + 1);
}

#ifndef RUNNER_MUTATIONS
#define RUNNER_MUTATIONS 4000
#endif

TEST(Mutation, ReadingAlwaysEndsWithASoundTreeOrAnError) {
  Mutator mutator;
  size_t accepted = 0;
  for (int i = 0; i < RUNNER_MUTATIONS; ++i) {
    const std::string text = mutator.next();
    SCOPED_TRACE("file " + std::to_string(i) + ":\n" + text);
    Diagnostics diagnostics;
    const std::optional<Source> source = make_source("mutant.yaml", text, diagnostics);
    if (!source) continue;
    const Node root = read_tree(*source, diagnostics);
    ASSERT_TRUE(root.at || diagnostics.has_errors());
    ASSERT_EQ(render(*source, diagnostics).empty(), !diagnostics.has_errors());
    if (diagnostics.has_errors()) continue;
    ++accepted;
    check_node(*source, root, 0);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(accepted, 100u);
}

}  // namespace
}  // namespace runner
