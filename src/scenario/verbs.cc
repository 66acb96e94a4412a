#include "scenario/verbs.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "scenario/loading.h"

namespace runner {
namespace {

using enum Modifier;
using Kind = ObjectKind;

constexpr std::array<std::string_view, kModifierCount> kModifierNames = {
    "to",   "into",  "timeout",   "ok",      "on_timeout", "catch", "args",  "in",
    "do",   "then",  "else",      "message", "count",      "until", "index", "over",
    "pool", "chunk", "unordered", "star",    "on_error",   "by",
};

constexpr Modifiers kNone{};
constexpr Modifiers kTimed(kTimeout, kOk, kOnTimeout);
constexpr Targets kNowhere;
constexpr Targets kLockables(Kind::kLock, Kind::kSemaphore, Kind::kCondition);
constexpr Targets kContainers(Kind::kList, Kind::kDict, Kind::kValue);

constexpr VerbSpec kVerbs[] = {
    {"print", Verb::kPrint, Form::kValue, kNowhere, Modifiers(kTo), kNone},
    {"let", Verb::kLet, Form::kAssignments, kNowhere, kNone, kNone},
    {"set", Verb::kSet, Form::kAssignments, kContainers, kNone, kNone},
    {"add", Verb::kAdd, Form::kAssignments, kContainers, Modifiers(kInto), kNone},
    {"start", Verb::kStart, Form::kReferences, kProcessTargets, kNone, kNone},
    {"join", Verb::kJoin, Form::kReferences, Targets(Kind::kQueue).with_processes(), kTimed, kNone},
    {"terminate", Verb::kTerminate, Form::kReferences, Targets(Kind::kPool).with_processes(), kNone,
     kNone},
    {"kill", Verb::kKill, Form::kReferences, Targets(Kind::kPool).with_processes(), kNone, kNone},
    {"send", Verb::kSend, Form::kValue, kProcessTargets, Modifiers(kTo), Modifiers(kTo)},
    {"exit", Verb::kExit, Form::kValue, kNowhere, kNone, kNone},
    {"fail", Verb::kFail, Form::kValue, kNowhere, kNone, kNone},
    {"try", Verb::kTry, Form::kSteps, kNowhere, Modifiers(kCatch), Modifiers(kCatch)},
    {"call", Verb::kCall, Form::kCallee, kNowhere, Modifiers(kArgs, kInto), kNone},
    {"return", Verb::kReturn, Form::kValue, kNowhere, kNone, kNone},
    {"for", Verb::kFor, Form::kVariable, kNowhere, Modifiers(kIn, kDo), Modifiers(kIn, kDo)},
    {"repeat", Verb::kRepeat, Form::kNumber, kNowhere, Modifiers(kDo), Modifiers(kDo)},
    {"while", Verb::kWhile, Form::kCondition, kNowhere, Modifiers(kDo), Modifiers(kDo)},
    {"break", Verb::kBreak, Form::kFlag, kNowhere, kNone, kNone},
    {"continue", Verb::kContinue, Form::kFlag, kNowhere, kNone, kNone},
    {"if", Verb::kIf, Form::kCondition, kNowhere, Modifiers(kThen, kElse), Modifiers(kThen)},
    {"choose", Verb::kChoose, Form::kVariable, kNowhere, Modifiers(kIn), Modifiers(kIn)},
    {"assert", Verb::kAssert, Form::kCondition, kNowhere, Modifiers(kMessage), kNone},
    {"sleep", Verb::kSleep, Form::kDuration, kNowhere, kNone, kNone},
    {"work", Verb::kWork, Form::kDuration, kNowhere, Modifiers(kBy), kNone},
    {"lock", Verb::kLock, Form::kReferences, kLockables, Modifiers(kDo, kTimeout, kOk, kOnTimeout),
     Modifiers(kDo)},
    {"acquire", Verb::kAcquire, Form::kReferences, kLockables, kTimed, kNone},
    {"release", Verb::kRelease, Form::kReferences, kLockables, Modifiers(kCount), kNone},
    {"barrier", Verb::kBarrier, Form::kReferences, Targets(Kind::kBarrier),
     Modifiers(kInto, kTimeout, kOk, kOnTimeout), kNone},
    {"abort", Verb::kAbort, Form::kReferences, Targets(Kind::kBarrier), kNone, kNone},
    {"reset", Verb::kReset, Form::kReferences, Targets(Kind::kBarrier), kNone, kNone},
    {"trigger", Verb::kTrigger, Form::kReferences, Targets(Kind::kEvent), kNone, kNone},
    {"clear", Verb::kClear, Form::kReferences, Targets(Kind::kEvent), kNone, kNone},
    {"wait", Verb::kWait, Form::kReferences,
     Targets(Kind::kEvent, Kind::kCondition, Kind::kQueue).with_processes().with_handles(),
     Modifiers(kUntil, kInto, kTimeout, kOk, kOnTimeout), kNone},
    {"notify", Verb::kNotify, Form::kReferences, Targets(Kind::kCondition), Modifiers(kCount),
     kNone},
    {"notify_all", Verb::kNotifyAll, Form::kReferences, Targets(Kind::kCondition), kNone, kNone},
    {"put", Verb::kPut, Form::kAssignments, Targets(Kind::kQueue), kTimed, kNone},
    {"get", Verb::kGet, Form::kReferences, Targets(Kind::kQueue),
     Modifiers(kInto, kTimeout, kOk, kOnTimeout), kNone},
    {"task_done", Verb::kTaskDone, Form::kReferences, Targets(Kind::kQueue), kNone, kNone},
    {"append", Verb::kAppend, Form::kAssignments, kContainers, kNone, kNone},
    {"extend", Verb::kExtend, Form::kAssignments, kContainers, kNone, kNone},
    {"pop", Verb::kPop, Form::kPlaces, kContainers, Modifiers(kInto, kIndex), kNone},
    {"remove", Verb::kRemove, Form::kPlaces, kContainers, kNone, kNone},
    {"map", Verb::kMap, Form::kCallee, kNowhere,
     Modifiers(kOver, kPool, kInto, kChunk, kUnordered, kStar, kOnError), Modifiers(kOver, kPool)},
    {"submit", Verb::kSubmit, Form::kCallee, kNowhere, Modifiers(kArgs, kPool, kInto),
     Modifiers(kPool)},
    {"gather", Verb::kGather, Form::kSource, kNowhere, Modifiers(kInto, kTimeout, kOk, kOnTimeout),
     kNone},
    {"close", Verb::kClose, Form::kReferences, Targets(Kind::kPool, Kind::kQueue), kNone, kNone},
    {"every", Verb::kEvery, Form::kDuration, kNowhere, Modifiers(kDo, kCount), Modifiers(kDo)},
    {"yield", Verb::kYield, Form::kFlag, kNowhere, kNone, kNone},
};
constexpr size_t kVerbCount = std::size(kVerbs);

// spec_of() finds a verb by its number.
consteval bool in_order() {
  for (size_t i = 0; i < kVerbCount; ++i) {
    if (static_cast<size_t>(kVerbs[i].verb) != i) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

std::string Targets::text() const {
  std::vector<std::string> names;
  if (has_processes()) names.push_back("a process");
  for (size_t i = 0; i <= static_cast<size_t>(Kind::kPool); ++i) {
    const auto kind = static_cast<ObjectKind>(i);
    if (!has(kind)) continue;
    names.push_back(described(kind));
  }
  if (has_handles()) names.push_back("a handle");
  return enumerate_or(names);
}

std::span<const VerbSpec> verbs() {
  return kVerbs;
}

const VerbSpec& spec_of(Verb verb) {
  return kVerbs[static_cast<size_t>(verb)];
}

std::string_view verb_name(Verb verb) {
  return spec_of(verb).name;
}

const VerbSpec* find_verb(std::string_view name) {
  static const auto kByName = [] {
    std::unordered_map<std::string_view, const VerbSpec*> all;
    for (const VerbSpec& spec : kVerbs) all.emplace(spec.name, &spec);
    return all;
  }();
  const auto found = kByName.find(name);
  return found == kByName.end() ? nullptr : found->second;
}

const std::vector<std::string>& verb_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> all;
    for (const VerbSpec& spec : kVerbs) all.emplace_back(spec.name);
    return all;
  }();
  return kNames;
}

bool takes_steps(std::string_view key) {
  constexpr std::string_view kKeys[] = {"main", "steps", "do",        "then",
                                        "else", "catch", "on_timeout"};
  if (std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys)) return true;
  const VerbSpec* verb = find_verb(key);
  return verb && verb->form == Form::kSteps;
}

bool takes_expression(std::string_view key) {
  constexpr std::string_view kKeys[] = {"in", "over", "until", "finally", "always"};
  if (std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys)) return true;
  const VerbSpec* verb = find_verb(key);
  return verb && (verb->form == Form::kCondition || verb->form == Form::kSource);
}

