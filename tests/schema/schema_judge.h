// What the JSON Schema says about a scenario's tree. Apart from the test, because its libraries
// take long to compile.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "text/tree.h"

namespace runner {

class SchemaJudge {
 public:
  // Reads the schema; stops the program when it is not valid JSON.
  explicit SchemaJudge(const std::string& path);
  ~SchemaJudge();

  // "" when the tree is accepted, otherwise what is wrong with it.
  std::string problems_of(const Node& tree) const;

  // The properties that a step may have beside each verb, and those that it must have.
  struct VerbKeys {
    std::set<std::string> allowed;
    std::set<std::string> required;
    friend bool operator==(const VerbKeys&, const VerbKeys&) = default;
  };
  std::map<std::string, VerbKeys> verbs() const;
  // All properties that steps may have.
  std::set<std::string> step_keys() const;
  // Where a property has no description: "/definitions/step/properties/print".
  std::set<std::string> without_description() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace runner
