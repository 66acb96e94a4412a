#include "scenario/declarations.h"

#include "base/text.h"

namespace runner {
namespace {

struct Section {
  std::string_view key;
  ObjectKind kind;
};
constexpr Section kObjectSections[] = {
    {"locks", ObjectKind::kLock},       {"semaphores", ObjectKind::kSemaphore},
    {"events", ObjectKind::kEvent},     {"conditions", ObjectKind::kCondition},
    {"barriers", ObjectKind::kBarrier}, {"queues", ObjectKind::kQueue},
    {"lists", ObjectKind::kList},       {"dicts", ObjectKind::kDict},
    {"values", ObjectKind::kValue},     {"pools", ObjectKind::kPool},
};

class Collector {
 public:
  explicit Collector(Loading& loading) : loading_(loading) {}

  Declarations collect(const Node& root) {
    for (size_t i = 0; i < root.keys.size(); ++i) {
      const std::string& key = root.keys[i].text;
      const Node& section = root.items[i];
      if (key == "vars") {
        collect_map(section, "vars", [&](const Declared& one) { add_var(one); });
      } else if (key == "tasks") {
        collect_map(section, "tasks", [&](const Declared& one) { add_task(one); });
      } else if (key == "processes") {
        collect_map(section, "processes", [&](const Declared& one) { add_process(one); });
      } else if (const std::optional<ObjectKind> kind = object_section(key)) {
        collect_objects(section, key, *kind);
      }
    }
    return std::move(declarations_);
  }

 private:
  template <typename Add>
  void collect_map(const Node& section, std::string_view key, Add add) {
    if (!section.is_map()) {
      report_wrong_kind(loading_, section, "a map from names", key);
      return tolerate_names(loading_, section);
    }
    for (size_t i = 0; i < section.keys.size(); ++i) add({&section.keys[i], &section.items[i]});
  }

  void collect_objects(const Node& section, const std::string& key, ObjectKind kind) {
    if (section.is_map()) {
      for (size_t i = 0; i < section.keys.size(); ++i) {
        add_object({&section.keys[i], &section.items[i]}, kind);
      }
      return;
    }
    if (!section.is_list()) {
      report_wrong_kind(loading_, section, "a list of names or a map from names", key);
      return tolerate_names(loading_, section);
    }
    for (const Node& item : section.items) {
      if (item.is_scalar() && !item.missing) {
        add_object({&item, nullptr}, kind);
        continue;
      }
      report_wrong_kind(loading_, item, "names in a list", key).hint =
          "with options it is a map from names, without '- '";
      tolerate_names(loading_, item);
    }
  }

  // Whether the name may be declared; otherwise says why not.
  bool add_symbol(const Declared& one, SymbolKind kind, size_t number,
                  ObjectKind object_kind = ObjectKind::kValue) {
    const Node& key = *one.key;
    std::string problem = name_problem(key.text);
    if (!problem.empty()) {
      report(loading_, key, std::move(problem));
      return false;
    }
    Symbol symbol;
    symbol.kind = kind;
    symbol.number = static_cast<int32_t>(number);
    symbol.object_kind = object_kind;
    symbol.at = key.at;
    if (loading_.symbols.add(key.text, symbol)) return true;
    const Symbol& other = *loading_.symbols.find(key.text);
    // The tree has reported a key that stands twice in one map.
    if (other.at != key.at) {
      report_clash(loading_, key, other.at, described(other) + " has it here");
    }
    return false;
  }

  void add_var(const Declared& one) {
    if (add_symbol(one, SymbolKind::kVar, declarations_.vars.size())) {
      declarations_.vars.push_back(one);
    }
  }

  void add_object(const Declared& one, ObjectKind kind) {
    if (!add_symbol(one, SymbolKind::kObject, declarations_.objects.size(), kind)) return;
    declarations_.objects.push_back(one);
    ObjectArray& array = loading_.scenario.arrays.emplace_back();
    array.name = one.key->text;
    array.kind = kind;
    array.at = one.key->at;
  }

  void add_task(const Declared& one) {
    if (!add_symbol(one, SymbolKind::kTask, declarations_.tasks.size())) return;
    declarations_.tasks.push_back(one);
    Task& task = loading_.scenario.tasks.emplace_back();
    task.name = one.key->text;
    task.at = one.key->at;
  }

  void add_process(const Declared& one) {
    if (!add_symbol(one, SymbolKind::kProcess, declarations_.processes.size())) return;
    declarations_.processes.push_back(one);
    ProcessGroup& group = loading_.scenario.groups.emplace_back();
    group.name = one.key->text;
    group.at = one.key->at;
  }

  Loading& loading_;
  Declarations declarations_;
};

}  // namespace

Declarations collect_declarations(Loading& loading, const Node& root) {
  return Collector(loading).collect(root);
}

std::optional<ObjectKind> object_section(std::string_view key) {
  for (const Section& section : kObjectSections) {
    if (section.key == key) return section.kind;
  }
  return std::nullopt;
}

}  // namespace runner
