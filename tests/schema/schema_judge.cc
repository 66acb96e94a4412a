#include "schema_judge.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "base/check.h"
#include "text/scalar.h"

namespace runner {
namespace {

using Json = nlohmann::json;

Json to_json(const Node& node) {
  Json json;
  if (node.is_list()) {
    json = Json::array();
    for (const Node& item : node.items) json.push_back(to_json(item));
  } else if (node.is_map()) {
    json = Json::object();
    for (size_t i = 0; i < node.items.size(); ++i) {
      json[node.keys[i].text] = to_json(node.items[i]);
    }
  } else {
    const Scalar scalar = scalar_of(node);
    switch (scalar.kind) {
      case ScalarKind::kNull:
        break;
      case ScalarKind::kBool:
        json = scalar.boolean;
        break;
      case ScalarKind::kInt:
        json = scalar.integer;
        break;
      case ScalarKind::kDouble:
        json = scalar.real;
        break;
      case ScalarKind::kString:
      case ScalarKind::kInvalid:
        json = node.text;
        break;
    }
  }
  return json;
}

void collect_undescribed(const Json& schema, const std::string& path,
                         std::set<std::string>& found) {
  if (!schema.is_object() && !schema.is_array()) return;
  for (const auto& [key, value] : schema.items()) {
    const std::string place = path + "/" + key;
    // What `dependencies` repeats is described where the step's own properties are.
    if (key == "dependencies") continue;
    if (key == "properties" && schema.is_object()) {
      for (const auto& [name, property] : value.items()) {
        if (!property.contains("description")) found.insert(place + "/" + name);
      }
    }
    collect_undescribed(value, place, found);
  }
}

}  // namespace

struct SchemaJudge::Impl {
  Json json;
  valijson::Schema schema;
};

SchemaJudge::SchemaJudge(const std::string& path) : impl_(std::make_unique<Impl>()) {
  std::ifstream file(path);
  CHECK(file.good());
  impl_->json = Json::parse(file);
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(impl_->json), impl_->schema);
}

SchemaJudge::~SchemaJudge() = default;

std::string SchemaJudge::problems_of(const Node& tree) const {
  const Json json = to_json(tree);
  valijson::Validator validator;
  valijson::ValidationResults results;
  if (validator.validate(impl_->schema, valijson::adapters::NlohmannJsonAdapter(json), &results)) {
    return "";
  }
  std::string problems;
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const std::string& part : error.context) problems += part;
    problems += ": " + error.description + "\n";
  }
  return problems.empty() ? "refused" : problems;
}

std::map<std::string, SchemaJudge::VerbKeys> SchemaJudge::verbs() const {
  std::map<std::string, VerbKeys> verbs;
  for (const auto& [verb, rule] : impl_->json["definitions"]["step"]["dependencies"].items()) {
    if (!rule.is_object()) continue;  // `ok` needs `timeout`: not about a verb
    VerbKeys& keys = verbs[verb];
    for (const auto& [name, unused] : rule["properties"].items()) {
      if (name != verb) keys.allowed.insert(name);
    }
    for (const auto& name : rule.value("required", Json::array())) keys.required.insert(name);
  }
  return verbs;
}

std::set<std::string> SchemaJudge::step_keys() const {
  std::set<std::string> keys;
  for (const auto& [name, unused] : impl_->json["definitions"]["step"]["properties"].items()) {
    keys.insert(name);
  }
  return keys;
}

std::set<std::string> SchemaJudge::without_description() const {
  std::set<std::string> found;
  collect_undescribed(impl_->json, "", found);
  return found;
}

}  // namespace runner
