#include "text/file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "base/text.h"

namespace runner {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// The size is what will be read as far as is known, so that a large file is not copied meanwhile.
Result<std::string> read_all(std::FILE* file, const std::string& name, uintmax_t size) {
  std::string text;
  text.reserve(std::min<uintmax_t>(size, limits::kFileBytes + 1));
  char chunk[8 << 10];
  // One byte over the limit is enough to know that the file is too large.
  while (text.size() <= limits::kFileBytes) {
    const size_t count = std::fread(chunk, 1, sizeof chunk, file);
    text.append(chunk, count);
    if (count < sizeof chunk) break;
  }
  if (std::ferror(file)) return Error{"read", name, errno, ""};
  return text;
}

Result<std::string> read_path(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return Error{"read", path, EISDIR, ""};
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
  if (!file) return Error{"read", path, errno, ""};
  const uintmax_t size = std::filesystem::file_size(path, ignored);
  return read_all(file.get(), path, ignored ? 0 : size);
}

// The file of the same folder whose name is nearest to the missing one.
std::string nearest_file(const std::string& path) {
  constexpr size_t kMostNames = 1000;
  const std::filesystem::path wanted(path);
  const std::filesystem::path folder = wanted.has_parent_path() ? wanted.parent_path() : ".";
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  std::vector<std::string> names;
  while (!error && entry != std::filesystem::directory_iterator() && names.size() < kMostNames) {
    names.push_back(entry->path().filename().string());
    entry.increment(error);
  }
  std::sort(names.begin(), names.end());
  const std::string name = nearest(wanted.filename().string(), names);
  return name.empty() ? "" : (wanted.parent_path() / name).string();
}

void report_unreadable(const std::string& path, const Error& error, Diagnostics& diagnostics) {
  const std::string reason = error.reason.empty() ? std::strerror(error.code) : error.reason;
  Diagnostic& diagnostic = diagnostics.error({}, "cannot read the file: " + reason);
  if (error.code == EISDIR) diagnostic.hint = "name the files in it";
  if (error.code != ENOENT) return;
  std::error_code none;
  if (const auto target = std::filesystem::read_symlink(path, none); !none) {
    diagnostic.hint = "it is a link to '" + target.string() + "', and there is no such file";
    return;
  }
  const std::string near = nearest_file(path);
  if (!near.empty()) diagnostic.hint = "did you mean '" + near + "'?";
}

// UTF-16 and UTF-32, by their byte order marks or by the zero bytes that ASCII text has in them.
bool is_wide_encoding(std::string_view text) {
  using namespace std::string_view_literals;
  if (text.starts_with("\xFF\xFE"sv) || text.starts_with("\xFE\xFF"sv)) return true;
  if (text.starts_with("\0\0\xFE\xFF"sv)) return true;
  return text.size() >= 4 && (text[0] == '\0') != (text[1] == '\0');
}

// C0 and C1 controls and DEL, apart from tabs, line ends and YAML's next-line character.
size_t find_control(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (byte == '\t' || byte == '\n' || (byte == '\r' && next == '\n')) continue;
    if (byte < 0x20 || byte == 0x7F) return i;
    const auto second = static_cast<unsigned char>(next);
    if (byte == 0xC2 && second >= 0x80 && second <= 0x9F && second != 0x85) return i;
  }
  return std::string_view::npos;
}

std::string hex(unsigned value) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "%02X", value);
  return digits;
}

void report_control(const Source& source, size_t offset, Diagnostics& diagnostics) {
  const auto byte = static_cast<unsigned char>(source.text()[offset]);
  const Position at = source.position(offset);
  if (byte == '\0') {
    diagnostics.error(at, "a NUL byte").hint = "is this a text file?";
  } else if (byte == '\r') {
    diagnostics.error(at, "a carriage return that ends no line").hint =
        "save the file with Unix (LF) or Windows (CR LF) line ends";
  } else {
    const unsigned code =
        byte == 0xC2 ? static_cast<unsigned char>(source.text()[offset + 1]) : byte;
    diagnostics.error(at, "a control character (U+00" + hex(code) + ")").hint =
        "delete it, or write \"\\x" + hex(code) + "\" in double quotes";
  }
}

void check_bytes(const Source& source, Diagnostics& diagnostics) {
  const std::string_view text = source.text();
  const size_t valid = valid_utf8_prefix(text);
  if (valid < text.size()) {
    const unsigned byte = static_cast<unsigned char>(text[valid]);
    diagnostics.error(source.position(valid), "invalid UTF-8 (byte 0x" + hex(byte) + ")").hint =
        "save the file as UTF-8";
  }
  const size_t control = find_control(text.substr(0, valid));
  if (control < valid) report_control(source, control, diagnostics);
  const size_t mark = text.find(kByteOrderMark);
  if (mark < valid) {
    diagnostics.error(source.position(mark), "a byte order mark inside the text").hint =
        "delete this invisible character (U+FEFF)";
  }
}

}  // namespace

std::optional<Source> make_source(std::string name, std::string text, Diagnostics& diagnostics) {
  if (text.size() > limits::kFileBytes) {
    const size_t mebibytes = limits::kFileBytes >> 20;
    diagnostics.error({}, "the file is larger than " + std::to_string(mebibytes) + " MiB");
    return std::nullopt;
  }
  if (is_wide_encoding(text)) {
    diagnostics.error({}, "the file is in UTF-16 or UTF-32").hint = "save it as UTF-8";
    return std::nullopt;
  }
  Source source(std::move(name), std::move(text));
  check_bytes(source, diagnostics);
  return source;
}

std::string source_name(const std::string& path) {
  return path == "-" ? "<stdin>" : path;
}

std::optional<Source> read_source(const std::string& path, Diagnostics& diagnostics) {
  Result<std::string> text = path == "-" ? read_all(stdin, source_name(path), 0) : read_path(path);
  if (!text) {
    report_unreadable(path, text.error(), diagnostics);
    return std::nullopt;
  }
  return make_source(source_name(path), text.take(), diagnostics);
}

}  // namespace runner
