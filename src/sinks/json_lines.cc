#include "sinks/json_lines.h"

#include <fmt/format.h>
#include <unistd.h>

#include "expr/text_form.h"
#include "sinks/open_output.h"

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
  const Result<int> opened = open_output(path);
  if (!opened) return opened.error();
  auto lines = std::unique_ptr<JsonLines>(new JsonLines(opened.value(), path));
  // A full disk or device is told before anything is done.
  lines->idle();
  if (const std::optional<Error>& error = lines->error()) return *error;
  return lines;
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
