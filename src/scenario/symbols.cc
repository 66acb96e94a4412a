#include "scenario/symbols.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"

namespace runner {
namespace {

// More names than a person can confuse; comparing with all of a generated file's would take long.
constexpr size_t kSuggested = 2'000;

}  // namespace

const Symbol* Symbols::find(std::string_view name) const {
  const auto found = symbols_.find(name);
  return found == symbols_.end() ? nullptr : &found->second;
}

Symbol* Symbols::find(std::string_view name) {
  const auto found = symbols_.find(name);
  return found == symbols_.end() ? nullptr : &found->second;
}

std::vector<std::string> Symbols::names() const {
  std::vector<std::string> all;
  for (const auto& [name, symbol] : symbols_) {
    if (all.size() < kSuggested) all.emplace_back(name);
  }
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<std::string> Symbols::names(SymbolKind kind) const {
  std::vector<std::string> all;
  for (const auto& [name, symbol] : symbols_) {
    if (symbol.kind == kind && all.size() < kSuggested) all.emplace_back(name);
  }
  std::sort(all.begin(), all.end());
  return all;
}

std::string described(const Symbol& symbol) {
  switch (symbol.kind) {
    case SymbolKind::kVar:
      return "a var";
    case SymbolKind::kObject:
      return described(symbol.object_kind);
    case SymbolKind::kTask:
      return "a task";
    case SymbolKind::kProcess:
      return "a process";
  }
  UNREACHABLE();
}

std::string described(ObjectKind kind) {
  return (kind == ObjectKind::kEvent ? "an " : "a ") + std::string(object_kind_name(kind));
}

bool is_reserved(std::string_view name) {
  return name == "self" || name == "main" || name == "index" || name == "error";
}

std::string name_problem(std::string_view name) {
  const std::string shown = "'" + std::string(name) + "'";
  if (!is_identifier(name)) return "a name is letters, digits and _, not " + shown;
  if (is_reserved(name)) return shown + " is reserved";
  const bool is_word = name == "true" || name == "false" || name == "null" || name == "in";
  return is_word ? shown + " is a word of expressions, not a name" : "";
}

}  // namespace runner
