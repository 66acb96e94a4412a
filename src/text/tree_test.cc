// What is read, and where it stands.
#include "text/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/limits.h"
#include "text/tree_testing.h"

namespace runner {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string read(const std::string& text) {
  return text_of(tree_of(text));
}

TEST(Tree, ListsMapsAndScalars) {
  EXPECT_EQ(read("a: 1\nb: [x, 'y', \"z\"]\nc:\n  - d: {e: f}\n  -\n    - g\nh: |\n  text\n"),
            R"({a: 1, b: [x, "y", "z"], c: [{d: {e: f}}, [g]], h: "text\n"})");
}

TEST(Tree, AListMayStandInItsKeysColumn) {
  EXPECT_EQ(read("a:\n- 1\n- 2\nb: 3\n"), "{a: [1, 2], b: 3}");
}

TEST(Tree, ExplicitKeysAndCompactMaps) {
  EXPECT_EQ(read("? a\n: b\n? c\n"), "{a: b, c: missing}");
  EXPECT_EQ(read("[a: 1, {b, c: }]"), "[{a: 1}, {b: missing, c: missing}]");
}

TEST(Tree, FormOfScalarsAndCollections) {
  const Node root = tree_of("a: plain\nb: 'x'\nc: |\n  x\nd: [1]\ne:\n  - 1\nf: {g: 1}\n");
  EXPECT_FALSE(root.flow);
  EXPECT_FALSE(root.find("a")->quoted);
  EXPECT_TRUE(root.find("b")->quoted);
  EXPECT_FALSE(root.find("b")->block);
  EXPECT_TRUE(root.find("c")->quoted);
  EXPECT_TRUE(root.find("c")->block);
  EXPECT_TRUE(root.find("d")->flow);
  EXPECT_FALSE(root.find("e")->flow);
  EXPECT_TRUE(root.find("f")->flow);
  EXPECT_EQ(root.find("none"), nullptr);
}

TEST(Tree, NullsKeepTheirSpelling) {
  const Node root = tree_of("a: null\nb: ~\nc: Null\nd: ''\ne:\n");
  EXPECT_EQ(text_of(root), R"({a: null, b: ~, c: Null, d: "", e: missing})");
  EXPECT_FALSE(root.find("a")->missing);
  EXPECT_EQ(root.find("c")->at, at_position(3, 4));
}

TEST(Tree, AKeyNamedNullIsNotTheValueBeforeIt) {
  const Node root = tree_of("a:\nnull: 1\n~ : 2\n");
  EXPECT_EQ(text_of(root), "{a: missing, null: 1, ~: 2}");
  EXPECT_EQ(root.find("a")->at, at_position(1, 3));
  EXPECT_EQ(read("a:\n  b:\nnull: 1\n"), "{a: {b: missing}, null: 1}");
  EXPECT_EQ(read("a:\n  null\n"), "{a: null}");
}

TEST(Tree, PositionsOfValuesAndKeys) {
  const Node root = tree_of("first: one\nsecond:\n  - x\n  - {k: v}\n");
  EXPECT_EQ(root.at, at_position(1, 1));
  EXPECT_EQ(root.keys[1].at, at_position(2, 1));
  EXPECT_EQ(root.items[0].at, at_position(1, 8));
  const Node& list = root.items[1];
  EXPECT_EQ(list.at, at_position(3, 3));
  EXPECT_EQ(list.items[0].at, at_position(3, 5));
  EXPECT_EQ(list.items[1].at, at_position(4, 5));
  EXPECT_EQ(list.items[1].keys[0].at, at_position(4, 6));
  EXPECT_EQ(list.items[1].items[0].at, at_position(4, 9));
}

TEST(Tree, ColumnsCountCodePoints) {
  const Node root = tree_of("{é: '🚀', b: [ü, x]}");
  EXPECT_EQ(root.items[0].at, at_position(1, 5));
  EXPECT_EQ(root.items[1].at, at_position(1, 13));
  EXPECT_EQ(root.items[1].items[1].at, at_position(1, 17));
}

TEST(Tree, AMissingValueStandsBehindItsKeysColon) {
  const Node root = tree_of("a:\n\n# comment\n'b c' :   # comment\nd: {e: , \"f\":, g}\n");
  EXPECT_EQ(root.items[0].at, at_position(1, 3));
  EXPECT_EQ(root.items[1].at, at_position(4, 8));
  const Node& flow = root.items[2];
  EXPECT_EQ(flow.items[0].at, at_position(5, 7));
  EXPECT_EQ(flow.items[1].at, at_position(5, 14));
  EXPECT_EQ(flow.items[2].at, at_position(5, 17));
}

TEST(Tree, AMissingItemStandsBehindItsDash) {
  const Node root = tree_of("-\n- # comment\n\n  # another\n- x\n- - \n");
  EXPECT_EQ(text_of(root), "[missing, missing, x, [missing]]");
  EXPECT_EQ(root.items[0].at, at_position(1, 2));
  EXPECT_EQ(root.items[1].at, at_position(2, 2));
  EXPECT_EQ(root.items[3].items[0].at, at_position(6, 4));
}

TEST(Tree, AnAnchoredValueStandsBehindItsAnchor) {
  const Node root = tree_of("a: &x one\nb: &y\n  c: 1\n&z d: 2\n");
  EXPECT_EQ(root.items[0].at, at_position(1, 7));
  EXPECT_EQ(root.items[1].at, at_position(3, 3));
  EXPECT_EQ(root.keys[2].at, at_position(4, 4));
}

TEST(Tree, WindowsLineEndsAndDocumentMarks) {
  EXPECT_EQ(read("a: 1\r\nb: |\r\n  x\r\n  y\r\nc: d\r\n  e\r\n"),
            R"({a: 1, b: "x\ny\n", c: d e})");
  EXPECT_EQ(read("%YAML 1.2\n---\na: 1\n...\n"), "{a: 1}");
}

TEST(Tree, TabsInValuesAndBeforeCommentsAreFine) {
  EXPECT_EQ(read("a:\tb\tc\t# comment\nd: [e,\n\tf]\ng:\n  -\th\n"),
            "{a: b\tc, d: [e, f], g: [h]}");
}

// --- anchors, aliases and merge keys -----------------------------------------------------------

TEST(Aliases, AreCopiesThatStandWhereTheAliasStands) {
  const Node root = tree_of("a: &x {b: [1, &y 2]}\nc: *x\nd: *y\n*y : 3\n");
  EXPECT_EQ(text_of(root), "{a: {b: [1, 2]}, c: {b: [1, 2]}, d: 2, 2: 3}");
  EXPECT_EQ(root.items[1].at, at_position(2, 4));
  EXPECT_EQ(root.items[1].keys[0].at, at_position(1, 8));
  EXPECT_EQ(root.items[2].at, at_position(3, 4));
  EXPECT_EQ(root.keys[3].at, at_position(4, 1));
}

TEST(Aliases, AnAnchorMayBeWrittenAgain) {
  EXPECT_EQ(read("[&a 1, *a, &a 2, *a]"), "[1, 1, 2, 2]");
}

TEST(Aliases, NestedAnchorsStayWhereTheyAre) {
  EXPECT_EQ(read("a: &x [&y {b: 1}, *y]\nc: [*y, *x]\n"),
            "{a: [{b: 1}, {b: 1}], c: [{b: 1}, [{b: 1}, {b: 1}]]}");
  EXPECT_EQ(read("&root\na: &x [1]\nb: *x\n"), "{a: [1], b: [1]}");
}

TEST(Aliases, AnEmptyAnchoredValueIsNull) {
  const Node root = tree_of("a: &x\nb: *x\n");
  EXPECT_TRUE(root.items[0].missing);
  EXPECT_FALSE(root.items[1].missing);
  EXPECT_EQ(root.items[1].text, "");
}

TEST(Aliases, CannotContainThemselves) {
  EXPECT_THAT(problems("a: &x [*x]"),
              ElementsAre("1:8: this alias stands inside what it stands for | a value cannot "
                          "contain itself"));
  EXPECT_THAT(problems("a: &x\n  <<: *x\n"), ::testing::SizeIs(2));
}

TEST(Aliases, BombsEndAtTheLimitOfNodes) {
  std::string text = "a: &a [x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'j'; ++c) {
    text += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) text += std::string(i > 0 ? ",*" : "*") + static_cast<char>(c - 1);
    text += "]\n";
  }
  EXPECT_THAT(problems(text), ElementsAre(HasSubstr("the file has more than 4000000 values")));
}

