#include "expr/parse.h"

#include "base/limits.h"
#include "expr/expr_testing.h"

namespace runner::testing {
namespace {

std::string parsed(std::string_view text) {
  Diagnostics diagnostics;
  const Ast ast = parse_expression(text, column_of, diagnostics);
  return diagnostics.has_errors() ? refusals(diagnostics) : ast_text(ast);
}

std::string parsed_template(std::string_view text) {
  Diagnostics diagnostics;
  const Ast ast = parse_template(text, column_of, diagnostics);
  return diagnostics.has_errors() ? refusals(diagnostics) : ast_text(ast);
}

TEST(Parse, GroupsByPrecedence) {
  const std::vector<Case> cases = {
      {"a + b * c", "(a + (b * c))"},
      {"a * b + c", "((a * b) + c)"},
      {"a - b - c", "((a - b) - c)"},
      {"a / b % c * d", "(((a / b) % c) * d)"},
      {"a < b == c", "((a < b) == c)"},
      {"a in b && c", "((a in b) && c)"},
      {"a || b && c || d", "((a || (b && c)) || d)"},
      {"a ? b : c ? d : e", "(a ? b : (c ? d : e))"},
      {"a || b ? c && d : e", "((a || b) ? (c && d) : e)"},
      {"!a && !b", "(!a && !b)"},
      {"-a.b", "-a.b"},
      {"!!a", "!(!a)"},
      {"-a * -b", "(-a * -b)"},
      {"-(1)", "-(1)"},
      {"-1", "-1"},
      {"- 1 - -1", "(-1 - -1)"},
      {"a.b.c[d].e(f)[g]", "a.b.c[d].e(f)[g]"},
      {"f(a, b + 1)", "f(a, (b + 1))"},
      {"a[b ? c : d]", "a[(b ? c : d)]"},
      {"[a, b,]", "[a, b]"},
      {"{a: b, 'c': d}", "{a: b, \"c\": d}"},
      {"xs.map(x, x > 0, x * 2)", "xs.map(x, (x > 0), (x * 2))"},
      {"has(a.b.c)", "has(a.b.c)"},
      {"a.`x-y`", "a.`x-y`"},
      {".a", "a"},
      {"1.size()", "(1).size()"},
      {"'a\\n\"b\\\\'", "\"a\\n\\\"b\\\\\""},
      {"1e100", "1e+100"},
      {"true && null == false", "(true && (null == false))"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(parsed(one.text), one.expected);
    EXPECT_EQ(parsed(one.expected), one.expected) << "not stable";
  }
}

TEST(Parse, SaysWhatItExpected) {
  const std::vector<Case> cases = {
      {"", "refused 1: expected a value, found the end"},
      {"  ", "refused 3: expected a value, found the end"},
      {"1 +", "refused 4: expected a value, found the end"},
      {"(1", "refused 3: expected ')', found the end"},
      {"1)", "refused 2: expected an operator, found ')'"},
      {"[1", "refused 3: expected ',' or ']', found the end"},
      {"[1 2]", "refused 4: expected ',' or ']', found '2'"},
      {"{1}", "refused 3: expected ':', found '}'"},
      {"{1: 2 3: 4}", "refused 7: expected ',' or '}', found '3'"},
      {"f(1,)", "refused 5: expected an argument, found ')'"},
      {"f(,)", "refused 3: expected a value, found ','"},
      {"a b", "refused 3: expected an operator, found 'b'"},
      {"a ? b", "refused 6: expected ':', found the end"},
      {"a ? b ? c : d : e", "refused 7: expected ':', found '?'"},
      {"a.", "refused 3: expected a name after '.', found the end"},
      {"a.1", "refused 2: expected an operator, found '.1'"},
      {"a[]", "refused 3: expected a value, found ']'"},
      {"* 2", "refused 1: expected a value, found '*'"},
      {"2 ** 3", "refused 3: there is no '**' (a square is 2 * 2)"},
      {"a + b * x.y ** 2", "refused 13: there is no '**' (a square is x.y * x.y)"},
      {"2 * * 3", "refused 5: expected a value, found '*'"},
      {"1(2)", "refused 2: only a function's name can be called"},
      {"(a)(b)", "refused 4: only a function's name can be called"},
      {"(1, 2)", "refused 3: expected ')', found ',' (a list is written [a, b])"},
      {"`a`", "refused 1: backticks are for names behind a dot (write a string in quotes)"},
      {"a.`b", "refused 3: a name in backticks has letters, digits and _ . / - and spaces"},
      {"a.`b`()", "refused 6: only a function's name can be called"},
      {"in", "refused 1: expected a value, found 'in'"},
  };
  for (const Case& one : cases) EXPECT_EQ(parsed(one.text), one.expected) << one.text;
}

TEST(Parse, KnowsOtherLanguagesHabits) {
  const std::vector<Case> cases = {
      {"a = b", "refused 3: unexpected '=' (write == to compare)"},
      {"a === b", "refused 5: unexpected '=' (write == to compare)"},
      {"a & b", "refused 3: unexpected '&' (write && for \"and\")"},
      {"a | b", "refused 3: unexpected '|' (write || for \"or\")"},
      {"a and b", "refused 3: expected an operator, found 'and' (write && for \"and\")"},
      {"a or b", "refused 3: expected an operator, found 'or' (write || for \"or\")"},
      {"not a", "refused 1: expected a value, found 'not' (write ! for \"not\")"},
      {"a not in b",
       "refused 3: expected an operator, found 'not' (write !(x in xs) for \"x not in xs\")"},
      {"a is null",
       "refused 3: expected an operator, found 'is' (write == to compare, != for \"is not\")"},
      {"a if b else c", "refused 3: expected an operator, found 'if' (write condition ? a : b)"},
      {"[x for x in xs]",
       "refused 4: expected ',' or ']', found 'for' "
       "(write xs.map(x, …) or xs.filter(x, …))"},
      {"${a}",
       "refused 1: unexpected '$' "
       "(inside an expression a name stands by itself, without ${…})"},
      {"“a”", "refused 1: unexpected '“' (write ' or \" for quotes)"},
      {"[0..3]",
       "refused 4: expected a digit after the point "
       "(a range is written range(a, b), which ends before b)"},
      {"a ; b", "refused 3: unexpected ';'"},
      {"é", "refused 1: unexpected 'é'"},
  };
  for (const Case& one : cases) EXPECT_EQ(parsed(one.text), one.expected) << one.text;
}

TEST(Parse, KeepsPositions) {
  Diagnostics diagnostics;
  const Ast ast = parse_expression("foo.bar + 'é' * xs.all(v, -12)", column_of, diagnostics);
  EXPECT_EQ(ast.at.column, 9);
  EXPECT_EQ(ast.children[0].at.column, 5);
  EXPECT_EQ(ast.children[0].length, 3);
  EXPECT_EQ(ast.children[0].children[0].at.column, 1);
  const Ast& product = ast.children[1];
  EXPECT_EQ(product.children[0].length, 3);  // code points, with the quotes
  const Ast& macro = product.children[1];
  EXPECT_EQ(macro.at.column, 21);  // bytes: the test's positions count them
  EXPECT_EQ(macro.variable_at.column, 25);
  EXPECT_EQ(macro.children[1].length, 3);
}

TEST(Parse, BoundsItsInput) {
  const auto nested = [](int levels) {
    return std::string(static_cast<size_t>(levels), '(') + "1" +
           std::string(static_cast<size_t>(levels), ')');
  };
  EXPECT_EQ(parsed(nested(limits::kExpressionNesting - 1)), "1");
  EXPECT_EQ(parsed(nested(limits::kExpressionNesting)),
            "refused 65: the expression is nested more than 64 levels deep");
  EXPECT_EQ(parsed(nested(20'000)),
            "refused 65: the expression is nested more than 64 levels deep");
  const auto chain = [](std::string_view part, int count) {
    std::string text = "1";
    for (int i = 0; i < count; ++i) text += part;
    return text;
  };
  const std::string too_high = "more than 1000 operators stand over one another";
  EXPECT_NE(parsed(chain(" + 1", 900)).find("(1 + 1)"), std::string::npos);
  EXPECT_NE(parsed(chain("+1", 5000)).find(too_high), std::string::npos);
  EXPECT_NE(parsed(chain(".a", 5000)).find(too_high), std::string::npos);
  EXPECT_NE(parsed(chain("[0]", 5000)).find(too_high), std::string::npos);
  EXPECT_NE(parsed(chain(".f()", 5000)).find(too_high), std::string::npos);
  EXPECT_NE(parsed(std::string(30'000, '!') + "a").find(too_high), std::string::npos);
  EXPECT_NE(parsed(std::string(30'000, '-') + "a").find(too_high), std::string::npos);
  EXPECT_NE(parsed("[" + chain(",1", 40'000) + "]").find("longer than 65536 bytes"),
            std::string::npos);
  EXPECT_EQ(parsed("[" + chain(",1", 20'000) + "]").size(), 2u + 1 + 3 * 20'000);
}

TEST(Template, TakesTextsApart) {
  const std::vector<Case> cases = {
      {"", "\"\""},
      {"plain", "\"plain\""},
      {"${x}", "x"},
      {"${ x + 1 }", "(x + 1)"},
      {"p${x}", "\"p${x}\""},
      {"${x}${y}", "\"${x}${y}\""},
      {" ${x}", "\" ${x}\""},
      {"a ${x} b ${y} c", "\"a ${x} b ${y} c\""},
      {"$${x}", "\"${x}\""},
      {"$$${x}", "\"$${x}\""},
      {"$${x} ${y}", "\"$${x} ${y}\""},
      {"$ $x {x} $", "\"$ $x {x} $\""},
      {"${'}'}", "\"}\""},
      {"${'a}b' + \"}\"}", "(\"a}b\" + \"}\")"},
      {"${r'\\'}!", "\"\\\\!\""},
      {"${{'a': {'b': 1}}}", "{\"a\": {\"b\": 1}}"},
      {"${{'a': 1}['a']}.", "\"${{\"a\": 1}[\"a\"]}.\""},
      {"${[x, {1: 2}]}", "[x, {1: 2}]"},
      {"${'''a'}'b'''}", "\"a'}'b\""},
      {"[🚀] ${self.name}", "\"[🚀] ${self.name}\""},
      {"${x // a comment }\n}", "x"},
      {"$", "\"$\""},
      {"$$", "\"$$\""},
      {"{}}", "\"{}}\""},
  };
  for (const Case& one : cases) EXPECT_EQ(parsed_template(one.text), one.expected) << one.text;
}

TEST(Template, SaysThatACommentBegan) {
  EXPECT_EQ(parsed_template("${n // 2}"),
            "refused 1: this '${' is not closed (// begins a comment; ints are divided by /)");
  EXPECT_EQ(parsed_template("${f('http://x')"),
            "refused 1: this '${' is not closed (write it with its '}', the whole value in quotes: "
            "\"${f('http://x')}\")");
}

TEST(Template, ShowsTheQuotedFormOfWhatIsNotClosed) {
  const std::string hint = "(write it with its '}', the whole value in quotes: ";
  const std::string unclosed = ": this '${' is not closed " + hint;
  EXPECT_EQ(parsed_template("${x"), "refused 1" + unclosed + "\"${x}\")");
  EXPECT_EQ(parsed_template("a ${x + "), "refused 3" + unclosed + "\"${…}\")");
  EXPECT_EQ(parsed_template("${f(1"), "refused 1" + unclosed + "\"${…}\")");
  EXPECT_EQ(parsed_template("${{'a': 1}"), "refused 1" + unclosed + "\"${{'a': 1}}\")");
  EXPECT_EQ(parsed_template("${x}${"),
            "refused 5: this '${' is not closed (the text ${ is written $${)");
  EXPECT_EQ(parsed_template("${x} ${y"), "refused 6" + unclosed + "\"${x} ${y}\")");
  EXPECT_EQ(parsed_template("say \"${x"), "refused 6" + unclosed + "\"${…}\")");
  EXPECT_EQ(parsed_template("${'a}"), "refused 3: this string is not closed (it ends with ')");
  EXPECT_EQ(parsed_template("${}"), "refused 3: expected a value, found '}'");
  EXPECT_EQ(parsed_template("${x y}"), "refused 5: expected an operator, found 'y'");
  EXPECT_EQ(parsed_template("${a)}"), "refused 4: expected an operator, found ')'");
  EXPECT_EQ(parsed_template("ok ${x} ${1 +}"), "refused 14: expected a value, found '}'");
}

TEST(Template, ReportsAnErrorOfEachExpression) {
  EXPECT_EQ(
      parsed_template("${1 +} and ${x} and ${x y} and ${z"),
      "refused 6: expected a value, found '}'\n"
      "refused 25: expected an operator, found 'y'\n"
      "refused 32: this '${' is not closed (write it with its '}', the whole value in quotes: "
      "\"${1 +} and ${x} and ${x y} and ${z}\")");
}

TEST(Template, JoinsTheTextsOfItsValues) {
  const auto text_of = [](std::string_view text) {
    Diagnostics diagnostics;
    SlotNames names({{"x", Value::integer(5)}, {"d", Value::real(2)}});
    Ast ast = parse_template(text, column_of, diagnostics);
    check(ast, names, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << refusals(diagnostics);
    return result_text(evaluate(ast, names.slots()));
  };
  EXPECT_EQ(text_of("${x}"), "5");
  EXPECT_EQ(text_of("${x}!"), "'5!'");
  EXPECT_EQ(text_of("${x}${d}"), "'52.0'");
  EXPECT_EQ(text_of("a ${'b'} ${['c', true]} ${null}"), "\"a b ['c', True] None\"");
  EXPECT_EQ(text_of("${string(true)} ${string(d)}"), "'true 2'");
  EXPECT_EQ(text_of("x ${1 / 0}"), "error arithmetic: division by zero");
  EXPECT_EQ(text_of("$${x} costs $${"), "'${x} costs ${'");
}

}  // namespace
}  // namespace runner::testing
