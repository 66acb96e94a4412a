#include "source_tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>

#include "base/text.h"

namespace runner {
namespace {

namespace files = std::filesystem;

const files::path kRoot = RUNNER_SOURCE_DIR;

std::string read(const files::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<SourceFile> read_all() {
  std::vector<SourceFile> found;
  for (const char* folder : {"src", "tests", "bench", "fuzz"}) {
    if (!files::exists(kRoot / folder)) continue;
    for (const auto& entry : files::recursive_directory_iterator(kRoot / folder)) {
      const files::path extension = entry.path().extension();
      if (extension != ".cc" && extension != ".h") continue;
      SourceFile file;
      file.path = entry.path().lexically_relative(kRoot).string();
      file.text = read(entry.path());
      for (const std::string_view line : split_lines(file.text)) file.lines.emplace_back(line);
      found.push_back(std::move(file));
    }
  }
  std::sort(found.begin(), found.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return found;
}

// The stages behind DEPENDS in `runner_stage(name DEPENDS a b LIBRARIES c)`.
std::set<std::string> direct_dependencies(const files::path& cmake_file) {
  const std::string text = read(cmake_file);
  const size_t begin = text.find("runner_stage(");
  if (begin == std::string::npos) return {};
  std::istringstream words(text.substr(begin, text.find(')', begin) - begin));
  std::set<std::string> names;
  bool within = false;
  for (std::string word; words >> word;) {
    if (word == "DEPENDS" || word == "LIBRARIES") {
      within = word == "DEPENDS";
    } else if (within) {
      names.insert(word);
    }
  }
  return names;
}

std::map<std::string, std::set<std::string>> read_stages() {
  std::map<std::string, std::set<std::string>> direct;
  for (const auto& entry : files::directory_iterator(kRoot / "src")) {
    const files::path cmake_file = entry.path() / "CMakeLists.txt";
    if (!files::exists(cmake_file)) continue;
    direct[entry.path().filename().string()] = direct_dependencies(cmake_file);
  }
  std::map<std::string, std::set<std::string>> reachable;
  const std::function<void(const std::string&, std::set<std::string>&)> reach =
      [&](const std::string& stage, std::set<std::string>& into) {
        if (!into.insert(stage).second) return;
        for (const std::string& next : direct[stage]) reach(next, into);
      };
  std::vector<std::string> names;
  for (const auto& [stage, ignored] : direct) names.push_back(stage);
  for (const std::string& stage : names) reach(stage, reachable[stage]);
  return reachable;
}

}  // namespace

bool SourceFile::is_test() const {
  return path.ends_with("_test.cc") || path.ends_with("_for_test.h") || path.starts_with("tests/");
}

std::string SourceFile::stage() const {
  if (!path.starts_with("src/")) return "";
  const size_t slash = path.find('/', 4);
  return slash == std::string::npos ? "" : path.substr(4, slash - 4);
}

const std::vector<SourceFile>& source_files() {
  static const std::vector<SourceFile> kFiles = read_all();
  return kFiles;
}

const std::map<std::string, std::set<std::string>>& allowed_stages() {
  static const std::map<std::string, std::set<std::string>> kStages = read_stages();
  return kStages;
}

std::string_view included(std::string_view line) {
  constexpr std::string_view kInclude = "#include ";
  if (!line.starts_with(kInclude)) return "";
  line.remove_prefix(kInclude.size());
  const size_t end = line.find_first_of("\">", 1);
  return end == std::string_view::npos ? "" : line.substr(0, end + 1);
}

std::string place(const SourceFile& file, size_t line_index) {
  return file.path + ":" + std::to_string(line_index + 1);
}

}  // namespace runner
