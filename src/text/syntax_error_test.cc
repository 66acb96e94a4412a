// Every error that YAML itself can have, in our words, with its place and what to write instead.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "text/quoting.h"
#include "text/tree_testing.h"

namespace runner {
namespace {

using ::testing::ElementsAre;

struct Case {
  const char* text;
  const char* problem;
};

void expect_all(std::initializer_list<Case> cases) {
  for (const auto& [text, problem] : cases)
    EXPECT_THAT(problems(text), ElementsAre(problem)) << text;
}

TEST(SyntaxError, ASecondDocumentAndDroppedContent) {
  expect_all({
      {"a: 1\n---\nb: 2\n", "2:1: a second document | one file holds one scenario"},
      {"a: 1\n---\n", "2:1: a second document | one file holds one scenario"},
      {"a: 1\n...\n# c\ngarbage\n",
       "4:1: text after '...', the end of the document | one file holds one scenario"},
      {"- a\nb: 2\n",
       "2:1: this does not belong to what stands above it | check the indentation, and brackets "
       "and quotes before it | 1:1: it ends the value that starts here"},
      {"[1,2] x\n",
       "1:7: this does not belong to what stands above it | check the indentation, and brackets "
       "and quotes before it | 1:1: it ends the value that starts here"},
      {"# c\n{a: 1}\nb: 2\n",
       "3:1: this does not belong to what stands above it | check the indentation, and brackets "
       "and quotes before it | 2:1: it ends the value that starts here"},
      {"%scenario: x\na: 1\n",
       "1:1: YAML takes this line for a directive | a comment starts with '#'"},
      {"a: 1\n%late\n", "2:1: YAML takes this line for a directive | a comment starts with '#'"},
      {"%YAML 9.9\n---\na: 1\n",
       "1:1: YAML takes this line for a directive | a comment starts with '#'"},
  });
}

TEST(SyntaxError, AMissingColon) {
  expect_all({
      {"a: 1\nnull", "2:1: expected ':' after 'null'"},
      {"a: 1\nnot-a-key", "2:1: expected ':' after 'not-a-key'"},
      {"a: 1\nnot-a-key\n", "2:1: expected ':' after 'not-a-key'"},
      {"a: 1\nnot-a-key\nb: 2\n", "2:1: expected ':' after 'not-a-key'"},
      {"a:\n  b: 1\n  not a key # comment\n", "3:3: expected ':' after 'not a key'"},
      {"a:\nmain\n", "2:1: expected ':' after 'main'"},
      {"a:\nmain\nb: 1\n", "2:1: expected ':' after 'main'"},
      {"a: 1\n[b]", "2:1: expected ':' after '[b]'"},
      {"a:1\nb: 2\n", "1:1: expected ':' after 'a:1' | a space must follow the colon"},
      {"a: 1\nb:2\n", "2:1: expected ':' after 'b:2' | a space must follow the colon"},
      {"x:\n  - a\n  -b\n",
       "3:3: expected ':' after '-b' | a space must follow the '-' of a list item"},
  });
}

TEST(SyntaxError, Indentation) {
  expect_all({
      {"a:\n\tb: 1\n", "2:1: a tab in the indentation | indent with spaces"},
      {"a:\n\tb\n", "2:1: a tab in the indentation | indent with spaces"},
      {"a:\n  b: 1\n \tc: 2\n", "3:2: a tab in the indentation | indent with spaces"},
      {"a: |\n  b\n\tc\n", "3:1: a tab in the indentation | indent with spaces"},
      {"a:\n\t- b\n", "2:1: a tab in the indentation | indent with spaces"},
      {"a:\n    b: 1\n  c: 2\n",
       "3:3: this line's indentation fits nothing above it | the keys of a map start in the same "
       "column"},
      {"x:\n - a\n b: 1\n",
       "3:2: this line's indentation fits nothing above it | the keys of a map start in the same "
       "column"},
      {"- a: 1\n - b: 2\n",
       "2:2: this list item's indentation fits nothing above it | the items of a list start in "
       "the same column"},
      {"print: hello\n  if: x\n",
       "2:3: a key cannot start here: 'if' | the value above it is not finished: check the "
       "indentation"},
      {"a:\n[b]\n", "2:1: this value is not indented | indent it by more than its key 'a'"},
      {"a:\n'b'\nc: 1\n", "2:1: this value is not indented | indent it by more than its key 'a'"},
      {"a: - b\n",
       "1:4: a list cannot start on this line | put '- ' on a line of its own, or write the list "
       "as [a, b]; text must be in quotes"},
  });
}

TEST(SyntaxError, AMapWhereAListBelongs) {
  TreeHints hints;
  hints.takes_list = [](std::string_view key) { return key == "then"; };
  const auto problem = [&](const std::string& text) { return problems(text, hints); };
  const std::string message = ": ': ' inside a value that is not in quotes | write ";
  EXPECT_THAT(problem("then: print: x\n"),
              testing::ElementsAre("1:12" + message + "then: [print: x]"));
  EXPECT_THAT(problem("then: print: \"a, b\"\n"),
              testing::ElementsAre("1:12" + message + "then: [print: \"a, b\"]"));
  EXPECT_THAT(problem("- then: print: a, ${b} # c\n"),
              testing::ElementsAre("1:14" + message + "then: [print: \"a, ${b}\"]"));
  EXPECT_THAT(problem("- {if: true, then: print: a, else: b}\n"),
              testing::ElementsAre("1:25: expected ',' or '}' | write then: [print: a]"));
  EXPECT_THAT(problem("print: then: x\n"),
              testing::ElementsAre("1:12" + message + "print: \"then: x\""));
}

TEST(SyntaxError, ExpressionsInFlowStyle) {
  expect_all({
      {"- {print: ${x}}",
       "1:11: '${' must be in quotes inside [ ] and { } | write print: \"${x}\""},
      {"[${a}, b]", "1:2: '${' must be in quotes inside [ ] and { } | write \"${a}\""},
      {"{x: ${a + b}}", "1:5: '${' must be in quotes inside [ ] and { } | write x: \"${a + b}\""},
      {"{a: 1,\n b: {c: hi ${d[\"e\"]}, f: 2}}",
       "2:12: '${' must be in quotes inside [ ] and { } | write c: 'hi ${d[\"e\"]}'"},
      {"{if: a ? b : c}", "1:8: expected ',' or '}' | write if: \"a ? b : c\""},
      {"{acquire: fork[i], do: []}", "1:15: expected ',' or '}' | write acquire: \"fork[i]\""},
      {"[worker[0], worker[1]]", "1:8: expected ',' or ']' | write \"worker[0]\""},
      {"{d[\"k\"]: 1, x: 2}", "1:3: expected ',' or '}' | write 'd[\"k\"]':"},
      {"{if: x == \"a, b\", then: c}",
       "1:6: YAML ends this value at its ',': 'x == \"a' | write if: 'x == \"a, b\"'"},
      {"{in: range(1, 10), do: []}",
       "1:6: YAML ends this value at its ',': 'range(1' | write in: \"range(1, 10)\""},
      {"{args: (1, \"b\")}",
       "1:8: YAML ends this value at its ',': '(1' | a text stands in quotes, a list is written "
       "[1, \"b\"]"},
      {"[f(a, g(b, c)), d]",
       "1:2: YAML ends this value at its ',': 'f(a' | write \"f(a, g(b, c))\""},
  });
}

TEST(SyntaxError, AValueThatACommaHadCutIsReadWhole) {
  const Source source("a", "[f(a, b), c, {in: range(1, 2), x: y}]");
  Diagnostics diagnostics;
  EXPECT_EQ(text_of(read_tree(source, diagnostics)), "[f(a, b), c, {in: range(1, 2), x: y}]");
  EXPECT_THAT(problems("[don't, (a), [(, :(], it's, \"b\", 5' 6\"]"), ::testing::IsEmpty());
}

TEST(SyntaxError, ExpressionsInBlockStyle) {
  expect_all({
      {"if: a ? b : c",
       "1:11: ': ' inside a value that is not in quotes | write if: \"a ? b : c\""},
      {"- print: ${x}: done",
       "1:14: ': ' inside a value that is not in quotes | write print: \"${x}: done\""},
      {"print: \"a\" + \"b\"",
       "1:12: unexpected text after the end of the value | behind the closing quote nothing "
       "may follow"},
      {"print: \"%d\" % c",
       "1:13: unexpected text after the end of the value | behind the closing quote nothing "
       "may follow"},
      {"[\"a\", \"%d\" % c]",
       "1:12: unexpected text after the end of the value | behind the closing quote nothing "
       "may follow"},
      {"- [x] done", "1:7: unexpected text after the end of the value | write \"[x] done\""},
      {"in: [1, 2] + xs",
       "1:12: unexpected text after the end of the value | write in: \"[1, 2] + xs\""},
      {"if: {a: 1}.size() == 1",
       "1:11: unexpected text after the end of the value | write if: \"{a: 1}.size() == 1\""},
      {"print: 'it's'",
       "1:12: unexpected text after the end of the value | inside '…' a ' is written ''"},
      {"print: \"say \"hi\"\"",
       "1:14: unexpected text after the end of the value | inside \"…\" a \" is written \\\""},
      {"a: \"b\n  c\" d",
       "2:6: unexpected text after the end of the value | 1:4: its quote opens here"},
      {"if: > 5", "1:7: the text after '>' must start on the next line | write if: \"> 5\""},
      {"a: @x", "1:4: a value cannot start with '@' | write a: \"@x\""},
      {"a: `x`", "1:4: a value cannot start with '`' | write a: \"`x`\""},
      {"a: %d", "1:4: a value cannot start with '%' | write a: \"%d\""},
      {"@a: 1", "1:1: a value cannot start with '@' | write \"@a\":"},
  });
}

TEST(SyntaxError, Tags) {
  expect_all({
      {"if: !ready", "1:5: YAML takes '!ready' for a tag | write if: \"!ready\""},
      {"- if: !ready && x # no", "1:7: YAML takes '!ready' for a tag | write if: \"!ready && x\""},
      {"[!done, b]", "1:2: YAML takes '!done' for a tag | write \"!done\""},
      {"{if: !done, then: []}", "1:6: YAML takes '!done' for a tag | write if: \"!done\""},
      {"if: ! ready", "1:5: YAML takes '!' for a tag | write if: \"! ready\""},
      {"if: !(a && b)", "1:5: YAML takes '!(a' for a tag | write if: \"!(a && b)\""},
      {"if: !a[0] && b", "1:5: YAML takes '!a' for a tag | write if: \"!a[0] && b\""},
      {"if: !a != b", "1:5: YAML takes '!a' for a tag | write if: \"!a != b\""},
      {"if: !!ready", "1:5: YAML takes '!!ready' for a tag | write if: \"!!ready\""},
      {"if: !\"x\"", "1:5: YAML takes '!\"x\"' for a tag | write if: '!\"x\"'"},
      {"!t!u", "1:1: YAML takes '!t!u' for a tag | write \"!t!u\""},
      {"if: !", "1:5: YAML takes '!' for a tag | write if: \"!\""},
      {"a: !!str 5",
       "1:4: YAML takes '!!str' for a tag | remove it: only quotes make text of a value"},
      {"a: !!python/object:os.system x",
       "1:4: YAML takes '!!python/object:os.system' for a tag | remove it: only quotes make text "
       "of a value"},
      {"a: !b\n  c: 1\n",
       "1:4: YAML takes '!b' for a tag | remove it: only quotes make text of a value"},
      {"a: &b !c\n  d: 1\n",
       "1:7: YAML takes '!c' for a tag | remove it: only quotes make text of a value"},
      {"!a b: c", "1:1: YAML takes '!a' for a tag | remove it: only quotes make text of a value"},
  });
}

TEST(SyntaxError, ATaggedValueIsReadAsTheTextThatWasMeant) {
  const Source source("a", "- if: !ready && x\n  then: []\n- !a[0]\n");
  Diagnostics diagnostics;
  const Node root = read_tree(source, diagnostics);
  EXPECT_EQ(text_of(root), R"([{if: "!ready && x", then: []}, "!a[0]"])");
  EXPECT_EQ(position_in(source, root.items[0].items[0], 7), (Position{1, 14}));
}

TEST(SyntaxError, AliasesAndAnchors) {
  expect_all({
      {"if: *x", "1:5: there is no anchor '&x' | write if: \"*x\" if it is no alias"},
      {"a: &done 1\nif: *dune", "2:5: there is no anchor '&dune' | did you mean '*done'?"},
      {"if: * 2", "1:5: YAML takes '*' for an alias | write if: \"* 2\""},
      {"if: *x[0]", "1:5: YAML takes '*' for an alias | write if: \"*x[0]\""},
      {"if: & x", "1:5: YAML takes '&' for an anchor | write if: \"& x\""},
      {"a: &b &c d", "1:7: two anchors for one value | write a: \"&b &c d\""},
      {"a: &b 1\nif: *b + 1",
       "2:8: unexpected text after the end of the value | write if: \"*b + 1\""},
  });
}

TEST(SyntaxError, BracketsAndQuotesThatDoNotClose) {
  expect_all({
      {"a: [1, 2", "1:4: this '[' is never closed"},
      {"a: {b: 1", "1:4: this '{' is never closed"},
      {"[a", "1:1: this '[' is never closed"},
      {"- [a\n- b\n", "1:3: this '[' is never closed"},
      {"a: [b, {c: d]", "1:13: ']' cannot close '{' | 1:8: opened here"},
      {"a: [1, 2}", "1:9: '}' cannot close '[' | 1:4: opened here"},
      {"a: ]", "1:4: unexpected ']' | write a: \"]\""},
      {"a: [1, 2\nb: 3\n", "2:2: expected ',' or ']' | 1:4: opened here"},
      {"a: [- b]", "1:5: '- ' cannot stand inside brackets | separate the values by ','"},
      {"a: [b,\n- c\n", "1:4: this '[' is never closed"},
      {"a: \"b\nc: 1\n", "1:4: this quote is never closed"},
      {"a: [b, 'c\n", "1:8: this quote is never closed"},
      {"a: \"b\nc: 1", "1:4: this quote is never closed"},
      {"- 'a\n", "1:3: this quote is never closed"},
      {"a: 1\n'b\n", "2:1: this quote is never closed"},
      {"'a\n", "1:1: this quote is never closed"},
      {"a: \"b\nc: \"d\n",
       "1:4: this quoted string goes on in a line that is not indented | close it, or indent the "
       "lines that continue it"},
      {"a: \"b\"#c\n", "1:7: a blank must stand before a comment"},
      {"a: 'b\n---\nc: d'\n",
       "2:1: a document mark inside a quoted string | is the quote before it closed?"},
  });
}

TEST(SyntaxError, Escapes) {
  expect_all({
      {"a: \"\\d+\"",
       "1:5: unknown escape '\\d' in double quotes | write '\\\\d', or use single quotes, where "
       "\\ is an ordinary character"},
      {"a: \"é\\é\"",
       "1:6: unknown escape '\\é' in double quotes | write '\\\\é', or use single quotes, where "
       "\\ is an ordinary character"},
      {"a: \"\\u00zz\"",
       "1:5: this escape names no character | write \\xHH, \\uHHHH or \\UHHHHHHHH with "
       "hexadecimal digits"},
      {"a: \"\\ud800\"",
       "1:5: this escape names no character | write \\xHH, \\uHHHH or \\UHHHHHHHH with "
       "hexadecimal digits"},
  });
}

TEST(SyntaxError, NestingBeyondTheParsersOwnLimitIsNestingToo) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "? ";
  EXPECT_THAT(
      problems(text),
      ::testing::ElementsAre(::testing::HasSubstr("lists and maps are nested more than 64 deep")));
  EXPECT_THAT(
      problems(std::string(100'000, '[')),
      ::testing::Contains(::testing::HasSubstr("lists and maps are nested more than 64 deep")));
}

TEST(SyntaxError, KeysAndEmptyEntries) {
  expect_all({
      {"? [a]\n: b\n", "1:3: a key must be a word or a quoted string"},
      {"{a: 1}: b\n", "1:1: a key must be a word or a quoted string"},
      {"- {{x}}\n", "1:3: a key must be a word or a quoted string | write \"{{x}}\""},
      {"- {{x}} more\n", "1:3: a key must be a word or a quoted string | write \"{{x}} more\""},
      {": x\n", "1:1: expected a key before ':'"},
      {"[a, , b]", "1:5: expected a value before ','"},
      {"{a: 1, , b: 2}", "1:8: expected a key before ','"},
      {"a: &b [c]\n*b : d\n", "2:1: a key must be a word or a quoted string"},
  });
  EXPECT_THAT(problems("[a, ]"), ::testing::IsEmpty());
  EXPECT_THAT(problems("{a: 1, }"), ::testing::IsEmpty());
}

TEST(QuotedForm, IsTheValueAsWritten) {
  const Source source("a", "if: [a, b]\nthen: {do: {x}, y: 1} # no\nz: it's \"q\" #c\n");
  Diagnostics diagnostics;
  const Node root = read_tree(source, diagnostics);
  EXPECT_EQ(quoted_form(source, root.items[0]), R"("[a, b]")");
  EXPECT_EQ(quoted_form(source, root.items[1].items[0]), R"("{x}")");
  EXPECT_EQ(quoted_form(source, root.items[2]), R"('it''s "q"')");
}

}  // namespace
}  // namespace runner
