// What a person is told about a scenario: file, line, column, the line itself with a caret, what is
// wrong, what to do. The one builder of all such messages.
#pragma once

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "text/source.h"

namespace runner {

enum class Severity { kError, kWarning };

struct Note {
  Position at;
  std::string message;  // "first defined here"
};

struct Diagnostic {
  Severity severity = Severity::kError;
  Position at;          // line 0: the file as a whole
  int32_t length = 1;   // code points to underline
  std::string message;  // what is wrong: "unknown key 'conut'"
  std::string hint;     // what to do: "did you mean 'count'?"; may be empty
  std::vector<Note> notes;
};

// Collects all diagnostics of one file. Reporting the same thing at the same place twice keeps one.
class Diagnostics {
 public:
  // Chainable: diagnostics.error(at, "…").hint = "…". The reference is good until the next call.
  Diagnostic& error(Position at, std::string message);
  Diagnostic& warning(Position at, std::string message);

  bool has_errors() const { return error_count_ > 0; }
  size_t error_count() const { return error_count_; }
  size_t warning_count() const { return warning_count_; }
  // In the order of their positions. A hopeless file's diagnostics are counted, but only the first
  // ten thousand of them are kept.
  std::vector<Diagnostic> sorted() const;

 private:
  Diagnostic& add(Severity severity, Position at, std::string message);

  std::vector<Diagnostic> all_;
  std::set<std::tuple<Severity, Position, std::string>> seen_;
  size_t error_count_ = 0;
  size_t warning_count_ = 0;
  Diagnostic unwanted_;  // takes what is chained to a repeated diagnostic
};

// name:line:column: error: message
//   12 |   conut: 3
//      |   ^~~~~
//      = did you mean 'count'?
// with one such paragraph for every diagnostic and note. At most limits::kDiagnostics are shown,
// errors before warnings; the rest is counted in a last line. Control characters are escaped.
std::string render(const Source& source, const Diagnostics& diagnostics);
std::string render(const Source& source, const Diagnostic& diagnostic);

}  // namespace runner
