// A map with a fixed set of keys: a process, an object's options, `expect`.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/loading.h"

namespace runner {

class Fields {
 public:
  // Reports keys that are none of `names` (with the nearest), and a node that is no map. `what` is
  // whose keys they are: "a process", "a barrier".
  // `list_hint` says what to write where the node is a list.
  Fields(Loading& loading, const Node& node, std::string_view what,
         std::span<const std::string_view> names, std::string_view list_hint = "");

  // False when the node was no map: then there are no fields.
  bool is_map() const { return node_.is_map(); }
  // A field's value, or null when it is not there.
  const Node* get(std::string_view name) const { return node_.find(name); }
  // True when a key that is none of the names was most likely meant to be this one, so that nothing
  // needs to be said about it being left out.
  bool is_misspelt(std::string_view name) const;
  // The field's key as a node; REQUIRES that the field is there.
  const Node& key(std::string_view name) const;

 private:
  const Node& node_;
  std::span<const std::string_view> names_;
};

// The one of `names` that was most likely meant by `word`, also by what other languages call it; or
// "".
std::string nearest_key(std::string_view word, std::span<const std::string> names);

// The `list_hint` of what has steps.
std::string steps_hint(std::string_view name);

// True when a key of `node` that is none of `names` is nearest to `name`.
bool has_misspelt_key(const Node& node, std::string_view name,
                      std::span<const std::string_view> names);

// Reports a key that is none of `names`.
void report_unknown_key(Loading& loading, const Node& key, std::string_view what,
                        std::span<const std::string_view> names);

}  // namespace runner
