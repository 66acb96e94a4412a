#include "text/diagnostic.h"

#include <algorithm>

namespace runner {
namespace {

// Far more than are ever shown; keeps the memory for a hopeless file small.
constexpr size_t kKept = 10'000;

}  // namespace

Diagnostic& Diagnostics::error(Position at, std::string message) {
  return add(Severity::kError, at, std::move(message));
}

Diagnostic& Diagnostics::warning(Position at, std::string message) {
  return add(Severity::kWarning, at, std::move(message));
}

Diagnostic& Diagnostics::add(Severity severity, Position at, std::string message) {
  const bool kept = all_.size() < kKept;
  if (kept && !seen_.emplace(severity, at, message).second) return unwanted_ = {};
  ++(severity == Severity::kError ? error_count_ : warning_count_);
  Diagnostic& diagnostic = kept ? all_.emplace_back() : unwanted_ = {};
  diagnostic.severity = severity;
  diagnostic.at = at;
  diagnostic.message = std::move(message);
  return diagnostic;
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Diagnostic> result = all_;
  std::stable_sort(result.begin(), result.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.at < b.at; });
  return result;
}

}  // namespace runner
