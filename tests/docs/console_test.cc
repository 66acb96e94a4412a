// What the documentation shows of the command line is what comes out: every fenced block `console`
// holds commands, each behind `$ `, with their output. RUNNER_BLESS=1 writes what came out into the
// pages.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

namespace runner {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOpening = "\n```console\n";
constexpr std::string_view kClosing = "```\n";
constexpr std::string_view kPrompt = "$ ";

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Times, sizes and rates differ from run to run and from machine to machine.
std::string without_measurements(std::string text) {
  text = std::regex_replace(text, std::regex(R"( \((states|steps) [0-9,]+/s\))"), "");
  return std::regex_replace(text, std::regex(R"([0-9][0-9.,]* (B|kB|MB|GB|s)\b)"), "# $1");
}

std::string output_of(const std::string& command) {
  const std::string line = "cd '" RUNNER_SOURCE_DIR "' && PATH=\"$(dirname '" RUNNER_BINARY
                           "'):$PATH\" && { " +
                           command + "; } 2>&1 </dev/null";
  FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) return "";
  std::string output;
  char buffer[4096];
  for (size_t size = 0; (size = fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    output.append(buffer, size);
  }
  pclose(pipe);
  return output;
}

// The commands of a block with the output that they have now.
std::string performed(const std::string& block) {
  std::string text;
  for (size_t begin = 0; begin < block.size();) {
    const size_t end = std::min(block.find('\n', begin), block.size());
    const std::string line = block.substr(begin, end - begin);
    begin = end + 1;
    if (!line.starts_with(kPrompt)) continue;
    text += line + "\n" + output_of(line.substr(kPrompt.size()));
  }
  return text;
}

class Page : public testing::TestWithParam<std::string> {};

TEST_P(Page, ShowsWhatComesOut) {
  const fs::path path = fs::path(RUNNER_SOURCE_DIR) / GetParam();
  const std::string page = read_text(path);
  const bool bless = std::getenv("RUNNER_BLESS") != nullptr;
  std::string blessed;
  size_t done = 0;
  for (size_t at = 0; (at = page.find(kOpening, done)) != std::string::npos;) {
    const size_t begin = at + kOpening.size();
    const size_t end = page.find(kClosing, begin);
    ASSERT_NE(end, std::string::npos) << GetParam() << ": a block is not closed";
    const std::string block = page.substr(begin, end - begin);
    const std::string now = performed(block);
    blessed += page.substr(done, begin - done) + now;
    done = end;
    EXPECT_TRUE(bless || without_measurements(block) == without_measurements(now))
        << "shown:\n"
        << block << "now:\n"
        << now;
  }
  if (!bless || blessed.empty()) return;
  blessed += page.substr(done);
  std::ofstream(path, std::ios::binary) << blessed;
}

std::vector<std::string> pages_with_commands() {
  const fs::path root = RUNNER_SOURCE_DIR;
  std::vector<std::string> pages = {"README.md"};
  for (const auto& entry : fs::directory_iterator(root / "docs"))
    pages.push_back("docs/" + entry.path().filename().string());
  std::erase_if(pages, [&](const std::string& page) {
    return !page.ends_with(".md") || read_text(root / page).find(kOpening) == std::string::npos;
  });
  std::sort(pages.begin(), pages.end());
  return pages;
}

INSTANTIATE_TEST_SUITE_P(Docs, Page, testing::ValuesIn(pages_with_commands()),
                         [](const auto& info) { return fs::path(info.param).stem().string(); });

}  // namespace
}  // namespace runner
