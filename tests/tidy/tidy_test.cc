// The rules of the house that a program can check. Each failure names the place and the rule.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "base/text.h"
#include "source_tree.h"

namespace runner {
namespace {

constexpr size_t kLineLength = 100;
constexpr size_t kTestLineLength = 120;  // scenarios in raw strings
constexpr size_t kFileLines = 400;
constexpr size_t kTestFileLines = 600;
constexpr size_t kFunctionLines = 70;

TEST(Tidy, FindsTheSources) {
  EXPECT_GT(source_files().size(), 100u);
  EXPECT_TRUE(allowed_stages().at("cli").contains("base"));
  EXPECT_FALSE(allowed_stages().at("world").contains("posix"));
}

TEST(Tidy, LinesAreShortAndClean) {
  for (const SourceFile& file : source_files()) {
    EXPECT_TRUE(file.text.empty() || file.text.ends_with('\n'))
        << file.path << ": no final newline";
    for (size_t i = 0; i < file.lines.size(); ++i) {
      const std::string& line = file.lines[i];
      EXPECT_LE(count_code_points(line), file.is_test() ? kTestLineLength : kLineLength)
          << place(file, i) << ": a long line";
      EXPECT_FALSE(line.ends_with(' ')) << place(file, i) << ": blanks at the end";
      EXPECT_EQ(line.find('\t'), std::string::npos) << place(file, i) << ": a tab";
    }
  }
}

TEST(Tidy, FilesAreShort) {
  for (const SourceFile& file : source_files()) {
    EXPECT_LE(file.lines.size(), file.is_test() ? kTestFileLines : kFileLines)
        << file.path << ": split it by what it is about";
  }
}

// A table of cases may be as long as it has cases.
bool is_table(const SourceFile& file, size_t begin, size_t end) {
  size_t cases = 0;
  for (size_t i = begin; i < end; ++i) {
    if (file.lines[i].find(" case ") != std::string::npos) ++cases;
  }
  return cases >= 20;
}

// A function begins at a line in the first column that ends with `{`, and ends at a `}` there.
TEST(Tidy, FunctionsFitAScreen) {
  for (const SourceFile& file : source_files()) {
    if (file.is_test()) continue;
    size_t begin = 0;
    bool within = false;
    for (size_t i = 0; i < file.lines.size(); ++i) {
      const std::string& line = file.lines[i];
      const bool opens =
          line.ends_with(") {") || line.ends_with(") const {") || line.ends_with("noexcept {");
      if (!within && opens && !line.starts_with(' ') && !line.starts_with("namespace")) {
        within = true;
        begin = i;
      }
      if (!within || line != "}") continue;
      const bool is_long = i - begin + 1 > kFunctionLines && !is_table(file, begin, i);
      EXPECT_FALSE(is_long) << place(file, begin) << ": a long function";
      within = false;
    }
  }
}

TEST(Tidy, HeadersSayWhatTheyAre) {
  for (const SourceFile& file : source_files()) {
    if (!file.is_header()) continue;
    ASSERT_FALSE(file.lines.empty()) << file.path;
    EXPECT_TRUE(file.lines.front().starts_with("// ")) << file.path << ": no opening comment";
    EXPECT_NE(file.text.find("\n#pragma once\n"), std::string::npos) << file.path;
  }
}

TEST(Tidy, HeadersAreUsed) {
  std::set<std::string> used;
  for (const SourceFile& file : source_files()) {
    for (const std::string& line : file.lines) {
      const std::string_view name = included(line);
      if (name.starts_with('"')) used.insert("src/" + std::string(name.substr(1, name.size() - 2)));
    }
  }
  for (const SourceFile& file : source_files()) {
    if (!file.is_header() || file.stage().empty()) continue;
    // Words for readers, not for compilers: what every backend must do.
    if (file.path == "src/machine/backend.h") continue;
    EXPECT_TRUE(used.contains(file.path)) << file.path << ": nobody includes it";
  }
}

TEST(Tidy, IncludesPointUpTheListOfStages) {
  for (const SourceFile& file : source_files()) {
    const std::string stage = file.stage();
    if (stage.empty()) continue;
    ASSERT_TRUE(allowed_stages().contains(stage)) << file.path << ": no stage";
    for (size_t i = 0; i < file.lines.size(); ++i) {
      const std::string_view name = included(file.lines[i]);
      if (!name.starts_with('"')) continue;
      const std::string target(name.substr(1, name.find('/') - 1));
      EXPECT_TRUE(allowed_stages().at(stage).contains(target))
          << place(file, i) << ": " << stage << " may not know " << target;
    }
  }
}

// The headers of these libraries cost seconds to compile: each belongs to one file that hides it.
TEST(Tidy, ExpensiveHeadersHaveOneHome) {
  const std::map<std::string, std::set<std::string>> homes = {
      {"<yaml-cpp/", {"src/text/yaml_events.cc"}},
      {"<spdlog/", {"src/sinks/console.cc"}},
      {"<CLI/",
       {"src/cli/command_line.cc", "tests/faults/kill_everyone.cc", "fuzz/random_runs.cc"}},
      {"<nlohmann/", {"src/report/exploration_json.cc", "tests/schema/schema_judge.cc"}},
      {"<valijson/", {"tests/schema/schema_judge.cc"}},
  };
  for (const SourceFile& file : source_files()) {
    if (file.path.starts_with("bench/floors/")) continue;  // they measure the libraries themselves
    for (size_t i = 0; i < file.lines.size(); ++i) {
      const std::string_view name = included(file.lines[i]);
      for (const auto& [prefix, home] : homes) {
        EXPECT_TRUE(!name.starts_with(prefix) || home.contains(file.path))
            << place(file, i) << ": " << name << " belongs to " << *home.begin();
      }
      EXPECT_TRUE(!name.starts_with("<fmt/") || !file.is_header())
          << place(file, i) << ": fmt in a header";
    }
  }
}

bool is_system_header(std::string_view name) {
  static const std::set<std::string_view> kNames = {
      "<unistd.h>",  "<fcntl.h>", "<poll.h>",   "<signal.h>", "<sched.h>",
      "<pthread.h>", "<spawn.h>", "<dirent.h>", "<csignal>",
  };
  return name.starts_with("<sys/") || name.starts_with("<linux/") || kNames.contains(name);
}

TEST(Tidy, TheSystemIsKnownInFewPlaces) {
  const std::set<std::string> may = {
      "src/base/check.cc",           // writes without the library, in forked children
      "src/base/growing_memory.cc",  // memory of the system itself, that can move
      "src/base/loading_memory.cc",  // memory of the system itself, that forks share
      "src/cli/stack.cc",            // the limit of the stack
      "src/cli/stops.cc",            // what ends the runner outside of runs
      "src/cli/worker_pool.cc",      // tests run in processes of their own
      "src/sinks/console.cc",        // the standard descriptors
      "src/sinks/fd_writer.cc",      // writes and notices errors
      "src/sinks/json_lines.cc",     // closes its file
      "src/sinks/open_output.cc",    // opens FIFOs that nobody may read
      "src/sinks/standard_streams.cc",
  };
  for (const SourceFile& file : source_files()) {
    if (file.is_test() || file.stage() == "posix" || file.stage().empty()) continue;
    for (size_t i = 0; i < file.lines.size(); ++i) {
      EXPECT_TRUE(!is_system_header(included(file.lines[i])) || may.contains(file.path))
          << place(file, i) << ": the operating system belongs to src/posix";
    }
  }
}

struct Banned {
  std::string word;
  std::string instead;
};

TEST(Tidy, NothingBannedIsUsed) {
  const std::vector<Banned> banned = {
      {"std::cout", "a Console"},
      {"std::cerr", "a Console"},
      {"std::endl", "a newline"},
      {" printf(", "a Console"},
      {"fprintf(", "a Console"},
      {" assert(", "CHECK"},
      {"std::exit(", "a returned status"},
      {" rand(", "Random (expr/random.h)"},
      {"#ifdef", "a file of its own"},
      {"goto ", "a function"},
      {std::string("TO") + "DO", "the thing itself"},
      {std::string("FIX") + "ME", "the thing itself"},
      {std::string("X") + "XX", "the thing itself"},
  };
  for (const SourceFile& file : source_files()) {
    if (file.path.starts_with("tests/tidy/")) continue;
    if (file.path.starts_with("bench/")) continue;  // floors use nothing of ours
    for (size_t i = 0; i < file.lines.size(); ++i) {
      for (const Banned& one : banned) {
        EXPECT_EQ(file.lines[i].find(one.word), std::string::npos)
            << place(file, i) << ": '" << one.word << "': use " << one.instead;
      }
      const bool opens_namespace = file.lines[i].find("using namespace") != std::string::npos;
      EXPECT_TRUE(!opens_namespace || file.lines[i].find("literals") != std::string::npos)
          << place(file, i) << ": name what you use";
    }
  }
}

}  // namespace
}  // namespace runner
