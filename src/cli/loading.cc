#include "cli/loading.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "cli/command_table.h"
#include "scenario/load.h"
#include "text/file.h"

namespace runner {

std::string LoadedFile::report() const {
  if (source) return render(*source, diagnostics);
  return render(Source(name, ""), diagnostics);
}

std::vector<std::string> LoadedFile::missing_diagnostics() const {
  // Without the lines of the file, which say what their writer says.
  const Source shown(name, "");
  std::vector<std::string> texts;
  for (const Diagnostic& diagnostic : diagnostics.sorted()) {
    if (diagnostic.severity == Severity::kError) texts.push_back(render(shown, diagnostic));
  }
  std::vector<std::string> missing;
  for (const std::string& expected : expected_diagnostics) {
    const bool found = std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
      return text.find(expected) != std::string::npos;
    });
    if (!found) missing.push_back(fmt::format("{}: no diagnostic says: {}", name, expected));
  }
  return missing;
}

bool LoadedFile::refused_as_expected() const {
  return !scenario && !expected_diagnostics.empty() && missing_diagnostics().empty();
}

LoadedFile load_file(const std::string& path, const Options& options, bool lint) {
  LoadedFile loaded;
  loaded.name = source_name(path);
  loaded.source = read_source(path, loaded.diagnostics);
  if (!loaded.source) return loaded;
  if (!loaded.diagnostics.has_errors()) {
    LoadOptions load_options;
    load_options.overrides = options.overrides;
    load_options.lint = lint;
    loaded.scenario = load_scenario(*loaded.source, load_options, loaded.diagnostics);
  }
  if (!loaded.scenario) loaded.expected_diagnostics = expected_diagnostics(*loaded.source);
  return loaded;
}

std::string misspelt_command(const Options& options) {
  if (!options.implied || options.operands.empty()) return "";
  const std::string& word = options.operands.front();
  std::error_code ignored;
  if (word == "-" || std::filesystem::exists(word, ignored)) return "";
  const std::string near = nearest(word, command_names());
  const bool is_word = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_-") == std::string::npos;
  if (near.empty() && !is_word) return "";
  if (near.empty()) {
    return fmt::format("no file and no command '{}'; `runner --help` shows the commands", word);
  }
  return fmt::format("no file '{}'; did you mean the command '{}'?", word, near);
}

}  // namespace runner
