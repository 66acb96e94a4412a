#include "sinks/json_lines.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "expr/text_form.h"

namespace runner {
namespace {

const char* kind_text(EventKind kind) {
  switch (kind) {
    case EventKind::kOutput:
      return "output";
    case EventKind::kErrorOutput:
      return "error_output";
    case EventKind::kReport:
      return "report";
    case EventKind::kStarted:
      return "started";
    case EventKind::kEnded:
      return "ended";
  }
  UNREACHABLE();
}

std::string quoted(std::string_view text) {
  return to_json(Value::string(text));
}

std::string detail(const Event& event) {
  switch (event.kind) {
    case EventKind::kOutput:
    case EventKind::kErrorOutput:
    case EventKind::kReport:
      return "\"text\": " + quoted(event.text);
    case EventKind::kStarted:
      return fmt::format("\"pid\": {}", event.number);
    case EventKind::kEnded:
      return fmt::format("\"exit_code\": {}", event.number);
  }
  UNREACHABLE();
}

}  // namespace

Result<std::unique_ptr<JsonLines>> JsonLines::open(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return Error{"write", path, errno, {}};
  return std::unique_ptr<JsonLines>(new JsonLines(fd, path));
}

JsonLines::JsonLines(int fd, const std::string& path) : fd_(fd), writer_(fd, path) {
  writer_.append(
      fmt::format("{{\"stream\": \"runner-events\", \"version\": {}}}\n", kEventStreamVersion));
}

JsonLines::~JsonLines() {
  writer_.flush();
  ::close(fd_);
}

void JsonLines::take(const Event& event) {
  writer_.append(fmt::format(
      "{{\"time\": {}, \"kind\": \"{}\", \"process\": {}, \"name\": {}, {}}}\n", event.time,
      kind_text(event.kind), event.process, quoted(event.name), detail(event)));
}

}  // namespace runner
