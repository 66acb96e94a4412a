// The JSON Schema, for editors, and the decoder, which is the authority, agree on every file of a
// corpus: both accept what is in valid/, both refuse what is in invalid/. In decoder_only/ is what
// only the decoder can know: names, kinds, cycles, expressions.
#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "scenario/load.h"
#include "scenario/verbs.h"
#include "schema_judge.h"
#include "text/file.h"

namespace runner {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = RUNNER_SOURCE_DIR;

const SchemaJudge& judge() {
  static const SchemaJudge kInstance((kRoot / "schemas/scenario.schema.json").string());
  return kInstance;
}

std::vector<std::string> scenarios_in(const fs::path& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// What both say about a file; "" where it is accepted.
struct Verdicts {
  std::string decoder;
  std::string schema;
};

Verdicts verdicts_on(const std::string& path) {
  Diagnostics diagnostics;
  const std::optional<Source> source = read_source(path, diagnostics);
  if (!source || diagnostics.has_errors()) return {"not readable", "not readable"};
  const std::optional<Scenario> scenario = load_scenario(*source, LoadOptions{}, diagnostics);
  Verdicts verdicts;
  if (!scenario) verdicts.decoder = render(*source, diagnostics);
  Diagnostics of_the_text;
  verdicts.schema = judge().problems_of(read_tree(*source, of_the_text));
  if (of_the_text.has_errors()) verdicts.schema = render(*source, of_the_text);
  return verdicts;
}

class Corpus : public testing::TestWithParam<std::string> {};
class Valid : public Corpus {};
class Invalid : public Corpus {};
class DecoderOnly : public Corpus {};
class Shipped : public Corpus {};

TEST_P(Valid, IsAcceptedByBoth) {
  const Verdicts verdicts = verdicts_on(GetParam());
  EXPECT_EQ(verdicts.decoder, "");
  EXPECT_EQ(verdicts.schema, "");
}

TEST_P(Invalid, IsRefusedByBoth) {
  const Verdicts verdicts = verdicts_on(GetParam());
  EXPECT_NE(verdicts.decoder, "");
  EXPECT_NE(verdicts.schema, "");
}

TEST_P(DecoderOnly, IsRefusedByTheDecoderAlone) {
  const Verdicts verdicts = verdicts_on(GetParam());
  EXPECT_NE(verdicts.decoder, "");
  EXPECT_EQ(verdicts.schema, "");
}

TEST_P(Shipped, IsAcceptedByBothAndNamesTheSchema) {
  const Verdicts verdicts = verdicts_on(GetParam());
  EXPECT_EQ(verdicts.decoder, "");
  EXPECT_EQ(verdicts.schema, "");
  Diagnostics diagnostics;
  const fs::path schema =
      fs::relative(kRoot / "schemas/scenario.schema.json", fs::path(GetParam()).parent_path());
  EXPECT_EQ(read_source(GetParam(), diagnostics)->line(1),
            "# yaml-language-server: $schema=" + schema.string());
}

std::string name_of(const testing::TestParamInfo<std::string>& info) {
  std::string name = fs::path(info.param).lexically_relative(kRoot).string();
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

auto files(const char* folder) {
  return testing::ValuesIn(scenarios_in(kRoot / folder));
}

INSTANTIATE_TEST_SUITE_P(Corpus, Valid, files("tests/schema/valid"), name_of);
INSTANTIATE_TEST_SUITE_P(Corpus, Invalid, files("tests/schema/invalid"), name_of);
INSTANTIATE_TEST_SUITE_P(Corpus, DecoderOnly, files("tests/schema/decoder_only"), name_of);
INSTANTIATE_TEST_SUITE_P(Scenarios, Shipped, files("scenarios"), name_of);

TEST(Schema, KnowsTheVerbsOfTheCatalogueWithTheirModifiers) {
  std::map<std::string, SchemaJudge::VerbKeys> expected;
  std::set<std::string> keys;
  for (const VerbSpec& spec : verbs()) {
    SchemaJudge::VerbKeys& verb = expected[std::string(spec.name)];
    for (const std::string& name : modifier_names(spec)) {
      verb.allowed.insert(name);
      if (spec.needs.has(*find_modifier(name))) verb.required.insert(name);
    }
    keys.insert(std::string(spec.name));
    keys.insert(verb.allowed.begin(), verb.allowed.end());
  }
  const std::map<std::string, SchemaJudge::VerbKeys> described = judge().verbs();
  for (const auto& [verb, rule] : expected) {
    ASSERT_TRUE(described.contains(verb)) << verb;
    EXPECT_EQ(described.at(verb).allowed, rule.allowed) << verb;
    EXPECT_EQ(described.at(verb).required, rule.required) << verb;
  }
  EXPECT_EQ(described.size(), expected.size());
  EXPECT_EQ(judge().step_keys(), keys);
}

TEST(Schema, DescribesEveryProperty) {
  EXPECT_THAT(judge().without_description(), testing::IsEmpty());
}

TEST(Schema, CorpusUsesEveryVerb) {
  std::string all;
  for (const std::string& path : scenarios_in(kRoot / "tests/schema/valid")) {
    Diagnostics diagnostics;
    all += read_source(path, diagnostics)->text();
  }
  for (const VerbSpec& spec : verbs()) {
    EXPECT_THAT(all, testing::ContainsRegex("[-{[] *" + std::string(spec.name) + ":"));
  }
}

}  // namespace
}  // namespace runner
