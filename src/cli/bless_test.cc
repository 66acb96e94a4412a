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
            kHead + "expect:\n  output: |\n      new\n      same\n\n" + after);
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
