#include "scenario/attributes.h"

#include "base/check.h"

namespace runner {
namespace {

using Kind = ObjectKind;

constexpr AttributeSpec kAttributes[] = {
    {"owner", Attribute::kOwner, Type::kAny, Kind::kLock},
    {"waiting", Attribute::kWaiting, Type::kInt, Kind::kCondition},
    {"parties", Attribute::kParties, Type::kInt, Kind::kBarrier},
    {"waiting", Attribute::kWaiting, Type::kInt, Kind::kBarrier},
    {"broken", Attribute::kBroken, Type::kBool, Kind::kBarrier},
    {"size", Attribute::kSize, Type::kInt, Kind::kQueue},
    {"closed", Attribute::kClosed, Type::kBool, Kind::kQueue},
    {"workers", Attribute::kWorkers, Type::kInt, Kind::kPool},
    {"name", Attribute::kName, Type::kAny, std::nullopt},
    {"pid", Attribute::kPid, Type::kAny, std::nullopt},
    {"alive", Attribute::kAlive, Type::kBool, std::nullopt},
    {"exitcode", Attribute::kExitCode, Type::kAny, std::nullopt},
    {"daemon", Attribute::kDaemon, Type::kBool, std::nullopt},
    {"index", Attribute::kIndex, Type::kInt, std::nullopt},
    {"status", Attribute::kStatus, Type::kString, std::nullopt},
};

}  // namespace

bool is_container(ObjectKind kind) {
  return kind == Kind::kList || kind == Kind::kDict || kind == Kind::kValue;
}

bool is_plain(ObjectKind kind) {
  return is_container(kind) || kind == Kind::kSemaphore || kind == Kind::kEvent;
}

Type whole_type(ObjectKind kind) {
  switch (kind) {
    case Kind::kSemaphore:
      return Type::kInt;
    case Kind::kEvent:
      return Type::kBool;
    case Kind::kList:
      return Type::kList;
    case Kind::kValue:
      return Type::kAny;
    case Kind::kDict:
    case Kind::kLock:
    case Kind::kCondition:
    case Kind::kBarrier:
    case Kind::kQueue:
    case Kind::kPool:
      return Type::kMap;
  }
  UNREACHABLE();
}

const AttributeSpec* find_attribute(std::optional<ObjectKind> kind, std::string_view name) {
  for (const AttributeSpec& one : kAttributes) {
    if (one.kind == kind && one.name == name) return &one;
  }
  return nullptr;
}

std::vector<std::string> attribute_names(std::optional<ObjectKind> kind) {
  std::vector<std::string> names;
  for (const AttributeSpec& one : kAttributes) {
    if (one.kind == kind) names.emplace_back(one.name);
  }
  return names;
}

}  // namespace runner
