#include "cli/text_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "sinks/open_output.h"

namespace runner {
namespace {

namespace files = std::filesystem;

// `subject` is what the user knows of.
std::optional<Error> write_whole(const std::string& path, const std::string& subject,
                                 std::string_view text) {
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream.close();
  if (!stream.fail()) return std::nullopt;
  return Error{"write", subject, errno, {}};
}

// A device or a pipe is written to, not replaced, and often has no other name to replace.
bool is_replaced(const std::string& path) {
  std::error_code ignored;
  return !files::exists(path, ignored) || files::is_regular_file(path, ignored);
}

// The name under which the new file is there first: beside the old one, and no other file's.
files::path fresh_name(const std::string& path) {
  std::error_code ignored;
  const files::path target =
      files::exists(path, ignored) ? files::canonical(path, ignored) : files::path(path);
  files::path fresh = target.string() + ".new";
  for (int i = 2; files::exists(files::symlink_status(fresh, ignored)); ++i) {
    fresh = fmt::format("{}.new{}", target.string(), i);
  }
  return fresh;
}

}  // namespace

std::optional<Error> refuses_text(const std::string& path) {
  std::error_code ignored;
  if (files::is_directory(path, ignored)) return Error{"write", path, EISDIR, {}};
  if (!is_replaced(path)) return std::nullopt;
  const files::path fresh = fresh_name(path);
  const std::optional<Error> error = write_whole(fresh, path, "");
  files::remove(fresh, ignored);
  return error;
}

std::optional<Error> write_text_file(const std::string& path, std::string_view text) {
  if (!is_replaced(path)) return write_through(path, text);
  std::error_code problem;
  const bool exists = files::exists(path, problem);
  const files::path target = exists ? files::canonical(path, problem) : files::path(path);
  if (problem && exists) return Error{"write", path, problem.value(), {}};
  const files::path fresh = fresh_name(path);
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
