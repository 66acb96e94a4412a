// Thousands of broken files, the same ones in every run: whatever they hold, reading them ends, and
// what it returns is sound.
#include <gtest/gtest.h>

#include <random>

#include "text/file.h"
#include "text/soundness_for_test.h"

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
    ASSERT_EQ(objection_to(*source, diagnostics), "");
    if (diagnostics.has_errors()) continue;
    ++accepted;
    ASSERT_EQ(objection_to(*source, root), "");
  }
  EXPECT_GT(accepted, 100u);
}

}  // namespace
}  // namespace runner
