#include "cli/outputs.h"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include "text/display.h"

namespace runner {
namespace {

// Also by another name. A device takes what several write.
bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code error;
  if (std::filesystem::is_other(a, error)) return false;
  return a == b || std::filesystem::equivalent(a, b, error);
}

}  // namespace

std::string output_problem(const Options& options) {
  std::vector<std::pair<std::string_view, const std::string*>> outputs;
  for (const auto& [name, file] :
       {std::pair("--events", &options.events), std::pair("--record", &options.record),
        std::pair("--save", &options.exploration.save)}) {
    if (!file->empty()) outputs.emplace_back(name, file);
  }
  for (size_t i = 0; i < outputs.size(); ++i) {
    const auto& [name, file] = outputs[i];
    for (const std::string& operand : options.operands) {
      if (is_same_file(*file, operand))
        return fmt::format("{} would overwrite {}, the scenario itself", name, displayed(operand));
    }
    if (!options.schedule.empty() && is_same_file(*file, options.schedule))
      return fmt::format("{} would overwrite {}, the schedule", name, displayed(options.schedule));
    for (size_t k = 0; k < i; ++k) {
      if (is_same_file(*file, *outputs[k].second))
        return fmt::format("{} and {} name the same file, {}", outputs[k].first, name,
                           displayed(*file));
    }
  }
  return "";
}

}  // namespace runner
