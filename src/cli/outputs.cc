#include "cli/outputs.h"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/text_file.h"
#include "text/display.h"
#include "text/file.h"

namespace runner {
namespace {

// Also by another name. A device takes what several write.
bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code error;
  if (std::filesystem::is_other(a, error)) return false;
  return written_file(a) == written_file(b) || std::filesystem::equivalent(a, b, error);
}

// What is read by that name.
std::string file_read(const std::string& operand) {
  return operand == "-" ? "/dev/stdin" : operand;
}

// One would be written over the other.
std::string_view standard_stream_in(const std::string& file) {
  if (is_same_file(file, "/dev/stdout")) return "standard output";
  if (is_same_file(file, "/dev/stderr")) return "standard error";
  return "";
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
    if (*file == "-")
      return fmt::format("{} -: '-' is standard input; standard output is /dev/stdout", name);
    for (const std::string& operand : options.operands) {
      if (is_same_file(*file, file_read(operand)))
        return fmt::format("{} would overwrite {}, the scenario itself", name,
                           displayed(source_name(operand)));
    }
    if (!options.schedule.empty() && is_same_file(*file, file_read(options.schedule)))
      return fmt::format("{} would overwrite {}, the schedule", name,
                         displayed(source_name(options.schedule)));
    if (const std::string_view stream = standard_stream_in(*file); !stream.empty())
      return fmt::format("{} names the file that is {}, {}", name, stream, displayed(*file));
    for (size_t k = 0; k < i; ++k) {
      if (is_same_file(*file, *outputs[k].second))
        return fmt::format("{} and {} name the same file, {}", outputs[k].first, name,
                           displayed(*file));
    }
  }
  return "";
}

}  // namespace runner
