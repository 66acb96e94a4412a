// The documentation does what it says: every fenced block of YAML that begins with `scenario:` is a
// whole scenario, which is run, simulated and explored, and held to its own `expect`.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "expr/functions.h"
#include "expr/value.h"
#include "scenario/verbs.h"

namespace runner {
namespace {

namespace fs = std::filesystem;

struct Example {
  std::string page;  // "docs/language.md"
  int line = 0;      // of the block's first line
  std::string text;
};

// GoogleTest shows this in place of the bytes.
void PrintTo(const Example& example, std::ostream* out) {
  *out << example.page << ":" << example.line;
}

bool is_whole_scenario(const std::string& text) {
  return text.starts_with("scenario:") || text.find("\nscenario:") != std::string::npos;
}

void collect_from(const fs::path& root, const fs::path& path, std::vector<Example>& examples) {
  std::ifstream file(path);
  std::string line;
  bool inside = false;
  Example example{path.lexically_relative(root).string(), 0, ""};
  for (int number = 1; std::getline(file, line); ++number) {
    if (!inside && line == "```yaml") {
      inside = true;
      example.line = number + 1;
      example.text.clear();
    } else if (inside && line == "```") {
      inside = false;
      if (is_whole_scenario(example.text)) examples.push_back(example);
    } else if (inside) {
      example.text += line + "\n";
    }
  }
}

std::vector<Example> all_examples() {
  const fs::path root = RUNNER_SOURCE_DIR;
  std::vector<fs::path> pages;
  if (fs::exists(root / "README.md")) pages.push_back(root / "README.md");
  for (const auto& entry : fs::recursive_directory_iterator(root / "docs")) {
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  }
  std::sort(pages.begin(), pages.end());
  std::vector<Example> examples;
  for (const fs::path& page : pages) collect_from(root, page, examples);
  return examples;
}

std::string name_of(const Example& example) {
  std::string name = example.page + "_" + std::to_string(example.line);
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

struct Result {
  int status = -1;
  std::string output;
};

Result run_runner(const std::string& command, const fs::path& file) {
  const std::string line =
      std::string(RUNNER_BINARY) + " " + command + " '" + file.string() + "' 2>&1 </dev/null";
  Result result;
  FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) return result;
  char buffer[4096];
  for (size_t size = 0; (size = fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    result.output.append(buffer, size);
  }
  const int status = pclose(pipe);
  if (WIFEXITED(status)) result.status = WEXITSTATUS(status);
  return result;
}

class Documentation : public testing::TestWithParam<Example> {
 protected:
  void hold_to_its_expectation(const std::string& command) {
    const Example& example = GetParam();
    const fs::path file =
        fs::path(testing::TempDir()) / (name_of(example) + "_" + command + ".yaml");
    std::ofstream(file) << example.text;
    const Result result = run_runner(command, file);
    fs::remove(file);
    EXPECT_EQ(result.status, 0) << example.page << ":" << example.line << "\n" << result.output;
  }
};

TEST_P(Documentation, Runs) {
  hold_to_its_expectation("run");
}
TEST_P(Documentation, Simulates) {
  hold_to_its_expectation("simulate");
}
TEST_P(Documentation, Explores) {
  if (GetParam().text.find("elapsed()") != std::string::npos) {
    GTEST_SKIP() << "time is fixed while exploring";
  }
  hold_to_its_expectation("explore --time virtual");  // examples rest on their sleeps
}

INSTANTIATE_TEST_SUITE_P(Examples, Documentation, testing::ValuesIn(all_examples()),
                         [](const auto& info) { return name_of(info.param); });

std::string reference_page() {
  std::ifstream file(fs::path(RUNNER_SOURCE_DIR) / "docs/language.md");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(Reference, ExplainsAndUsesEveryVerb) {
  const std::string page = reference_page();
  std::string used;
  for (const Example& example : all_examples()) used += example.text;
  for (const VerbSpec& spec : verbs()) {
    const std::string key = std::string(spec.name) + ":";
    EXPECT_NE(page.find("**`" + key), std::string::npos) << key << " is not explained";
    const bool is_used = used.find("- " + key) != std::string::npos ||
                         used.find("{" + key) != std::string::npos ||
                         used.find("[" + key) != std::string::npos;
    EXPECT_TRUE(is_used) << key << " is in no example";
    for (const std::string& modifier : modifier_names(spec)) {
      EXPECT_NE(used.find(modifier + ":"), std::string::npos) << modifier << " is in no example";
    }
  }
}

TEST(Reference, NamesEveryFunctionAttributeAndKindOfError) {
  const std::string page = reference_page();
  for (const auto& function : expr::functions()) {
    EXPECT_NE(page.find(std::string(function.name) + "("), std::string::npos) << function.name;
  }
  for (const std::string& attribute : ProcessBody::attribute_names()) {
    EXPECT_NE(page.find("`." + attribute + "`"), std::string::npos) << attribute;
  }
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::kTerminated); ++kind) {
    const std::string_view name = error_kind_name(static_cast<ErrorKind>(kind));
    EXPECT_NE(page.find("| `" + std::string(name) + "` |"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace runner
