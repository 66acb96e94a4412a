#include "seeds.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string_view>

#include "base/check.h"
#include "text/tree.h"

namespace runner::fuzz {
namespace {

namespace files = std::filesystem;

std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  CHECK(stream.good());
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> paths_in(const std::vector<std::string>& places) {
  std::vector<std::string> paths;
  for (const std::string& place : places) {
    if (!files::is_directory(place)) {
      paths.push_back(place);
      continue;
    }
    for (const auto& entry : files::recursive_directory_iterator(place)) {
      if (entry.is_regular_file()) paths.push_back(entry.path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

void collect_scalars(const Node& node, std::vector<std::string>& texts) {
  if (node.is_scalar()) texts.push_back(node.text);
  for (const Node& key : node.keys) texts.push_back(key.text);
  for (const Node& item : node.items) collect_scalars(item, texts);
}

std::vector<std::string> scalars_of(const std::string& path, std::string text) {
  const Source source(path, std::move(text));
  Diagnostics ignored;
  std::vector<std::string> texts;
  collect_scalars(read_tree(source, ignored), texts);
  return texts;
}

// The texts in quotes, on one line each; of the escapes those that are common in expressions.
std::vector<std::string> literals_of(std::string_view code) {
  std::vector<std::string> texts;
  bool within = false;
  for (size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '"' || c == '\n') {
      if (c == '"' && !within) texts.emplace_back();
      within = c == '"' && !within;
    } else if (within && c == '\\' && i + 1 < code.size()) {
      const char escaped = code[++i];
      texts.back() += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
    } else if (within) {
      texts.back() += c;
    }
  }
  return texts;
}

std::vector<std::string> expressions_of(const std::string& path, std::string text) {
  const std::string extension = files::path(path).extension();
  if (extension == ".yaml") return scalars_of(path, std::move(text));
  if (extension == ".cc") return literals_of(text);
  return {std::move(text)};
}

}  // namespace

std::vector<Seed> seeds_in(const std::vector<std::string>& places, SeedForm form) {
  std::vector<Seed> seeds;
  std::set<std::string> seen;
  for (const std::string& path : paths_in(places)) {
    std::vector<std::string> texts = {read_file(path)};
    if (form == SeedForm::kExpressions) texts = expressions_of(path, std::move(texts.front()));
    for (std::string& text : texts) {
      if (seen.insert(text).second) seeds.push_back({path, std::move(text)});
    }
  }
  return seeds;
}

}  // namespace runner::fuzz
