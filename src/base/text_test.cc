#include "base/text.h"

#include <gtest/gtest.h>

namespace runner {
namespace {

std::string nearest_of(std::string_view word, std::vector<std::string> candidates) {
  return nearest(word, candidates);
}

TEST(Nearest, FindsMisspellings) {
  const std::vector<std::string> keys = {"count", "daemon", "target", "args", "steps"};
  EXPECT_EQ(nearest_of("conut", keys), "count");   // transposed
  EXPECT_EQ(nearest_of("cout", keys), "count");    // left out
  EXPECT_EQ(nearest_of("counnt", keys), "count");  // doubled
  EXPECT_EQ(nearest_of("deamon", keys), "daemon");
  EXPECT_EQ(nearest_of("CoUnt", keys), "count");  // case counts half
  EXPECT_EQ(nearest_of("step", keys), "steps");
}

TEST(Nearest, FindsNothingFarAway) {
  EXPECT_EQ(nearest_of("xyz", {"count", "daemon"}), "");
  EXPECT_EQ(nearest_of("a", {"b"}), "");
  EXPECT_EQ(nearest_of("x", {}), "");
  EXPECT_EQ(nearest_of(std::string(100, 'a'), {std::string(100, 'a')}), "");
  EXPECT_EQ(nearest_of("count", {std::string(100, 'a')}), "");
}

TEST(Nearest, PrefersTheNearestAndThenTheFirst) {
  EXPECT_EQ(nearest_of("lock", {"locks", "lock"}), "lock");
  EXPECT_EQ(nearest_of("cat", {"car", "bat"}), "car");
}

TEST(DidYouMean, IsEmptyWithoutACandidate) {
  const std::vector<std::string> keys = {"count"};
  EXPECT_EQ(did_you_mean("conut", keys), " (did you mean 'count'?)");
  EXPECT_EQ(did_you_mean("elephant", keys), "");
}

TEST(Enumerate, UsesCommasAndAnAnd) {
  const auto all = [](std::vector<std::string> words) { return enumerate(words); };
  EXPECT_EQ(all({}), "");
  EXPECT_EQ(all({"a"}), "a");
  EXPECT_EQ(all({"a", "b"}), "a and b");
  EXPECT_EQ(all({"a", "b", "c"}), "a, b and c");
}

TEST(SplitLines, AFinalNewlineAddsNoLine) {
  using Lines = std::vector<std::string_view>;
  EXPECT_EQ(split_lines(""), Lines{});
  EXPECT_EQ(split_lines("a"), Lines{"a"});
  EXPECT_EQ(split_lines("a\n"), Lines{"a"});
  EXPECT_EQ(split_lines("a\n\nb\n"), (Lines{"a", "", "b"}));
  EXPECT_EQ(split_lines("\n"), Lines{""});
}

TEST(IsIdentifier, LettersDigitsAndUnderscores) {
  for (const char* name : {"a", "_", "A9", "snake_case", "__x1"})
    EXPECT_TRUE(is_identifier(name)) << name;
  for (const char* name : {"", "9a", "a-b", "a b", "é", "a.", "a\n"})
    EXPECT_FALSE(is_identifier(name)) << name;
  EXPECT_FALSE(is_identifier(std::string_view("a\0", 2)));
}

TEST(CountCodePoints, CountsNotBytes) {
  EXPECT_EQ(count_code_points(""), 0u);
  EXPECT_EQ(count_code_points("abc"), 3u);
  EXPECT_EQ(count_code_points("aé漢🚀"), 4u);
}

TEST(ValidUtf8Prefix, AcceptsWhatRfc3629Accepts) {
  for (const char* text :
       {"", "abc", "é", "漢", "🚀", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
        "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(valid_utf8_prefix(text), std::string_view(text).size()) << text;
  }
}

TEST(ValidUtf8Prefix, EndsBeforeWhatIsInvalid) {
  for (const char* text : {"\x80", "\xC0\xAF", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x9F\xBF",
                           "\xE2\x82", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
                           "\xF5\x80\x80\x80", "\xFE", "\xFF", "\xF0\x9F\x9A"}) {
    EXPECT_EQ(valid_utf8_prefix("aé" + std::string(text) + "b"), 3u) << text;
  }
}

TEST(FormatDuration, PicksTheUnit) {
  EXPECT_EQ(format_duration(0), "0s");
  EXPECT_EQ(format_duration(250e-6), "250us");
  EXPECT_EQ(format_duration(0.01), "10ms");
  EXPECT_EQ(format_duration(1.5), "1.5s");
  EXPECT_EQ(format_duration(60), "60s");
  EXPECT_EQ(format_duration(120), "2m");
  EXPECT_EQ(format_duration(-0.01), "-10ms");
}

}  // namespace
}  // namespace runner