TEST(Aliases, CountTowardsTheLimitOfNesting) {
  std::string text = "k0: &a0 [[x]]\n";
  for (int i = 1; i < 40; ++i) {
    const std::string number = std::to_string(i);
    text += "k" + number + ": &a" + number + " [[*a" + std::to_string(i - 1) + "]]\n";
  }
  EXPECT_THAT(problems(text), ElementsAre(HasSubstr("nested more than 64 deep")));
}

TEST(MergeKeys, ExplicitKeysComeFirstAndWin) {
  const Node root = tree_of("base: &b {x: 1, y: 2}\nc:\n  <<: *b\n  y: 3\n  z: 4\n");
  EXPECT_EQ(text_of(root.items[1]), "{y: 3, z: 4, x: 1}");
  EXPECT_EQ(root.items[1].keys[2].at, at_position(1, 11));
}

TEST(MergeKeys, EarlierMapsOfAListWin) {
  EXPECT_EQ(read("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b, {w: 3, x: 3}], v: 0}\n"),
            "{a: {x: 1, y: 1}, b: {y: 2, z: 2}, c: {v: 0, x: 1, y: 1, z: 2, w: 3}}");
}

TEST(MergeKeys, MayBeWrittenInPlaceAndNested) {
  EXPECT_EQ(read("a: {<<: &m {x: 1}, y: 2}\nb: &n\n  <<: *m\n  z: 3\nc:\n  <<: *n\n"),
            "{a: {y: 2, x: 1}, b: {z: 3, x: 1}, c: {z: 3, x: 1}}");
}

