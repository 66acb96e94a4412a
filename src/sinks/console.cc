#include "sinks/console.h"

#include <spdlog/details/null_mutex.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include "sinks/fd_writer.h"

namespace runner {
namespace {

// Lines as they are: no time, no level, no format. Unlike spdlog's own sinks it writes in batches
// and notices errors.
class LineSink : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit LineSink(FdWriter& writer)
      : base_sink(std::unique_ptr<spdlog::formatter>()), writer_(writer) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    writer_.append({message.payload.data(), message.payload.size()});
    writer_.append("\n");
  }
  void flush_() override { writer_.flush(); }

 private:
  FdWriter& writer_;
};

spdlog::string_view_t view(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

// Two private loggers; spdlog's global registry is never made.
class Console::Streams {
 public:
  Streams(int output, int errors)
      : output_writer(output, "standard output"),
        error_writer(errors, "standard error"),
        output_log("output", std::make_shared<LineSink>(output_writer)),
        error_log("errors", std::make_shared<LineSink>(error_writer)) {
    error_log.flush_on(spdlog::level::trace);
    if (output_writer.is_terminal()) output_log.flush_on(spdlog::level::trace);
  }

  FdWriter output_writer;
  FdWriter error_writer;
  spdlog::logger output_log;
  spdlog::logger error_log;
};

Console::Console() : Console(STDOUT_FILENO, STDERR_FILENO) {}

Console::Console(int output, int errors) : streams_(std::make_unique<Streams>(output, errors)) {}

Console::~Console() = default;

void Console::take(const Event& event) {
  switch (event.kind) {
    case EventKind::kOutput:
      streams_->output_log.log(spdlog::level::info, view(event.text));
      break;
    case EventKind::kErrorOutput:
      streams_->output_log.flush();
      streams_->error_log.log(spdlog::level::info, view(event.text));
      prints_errors_ = true;
      break;
    case EventKind::kReport:
      streams_->output_log.flush();
      streams_->error_log.log(spdlog::level::err, view(event.text));
      break;
    case EventKind::kStarted:
    case EventKind::kEnded:
      break;
  }
}

void Console::idle() {
  flush();
}

bool Console::broken() const {
  return error().has_value();
}

void Console::print(std::string_view text) {
  streams_->output_writer.append(text);
  if (output_is_terminal()) streams_->output_writer.flush();
}

void Console::lose_patience() {
  streams_->output_writer.lose_patience();
  streams_->error_writer.lose_patience();
}

void Console::complain(std::string_view text) {
  streams_->output_writer.flush();
  streams_->error_writer.append(text);
  streams_->error_writer.flush();
}

bool Console::output_is_terminal() const {
  return streams_->output_writer.is_terminal();
}

size_t Console::output_width() const {
  constexpr size_t kWidthOfFiles = 120;
  const size_t width = streams_->output_writer.terminal_width();
  return width > 0 ? width : kWidthOfFiles;
}

void Console::show_progress(std::string_view line) {
  if (!streams_->error_writer.is_terminal()) return;
  constexpr std::string_view kClearLine = "\r\x1b[K";
  streams_->error_writer.append(kClearLine);
  streams_->error_writer.append(line);
  streams_->error_writer.flush();
}

void Console::flush() {
  streams_->output_writer.flush();
  streams_->error_writer.flush();
}

const std::optional<Error>& Console::error() const {
  const std::optional<Error>& error = streams_->output_writer.error();
  return error || !prints_errors_ ? error : streams_->error_writer.error();
}

}  // namespace runner
