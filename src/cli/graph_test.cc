#include "cli/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario/load.h"

namespace runner {
namespace {

using testing::HasSubstr;
using testing::Not;

ProcessGraph graph_of(const std::string& text) {
  const Source source("x.yaml", text);
  Diagnostics diagnostics;
  const std::optional<Scenario> scenario = load_scenario(source, {}, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << render(source, diagnostics);
  return scenario ? build_graph(*scenario) : ProcessGraph{};
}

const std::string kScenario =
    "scenario: say \"hi\"\n"
    "locks: {fork: {count: 3}}\n"
    "queues: [jobs]\n"
    "tasks:\n"
    "  eat:\n"
    "    params: [{first: lock}]\n"
    "    steps: [{lock: first, do: [{put: {jobs: 1}}]}]\n"
    "processes:\n"
    "  phil: {count: 3, target: eat, args: {first: \"fork[index]\"}}\n"
    "  logger: {daemon: true, steps: [{get: jobs}]}\n"
    "main:\n"
    "  - start: [phil, logger]\n"
    "  - join: phil\n"
    "  - print: ${jobs.size}\n";

TEST(Graph, Dot) {
  const std::string text = dot_text(graph_of(kScenario));
  EXPECT_THAT(text, HasSubstr("digraph \"say \\\"hi\\\"\" {\n"));
  EXPECT_THAT(text, HasSubstr("n1 [label=\"phil ×3\", shape=box, style=rounded];\n"));
  EXPECT_THAT(text,
              HasSubstr("n2 [label=\"logger\\ndaemon\", shape=box, style=\"rounded,dashed\"];\n"));
  EXPECT_THAT(text, HasSubstr("n3 [label=\"fork ×3\\nlock\","));
  EXPECT_THAT(text, HasSubstr("n0 -> n1 [label=\"start\", style=bold];\n"));
  EXPECT_THAT(text, HasSubstr("n0 -> n1 [label=\"join\", style=dashed];\n"));
  EXPECT_THAT(text, HasSubstr("n0 -> n4 [label=\"read\","));
  EXPECT_THAT(text, HasSubstr("n1 -> n3 [label=\"lock\","));
  EXPECT_THAT(text, HasSubstr("n1 -> n4 [label=\"put\","));
  EXPECT_THAT(text, HasSubstr("n2 -> n4 [label=\"get\","));
  EXPECT_THAT(text, Not(HasSubstr("n2 -> n3")));
}

TEST(Graph, OfANameThatWouldActOnATerminal) {
  const ProcessGraph graph = graph_of("scenario: \"a\\e\\u2028\"\nmain: [{print: x}]\n");
  EXPECT_THAT(dot_text(graph), HasSubstr("digraph \"a\\\\x1b\\\\u2028\" {\n"));
  EXPECT_THAT(svg_text(graph).value_or(""), HasSubstr("<title>a\\x1b\\u2028</title>"));
}

TEST(Graph, Mermaid) {
  EXPECT_EQ(mermaid_text(graph_of(kScenario)),
            "flowchart LR\n"
            "  n0[[\"main\"]]\n"
            "  n1[\"phil ×3\"]\n"
            "  n2[\"logger<br/>daemon\"]\n"
            "  n3([\"fork ×3<br/>lock\"])\n"
            "  n4([\"jobs<br/>queue\"])\n"
            "  n0 ==>|\"start\"| n1\n"
            "  n0 ==>|\"start\"| n2\n"
            "  n0 -.->|\"join\"| n1\n"
            "  n0 -->|\"read\"| n4\n"
            "  n1 -->|\"lock\"| n3\n"
            "  n1 -->|\"put\"| n4\n"
            "  n2 -->|\"get\"| n4\n");
}

// What the author wrote cannot open a tag.
TEST(Graph, Svg) {
  const std::string text = svg_text(graph_of(kScenario)).value_or("");
  EXPECT_THAT(text, HasSubstr("<title>say &quot;hi&quot;</title>"));
  EXPECT_THAT(text, HasSubstr("class=\"middle\">phil ×3</text>"));
  EXPECT_THAT(text, HasSubstr("class=\"middle detail\">queue</text>"));
  EXPECT_THAT(text, HasSubstr("class=\"middle\">put</text>"));
  EXPECT_THAT(text, HasSubstr("class=\"edge start\" marker-end=\"url(#start-arrow)\"/>"));
  EXPECT_TRUE(text.ends_with("</svg>\n"));
}

TEST(Graph, WhatAPoolIsGivenItsWorkersDo) {
  const std::string text =
      mermaid_text(graph_of("scenario: x\n"
                            "pools: {pool: 2}\n"
                            "values: {total: 0}\n"
                            "tasks: {count: {params: [n], steps: [{add: {total: \"${n}\"}}]}}\n"
                            "main: [{map: count, over: \"[1, 2]\", pool: pool}]\n"));
  EXPECT_THAT(text, HasSubstr("n0 -->|\"map\"| n1\n"));
  EXPECT_THAT(text, HasSubstr("n1 -->|\"add\"| n2\n"));
}

TEST(Graph, WithoutMainTheOrderIsShown) {
  const std::string text =
      mermaid_text(graph_of("scenario: x\n"
                            "processes:\n"
                            "  a: {steps: [{print: a}]}\n"
                            "  b: {steps: [{print: b}], after: [a]}\n"));
  EXPECT_THAT(text, HasSubstr("n0 ==>|\"start\"| n2\n"));
  EXPECT_THAT(text, HasSubstr("n1 -.->|\"after its end\"| n2\n"));
}

TEST(Graph, RecursionEnds) {
  const std::string text = mermaid_text(graph_of(
      "scenario: x\n"
      "locks: [m]\n"
      "tasks: {again: {params: [n], steps: [{if: n > 0, then: [{lock: m, do: [{print: x}]}, "
      "{call: again, args: [\"${n - 1}\"]}]}]}}\n"
      "main: [{call: again, args: [3]}]\n"));
  EXPECT_THAT(text, HasSubstr("n0 -->|\"lock\"| n1\n"));
}

}  // namespace
}  // namespace runner
