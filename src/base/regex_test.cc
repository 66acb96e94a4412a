#include "base/regex.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace runner {
namespace {

Regex compiled(std::string_view pattern) {
  Regex::Problem problem;
  std::optional<Regex> regex = Regex::compile(pattern, problem);
  EXPECT_TRUE(regex) << pattern << ": " << problem.message;
  return regex ? *regex : *Regex::compile("", problem);
}

struct Case {
  std::string_view pattern;
  std::vector<std::string_view> matching;
  std::vector<std::string_view> others;
};

void expect_full_matches(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    const Regex regex = compiled(one.pattern);
    for (const std::string_view text : one.matching) {
      EXPECT_TRUE(regex.full_match(text)) << one.pattern << " and " << text;
    }
    for (const std::string_view text : one.others) {
      EXPECT_FALSE(regex.full_match(text)) << one.pattern << " and " << text;
    }
  }
}

TEST(Regex, MatchesCharactersAndRepetitions) {
  expect_full_matches({
      {"", {""}, {"a"}},
      {"abc", {"abc"}, {"", "ab", "abcd", "ABC"}},
      {"a|b|cd", {"a", "b", "cd"}, {"", "c", "ab"}},
      {"|a", {"", "a"}, {"b"}},
      {"a*", {"", "a", "aaaa"}, {"b", "ab"}},
      {"a+", {"a", "aaaa"}, {""}},
      {"a?", {"", "a"}, {"aa"}},
      {"a*?b+?c??", {"b", "ab", "aabbc"}, {"a", "bcc"}},
      {"a{3}", {"aaa"}, {"aa", "aaaa"}},
      {"a{2,}", {"aa", "aaaaa"}, {"a"}},
      {"a{1,3}", {"a", "aaa"}, {"", "aaaa"}},
      {"a{0}", {""}, {"a"}},
      {"a{0,2}b", {"b", "aab"}, {"aaab"}},
      {"(ab){2}", {"abab"}, {"ab", "abb"}},
      {"(?:a|b)*c", {"c", "abac"}, {"abd"}},
      {"(a*)*", {"", "aaa"}, {"b"}},
      {"(a|b*)*", {"", "abba"}, {"c"}},
      {"(a?){3}a{3}", {"aaa", "aaaaaa"}, {"aa", "aaaaaaa"}},
      {"x{", {"x{"}, {"x"}},
      {"x{,2}", {"x{,2}"}, {"", "xx"}},
      {"x{a}", {"x{a}"}, {"x"}},
      {"}]", {"}]"}, {""}},
      {"a.c", {"abc", "a.c", "aéc", "a🐱c"}, {"ac", "a\nc", "abbc"}},
      {".*", {"", "abc"}, {"a\nb"}},
  });
}

TEST(Regex, MatchesSets) {
  expect_full_matches({
      {"[abc]", {"a", "b", "c"}, {"d", "", "ab"}},
      {"[^abc]", {"d", "\n", "é"}, {"a", ""}},
      {"[a-cx-z]", {"b", "y"}, {"d", "-"}},
      {"[-a]", {"-", "a"}, {"b"}},
      {"[a-]", {"-", "a"}, {"b"}},
      {"[]a]", {"]", "a"}, {"["}},
      {"[^]a]", {"b"}, {"]", "a"}},
      {"[a\\]b]", {"]"}, {"\\"}},
      {"[.*+?]", {".", "*"}, {"a"}},
      {"[[]", {"["}, {"]"}},
      {"[α-ω]+", {"πεντε"}, {}},
      {"[\\d]+", {"123"}, {"a"}},
      {"[^\\s]", {"a"}, {" ", "\t"}},
      {"[\\x41-C]", {"A", "B", "C"}, {"D"}},
      {"[\\n\\t]", {"\n", "\t"}, {"n"}},
      {"[[:alpha:]_]+", {"abc_"}, {"a1"}},
      {"[[:^digit:]]", {"a"}, {"1"}},
      {"[[:xdigit:]]{2}", {"fF", "09"}, {"0g"}},
      {"[[:punct:]]", {"!", "~", "@"}, {"a", " "}},
      {"\\d{4}-\\d\\d", {"2024-01"}, {"2024-1", "２０２４-01"}},
      {"\\w+", {"aZ_9"}, {"é", "-"}},
      {"\\W", {"-", "é"}, {"a"}},
      {"\\D\\S", {"ab", "-1"}, {"1b", "a "}},
      {"\\s", {" ", "\t", "\n", "\r", "\f"}, {"\v", "a"}},
  });
}