TEST(MergeKeys, ManyKeysToo) {
  std::string text = "a: &a {";
  std::string expected;
  for (int i = 0; i < 100; ++i) {
    text += "k" + std::to_string(i) + ": 1, ";
    if (i != 50) expected += ", k" + std::to_string(i) + ": 1";
  }
  const Node root = tree_of(text + "}\nb: {<<: [*a, *a], k50: 2}\n");
  EXPECT_EQ(text_of(root.items[1]), "{k50: 2" + expected + "}");
}

TEST(MergeKeys, QuotedTheyAreOrdinary) {
  EXPECT_EQ(read("{'<<': 1}"), R"({"<<": 1})");
}

TEST(MergeKeys, MergeMapsOnly) {
  const std::string hint = " | write <<: *name, where &name stands before a map";
  EXPECT_THAT(problems("a: &a 1\nb: {<<: *a}\nc: {<<: [*a]}\nd: {<<: }\n"),
              ElementsAre("2:9: '<<' merges a map or a list of maps" + hint,
                          "3:10: '<<' merges a map or a list of maps" + hint,
                          "4:8: '<<' merges a map or a list of maps" + hint));
  EXPECT_THAT(problems("a: &a [1, 2]\nb: {<<: *a}\nc: {<<: [{x: 1}, 2]}\n"),
              ElementsAre("2:9: '<<' merges a map or a list of maps" + hint,
                          "3:18: '<<' merges a map or a list of maps" + hint));
  EXPECT_THAT(problems("a: &a {b: 1}\nc:\n  <<: *a\n  <<: *a\n"),
              ElementsAre("4:3: duplicate key '<<' | merge several maps with a list: <<: [*a, *b] "
                          "| 3:3: first written here"));
}

// --- guards ------------------------------------------------------------------------------------

TEST(DuplicateKeys, AreErrorsNamingBothPlaces) {
  EXPECT_THAT(problems("a: 1\nb: {c: 1, d: 2, 'c': 3}\na: 2\na: 3\n"),
              ElementsAre("2:17: duplicate key 'c' | 2:5: first written here",
                          "3:1: duplicate key 'a' | 1:1: first written here",
                          "4:1: duplicate key 'a' | 1:1: first written here"));
}

