#include "cli/bless.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario/load.h"
#include "text/file.h"

namespace runner {
namespace {

using testing::HasSubstr;

// The text of a scenario after it accepted `output`, or "error: …".
std::string blessed(const std::string& text, std::string_view output) {
  Diagnostics diagnostics;
  const std::optional<Source> source = make_source("x.yaml", text, diagnostics);
  const std::optional<Scenario> scenario = load_scenario(*source, {}, diagnostics);
  if (!scenario) return render(*source, diagnostics);
  const Result<std::string> result = bless_output(*source, *scenario, output);
  return result.ok() ? result.value() : "error: " + result.error().message();
}

const std::string kHead =
    "# A comment.\n"
    "scenario: x  # another\n"
    "\n"
    "main:\n"
    "  - print: hello\n";

TEST(Bless, AppendsWhatIsMissing) {
  EXPECT_EQ(blessed(kHead, "hello\nworld\n"),
            kHead + "\nexpect:\n  output: |\n    hello\n    world\n");
  EXPECT_EQ(blessed("scenario: x\nmain: [{print: a}]", "a\n"),
            "scenario: x\nmain: [{print: a}]\n\nexpect:\n  output: |\n    a\n");
}

TEST(Bless, AppendsWithinTheDocument) {
  EXPECT_EQ(blessed(kHead + "...\n# behind it\n", "hello\n"),
            kHead + "\nexpect:\n  output: |\n    hello\n...\n# behind it\n");
  EXPECT_EQ(blessed("---\nscenario: x\nmain: [{print: a}]\n... # end", "a\n"),
            "---\nscenario: x\nmain: [{print: a}]\n\nexpect:\n  output: |\n    a\n... # end");
}

TEST(Bless, InsertsIntoAnExpectation) {
  EXPECT_EQ(
      blessed(kHead + "expect:\n    # none\n    exit: {main: 0}  # yes\n", "hello\n"),
      kHead + "expect:\n    # none\n    output: |\n      hello\n    exit: {main: 0}  # yes\n");
  EXPECT_EQ(blessed(kHead + "expect: {exit: {main: 0}}\n", "a\nb\n"),
            kHead + "expect: {output: \"a\\nb\\n\", exit: {main: 0}}\n");
  EXPECT_EQ(blessed(kHead + "expect: {}\nvars: {n: 1}\n", "a\n"),
            kHead + "expect: {output: \"a\"}\nvars: {n: 1}\n");
}

TEST(Bless, ReplacesABlockScalar) {
  const std::string before = kHead + "expect:\n  output: |  # note\n      old\n      same\n\n";
  const std::string after = "  # end\nvars: {n: 1}\n";
  EXPECT_EQ(blessed(before + after, "new\nsame\n"),
            kHead + "expect:\n  output: |  # note\n      new\n      same\n\n" + after);
}

// It stays on the line of the key, whatever the text below it becomes.
TEST(Bless, KeepsTheCommentBehindTheText) {
  const std::string expect = kHead + "expect:\n  output: ";
  const std::string exit = "  exit: {main: 0}\n";
  EXPECT_EQ(blessed(expect + ">-  # why\n    a\n    b\n" + exit, "x\n"),
            expect + "|  # why\n    x\n" + exit);
  EXPECT_EQ(blessed(expect + "|+ # a + b\n    a\n\n\n" + exit, " x\n\n"),
            expect + "|2+ # a + b\n     x\n\n" + exit);
  EXPECT_EQ(blessed(expect + "| # why\n    a\n" + exit, "\x1b[1m\n"),
            expect + "\"\\u001b[1m\" # why\n" + exit);
  EXPECT_EQ(blessed(expect + "\"a\\n\\\n    b\"  # why\n" + exit, "x\ny\n"),
            expect + "|  # why\n    x\n    y\n" + exit);
  EXPECT_EQ(blessed(expect + "a  # why", "x\ny\n"), expect + "|  # why\n    x\n    y");
}

TEST(Bless, WritesTheLineEndsOfTheFile) {
  const auto with_returns = [](std::string text) {
    for (size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
      text.insert(at, "\r");
    }
    return text;
  };
  const std::string after = "  exit: {main: 0}\n";
  const std::string wanted = kHead + "expect:\n  output: |\n    x\n\n    y\n";
  EXPECT_EQ(blessed(with_returns(kHead + "expect:\n  output: |\n    a\n" + after), "x\n\ny\n"),
            with_returns(wanted + after));
  EXPECT_EQ(blessed(with_returns(kHead + "expect:\n  output: a\n" + after), "x\n\ny\n"),
            with_returns(wanted + after));
  EXPECT_EQ(blessed(with_returns(kHead + "expect:\n" + after), "x\n\ny\n"),
            with_returns(wanted + after));
  EXPECT_EQ(blessed(with_returns(kHead), "a\nb\n"),
            with_returns(kHead + "\nexpect:\n  output: |\n    a\n    b\n"));
}

TEST(Bless, KeepsTheByteOrderMark) {
  const std::string head = "\xEF\xBB\xBF" + kHead;
  EXPECT_EQ(blessed(head, "a\n"), head + "\nexpect:\n  output: |\n    a\n");
  EXPECT_EQ(blessed(head + "expect: {output: old}\n", "a\n"), head + "expect: {output: \"a\"}\n");
}

// What an alias stands for is written elsewhere.
TEST(Bless, TouchesNothingElse) {
  const std::string program = "scenario: x\nx-old: &old \"old\"\nmain: [{print: x}]\n";
  EXPECT_THAT(blessed(program + "expect:\n  output: *old\n  exit: {main: 0}\n", "x\n"),
              HasSubstr("error: "));
  EXPECT_THAT(blessed(program + "expect:\n  output: [*old]\n  finally: 1 == 1\n", "x\n"),
              HasSubstr("error: "));
  const std::string loop = "scenario: x\nmain: [{for: x, in: &b [a], do: [{print: \"${x}!\"}]}]\n";
  EXPECT_THAT(blessed(loop + "expect: {output: *b}\n", "a!\n"), HasSubstr("error: "));
}

// Where no value shows it: the place is not the text's own, or a comment would go.
TEST(Bless, WritesNothingInThePlaceOfAnAlias) {
  const std::string quoted = "scenario: x\nx-old: &o \"old\"\nmain: [{print: x}]\n";
  EXPECT_THAT(blessed(quoted + "expect:\n  output: *o  # 2*3\n", "x\n"), HasSubstr("by hand"));
  EXPECT_THAT(blessed(quoted + "expect:\n  output: *o  # *\n", "x\n"), HasSubstr("by hand"));
  const std::string plain = "scenario: x\nx-old: &o old text\nmain: [{print: x}]\n";
  EXPECT_THAT(blessed(plain + "expect:\n  output: *o # why\n", "x\n"), HasSubstr("by hand"));
  const std::string map = "scenario: x\nx-old: &o {unordered: old}\nmain: [{print: x}]\n";
  EXPECT_THAT(blessed(map + "expect:\n  output: [*o]\n", "x\n"), HasSubstr("by hand"));
  EXPECT_THAT(blessed(map + "expect:\n  output: [{<<: *o}]\n", "x\n"), HasSubstr("by hand"));
  const std::string merged = "scenario: x\nx-old: &o {output: old}\nmain: [{print: x}]\n";
  EXPECT_THAT(blessed(merged + "expect: {<<: *o, exit: {main: 0}}\n", "x\n"), HasSubstr("by hand"));
  EXPECT_THAT(blessed(kHead + "expect:\n  output: [&a {unordered: a}, *a]\n", "x\nx\n"),
              HasSubstr("by hand"));
}

TEST(Bless, ChangesTheTextBesideAnAlias) {
  const std::string before = "scenario: x\nx-same: &s same\nmain: [{print: x}]\nexpect:\n";
  EXPECT_EQ(blessed(before + "  output: [*s, old, *s]\n", "same\nnew\nsame\n"),
            before + "  output: [*s, \"new\", *s]\n");
}

TEST(Bless, ReplacesQuotedAndPlainScalars) {
  EXPECT_EQ(blessed(kHead + "expect:\n  output: \"a\\\"b\"  # c\n", "x\n"),
            kHead + "expect:\n  output: \"x\"  # c\n");
  EXPECT_EQ(blessed(kHead + "expect:\n  output: 'it''s'\n", "x\ny\n"),
            kHead + "expect:\n  output: |\n    x\n    y\n");
  EXPECT_EQ(blessed(kHead + "expect:\n  output: some text # c\n", "x\n"),
            kHead + "expect:\n  output: \"x\" # c\n");
  EXPECT_EQ(blessed(kHead + "expect: {output: old, exit: {main: 0}}\n", "x\ny\n"),
            kHead + "expect: {output: \"x\\ny\\n\", exit: {main: 0}}\n");
}

TEST(Bless, KeepsPatternsThatStillMatch) {
  EXPECT_EQ(
      blessed(kHead + "expect:\n  output: |\n    took {{\\d+}} s\n    old\n", "took 5 s\nnew\n"),
      kHead + "expect:\n  output: |\n    took {{\\d+}} s\n    new\n");
}

TEST(Bless, ChangesOnlyTheBlocksThatDiffer) {
  const std::string before = kHead +
                             "expect:\n"
                             "  output:\n"
                             "    - first\n"
                             "    - unordered: |\n"
                             "        b\n"
                             "        a\n"
                             "    - last  # comment\n";
  EXPECT_EQ(blessed(before, "first\na\nc\nlast\n"), kHead +
                                                        "expect:\n"
                                                        "  output:\n"
                                                        "    - first\n"
                                                        "    - unordered: |\n"
                                                        "        a\n"
                                                        "        c\n"
                                                        "    - last  # comment\n");
  EXPECT_EQ(blessed(before, "first\na\nb\nend\n"), kHead +
                                                       "expect:\n"
                                                       "  output:\n"
                                                       "    - first\n"
                                                       "    - unordered: |\n"
                                                       "        b\n"
                                                       "        a\n"
                                                       "    - \"end\"  # comment\n");
}

TEST(Bless, RefusesWhatAPersonMustDecide) {
  const std::string mixed =
      kHead + "expect:\n  output:\n    - interleaved:\n        - a\n        - b\n";
  EXPECT_THAT(blessed(mixed, "a\nc\n"), HasSubstr("by hand"));
  EXPECT_THAT(blessed(kHead + "expect:\n  output:\n    - contains: x\n", "y\n"),
              HasSubstr("by hand"));
  EXPECT_THAT(blessed(kHead, "\xff\n"), HasSubstr("by hand"));
}

TEST(Bless, OutputThatLooksLikeYamlOrPatterns) {
  for (const std::string output :
       {"  indented\nline\n", "\nempty first\n", "ends empty\n\n", "tab\tend \n",
        "${x} {{y}} {{}}\n", "a: b # c\n", "\x1b[31mred\n", "\"quoted\"\n", "- dash\n? q\n", "\n",
        "'\n", "trailing  \n", "\u2028\n", "🚀 {{\n"}) {
    EXPECT_THAT(blessed(kHead, output), testing::Not(testing::StartsWith("error"))) << output;
    EXPECT_THAT(blessed(kHead + "expect: {output: old}\n", output),
                testing::Not(testing::StartsWith("error")))
        << output;
    EXPECT_THAT(blessed(kHead + "expect:\n  output: |\n    old\n  exit: {main: 0}\n", output),
                testing::Not(testing::StartsWith("error")))
        << output;
  }
}

}  // namespace
}  // namespace runner
