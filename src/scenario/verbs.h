// The catalogue of verbs: for each its name, what its own value is, what it may be about, and which
// modifiers it takes. What a step may look like is decided here and nowhere else.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "scenario/model.h"

namespace runner {

// What a verb's own value is.
enum class Form : uint8_t {
  kValue,        // a YAML value: print "x = ${x}"
  kCondition,    // a bare expression that gives a bool: if x > 1
  kSource,       // a bare expression or a YAML list: gather h
  kNumber,       // a YAML value that gives an int: repeat 3
  kDuration,     // sleep 10ms
  kAssignments,  // a map from places to values: let {x: 1}
  kReferences,   // bare references: acquire fork[i]
  kPlaces,       // references with a path: remove d["k"]
  kCallee,       // a task or a kernel: call announce
  kVariable,     // the name of a local: for x
  kSteps,        // try [...]
  kFlag,         // true: break true
};

enum class Modifier : uint8_t {
  kTo,
  kInto,
  kTimeout,
  kOk,
  kOnTimeout,
  kCatch,
  kArgs,
  kIn,
  kDo,
  kThen,
  kElse,
  kMessage,
  kCount,
  kUntil,
  kIndex,
  kOver,
  kPool,
  kChunk,
  kUnordered,
  kStar,
  kOnError,
  kBy,
};
inline constexpr size_t kModifierCount = 22;

// A set of modifiers.
class Modifiers {
 public:
  template <typename... M>
  constexpr explicit Modifiers(M... members) : bits_((0u | ... | bit(members))) {}
  constexpr bool has(Modifier modifier) const { return (bits_ & bit(modifier)) != 0; }

 private:
  static constexpr uint32_t bit(Modifier modifier) { return 1u << static_cast<uint32_t>(modifier); }
  uint32_t bits_;
};

// What a reference may be about: kinds of objects, processes, and locals that hold a process or a
// handle.
class Targets {
 public:
  constexpr Targets() = default;
  template <typename... K>
  constexpr explicit Targets(ObjectKind kind, K... kinds) : bits_((bit(kind) | ... | bit(kinds))) {}
  constexpr Targets with_processes() const { return Targets(bits_ | kProcessBit); }
  constexpr Targets with_handles() const { return Targets(bits_ | kHandleBit); }

  constexpr bool has(ObjectKind kind) const { return (bits_ & bit(kind)) != 0; }
  constexpr bool has_processes() const { return (bits_ & kProcessBit) != 0; }
  constexpr bool has_handles() const { return (bits_ & kHandleBit) != 0; }
  // "a lock, a semaphore or a condition"
  std::string text() const;

 private:
  static constexpr uint32_t kProcessBit = 1u << 16;
  static constexpr uint32_t kHandleBit = 1u << 17;
  constexpr explicit Targets(uint32_t bits) : bits_(bits) {}
  static constexpr uint32_t bit(ObjectKind kind) { return 1u << static_cast<uint32_t>(kind); }
  uint32_t bits_ = 0;
};
inline constexpr Targets kProcessTargets = Targets().with_processes();

struct VerbSpec {
  std::string_view name;
  Verb verb;
  Form form;
  Targets targets;  // of kReferences, kPlaces and kAssignments; empty: locals (let)
  Modifiers takes;
  Modifiers needs;  // of those, the ones that may not be left out
};

std::span<const VerbSpec> verbs();
const VerbSpec& spec_of(Verb verb);
// Null when there is no such verb.
const VerbSpec* find_verb(std::string_view name);
// "print", … in the catalogue's order.
const std::vector<std::string>& verb_names();

// Whether steps belong to a key, of a step or around steps.
bool takes_steps(std::string_view key);
// Whether the value of a key, of a step or of `expect`, is an expression without ${…}.
bool takes_expression(std::string_view key);
// The verb that somebody means who writes what other languages call it: "lock" for "with"; or "".
std::string_view verb_for_habit(std::string_view word);

std::string_view modifier_name(Modifier modifier);
std::optional<Modifier> find_modifier(std::string_view name);
// The names of the modifiers that a verb takes.
std::vector<std::string> modifier_names(const VerbSpec& spec);

}  // namespace runner
