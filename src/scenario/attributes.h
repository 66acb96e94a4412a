// What can be read of each kind of object, and of a process, in expressions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/check.h"
#include "scenario/model.h"

namespace runner {

// Kinds whose value can be changed by set, and be read by element.
bool is_container(ObjectKind kind);
// Kinds that read as one plain value; the others read by their attributes.
bool is_plain(ObjectKind kind);

// The type of the whole of one object.
Type whole_type(ObjectKind kind);

struct AttributeSpec {
  std::string_view name;
  Attribute attribute;
  Type type;
  std::optional<ObjectKind> kind;  // none: of a process
};

// Null when the kind (none: a process) has no such attribute.
const AttributeSpec* find_attribute(std::optional<ObjectKind> kind, std::string_view name);
std::vector<std::string> attribute_names(std::optional<ObjectKind> kind);

}  // namespace runner
