#include "cli/text_file.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace runner {

std::optional<Error> write_text_file(const std::string& path, std::string_view text) {
  namespace files = std::filesystem;
  std::error_code problem;
  const files::path target = files::canonical(path, problem);
  if (problem) return Error{"write", path, problem.value(), {}};
  const files::path fresh = target.string() + ".new";
  std::ofstream stream(fresh, std::ios::binary | std::ios::trunc);
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream.close();
  if (stream.fail()) {
    const int code = errno;
    files::remove(fresh, problem);
    return Error{"write", path, code, {}};
  }
  files::permissions(fresh, files::status(target).permissions(), problem);
  files::rename(fresh, target, problem);
  if (problem) return Error{"write", path, problem.value(), {}};
  return std::nullopt;
}

}  // namespace runner
