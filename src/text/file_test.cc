#include "text/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/limits.h"

namespace runner {
namespace {

class FileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::path(::testing::TempDir()) /
        (std::string("runner_") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }

  std::filesystem::path folder_;
  Diagnostics diagnostics_;
};

// "line:column: message | hint" of the only diagnostic.
std::string problem(std::string text) {
  Diagnostics diagnostics;
  const std::optional<Source> source = make_source("a.yaml", std::move(text), diagnostics);
  const std::vector<Diagnostic> all = diagnostics.sorted();
  if (all.empty()) return "";
  if (all.size() > 1) return "several";
  EXPECT_EQ(source.has_value(), static_cast<bool>(all[0].at));
  return std::to_string(all[0].at.line) + ":" + std::to_string(all[0].at.column) + ": " +
         all[0].message + (all[0].hint.empty() ? "" : " | " + all[0].hint);
}

TEST_F(FileTest, ReadsAFile) {
  write("a.yaml", "a: 1\n");
  const std::optional<Source> source = read_source(path("a.yaml"), diagnostics_);
  ASSERT_TRUE(source);
  EXPECT_EQ(source->text(), "a: 1\n");
  EXPECT_EQ(source->name(), path("a.yaml"));
  EXPECT_FALSE(diagnostics_.has_errors());
}

TEST_F(FileTest, AMissingFileIsToldWithTheNearestName) {
  write("daemon.yaml", "a: 1\n");
  EXPECT_FALSE(read_source(path("deamon.yaml"), diagnostics_));
  const Diagnostic diagnostic = diagnostics_.sorted().at(0);
  EXPECT_EQ(diagnostic.message, "cannot read the file: No such file or directory");
  EXPECT_EQ(diagnostic.hint, "did you mean '" + path("daemon.yaml") + "'?");
}

TEST_F(FileTest, ALinkToNothingSaysWhatItWants) {
  std::filesystem::create_symlink("nowhere", path("a.yaml"));
  EXPECT_FALSE(read_source(path("a.yaml"), diagnostics_));
  const Diagnostic diagnostic = diagnostics_.sorted().at(0);
  EXPECT_EQ(diagnostic.message, "cannot read the file: No such file or directory");
  EXPECT_EQ(diagnostic.hint, "it is a link to 'nowhere', and there is no such file");
}

TEST_F(FileTest, StandardInputHasAName) {
  EXPECT_EQ(source_name("-"), "<stdin>");
  EXPECT_EQ(source_name("a.yaml"), "a.yaml");
}

TEST_F(FileTest, AFolderIsNoFile) {
  EXPECT_FALSE(read_source(folder_.string(), diagnostics_));
  EXPECT_EQ(diagnostics_.sorted().at(0).message, "cannot read the file: Is a directory");
}

TEST_F(FileTest, AFolderThatIsMissingIsNoTrouble) {
  EXPECT_FALSE(read_source(path("none/a.yaml"), diagnostics_));
  EXPECT_EQ(diagnostics_.sorted().at(0).message, "cannot read the file: No such file or directory");
}

TEST_F(FileTest, TooLargeAFileIsRefused) {
  write("large.yaml", "");
  std::filesystem::resize_file(path("large.yaml"), limits::kFileBytes + 1);
  EXPECT_FALSE(read_source(path("large.yaml"), diagnostics_));
  EXPECT_EQ(diagnostics_.sorted().at(0).message, "the file is larger than 64 MiB");
}

TEST(MakeSource, StripsOneByteOrderMark) {
  Diagnostics diagnostics;
  EXPECT_EQ(make_source("a",
                        "\xEF\xBB\xBF"
                        "a: 1",
                        diagnostics)
                ->text(),
            "a: 1");
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_EQ(problem("\xEF\xBB\xBF\xEF\xBB\xBF"
                    "a: 1"),
            "1:1: a byte order mark inside the text | delete this invisible character (U+FEFF)");
}

TEST(MakeSource, RefusesOtherEncodings) {
  using namespace std::string_literals;
  const std::string message = "0:0: the file is in UTF-16 or UTF-32 | save it as UTF-8";
  EXPECT_EQ(problem("\xFF\xFE"
                    "a\0:\0"s),
            message);
  EXPECT_EQ(problem("\xFE\xFF\0a\0:"s), message);
  EXPECT_EQ(problem("a\0:\0"s), message);
  EXPECT_EQ(problem("\0a\0:"s), message);
  EXPECT_EQ(problem("\0\0\xFE\xFF"s), message);
}

TEST(MakeSource, RefusesInvalidUtf8WithItsPlace) {
  EXPECT_EQ(problem("é: \xC3("), "1:4: invalid UTF-8 (byte 0xC3) | save the file as UTF-8");
  EXPECT_EQ(problem("a\n\xED\xA0\x80"), "2:1: invalid UTF-8 (byte 0xED) | save the file as UTF-8");
  EXPECT_EQ(problem("a\xC0\xAF"), "1:2: invalid UTF-8 (byte 0xC0) | save the file as UTF-8");
}

TEST(MakeSource, RefusesControlCharactersWithTheirPlace) {
  using namespace std::string_literals;
  EXPECT_EQ(problem("abcd: x\0y"s), "1:8: a NUL byte | is this a text file?");
  EXPECT_EQ(problem("a: \x1b[0m"),
            "1:4: a control character (U+001B) | delete it, or write \"\\x1B\" in double quotes");
  EXPECT_EQ(problem("a: é\x04"),
            "1:5: a control character (U+0004) | delete it, or write \"\\x04\" in double quotes");
  EXPECT_EQ(problem("a: \xC2\x9B"),
            "1:4: a control character (U+009B) | delete it, or write \"\\x9B\" in double quotes");
  EXPECT_EQ(problem("a: 1\rb: 2"),
            "1:5: a carriage return that ends no line | save the file with Unix (LF) or Windows "
            "(CR LF) line ends");
}

TEST(MakeSource, AcceptsTabsAndBothLineEnds) {
  EXPECT_EQ(problem("a: 1\t# x\r\nb: 2\n"), "");
}

}  // namespace
}  // namespace runner
