#include "expr/text_form.h"

#include <charconv>
#include <cstdint>

#include "base/limits.h"
#include "expr/short_form.h"
#include "expr/unicode.h"

namespace runner {
namespace {

void append_int(std::string& out, int64_t value) {
  char text[24];
  out.append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

void append_hex(std::string& out, char letter, uint32_t value, int digits) {
  out += '\\';
  out += letter;
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
    out += "0123456789abcdef"[(value >> shift) & 0xF];
  }
}

void append_escaped(std::string& out, uint32_t code_point) {
  if (code_point == '\n') {
    out += "\\n";
  } else if (code_point == '\t') {
    out += "\\t";
  } else if (code_point == '\r') {
    out += "\\r";
  } else if (code_point <= 0xFF) {
    append_hex(out, 'x', code_point, 2);
  } else if (code_point <= 0xFFFF) {
    append_hex(out, 'u', code_point, 4);
  } else {
    append_hex(out, 'U', code_point, 8);
  }
}

// Gives up when `out` grows beyond `limit` bytes.
void append_quoted(std::string& out, std::string_view text, size_t limit) {
  const bool has_single = text.find('\'') != std::string_view::npos;
  const char quote = has_single && text.find('"') == std::string_view::npos ? '"' : '\'';
  out += quote;
  while (!text.empty() && out.size() <= limit) {
    size_t length = 0;
    const uint32_t code_point = expr::first_code_point(text, length);
    if (length == 0) {
      append_hex(out, 'x', static_cast<unsigned char>(text[0]), 2);
      length = 1;
    } else if (text[0] == quote || text[0] == '\\') {
      out += '\\';
      out += text[0];
    } else if (expr::is_printable(code_point)) {
      out += text.substr(0, length);
    } else {
      append_escaped(out, code_point);
    }
    text.remove_prefix(length);
  }
  out += quote;
}

// Linux's numbers, under the names that Python prefers where one number has two.
void append_exit_code(std::string& out, int64_t code) {
  static constexpr std::string_view kSignals[] = {
      "",          "SIGHUP",  "SIGINT",    "SIGQUIT", "SIGILL",   "SIGTRAP", "SIGABRT", "SIGBUS",
      "SIGFPE",    "SIGKILL", "SIGUSR1",   "SIGSEGV", "SIGUSR2",  "SIGPIPE", "SIGALRM", "SIGTERM",
      "SIGSTKFLT", "SIGCHLD", "SIGCONT",   "SIGSTOP", "SIGTSTP",  "SIGTTIN", "SIGTTOU", "SIGURG",
      "SIGXCPU",   "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGPOLL", "SIGPWR",  "SIGSYS",
  };
  constexpr int64_t kFirstRealtime = 34;
  constexpr int64_t kLastRealtime = 64;
  if (code < 0 && code > -static_cast<int64_t>(std::size(kSignals))) {
    out += '-';
    out += kSignals[static_cast<size_t>(-code)];
  } else if (code == -kFirstRealtime) {
    out += "-SIGRTMIN";
  } else if (code == -kLastRealtime) {
    out += "-SIGRTMAX";
  } else {
    append_int(out, code);
  }
}

void append_process(std::string& out, const ProcessBody& process) {
  static constexpr std::string_view kStatus[] = {" initial", " started", " stopped"};
  const bool is_main = process.parent_pid == 0 && process.status != ProcessStatus::kInitial;
  out += is_main ? "<_MainProcess name=" : "<Process name=";
  append_quoted(out, process.name, SIZE_MAX);
  if (process.pid != 0 && !process.is_self && !is_main) {
    out += " pid=";
    append_int(out, process.pid);
  }
  if (is_main) {
    out += " parent=None";
  } else if (process.parent_pid != 0) {
    out += " parent=";
    append_int(out, process.parent_pid);
  }
  out += kStatus[static_cast<size_t>(process.status)];
  if (process.has_exit_code) {
    out += " exitcode=";
    append_exit_code(out, process.exit_code);
  }
  out += process.daemon ? " daemon>" : ">";
}

class Writer {
 public:
  Writer(std::string& out, size_t limit) : out_(out), limit_(limit) {}

  bool full() const { return out_.size() > limit_; }

  void repr(const Value& value, uint32_t level) {
    if (value.is_list()) {
      list(value.as_list(), level);
    } else if (value.is_map()) {
      map(value.as_map(), level);
    } else {
      scalar(value);
    }
  }

 private:
  void list(const std::vector<Value>& items, uint32_t level) {
    if (level > limits::kValueNesting) {
      out_ += "[...]";
      return;
    }
    out_ += '[';
    for (size_t i = 0; i < items.size() && !full(); ++i) {
      if (i > 0) out_ += ", ";
      repr(items[i], level + 1);
    }
    out_ += ']';
  }

  void map(const MapBody& map, uint32_t level) {
    if (level > limits::kValueNesting) {
      out_ += "{...}";
      return;
    }
    out_ += '{';
    for (size_t i = 0; i < map.size() && !full(); ++i) {
      if (i > 0) out_ += ", ";
      scalar(map.entries()[i].first);
      out_ += ": ";
      repr(map.entries()[i].second, level + 1);
    }
    out_ += '}';
  }

  void numbered(std::string_view what, const Value& value) {
    out_ += what;
    append_int(out_, value.as_int());
    out_ += '>';
  }

  void scalar(const Value& value) {
    switch (value.kind()) {
      case ValueKind::kNull:
        out_ += "None";
        break;
      case ValueKind::kBool:
        out_ += value.as_bool() ? "True" : "False";
        break;
      case ValueKind::kInt:
        append_int(out_, value.as_int());
        break;
      case ValueKind::kDouble:
        out_ += double_text(value.as_double());
        break;
      case ValueKind::kHandle:
        numbered("<handle ", value);
        break;
      case ValueKind::kDeadline:
        numbered("<deadline ", value);
        break;
      case ValueKind::kObject:
        numbered("<object ", value);
        break;
      case ValueKind::kString:
        append_quoted(out_, value.as_string(), limit_);
        break;
      case ValueKind::kProcess:
        append_process(out_, value.as_process());
        break;
      case ValueKind::kError:
        out_ += value.as_error().message;
        break;
      case ValueKind::kList:
      case ValueKind::kMap:
        UNREACHABLE();
    }
  }

  std::string& out_;
  size_t limit_;
};

}  // namespace

bool append_text(std::string& out, const Value& value, size_t limit) {
  Writer writer(out, limit);
  if (value.is_string()) {
    if (value.as_string().size() + out.size() > limit) return false;
    out += value.as_string();
  } else {
    writer.repr(value, 1);
  }
  return !writer.full();
}

void append_text(std::string& out, const Value& value) {
  append_text(out, value, SIZE_MAX);
}

std::string to_text(const Value& value) {
  std::string text;
  append_text(text, value);
  return text;
}

std::string short_repr(const Value& value, size_t limit) {
  std::string text;
  Writer(text, limit).repr(value, 1);
  return text;
}

std::string to_repr(const Value& value) {
  return short_repr(value, SIZE_MAX);
}

}  // namespace runner
