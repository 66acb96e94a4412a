// The repository's own source files, for tests that read them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

struct SourceFile {
  std::string path;  // from the root: "src/base/text.h"
  std::string text;
  std::vector<std::string> lines;

  bool is_header() const { return path.ends_with(".h"); }
  bool is_test() const;
  // "base" for src/base/text.h; "" outside the stages.
  std::string stage() const;
};

// All C++ files below src, tests, bench and fuzz.
const std::vector<SourceFile>& source_files();

// For each stage the stages that its includes may reach: itself, and what its CMakeLists.txt names,
// and so on.
const std::map<std::string, std::set<std::string>>& allowed_stages();

// What an #include line includes, with its quotes or brackets; "" for other lines.
std::string_view included(std::string_view line);

// "src/base/text.h:12"
std::string place(const SourceFile& file, size_t line_index);

}  // namespace runner
