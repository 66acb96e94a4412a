#include "scenario/names.h"

#include "base/limits.h"
#include "base/text.h"
#include "scenario/attributes.h"

namespace runner {
namespace {

Meaning meaning_of_local(const FrameScope& frame, int32_t slot) {
  Meaning meaning;
  meaning.kind = Meaning::Kind::kLocal;
  meaning.slot = slot;
  const Parameter* parameter = frame.locals()[static_cast<size_t>(slot)].parameter;
  if (!parameter || !parameter->is_reference()) return meaning;
  meaning.kind = parameter->process ? Meaning::Kind::kProcess : Meaning::Kind::kObject;
  if (parameter->kind) meaning.object_kind = *parameter->kind;
  return meaning;
}

Meaning meaning_of_symbol(const Loading& loading, const Symbol& symbol) {
  Meaning meaning;
  meaning.number = symbol.number;
  switch (symbol.kind) {
    case SymbolKind::kVar:
      meaning.kind = Meaning::Kind::kVar;
      break;
    case SymbolKind::kTask:
      meaning.kind = Meaning::Kind::kTask;
      break;
    case SymbolKind::kObject:
      meaning.kind = Meaning::Kind::kObject;
      meaning.object_kind = symbol.object_kind;
      meaning.array = loading.scenario.arrays[static_cast<size_t>(symbol.number)].array;
      break;
    case SymbolKind::kProcess:
      meaning.kind = Meaning::Kind::kProcess;
      meaning.array = loading.scenario.groups[static_cast<size_t>(symbol.number)].array;
      break;
  }
  return meaning;
}

}  // namespace

Meaning meaning_of(Loading& loading, FrameScope& frame, std::string_view name) {
  if (const int32_t slot = frame.find(name); slot >= 0) {
    frame.local(slot).read = true;
    return meaning_of_local(frame, slot);
  }
  Meaning meaning;
  if (Symbol* symbol = loading.symbols.find(name)) {
    symbol->used = true;
    meaning = meaning_of_symbol(loading, *symbol);
    if (!symbol->sound) meaning.kind = Meaning::Kind::kTolerated;
  } else if (name == "main") {
    meaning.kind = Meaning::Kind::kMain;
  } else if (name == "self" && frame.kind() != FrameKind::kExpectation) {
    meaning.kind = Meaning::Kind::kSelf;
  } else if (is_reserved(name)) {
    meaning.kind = Meaning::Kind::kMisplaced;
  } else if (loading.symbols.is_tolerated(name) || frame.is_tolerated(name)) {
    meaning.kind = Meaning::Kind::kTolerated;
  }
  return meaning;
}

std::string described(const Meaning& meaning) {
  switch (meaning.kind) {
    case Meaning::Kind::kUnknown:
    case Meaning::Kind::kTolerated:
    case Meaning::Kind::kMisplaced:
      return "unknown";
    case Meaning::Kind::kVar:
      return "a var";
    case Meaning::Kind::kObject:
      return described(meaning.object_kind);
    case Meaning::Kind::kTask:
      return "a task";
    case Meaning::Kind::kLocal:
      return "a local";
    case Meaning::Kind::kProcess:
    case Meaning::Kind::kSelf:
    case Meaning::Kind::kMain:
      return "a process";
  }
  UNREACHABLE();
}

Reference whole_reference(const Loading& loading, const Meaning& meaning) {
  Reference reference;
  const auto number = static_cast<size_t>(meaning.number);
  if (meaning.kind == Meaning::Kind::kObject) reference.kind = meaning.object_kind;
  if (meaning.slot >= 0) {
    reference.target = Reference::Target::kSlot;
    reference.slot = meaning.slot;
  } else if (meaning.kind == Meaning::Kind::kObject) {
    const ObjectArray& array = loading.scenario.arrays[number];
    reference.first = array.first;
    reference.count = array.count;
    reference.array = array.array;
  } else if (meaning.kind == Meaning::Kind::kProcess) {
    const ProcessGroup& group = loading.scenario.groups[number];
    reference.target = Reference::Target::kProcess;
    reference.first = group.first;
    reference.count = group.count;
    reference.array = group.array;
  } else if (meaning.kind == Meaning::Kind::kMain) {
    reference.target = Reference::Target::kProcess;
    reference.first = kMainProcess;
  } else {
    CHECK(meaning.kind == Meaning::Kind::kSelf);
    reference.target = Reference::Target::kSelf;
  }
  return reference;
}

void report_unknown_name(Loading& loading, const FrameScope& frame, Position at,
                         std::string_view name) {
  Diagnostic& diagnostic = report_at(loading, at, name, "unknown name " + in_single_quotes(name));
  diagnostic.hint = suggestion(loading, name, visible_names(loading, frame));
}

void report_misplaced_name(Loading& loading, const FrameScope& frame, Position at,
                           std::string_view name) {
  const auto say = [&](std::string message, std::string_view hint) {
    report_at(loading, at, name, std::move(message)).hint = hint;
  };
  if (name == "error") {
    say("there is no 'error' here", "'error' is what a 'catch' caught: use it in its steps");
  } else if (name == "self") {
    say("there is no 'self' here: no process runs this", "name the process");
  } else if (frame.kind() == FrameKind::kTask) {
    say("a task has no 'index'", "use self.index, or a parameter");
  } else {
    say("there is no 'index' here", "only a process's own fields and steps have an index");
  }
}

bool report_too_early(Loading& loading, const FrameScope& frame, int32_t slot, Position at) {
  const Local& local = frame.locals()[static_cast<size_t>(slot)];
  if (local.introduced) return false;
  if (!local.named_by_user) {
    report_misplaced_name(loading, frame, at, local.name);
    return true;
  }
  Diagnostic& diagnostic =
      report_at(loading, at, local.name, "'" + local.name + "' is used before it has a value");
  diagnostic.notes.push_back({local.at, "it gets its first value here"});
  return true;
}

bool report_local_clash(Loading& loading, const Node& name) {
  if (!name.is_scalar() || name.missing) {
    report_wrong_kind(loading, name, "a name", "a local");
    return true;
  }
  std::string problem = name_problem(name.text);
  if (!problem.empty()) {
    const std::string& text = name.text;
    const bool is_template = text.starts_with("${") && text.ends_with('}');
    const std::string bare = is_template ? text.substr(2, text.size() - 3) : "";
    report(loading, name, std::move(problem)).hint =
        name_problem(bare).empty() ? "write it bare: " + bare : "";
    return true;
  }
  const Symbol* symbol = loading.symbols.find(name.text);
  if (!symbol) return false;
  const bool is_container =
      symbol->kind == SymbolKind::kObject && runner::is_container(symbol->object_kind);
  report_clash(loading, name, symbol->at, described(*symbol) + " has it here").hint =
      is_container ? "use set to change a shared object, or another name for a local" : "";
  return true;
}

std::vector<std::string> visible_names(const Loading& loading, const FrameScope& frame) {
  if (loading.errors() > limits::kDiagnostics) return {};
  std::vector<std::string> names = loading.symbols.names();
  for (const Local& local : frame.locals()) {
    if (local.introduced) names.push_back(local.name);
  }
  if (frame.kind() != FrameKind::kExpectation) names.emplace_back("self");
  names.emplace_back("main");
  return names;
}

}  // namespace runner
