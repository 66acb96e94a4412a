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
files::path fresh_name(const std::string& target) {
  std::error_code ignored;
  files::path fresh = target + ".new";
  for (int i = 2; files::exists(files::symlink_status(fresh, ignored)); ++i) {
    fresh = fmt::format("{}.new{}", target, i);
  }
  return fresh;
}

std::optional<Error> refuses(const std::string& path, int code) {
  return Error{"write", path, code, {}};
}

}  // namespace

std::string written_file(const std::string& path) {
  constexpr int kMostLinks = 40;  // path_resolution(7)
  std::error_code problem;
  files::path target = path;
  for (int i = 0; i < kMostLinks && files::is_symlink(target, problem); ++i) {
    target = target.parent_path() / files::read_symlink(target, problem);
  }
  const files::path folder = target.has_parent_path() ? target.parent_path() : ".";
  const files::path known = files::canonical(folder, problem);
  return problem ? target.string() : (known / target.filename()).string();
}

std::optional<Error> refuses_text(const std::string& path) {
  std::error_code ignored;
  if (files::is_directory(path, ignored)) return refuses(path, EISDIR);
  if (!is_replaced(path)) return std::nullopt;
  const std::string target = written_file(path);
  if (files::is_symlink(target, ignored)) return refuses(path, ELOOP);
  const files::path fresh = fresh_name(target);
  const std::optional<Error> error = write_whole(fresh, path, "");
  files::remove(fresh, ignored);
  return error;
}

std::optional<Error> write_text_file(const std::string& path, std::string_view text) {
  if (!is_replaced(path)) return write_through(path, text);
  std::error_code problem;
  const std::string target = written_file(path);
  const files::path fresh = fresh_name(target);
  if (auto error = write_whole(fresh, path, text)) {
    files::remove(fresh, problem);
    return error;
  }
  if (files::exists(target, problem)) {
    files::permissions(fresh, files::status(target).permissions(), problem);
  }
  files::rename(fresh, target, problem);
  return problem ? refuses(path, problem.value()) : std::nullopt;
}

}  // namespace runner
