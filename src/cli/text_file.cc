#include "cli/text_file.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "sinks/open_output.h"

namespace runner {
namespace {

// `subject` is what the user knows of.
std::optional<Error> write_whole(const std::string& path, const std::string& subject,
                                 std::string_view text) {
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream.close();
  if (!stream.fail()) return std::nullopt;
  return Error{"write", subject, errno, {}};
}

}  // namespace

std::optional<Error> write_text_file(const std::string& path, std::string_view text) {
  namespace files = std::filesystem;
  std::error_code problem;
  const bool exists = files::exists(path, problem);
  // A device or a pipe is written to, not replaced, and often has no other name to replace.
  if (exists && !files::is_regular_file(path, problem)) return write_through(path, text);
  const files::path target = exists ? files::canonical(path, problem) : files::path(path);
  if (problem && exists) return Error{"write", path, problem.value(), {}};
  const files::path fresh = target.string() + ".new";
  if (auto error = write_whole(fresh, path, text)) {
    files::remove(fresh, problem);
    return error;
  }
  if (exists) files::permissions(fresh, files::status(target).permissions(), problem);
  files::rename(fresh, target, problem);
  if (problem) return Error{"write", path, problem.value(), {}};
  return std::nullopt;
}

}  // namespace runner