std::string_view verb_for_habit(std::string_view word) {
  static constexpr std::pair<std::string_view, std::string_view> kHabits[] = {
      {"with", "lock"},     {"echo", "print"},    {"puts", "print"},     {"log", "print"},
      {"raise", "fail"},    {"throw", "fail"},    {"unlock", "release"}, {"foreach", "for"},
      {"spawn", "start"},   {"fork", "start"},    {"loop", "while"},     {"pass", "yield"},
      {"delay", "sleep"},   {"enqueue", "put"},   {"dequeue", "get"},    {"switch", "if"},
      {"delete", "remove"}, {"forever", "while"}, {"when", "if"},
  };
  const auto found = std::find_if(std::begin(kHabits), std::end(kHabits),
                                  [&](const auto& habit) { return habit.first == word; });
  return found == std::end(kHabits) ? "" : found->second;
}

std::string_view modifier_name(Modifier modifier) {
  return kModifierNames[static_cast<size_t>(modifier)];
}

std::optional<Modifier> find_modifier(std::string_view name) {
  for (size_t i = 0; i < kModifierCount; ++i) {
    if (kModifierNames[i] == name) return static_cast<Modifier>(i);
  }
  return std::nullopt;
}

std::vector<std::string> modifier_names(const VerbSpec& spec) {
  std::vector<std::string> names;
  for (size_t i = 0; i < kModifierCount; ++i) {
    const auto modifier = static_cast<Modifier>(i);
    if (spec.takes.has(modifier)) names.emplace_back(modifier_name(modifier));
  }
  return names;
}

}  // namespace runner