TEST(DuplicateKeys, AreUnderlinedAlsoWhereTheyAreEmpty) {
  const Source source("test.yaml", "{'': 1, '': 2}\n");
  Diagnostics diagnostics;
  read_tree(source, diagnostics);
  ASSERT_EQ(diagnostics.sorted().size(), 1u);
  EXPECT_EQ(diagnostics.sorted().front().length, 1);
}

TEST(DuplicateKeys, AreFoundInLargeMaps) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "k" + std::to_string(i) + ": 1\n";
  EXPECT_THAT(problems(text), IsEmpty());
  EXPECT_THAT(problems(text + "k7: 2\nk999: 2\nk7: 3\n"),
              ElementsAre("1001:1: duplicate key 'k7' | 8:1: first written here",
                          "1002:1: duplicate key 'k999' | 1000:1: first written here",
                          "1003:1: duplicate key 'k7' | 8:1: first written here"));
}

TEST(DuplicateKeys, WhatTheyDeclareIsKept) {
  const Source source("a", "a: {x: 1}\nb:\na: {x: 2, y: 3}\nb: [4]\nb: [5]\n");
  Diagnostics diagnostics;
  EXPECT_EQ(text_of(read_tree(source, diagnostics)), "{a: {x: 1, y: 3}, b: [4, 5]}");
  EXPECT_EQ(diagnostics.error_count(), 3u);
}

TEST(DuplicateKeys, TheFirstEntryIsKept) {
  const Source source("a", "a: 1\nb: 2\na: 3\nc: 4\n");
  Diagnostics diagnostics;
  EXPECT_EQ(text_of(read_tree(source, diagnostics)), "{a: 1, b: 2, c: 4}");
}

TEST(Limits, Nesting) {
  const auto nested = [](int depth) {
    return std::string(static_cast<size_t>(depth), '[') + "x" +
           std::string(static_cast<size_t>(depth), ']');
  };
  EXPECT_THAT(problems(nested(64)), IsEmpty());
  EXPECT_THAT(problems(nested(65)),
              ElementsAre("1:65: lists and maps are nested more than 64 deep"));
  for (const char* part : {"[", "{", "{a: ", "- ", "? ", "- [", "!a [", "&a [", "a: [", "[? "}) {
    std::string text;
    for (int i = 0; i < 3000; ++i) text += part;
    EXPECT_THAT(problems(text), ::testing::Not(IsEmpty())) << part;
  }
}

TEST(Limits, OneString) {
  const std::string text(limits::kScalarBytes + 1, 'x');
  EXPECT_THAT(problems("a: " + text),
              ElementsAre("1:4: a string of 1048577 bytes | a string has at most 1048576 bytes"));
}

TEST(Errors, SeveralOfOneFileAreAllReported) {
  EXPECT_THAT(
      problems("a: 1\na: 2\nb: !c d\ne: [f(g, h)]\n? [i]\n: j\nk: &l [*l]\nlast\n"),
      ElementsAre(HasSubstr("2:1: duplicate key"), HasSubstr("3:4: YAML takes '!c'"),
                  HasSubstr("4:5: YAML ends this value"), HasSubstr("5:3: a key must be"),
                  HasSubstr("7:8: this alias"), HasSubstr("8:1: expected ':' after 'last'")));
}

TEST(Errors, AnEmptyFileHasAHint) {
  for (const char* text : {"", " \n\r\n\t", "# nothing\n"})
    EXPECT_THAT(problems(text),
                ElementsAre("1:1: the file is empty | begin it with scenario: my_scenario"))
        << text;
}

TEST(Errors, AfterASyntaxErrorTheRootHasNoPlace) {
  for (const char* text : {"a: 1\nb: 'x\n", "a: 1\n---\nb: 2\n", "# nothing\n", "", "a: *x"}) {
    const Source source("a", text);
    Diagnostics diagnostics;
    EXPECT_FALSE(read_tree(source, diagnostics).at) << text;
    EXPECT_EQ(diagnostics.error_count(), 1u) << text;
  }
  const Source source("a", "a: 1\na: 2\n");
  Diagnostics diagnostics;
  EXPECT_TRUE(read_tree(source, diagnostics).at);
}

}  // namespace
}  // namespace runner
