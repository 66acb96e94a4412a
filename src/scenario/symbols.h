// The one namespace of a scenario: its vars, shared objects, tasks and processes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "scenario/model.h"
#include "text/source.h"

namespace runner {

enum class SymbolKind : uint8_t { kVar, kObject, kTask, kProcess };

struct Symbol {
  SymbolKind kind = SymbolKind::kVar;
  int32_t number = 0;  // index into Scenario's vars, arrays, tasks or groups
  ObjectKind object_kind = ObjectKind::kValue;  // of kObject
  Position at;
  bool sound = true;  // false: its declaration had errors, so nothing is said about its uses
  bool used = false;
};

class Symbols {
 public:
  // The names must outlive the table: they are views of the tree's keys.
  // False when the name is taken already.
  bool add(std::string_view name, Symbol symbol) { return symbols_.emplace(name, symbol).second; }

  const Symbol* find(std::string_view name) const;
  Symbol* find(std::string_view name);

  // A name that was declared in a place with errors: it exists, but nothing is known of it.
  void tolerate(std::string_view name) { tolerated_.insert(name); }
  bool is_tolerated(std::string_view name) const { return tolerated_.contains(name); }

  // Some of the names, enough to find the one that was meant.
  std::vector<std::string> names() const;
  std::vector<std::string> names(SymbolKind kind) const;

 private:
  std::unordered_map<std::string_view, Symbol> symbols_;
  std::unordered_set<std::string_view> tolerated_;
};

// "a lock", "an event", "a task", "a process", "a var".
std::string described(const Symbol& symbol);
// "a lock", "an event".
std::string described(ObjectKind kind);

// self, main, index and error: names that no declaration may take.
bool is_reserved(std::string_view name);
// Why no declaration and no local may have this name, or "".
std::string name_problem(std::string_view name);

}  // namespace runner
