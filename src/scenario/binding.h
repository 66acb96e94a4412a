// Expressions and references whose names are resolved: what they read, and what they are about.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/compact_vector.h"
#include "expr/ast.h"
#include "expr/check.h"
#include "text/source.h"

namespace runner {

enum class ObjectKind : uint8_t {
  kLock,
  kSemaphore,
  kEvent,
  kCondition,
  kBarrier,
  kQueue,
  kList,
  kDict,
  kValue,
  kPool,
};
std::string_view object_kind_name(ObjectKind kind);  // "lock", … as parameters are declared

// What of an object or a process an expression reads.
enum class Attribute : uint8_t {
  kWhole,    // a value, list, dict; a semaphore's value; an event's state; a process's snapshot;
             // of the others a map of their attributes
  kOwner,    // lock: the owner's name or null
  kWaiting,  // condition, barrier
  kParties,
  kBroken,  // barrier
  kSize,
  kClosed,   // queue (kSize: also of a list, dict or value, by size())
  kWorkers,  // pool: how many
  kElement,  // one element of a list, dict or value: `key`
  kName,
  kPid,
  kAlive,
  kExitCode,
  kDaemon,
  kIndex,
  kStatus,  // process
};
std::string_view attribute_name(Attribute attribute);

struct Read;

// A bound expression: `reads` are performed in their order, each one operation that others can see;
// then `ast` is computed, with kInput n standing for what reads[n] gave.
struct Expression {
  Ast ast;
  CompactVector<Read> reads;
  Type type = Type::kAny;
  Position at;
  std::string text;  // as written, for messages: "counter == 4"
};

// Which object or process (or all of an array) something is about.
struct Reference {
  enum class Target : uint8_t {
    kObject,   // objects first … first + count - 1
    kProcess,  // processes first … first + count - 1
    kSlot,     // what the frame's slot holds: an object or process parameter, or a local with a
               // process, a handle or a list of them
    kSelf,     // the running process
  };
  Target target = Target::kObject;
  int32_t first = 0;
  int32_t count = 1;
  bool array = false;                 // declared with `count`: then no index means all members
  int32_t slot = -1;                  // kSlot
  std::shared_ptr<Expression> index;  // the member of the array, or null
  std::optional<ObjectKind> kind;     // the object's kind where it is known; unset for a process
  Position at;
  std::string text;  // as written: "worker[2]"
};

struct Read {
  enum class What : uint8_t {
    kReference,  // `attribute` of `of`; of a whole array: the list of its members' values
    kLive,       // live(): snapshots of the running children of self
  };
  What what = What::kReference;
  Reference of;
  Attribute attribute = Attribute::kWhole;
  std::shared_ptr<Expression> key;  // kElement; made of locals only
  Position at;
};

// Where an assignment stores: a local's slot or a shared object, and a path into it.
struct Place {
  bool local = false;
  int32_t slot = -1;             // local
  Reference object;              // otherwise
  CompactVector<Expression> path;  // d["k"][0]: "k", 0
  Position at;
  std::string text;
};

struct Assignment {
  Place place;
  Expression value;
};

}  // namespace runner
