#include "cli/scenario_files.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

namespace runner {
namespace {

namespace files = std::filesystem;

bool is_scenario(const files::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

Result<std::vector<std::string>> files_below(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code problem;
  files::recursive_directory_iterator entry(folder, problem);
  while (!problem && entry != files::recursive_directory_iterator()) {
    // What is no file, or a link to none, fails when it is read: no scenario is passed over.
    std::error_code ignored;
    if (is_scenario(entry->path()) && !entry->is_directory(ignored)) {
      found.push_back(entry->path().string());
    }
    entry.increment(problem);
  }
  if (problem) return Error{"read", folder, problem.value(), {}};
  std::sort(found.begin(), found.end());
  return found;
}

// Whether the beginning of `text` is like `pattern`.
bool begins_like(std::string_view text, std::string_view pattern) {
  size_t matched = 0;
  size_t star = std::string_view::npos;
  size_t retry = 0;
  size_t at = 0;
  while (matched < pattern.size()) {
    if (pattern[matched] == '*') {
      star = matched++;
      retry = at;
    } else if (at < text.size() && (pattern[matched] == '?' || pattern[matched] == text[at])) {
      ++matched;
      ++at;
    } else if (star != std::string_view::npos && retry < text.size()) {
      matched = star + 1;
      at = ++retry;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

Result<std::vector<std::string>> find_scenarios(const std::vector<std::string>& paths) {
  std::vector<std::string> found;
  std::set<std::string> seen;
  for (const std::string& path : paths) {
    std::error_code problem;
    const files::file_status status = files::status(path, problem);
    if (!files::exists(status)) return Error{"read", path, problem.value(), {}};
    std::vector<std::string> here = {path};
    if (files::is_directory(status)) {
      Result<std::vector<std::string>> below = files_below(path);
      if (!below.ok()) return below.error();
      here = below.take();
    }
    for (std::string& file : here) {
      if (seen.insert(files::path(file).lexically_normal().string()).second) {
        found.push_back(std::move(file));
      }
    }
  }
  return found;
}

bool passes_filter(std::string_view path, std::string_view filter) {
  for (size_t start = 0; start <= path.size(); ++start) {
    if (begins_like(path.substr(start), filter)) return true;
  }
  return false;
}

}  // namespace runner
