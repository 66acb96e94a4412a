#include "expr/text_form.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "expr/short_form.h"

namespace runner {
namespace {

// What Python 3.11 shows for the same numbers and texts.
TEST(TextForm, ShowsDoublesAsPython) {
  const std::vector<std::pair<double, std::string>> cases = {
      {0.0, "0.0"},
      {-0.0, "-0.0"},
      {1.0, "1.0"},
      {-1.0, "-1.0"},
      {0.1, "0.1"},
      {0.5, "0.5"},
      {1.5, "1.5"},
      {100.0, "100.0"},
      {123456789.0, "123456789.0"},
      {1000000000000000.0, "1000000000000000.0"},
      {1e+16, "1e+16"},
      {1e+17, "1e+17"},
      {9999999999999998.0, "9999999999999998.0"},
      {0.001, "0.001"},
      {0.0001, "0.0001"},
      {1e-05, "1e-05"},
      {0.00012345, "0.00012345"},
      {1.7976931348623157e+308, "1.7976931348623157e+308"},
      {5e-324, "5e-324"},
      {2.2250738585072014e-308, "2.2250738585072014e-308"},
      {3.141592653589793, "3.141592653589793"},
      {0.3333333333333333, "0.3333333333333333"},
      {0.6666666666666666, "0.6666666666666666"},
      {1e+21, "1e+21"},
      {1e+22, "1e+22"},
      {1e+23, "1e+23"},
      {1.2345678901234568e+17, "1.2345678901234568e+17"},
      {0.30000000000000004, "0.30000000000000004"},
      {1e+100, "1e+100"},
      {-1e-07, "-1e-07"},
      {4503599627370496.0, "4503599627370496.0"},
      {9007199254740992.0, "9007199254740992.0"},
      {1e-10, "1e-10"},
      {12345678.9, "12345678.9"},
      {9.223372036854776e+18, "9.223372036854776e+18"},
      {1.1, "1.1"},
      {2.5e-05, "2.5e-05"},
      {HUGE_VAL, "inf"},
      {-HUGE_VAL, "-inf"},
  };
  for (const auto& [value, text] : cases) EXPECT_EQ(double_text(value), text);
  EXPECT_EQ(double_text(std::nan("")), "nan");
  EXPECT_EQ(double_text(-std::nan("")), "nan");
}

TEST(TextForm, QuotesStringsAsPython) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "''"},
      {std::string("a", 1), "'a'"},
      {std::string("it's", 4), "\042it's\042"},
      {std::string("say \042hi\042", 8), "'say \042hi\042'"},
      {std::string("both ' and \042", 12), "'both \134' and \042'"},
      {std::string("tab\011 nl\012 cr\015", 12), "'tab\134t nl\134n cr\134r'"},
      {std::string("back\134slash", 10), "'back\134\134slash'"},
      {std::string("\000\001\037\177", 4), "'\134x00\134x01\134x1f\134x7f'"},
      {std::string("\302\200\302\237\302\240\302\255", 8), "'\134x80\134x9f\134xa0\134xad'"},
      {std::string("\303\251 \303\277 \304\200", 8), "'\303\251 \303\277 \304\200'"},
      {std::string("\342\200\213\342\200\250\342\200\251\357\273\277", 12),
       "'\134u200b\134u2028\134u2029\134ufeff'"},
      {std::string("\343\200\200 wide", 8), "'\134u3000 wide'"},
      {std::string("\346\227\245\346\234\254", 6), "'\346\227\245\346\234\254'"},
      {std::string("\360\237\220\261\360\237\230\200", 8), "'\360\237\220\261\360\237\230\200'"},
      {std::string("\356\200\200", 3), "'\134ue000'"},
      {std::string("\364\217\277\277", 4), "'\134U0010ffff'"},
      {std::string("\355\237\277\357\277\277\357\277\276", 9), "'\134ud7ff\134uffff\134ufffe'"},
      {std::string("\315\270", 2), "'\134u0378'"},
      {std::string("e\314\201", 3), "'e\314\201'"},
  };
  for (const auto& [value, text] : cases) EXPECT_EQ(to_repr(Value::string(value)), text);
}

TEST(TextForm, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ(to_repr(Value::string("a\xff"
                                  "b")),
            "'a\\xffb'");
  EXPECT_EQ(to_repr(Value::string("\xc3")), "'\\xc3'");
  EXPECT_EQ(to_repr(Value::string("\xed\xa0\x80")), "'\\xed\\xa0\\x80'");
}

TEST(TextForm, ShowsPlainValuesAsPython) {
  EXPECT_EQ(to_text(Value::null()), "None");
  EXPECT_EQ(to_text(Value::boolean(true)), "True");
  EXPECT_EQ(to_text(Value::boolean(false)), "False");
  EXPECT_EQ(to_text(Value::integer(INT64_MIN)), "-9223372036854775808");
  EXPECT_EQ(to_text(Value::real(0)), "0.0");
  EXPECT_EQ(to_text(Value::string("it's")), "it's");
  EXPECT_EQ(to_text(Value::list({})), "[]");
  EXPECT_EQ(to_text(Value::map({})), "{}");
  EXPECT_EQ(to_text(Value::handle(3)), "<handle 3>");
  const Value list = Value::list({Value::integer(0), Value::real(1.5), Value::string("a"),
                                  Value::null(), Value::list({Value::boolean(true)})});
  EXPECT_EQ(to_text(list), "[0, 1.5, 'a', None, [True]]");
  const Value map = Value::map({{Value::string("k"), Value::integer(1)},
                                {Value::integer(2), list},
                                {Value::boolean(true), Value::string("x")}});
  EXPECT_EQ(to_text(map), "{'k': 1, 2: [0, 1.5, 'a', None, [True]], True: 'x'}");
}

