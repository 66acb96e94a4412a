#include "expr/code.h"

#include "base/limits.h"
#include "expr/eval_names.h"
#include "expr/evaluate.h"
#include "expr/expr_testing.h"
#include "expr/functions.h"

namespace runner::testing {
namespace {

Code compiled(std::string_view text, Names& names) {
  Diagnostics diagnostics;
  Ast ast = parse_template(text, column_of, diagnostics);
  check(ast, names, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << refusals(diagnostics);
  return Code::compile(ast, 3);
}

Value computed(const Code& code, const std::vector<Value>& slots) {
  Random random{1};
  FixedSurroundings surroundings;
  return code.evaluate(slots.data(), random, surroundings);
}

TEST(Code, ReadsSlotsAndInputs) {
  Ast sum;
  sum.kind = AstKind::kBinary;
  sum.op = Operator::kSubtract;
  sum.children.resize(2);
  sum.children[0].kind = AstKind::kLocal;
  sum.children[0].slot = 1;
  sum.children[1].kind = AstKind::kInput;
  sum.children[1].slot = 0;
  const Code code = Code::compile(sum, 2);
  EXPECT_EQ(code.text(), "(%1 - #0)");
  EXPECT_EQ(result_text(computed(code, {Value::null(), Value::integer(10), Value::integer(3)})),
            "7");
}

Ast input(bool may_fail) {
  Ast ast;
  ast.kind = AstKind::kInput;
  ast.slot = 0;
  ast.may_fail = may_fail;
  return ast;
}

Ast with(AstKind kind, Operator op, Ast left, Value right) {
  Ast ast;
  ast.kind = kind;
  ast.op = op;
  ast.children.resize(2);
  ast.children[0] = std::move(left);
  ast.children[1].value = std::move(right);
  return ast;
}

TEST(Code, ComputesIntsTheShortWayAsItEvaluatesThem) {
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  for (const Operator op :
       {Operator::kAdd, Operator::kSubtract, Operator::kMultiply, Operator::kDivide,
        Operator::kRemainder, Operator::kLess, Operator::kLessEqual, Operator::kGreater,
        Operator::kGreaterEqual, Operator::kEqual, Operator::kNotEqual}) {
    int done = 0;
    for (const int64_t left : {kLeast, int64_t{-7}, int64_t{0}, int64_t{3}, kMost}) {
      for (const int64_t right : {kLeast, int64_t{-1}, int64_t{0}, int64_t{3}, kMost}) {
        const Code code =
            Code::compile(with(AstKind::kBinary, op, input(false), Value::integer(right)), 0);
        const Value slot = Value::integer(left);
        Value result = Value::string("as before");
        if (code.compute_ints(&slot, result)) {
          EXPECT_TRUE(identical(result, computed(code, {slot}))) << code.text() << " of " << left;
          ++done;
        } else {
          EXPECT_EQ(result.as_string(), "as before");
        }
      }
    }
    EXPECT_GE(done, 10) << operator_text(op);
  }
}

TEST(Code, HasNoShortWayForAnythingElse) {
  const Code sum =
      Code::compile(with(AstKind::kBinary, Operator::kAdd, input(false), Value::integer(1)), 0);
  Value result;
  for (const Value& left : {Value::real(1), Value::boolean(true), Value::null()}) {
    EXPECT_FALSE(sum.compute_ints(&left, result));
  }
  const Value list = Value::list({});
  const Code in = Code::compile(with(AstKind::kBinary, Operator::kIn, input(false), list), 0);
  const Value one = Value::integer(1);
  EXPECT_FALSE(in.compute_ints(&one, result));
}

TEST(Code, FailsWithAnInputThatIsAnErrorWhereItIsUsed) {
  const Ast equal = with(AstKind::kBinary, Operator::kEqual, input(true), Value::integer(1));
  const Value error = make_error(ErrorKind::kKey, "gone");
  EXPECT_EQ(result_text(computed(Code::compile(equal, 0), {error})), "error key: gone");
  EXPECT_EQ(result_text(computed(Code::compile(equal, 0), {Value::integer(1)})), "True");
  EXPECT_EQ(result_text(computed(Code::compile(input(true), 0), {error})), "error key: gone");
  const Ast absorbed = with(AstKind::kOr, Operator::kNot, equal, Value::boolean(true));
  EXPECT_EQ(result_text(computed(Code::compile(absorbed, 0), {error})), "True");
  const Ast passed_on = with(AstKind::kOr, Operator::kNot, equal, Value::boolean(false));
  EXPECT_EQ(result_text(computed(Code::compile(passed_on, 0), {error})), "error key: gone");
}

TEST(Code, SaysWhenItOnlyCopies) {
  SlotNames names({{"a", Value::integer(1)}, {"b", Value::string("x")}});
  EXPECT_EQ(compiled("${b}", names).copied_slot(), 1);
  EXPECT_EQ(compiled("${b}", names).constant(), nullptr);
  EXPECT_EQ(compiled("${b + b}", names).copied_slot(), -1);
  const Code folded = compiled("${1 + 2 * 3}", names);
  ASSERT_NE(folded.constant(), nullptr);
  EXPECT_EQ(folded.constant()->as_int(), 7);
  EXPECT_EQ(folded.copied_slot(), -1);
  const Code text = compiled("a${'b'}c", names);
  ASSERT_NE(text.constant(), nullptr);
  EXPECT_EQ(text.constant()->as_string(), "abc");
  ASSERT_NE(compiled("${[1, {'a': sqrt(4)}][1].a}", names).constant(), nullptr);
  EXPECT_EQ(compiled("${1 / 0}", names).constant(), nullptr);
  EXPECT_EQ(compiled("${random()}", names).constant(), nullptr);
  EXPECT_EQ(compiled("${now()}", names).constant(), nullptr);
  EXPECT_EQ(compiled("${range(1000000)}", names).constant(), nullptr);
}

TEST(Code, LeavesTheSlotsAlone) {
  const std::vector<Value> slots = {Value::list({Value::integer(1)}), Value::string("a")};
  SlotNames names({{"a", slots[0]}, {"b", slots[1]}});
  for (const char* text : {"${a + [2]}", "${b + 'c'}", "${a.map(x, x + 1)}", "${a.filter(x, true)}",
                           "${[a, a + a]}", "${{'k': a}.k + [3]}", "${true ? a : a + a}",
                           "${b}${b + b}", "${join(a, b)}", "${max(a, a + a) || true}"}) {
    computed(compiled(text, names), slots);
    EXPECT_EQ(result_text(slots[0]) + result_text(slots[1]), "[1]'a'") << text;
  }
}

TEST(Code, CanBeComputedAgain) {
  SlotNames names({{"a", Value::null()}});
  const Code code = compiled("${a.map(x, {'k': [x] + ['y']}).filter(m, size(m.k) == 2)}", names);
  const std::vector<Value> slots = {Value::list({Value::integer(1), Value::integer(2)})};
  const std::string first = result_text(computed(code, slots));
  EXPECT_EQ(first, "[{'k': [1, 'y']}, {'k': [2, 'y']}]");
  EXPECT_EQ(result_text(computed(code, slots)), first);
}

TEST(Code, PlacesErrors) {
  const auto place = [](std::string_view text) {
    SlotNames names({{"z", Value::integer(0)}, {"xs", Value::list({})}});
    const Value value = computed(compiled(text, names), names.slots());
    EXPECT_TRUE(value.is_error()) << text;
    return value.is_error() ? value.as_error().column : -1;
  };
  EXPECT_EQ(place("${1 / z}"), 5);
  EXPECT_EQ(place("${xs[z]}"), 5);
  EXPECT_EQ(place("a ${1 + (2 % z)} b"), 12);
  EXPECT_EQ(place("${sqrt(z - 1)}"), 3);
  EXPECT_EQ(place("${{'a': 1}.b}"), 12);
  EXPECT_EQ(place("${false || 1 / z == 1}"), 14);
  EXPECT_EQ(place("${range(2).all(i, i / z == 0)}"), 21);
  EXPECT_EQ(place("${z ? 1 : 2}"), 5);
}

TEST(Code, NeedsManyTemporariesForManyArguments) {
  std::string text = "${max(0";
  for (int i = 1; i <= 5000; ++i) text += ", z + " + std::to_string(i);
  SlotNames names({{"z", Value::integer(1)}});
  EXPECT_EQ(result_text(computed(compiled(text + ")}", names), names.slots())), "5001");
}

TEST(Code, EndsWhatWouldTakeTooLong) {
  SlotNames names({{"s", Value::string(std::string(64u << 20, 'x'))}});
  const std::string steps =
      "error type: the evaluation takes more than the limit of 100000000 steps";
  for (const char* text : {
           "${range(1000).all(i, !s.contains('y'))}",
           "${range(1000).exists(i, s.contains('y')) || true}",  // this error is not absorbed
           "${range(1000).map(i, s == s + 'y')}",
       }) {
    EXPECT_EQ(result_text(computed(compiled(text, names), names.slots())), steps) << text;
  }
}

TEST(Code, BoundsStringsAndLists) {
  SlotNames names({{"n", Value::integer(static_cast<int64_t>(limits::kListElements))},
                   {"s", Value::string(std::string(limits::kStringBytes - 2, 'x'))}});
  const auto result = [&names](std::string_view text) {
    return result_text(computed(compiled(text, names), names.slots()));
  };
  const std::string list = "error type: the value holds more than the limit of 67108864 elements";
  const std::string string = "error type: the string is longer than the limit of 268435456 bytes";
  EXPECT_EQ(result("${range(n)}").substr(0, list.size()), list);
  EXPECT_EQ(result("${range(n).map(i, i)}").substr(0, list.size()), list);
  EXPECT_EQ(result("${range(9).map(i, s)}").substr(0, list.size()), list);
  EXPECT_EQ(result("${s + 'abc'}"), string);
  EXPECT_EQ(result("${s}abc"), string);
}

TEST(Code, BoundsNesting) {
  std::vector<Value> slots = {Value::list({})};
  SlotNames names({{"x", Value::null()}});
  const Code code = compiled("${[x]}", names);
  uint32_t levels = 1;
  for (;; ++levels) {
    Value deeper = computed(code, slots);
    if (deeper.is_error()) break;
    slots[0] = std::move(deeper);
  }
  EXPECT_EQ(levels, limits::kValueNesting);
  EXPECT_EQ(result_text(computed(compiled("${x == x}", names), slots)), "True");
}

// A value of which each level holds the one below twice would soon stand for more than any text.
TEST(Code, BoundsWhatSharingMultiplies) {
  std::vector<Value> slots = {Value::list({})};
  SlotNames names({{"x", Value::null()}});
  const Code code = compiled("${[x, x]}", names);
  int doublings = 0;
  for (;; ++doublings) {
    Value larger = computed(code, slots);
    if (larger.is_error()) break;
    slots[0] = std::move(larger);
  }
  EXPECT_EQ(doublings, 25);
}

// Each does much with little: without paying for what it is given it would take hours.
TEST(Code, PaysForWhatFunctionsAreGiven) {
  SlotNames names({{"blanks", Value::list(std::vector<Value>(50'000, Value::string("")))},
                   {"text", Value::string(std::string(1'000'000, 'a'))}});
  for (const std::string_view each :
       {"join(blanks, '') == ''", "format('%.0s', blanks) == ''", "size(text) > 0",
        "max([text, text]) != ''", "text.contains(text)", "double(text) == 0.0"}) {
    const std::string loop = "${range(1000000).all(i, " + std::string(each) + " || i >= 0)}";
    const Code code = compiled(loop, names);
    Random random{1};
    FixedSurroundings surroundings;
    uint64_t steps = 1'000'000;
    const Value result = evaluate_within(steps, code, names.slots().data(), random, surroundings);
    EXPECT_EQ(result_text(result), result_text(expr::too_many_steps())) << each;
    EXPECT_EQ(steps, 0u);
  }
}

struct TimeIsUp {};

class HurriedSurroundings final : public FixedSurroundings {
 public:
  void look_at_time() override { throw TimeIsUp(); }
};

// Within fewer steps than an evaluation may take.
TEST(Code, AsksForTheTimeInWhatTakesLong) {
  SlotNames names({{"text", Value::string(std::string(100'000, 'a'))},
                   {"list", Value::list(std::vector<Value>(100'000, Value::integer(1)))}});
  for (const std::string_view each :
       {"i >= 0", "text.contains(text)", "text.matches('(a|b)*c')", "list == list", "2 in list",
        "size(list + list) > 0", "max(list) > 0", "sum(list) > 0"}) {
    const std::string loop = "${range(1000000).all(i, " + std::string(each) + " || i >= 0)}";
    const Code code = compiled(loop, names);
    Random random{1};
    HurriedSurroundings surroundings;
    EXPECT_THROW(code.evaluate(names.slots().data(), random, surroundings), TimeIsUp) << each;
  }
}

// Whatever the limit, it shows: nothing is decided by an error that came when nothing was left.
TEST(Code, IsWholeOrTooLong) {
  SlotNames names({{"number", Value::integer(1)}, {"text", Value::string("text")}});
  const Code code =
      compiled("${range(3).map(i, number.all(x, x > 0) && text.matches('[a-z]+[0-9]'))}", names);
  Random random{1};
  FixedSurroundings surroundings;
  const auto result_within = [&](uint64_t& steps) {
    return result_text(evaluate_within(steps, code, names.slots().data(), random, surroundings));
  };
  uint64_t plenty = 1'000;
  const std::string whole = result_within(plenty);
  EXPECT_EQ(whole, "[False, False, False]");
  for (uint64_t limit = 1; limit < 1'000; ++limit) {
    uint64_t steps = limit;
    const std::string result = result_within(steps);
    EXPECT_EQ(result, steps > 0 ? whole : result_text(expr::too_many_steps())) << limit;
  }
}

}  // namespace
}  // namespace runner::testing