TEST(Regex, ReadsEscapes) {
  expect_full_matches({
      {"\\.\\*\\\\\\/\\-", {".*\\/-"}, {}},
      {"\\a\\f\\n\\r\\t\\v", {"\a\f\n\r\t\v"}, {}},
      {"\\x41\\x{1F431}", {"A🐱"}, {}},
      {"\\101\\07", {"A\007"}, {}},
      {"\\Qa.b*\\E+", {"a.b*", "a.b***"}, {"a.b", "aab*"}},
      {"\\Q\\Ea\\Q+\\E", {"a+"}, {"aa"}},
      {"\\Qa.b", {"a.b"}, {"axb"}},
  });
}

TEST(Regex, KnowsAnchorsAndFlags) {
  expect_full_matches({
      {"^a$", {"a"}, {"", "b"}},
      {"\\Aa\\z", {"a"}, {"a\n"}},
      {"(?i)aBc", {"abc", "ABC"}, {"abd"}},
      {"(?i)straße|ÄÖ|Ж", {"STRAßE", "äö", "ж"}, {}},
      {"(?i)[a-c]+", {"aBC"}, {"d"}},
      {"(?i)[^a]", {"b"}, {"a", "A"}},
      {"a(?i)b|c", {"aB", "C"}, {"AB"}},
      {"(a(?i)b)c", {"aBc"}, {"aBC"}},
      {"(?i:a)b", {"Ab"}, {"AB"}},
      {"(?i)a(?-i)b", {"Ab"}, {"AB"}},
      {"(?s)a.b", {"a\nb"}, {}},
      {"(?m)a$\n^b", {"a\nb"}, {}},
      {"a$\nb", {}, {"a\nb"}},
      {"(?P<year>\\d+)", {"12"}, {}},
      {"(?<year>\\d+)", {"12"}, {}},
      {"(?U)a*", {"aa"}, {}},
      {"\\bab\\b \\bc\\b", {"ab c"}, {}},
      {"a\\bb", {}, {"ab"}},
      {"a\\Bb", {"ab"}, {}},
  });
}

TEST(Regex, SearchesAnywhere) {
  EXPECT_TRUE(compiled("ubb").search("hubba"));
  EXPECT_TRUE(compiled("").search(""));
  EXPECT_TRUE(compiled("").search("abc"));
  EXPECT_TRUE(compiled("c$").search("abc"));
  EXPECT_FALSE(compiled("b$").search("abc"));
  EXPECT_FALSE(compiled("^b").search("abc"));
  EXPECT_TRUE(compiled("(?m)^b").search("a\nb"));
  EXPECT_TRUE(compiled("\\bfoo\\b").search("a foo."));
  EXPECT_FALSE(compiled("\\bfoo\\b").search("afoo."));
  EXPECT_TRUE(compiled("a+ñ+a+").search("mañana"));
  EXPECT_TRUE(compiled("(a|😀){2}").search("🐱😀😀"));
  EXPECT_FALSE(compiled("foo|bar").search(""));
  EXPECT_TRUE(compiled("x*").search("aaa"));
}

TEST(Regex, TakesBytesThatAreNotUtf8AsReplacements) {
  EXPECT_TRUE(
      compiled("a.b").full_match("a\xff"
                                 "b"));
  EXPECT_TRUE(compiled("\\x{FFFD}").full_match("\xc3"));
}

