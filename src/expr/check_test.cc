#include "expr/check.h"

#include "expr/eval_names.h"
#include "expr/expr_testing.h"

namespace runner::testing {
namespace {

std::string type_text(std::string_view text) {
  Diagnostics diagnostics;
  SlotNames names({{"any", Value::null()}});
  Ast ast = parse_expression(text, column_of, diagnostics);
  const Type type = check(ast, names, diagnostics);
  return diagnostics.has_errors() ? refusals(diagnostics) : std::string(type_name(type));
}

TEST(Check, KnowsTypes) {
  const std::vector<Case> cases = {
      {"1", "int"},
      {"1.5", "double"},
      {"'a'", "string"},
      {"null", "null"},
      {"[1]", "list"},
      {"{1: 2}", "map"},
      {"any", "any"},
      {"1 + 2", "int"},
      {"1 + 2.0", "double"},
      {"1.0 / 2", "double"},
      {"any + 1", "number"},
      {"any * any", "number"},
      {"any + 1.5", "double"},
      {"any + 'a'", "string"},
      {"any + [1]", "list"},
      {"any + any", "any"},
      {"any % any", "int"},
      {"-any", "number"},
      {"!any", "bool"},
      {"any < any", "bool"},
      {"1 == 'a'", "bool"},
      {"any && any", "bool"},
      {"any in [1]", "bool"},
      {"any ? 1 : 2", "int"},
      {"any ? 1 : 2.0", "number"},
      {"any ? 1 : 'a'", "any"},
      {"[1][0]", "any"},
      {"{1: 2}[1]", "any"},
      {"any.x", "any"},
      {"has(any.x)", "bool"},
      {"[1].map(x, x)", "list"},
      {"[1].filter(x, true)", "list"},
      {"[1].all(x, true)", "bool"},
      {"size('a')", "int"},
      {"sum([1])", "number"},
      {"min(1, 2)", "int"},
      {"min(1, 2.0)", "number"},
      {"min([1])", "any"},
      {"sqrt(4)", "double"},
      {"floor(1.5)", "int"},
      {"range(3)", "list"},
      {"format('x')", "string"},
      {"now()", "string"},
      {"elapsed() + random()", "double"},
      {"randint(1, 2)", "int"},
      {"'a'.contains('b')", "bool"},
      {"string(1)", "string"},
  };
  for (const Case& one : cases) EXPECT_EQ(type_text(one.text), one.expected) << one.text;
}

TEST(Check, ReportsEveryUnknownName) {
  EXPECT_EQ(outcome("conut + cuont", {{"count", Value::integer(1)}}),
            "refused 1: unknown name 'conut' (did you mean 'count'?)\n"
            "refused 9: unknown name 'cuont' (did you mean 'count'?)");
  const std::vector<Case> cases = {
      {"qqq", "refused 1: unknown name 'qqq'"},
      {"True", "refused 1: unknown name 'True' (write true)"},
      {"False", "refused 1: unknown name 'False' (write false)"},
      {"None", "refused 1: unknown name 'None' (write null)"},
      {"size == 1", "refused 1: unknown name 'size' (a function is called: size(x))"},
      {"[1].map(value, valeu)", "refused 16: unknown name 'valeu' (did you mean 'value'?)"},
      {"[1].map(v, v) + v", "refused 17: unknown name 'v'"},
      {"qqq.a.b[0]", "refused 1: unknown name 'qqq'"},
      {"qqq.size()", "refused 1: unknown name 'qqq'"},
      {"{a: 1}", "refused 2: unknown name 'a' (a key that is a text stands in quotes: \"a\")"},
  };
  for (const Case& one : cases) EXPECT_EQ(outcome(one.text), one.expected) << one.text;
}

TEST(Check, GoesOnBehindAnError) {
  EXPECT_EQ(outcome("[!1, -'a', sqrt(), nope]"),
            "refused 2: '!' needs a bool, not int\n"
            "refused 6: '-' needs a number, not string\n"
            "refused 12: sqrt() takes 1 argument, not 0 (write sqrt(x))\n"
            "refused 20: unknown name 'nope'");
}

// Records what it is offered; takes over what it is told to.
class RecordingNames : public Names {
 public:
  explicit RecordingNames(std::string taken = "") : taken_(std::move(taken)) {}

  std::optional<Type> bind(Ast& node, const std::vector<std::string>& macro_variables,
                           Diagnostics&) override {
    std::string text = ast_text(node);
    for (const std::string& variable : macro_variables) text += " |" + variable;
    offered.push_back(text);
    const bool takes = ast_text(node) == taken_ || node.kind == AstKind::kName;
    if (!takes) return std::nullopt;
    node.kind = AstKind::kInput;
    node.slot = 0;
    node.children.clear();
    return Type::kProcess;
  }
  std::string macro_variable_clash(const std::string&) const override { return ""; }
  std::vector<std::string> visible() const override { return {}; }

  std::vector<std::string> offered;

 private:
  std::string taken_;
};

std::vector<std::string> offered(std::string_view text, const std::string& taken = "") {
  Diagnostics diagnostics;
  Ast ast = parse_expression(text, column_of, diagnostics);
  RecordingNames names(taken);
  check(ast, names, diagnostics);
  return names.offered;
}

using Texts = std::vector<std::string>;

TEST(Check, OffersTheLongestChainFirst) {
  EXPECT_EQ(offered("a.pid[i].name"), (Texts{"a.pid[i].name", "a.pid[i]", "a.pid", "a", "i"}));
  EXPECT_EQ(offered("a.name[i].c", "a.name[i]"), (Texts{"a.name[i].c", "a.name[i]"}));
  EXPECT_EQ(offered("live()"), (Texts{"live()"}));
  EXPECT_EQ(offered("a.size()"), (Texts{"a"}));
  EXPECT_EQ(offered("has(a.b)"), (Texts{"a"}));
  EXPECT_EQ(offered("xs[0].map(v, v.name + y)"), (Texts{"xs[0]", "xs", "y |v"}));
  EXPECT_EQ(offered("xs.map(v, ys.all(w, ws[w]))"),
            (Texts{"xs", "ys |v", "ws[w] |v |w", "ws |v |w"}));
  EXPECT_EQ(offered("[1][0].a + (b ? c : d).e"), (Texts{"b", "c", "d"}));
}

TEST(Check, UsesTheTypesThatNamesGive) {
  Diagnostics diagnostics;
  Ast ast = parse_expression("[p.name, p.nmae, p + 1, p.exitcode < 1]", column_of, diagnostics);
  RecordingNames names;
  check(ast, names, diagnostics);
  EXPECT_EQ(refusals(diagnostics),
            "refused 12: a process has no attribute 'nmae' (did you mean 'name'?)\n"
            "refused 20: '+' needs two numbers, two strings or two lists, not process and int");
}

TEST(EvalNames, StandForConstants) {
  Diagnostics diagnostics;
  EvalNames names({{"size", Value::integer(3)}, {"xs", Value::list({Value::integer(7)})}}, 2);
  Ast ast = parse_expression("xs[0] * size + index", column_of, diagnostics);
  EXPECT_EQ(check(ast, names, diagnostics), Type::kNumber);
  EXPECT_EQ(result_text(evaluate(ast, {})), "23");
  EXPECT_EQ(names.visible(), (Texts{"index", "size", "xs"}));
  EXPECT_EQ(names.macro_variable_clash("xs"), "'xs' is already a name");
  EXPECT_EQ(names.macro_variable_clash("x"), "");
}

}  // namespace
}  // namespace runner::testing
