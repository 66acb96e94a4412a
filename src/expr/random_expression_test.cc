// Expressions that nobody would write: none may crash, what is parsed is printed and read back the
// same, and what is computed early is what would be computed late.
#include "expr/encoding.h"
#include "expr/expr_testing.h"

namespace runner::testing {
namespace {

class Generator {
 public:
  explicit Generator(uint64_t seed) : random_{seed} {}

  std::string expression(int depth) {
    if (depth <= 0) return leaf();
    switch (random_.below(14)) {
      case 0:
        return leaf();
      case 1:
        return one_of({"!", "-"}) + expression(depth - 1);
      case 2:
      case 3:
      case 4:
        return "(" + expression(depth - 1) + one_of(kOperators) + expression(depth - 1) + ")";
      case 5:
        return expression(depth - 1) + " && " + expression(depth - 1);
      case 6:
        return expression(depth - 1) + " || " + expression(depth - 1);
      case 7:
        return "(" + expression(depth - 1) + " ? " + expression(depth - 1) + " : " +
               expression(depth - 1) + ")";
      case 8:
        return "[" + expression(depth - 1) + ", " + expression(depth - 1) + "]";
      case 9:
        return "{" + leaf() + ": " + expression(depth - 1) + "}";
      case 10:
        return "(" + expression(depth - 1) + ")[" + expression(depth - 1) + "]";
      case 11:
        return macro(depth);
      case 12:
        return "(" + expression(depth - 1) + ")." + one_of({"a", "b", "size()", "contains('a')"});
      default:
        return one_of(kFunctions) + "(" + expression(depth - 1) + ")";
    }
  }

  // Cuts, doubles and replaces pieces of a text.
  std::string damaged(std::string text) {
    static constexpr std::string_view kBytes = "()[]{}'\"\\.,:?!&|+-*/%<>=$` \n019aexru_\x80\xff";
    for (uint64_t i = random_.below(4) + 1; i > 0 && !text.empty(); --i) {
      const size_t at = random_.below(text.size());
      const size_t length = random_.below(4);
      const std::string piece(1, kBytes[random_.below(kBytes.size())]);
      if (random_.below(2) == 0) {
        text.replace(at, length, piece);
      } else {
        text.insert(at, text.substr(random_.below(text.size()), length));
      }
    }
    return text;
  }

 private:
  using Texts = std::vector<std::string>;

  static inline const Texts kOperators = {" + ",  " - ", " * ",  " / ",  " % ",  " < ",
                                          " <= ", " > ", " >= ", " == ", " != ", " in "};
  static inline const Texts kFunctions = {"size", "int",  "double", "string", "bool", "sum",
                                          "min",  "sqrt", "floor",  "max",    "has"};

  std::string one_of(const Texts& texts) { return texts[random_.below(texts.size())]; }

  std::string leaf() {
    if (!variables_.empty() && random_.below(3) == 0) return one_of(variables_);
    return one_of({"0",
                   "1",
                   "-1",
                   "7",
                   "9223372036854775807",
                   "-9223372036854775808",
                   "0.5",
                   "-0.0",
                   "1e300",
                   "''",
                   "'a'",
                   "'héé'",
                   "true",
                   "false",
                   "null",
                   "[]",
                   "{}",
                   "[1, 2.0, 'a']",
                   "{'a': 1, 2: 'b'}",
                   "local",
                   "list",
                   "map"});
  }

  std::string macro(int depth) {
    const std::string source =
        random_.below(2) == 0 ? "range(3)" : "(" + expression(depth - 1) + ")";
    variables_.push_back("v" + std::to_string(variables_.size()));
    std::string text = source + "." + one_of({"all", "exists", "exists_one", "filter", "map"}) +
                       "(" + variables_.back() + ", " + expression(depth - 1) + ")";
    variables_.pop_back();
    return text;
  }

  Random random_;
  Texts variables_;
};

std::map<std::string, Value> locals() {
  return {{"local", Value::integer(3)},
          {"list", Value::list({Value::integer(1), Value::string("a"), Value::null()})},
          {"map", Value::map({{Value::string("a"), Value::boolean(true)}})}};
}

TEST(RandomExpression, MeansTheSameEarlyAndLate) {
  Generator generator(1);
  int computed = 0;
  for (int round = 0; round < 2500; ++round) {
    const std::string text = generator.expression(1 + round % 4);
    if (outcome(text, locals()).starts_with("refused")) continue;
    ++computed;
  }
  EXPECT_GT(computed, 300);
}

TEST(RandomExpression, IsPrintedAsItWasRead) {
  Generator generator(2);
  for (int round = 0; round < 1000; ++round) {
    const std::string text = generator.expression(1 + round % 5);
    Diagnostics diagnostics;
    const Ast ast = parse_expression(text, column_of, diagnostics);
    if (diagnostics.has_errors()) continue;
    const std::string printed = ast_text(ast);
    const Ast again = parse_expression(printed, column_of, diagnostics);
    ASSERT_FALSE(diagnostics.has_errors()) << text << "\n" << printed;
    ASSERT_EQ(ast_text(again), printed) << text;
  }
}

TEST(RandomExpression, SurvivesDamage) {
  Generator generator(3);
  for (int round = 0; round < 3000; ++round) {
    const std::string text = generator.damaged(generator.expression(1 + round % 4));
    Diagnostics diagnostics;
    SlotNames names(locals());
    Ast ast = round % 2 == 0 ? parse_expression(text, column_of, diagnostics)
                             : parse_template("${" + text + "}", column_of, diagnostics);
    if (diagnostics.has_errors()) {
      EXPECT_EQ(diagnostics.sorted().size(), 1u) << text;
      continue;
    }
    check(ast, names, diagnostics);
    if (!diagnostics.has_errors()) evaluate(ast, names.slots());
  }
}

}  // namespace
}  // namespace runner::testing
