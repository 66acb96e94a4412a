// Every file of tests/errors with what is said about it: NAME.yaml beside NAME.expected. With
// RUNNER_BLESS=1 in the environment the expected texts are written anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/limits.h"
#include "scenario/load.h"
#include "text/file.h"

namespace runner {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(RUNNER_SOURCE_DIR) / "tests" / "errors";

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string without(std::string text, const std::string& part) {
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at)) {
    text.erase(at, part.size());
  }
  return text;
}

// What is said about a file, which is named as if the test ran in its folder.
std::string diagnostics_of(const fs::path& path) {
  Diagnostics diagnostics;
  LoadOptions options;
  options.lint = path.filename().string().starts_with("lint_");
  std::string text;
  if (const std::optional<Source> source = read_source(path.string(), diagnostics)) {
    load_scenario(*source, options, diagnostics);
    text = render(*source, diagnostics);
  } else {
    text = render(Source(path.string(), ""), diagnostics);
  }
  return without(text, (path.parent_path() / "").string());
}

void expect_diagnostics(const fs::path& path, const fs::path& expected) {
  const std::string actual = diagnostics_of(path);
  EXPECT_NE(actual, "");
  if (std::getenv("RUNNER_BLESS") != nullptr) {
    std::ofstream(expected, std::ios::binary) << actual;
    return;
  }
  EXPECT_EQ(actual, read_text(expected)) << "RUNNER_BLESS=1 accepts this";
}

class ErrorFile : public testing::TestWithParam<std::string> {};

TEST_P(ErrorFile, IsRefusedWithTheseWords) {
  const fs::path path = kFolder / GetParam();
  expect_diagnostics(path, fs::path(path).replace_extension(".expected"));
}

std::vector<std::string> error_files() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Errors, ErrorFile, testing::ValuesIn(error_files()),
                         [](const auto& file) { return fs::path(file.param).stem().string(); });

TEST(MissingFile, IsNamed) {
  expect_diagnostics(kFolder / "there_is_no_such_file_at_all.yaml",
                     kFolder / "missing_file.expected");
}

TEST(TooLargeFile, IsRefusedByItsSize) {
  const fs::path path = fs::path(testing::TempDir()) / "too_large_file.yaml";
  std::ofstream(path).close();
  fs::resize_file(path, limits::kFileBytes + 1);
  expect_diagnostics(path, kFolder / "too_large_file.expected");
  fs::remove(path);
}

}  // namespace
}  // namespace runner