std::string shown(const ProcessBody& body) {
  return to_text(Value::process(body));
}

TEST(TextForm, ShowsProcessesAsPython) {
  ProcessBody body;
  body.name = "p";
  EXPECT_EQ(shown(body), "<Process name='p' initial>");
  body.parent_pid = 10;
  EXPECT_EQ(shown(body), "<Process name='p' parent=10 initial>");
  body.daemon = true;
  EXPECT_EQ(shown(body), "<Process name='p' parent=10 initial daemon>");
  body.pid = 12;
  body.status = ProcessStatus::kStarted;
  EXPECT_EQ(shown(body), "<Process name='p' pid=12 parent=10 started daemon>");
  body.is_self = true;
  EXPECT_EQ(shown(body), "<Process name='p' parent=10 started daemon>");
  body.is_self = false;
  body.daemon = false;
  body.status = ProcessStatus::kStopped;
  body.has_exit_code = true;
  EXPECT_EQ(shown(body), "<Process name='p' pid=12 parent=10 stopped exitcode=0>");
  body.exit_code = -15;
  EXPECT_EQ(shown(body), "<Process name='p' pid=12 parent=10 stopped exitcode=-SIGTERM>");
  body.exit_code = -9;
  EXPECT_EQ(shown(body), "<Process name='p' pid=12 parent=10 stopped exitcode=-SIGKILL>");
  body.exit_code = -34;
  EXPECT_EQ(shown(body), "<Process name='p' pid=12 parent=10 stopped exitcode=-SIGRTMIN>");
  body.exit_code = -40;
  EXPECT_EQ(shown(body), "<Process name='p' pid=12 parent=10 stopped exitcode=-40>");
  body.name = "it's";
  body.exit_code = 255;
  EXPECT_EQ(shown(body), "<Process name=\"it's\" pid=12 parent=10 stopped exitcode=255>");
}

TEST(TextForm, ShowsTheMainProcessAsPython) {
  ProcessBody body;
  body.name = "MainProcess";
  body.pid = 10;
  body.status = ProcessStatus::kStarted;
  EXPECT_EQ(shown(body), "<_MainProcess name='MainProcess' parent=None started>");
}

TEST(TextForm, StopsAtItsLimit) {
  std::string text;
  EXPECT_TRUE(append_text(text, Value::string("abc"), 3));
  EXPECT_EQ(text, "abc");
  EXPECT_FALSE(append_text(text, Value::string("d"), 3));
  const Value list = Value::list(std::vector<Value>(1000, Value::integer(1)));
  EXPECT_FALSE(append_text(text, list, 20));
  EXPECT_LT(text.size(), 40u);
}

TEST(Json, WritesEveryKind) {
  EXPECT_EQ(to_json(Value::null()), "null");
  EXPECT_EQ(to_json(Value::boolean(true)), "true");
  EXPECT_EQ(to_json(Value::integer(-3)), "-3");
  EXPECT_EQ(to_json(Value::real(2)), "2.0");
  EXPECT_EQ(to_json(Value::real(1e16)), "1e+16");
  EXPECT_EQ(to_json(Value::real(HUGE_VAL)), "\"Infinity\"");
  EXPECT_EQ(to_json(Value::real(std::nan(""))), "\"NaN\"");
  EXPECT_EQ(to_json(Value::string("a\"b\\c\n\t\x01é/")), "\"a\\\"b\\\\c\\n\\t\\u0001é/\"");
  EXPECT_EQ(to_json(Value::string("a\xff\xfe")), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
  EXPECT_EQ(to_json(Value::list({Value::integer(1), Value::list({})})), "[1, []]");
  EXPECT_EQ(to_json(Value::map({{Value::string("k"), Value::integer(1)},
                                {Value::integer(2), Value::null()},
                                {Value::boolean(true), Value::map({})}})),
            "{\"k\": 1, \"2\": null, \"true\": {}}");
  ProcessBody body;
  body.name = "p";
  EXPECT_EQ(to_json(Value::process(body)),
            "{\"name\": \"p\", \"pid\": null, \"alive\": false, \"exitcode\": null, "
            "\"daemon\": false, \"index\": 0, \"status\": \"initial\"}");
}

TEST(Repr, OfALongValueTheBeginningIsEnough) {
  const Value text = Value::string(std::string(1000, 'a'));
  const std::string beginning = short_repr(text, 60);
  EXPECT_GE(beginning.size(), 60u);
  EXPECT_LT(beginning.size(), 70u);
  EXPECT_EQ(to_repr(text).substr(0, 60), beginning.substr(0, 60));
  EXPECT_EQ(short_repr(Value::string("b"), 60), "'b'");
}

}  // namespace
}  // namespace runner