TEST(Regex, SaysWhatIsWrongAndWhere) {
  struct Wrong {
    std::string_view pattern;
    size_t offset;
    std::string_view message;
  };
  for (const Wrong& wrong : std::vector<Wrong>{
           {"(", 0, "missing )"},
           {"a(b", 1, "missing )"},
           {"a)", 1, "unexpected )"},
           {"[a", 0, "missing ]"},
           {"[", 0, "missing ]"},
           {"[^]", 0, "missing ]"},
           {"*a", 0, "nothing to repeat with *"},
           {"a|+", 2, "nothing to repeat with +"},
           {"(?:?)", 3, "nothing to repeat with ?"},
           {"a**", 2, "a repetition cannot be repeated: a**"},
           {"a{2}{3}", 4, "a repetition cannot be repeated: a{2}{3}"},
           {"a{1001}", 1, "more than 1000 repetitions: {1001}"},
           {"a{3,2}", 1, "the most repetitions are fewer than the least: {3,2}"},
           {"[b-a]", 1, "a range that ends before it begins: b-a"},
           {"\\", 0, "a lone \\ at the end"},
           {"a\\q", 1, "unknown escape \\q"},
           {"\\1", 0, "backreferences are left out: \\1"},
           {"\\pL", 0, "classes by Unicode property are left out: \\p"},
           {"\\x4", 0, "unknown escape \\x4"},
           {"\\x{110000}", 0, "unknown escape \\x{110000}"},
           {"(?=a)", 0, "lookaround is left out: (?="},
           {"(?<!a)", 0, "lookaround is left out: (?<!"},
           {"(?z)", 0, "unknown group (?z"},
           {"(?😀a)", 0, "unknown group (?😀"},
           {"(?P<a-b>c)", 0, "a group's name has letters, digits and _"},
           {"[[:foo:]]", 1, "unknown class [:foo:]"},
       }) {
    Regex::Problem problem;
    EXPECT_FALSE(Regex::compile(wrong.pattern, problem)) << wrong.pattern;
    EXPECT_EQ(problem.message, wrong.message) << wrong.pattern;
    EXPECT_EQ(problem.offset, wrong.offset) << wrong.pattern;
  }
}

TEST(Regex, BoundsPatterns) {
  const std::string too_large =
      "with its repetitions unrolled the pattern has more than 20000 parts";
  for (const std::string pattern :
       {"((a{100}){100}){100}", "(((){1000}){1000}){1000}", "(((a{0}){1000}){1000}){1000}"}) {
    Regex::Problem problem;
    EXPECT_FALSE(Regex::compile(pattern, problem)) << pattern;
    EXPECT_EQ(problem.message, too_large);
  }
  Regex::Problem problem;
  EXPECT_FALSE(Regex::compile(std::string(100'000, '(') + std::string(100'000, ')'), problem));
  EXPECT_EQ(problem.message, "groups are nested too deeply");
}

// A backtracking matcher would need longer than the world exists.
TEST(Regex, TakesLinearTime) {
  const std::string text(2000, 'a');
  EXPECT_FALSE(compiled("(a*)*b").search(text));
  EXPECT_FALSE(compiled("(a|a)*b").full_match(text));
  EXPECT_TRUE(compiled("(a?){100}a{100}").full_match(text.substr(0, 100)));
  EXPECT_FALSE(compiled("(x+x+)+y").search(std::string(2000, 'x')));
}

TEST(Regex, EscapesAnyText) {
  const std::string text = "a.b*c+d?(e)[f]{g}^h$|\\i-é\n{{x}}";
  EXPECT_TRUE(compiled(Regex::escape(text)).full_match(text));
  EXPECT_EQ(Regex::escape("a.b"), "a\\.b");
}

}  // namespace
}  // namespace runner
