#include "cli/scenario_files.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <system_error>

namespace runner {
namespace {

namespace files = std::filesystem;

bool is_scenario(const files::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

// Takes the folder's files, and appends the folders in it to `folders`.
std::error_code read_folder(const std::string& folder, std::vector<std::string>& files,
                            std::vector<std::string>& folders) {
  std::error_code problem;
  files::directory_iterator entry(folder, problem);
  while (!problem && entry != files::directory_iterator()) {
    // What is no file, or a link to none, fails when it is read: no scenario is passed over.
    std::error_code ignored;
    const bool is_folder = entry->is_directory(ignored);
    if (is_folder && !entry->is_symlink(ignored)) {
      folders.push_back(entry->path().string());
    } else if (is_scenario(entry->path()) && !is_folder) {
      files.push_back(entry->path().string());
    }
    entry.increment(problem);
  }
  return problem;
}

ScenarioFiles files_below(const std::string& root) {
  ScenarioFiles found;
  std::vector<std::string> folders = {root};
  while (!folders.empty()) {
    const std::string folder = std::move(folders.back());
    folders.pop_back();
    const std::error_code problem = read_folder(folder, found.paths, folders);
    if (problem) found.unread.push_back({"read", folder, problem.value(), {}});
  }
  std::sort(found.paths.begin(), found.paths.end());
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

Result<ScenarioFiles> find_scenarios(const std::vector<std::string>& paths) {
  ScenarioFiles found;
  std::set<std::string> seen;
  for (const std::string& path : paths) {
    if (path == "-") {  // standard input
      found.paths.push_back(path);
      continue;
    }
    std::error_code problem;
    const files::file_status status = files::status(path, problem);
    if (!files::exists(status)) return Error{"read", path, problem.value(), {}};
    ScenarioFiles here = {{path}, {}};
    if (files::is_directory(status)) here = files_below(path);
    std::move(here.unread.begin(), here.unread.end(), std::back_inserter(found.unread));
    for (std::string& file : here.paths) {
      if (seen.insert(files::path(file).lexically_normal().string()).second) {
        found.paths.push_back(std::move(file));
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
