#include "posix/data.h"

#include <initializer_list>

#include "posix/change.h"
#include "posix/forks_for_test.h"
#include "posix/shared_heap.h"

namespace runner::posix {
namespace {

Value integer(int64_t number) {
  return Value::integer(number);
}
Value text(std::string_view words) {
  return Value::string(words);
}
Value list(std::initializer_list<Value> items) {
  return Value::list(items);
}

// One object with an initial value, changed and read as operations would.
class Data {
 public:
  Data(ObjectKind kind, Value initial) : forks_({with(kind, std::move(initial))}) {}

  Outcome change(Op op, std::initializer_list<Value> path, const Value& value) {
    return change_as(forks_.self(), op, path, value);
  }
  static Outcome change_as(Self& self, Op op, std::initializer_list<Value> path,
                           const Value& value) {
    Operation operation;
    operation.op = op;
    operation.target = 0;
    operation.path = path;
    operation.value = &value;
    return change_data(self, operation);
  }
  Value read() { return read_data(forks_.self(), 0); }
  Value element(const Value& key) { return read_attribute(Attribute::kElement, {&key, 1}); }
  Value size() { return read_attribute(Attribute::kSize, {}); }
  Forks& forks() { return forks_; }

 private:
  static Object with(ObjectKind kind, Value initial) {
    Object object = object_of(kind);
    object.initial = std::move(initial);
    return object;
  }
  Value read_attribute(Attribute attribute, std::span<const Value> path) {
    OperationSpec spec;
    spec.attribute = attribute;
    Operation operation;
    operation.op = Op::kRead;
    operation.spec = &spec;
    operation.target = 0;
    operation.path = path;
    return read_objects(forks_.self(), operation).value;
  }

  Forks forks_;
};

bool is_done(const Outcome& outcome) {
  return outcome.status == Outcome::Status::kDone;
}

TEST(SharedValue, HoldsWhateverIsPlain) {
  Data data(ObjectKind::kValue, integer(1));
  const Value values[] = {Value::null(),
                          Value::boolean(true),
                          Value::boolean(false),
                          integer(-1),
                          integer(INT64_MAX),
                          integer(INT64_MIN),
                          integer(int64_t{1} << 50),
                          integer(-(int64_t{1} << 50)),
                          integer((int64_t{1} << 50) - 1),
                          Value::real(0.0),
                          Value::real(-0.0),
                          Value::real(1e308),
                          Value::real(-1.0 / 0.0),
                          Value::real(1.0 / 0.0),
                          text(""),
                          text("words, words"),
                          list({}),
                          list({integer(1), text("a"), Value::real(0.5)}),
                          Value::handle(5),
                          Value::handle(int64_t{1} << 52),
                          Value::map({{text("k"), list({integer(1)})}})};
  for (const Value& value : values) {
    EXPECT_TRUE(is_done(data.change(Op::kStore, {}, value)));
    EXPECT_TRUE(identical(data.read(), value));
  }
  EXPECT_TRUE(is_done(data.change(Op::kStore, {}, Value::real(0.0 / 0.0))));
  EXPECT_NE(data.read().as_double(), data.read().as_double());
  EXPECT_EQ(data.change(Op::kStore, {}, Value::object(1)).fault, Fault::kNotPlain);
}

TEST(SharedValue, Adds) {
  Data data(ObjectKind::kValue, integer(40));
  EXPECT_EQ(data.change(Op::kAdd, {}, integer(2)).value.as_int(), 42);
  EXPECT_EQ(data.change(Op::kAdd, {}, integer(INT64_MAX)).fault, Fault::kOverflow);
  EXPECT_EQ(data.change(Op::kAdd, {}, integer(int64_t{1} << 60)).value.as_int(),
            (int64_t{1} << 60) + 42);
  EXPECT_EQ(data.change(Op::kAdd, {}, integer(-(int64_t{1} << 60))).value.as_int(), 42);
  EXPECT_EQ(data.change(Op::kAdd, {}, Value::real(0.5)).value.as_double(), 42.5);
  EXPECT_EQ(data.change(Op::kAdd, {}, text("x")).fault, Fault::kNotANumber);
  EXPECT_EQ(data.read().as_double(), 42.5);
}

TEST(SharedValue, ChangesInside) {
  Data data(ObjectKind::kValue, Value::map({{text("xs"), list({integer(1)})}}));
  EXPECT_TRUE(is_done(data.change(Op::kAppend, {text("xs")}, integer(2))));
  EXPECT_EQ(data.change(Op::kAdd, {text("xs"), integer(0)}, integer(4)).value.as_int(), 5);
  EXPECT_EQ(data.change(Op::kPop, {text("xs")}, Value()).value.as_int(), 2);
  EXPECT_EQ(data.change(Op::kStore, {text("y"), text("z")}, integer(1)).fault, Fault::kNoSuchKey);
  EXPECT_TRUE(identical(data.read(), Value::map({{text("xs"), list({integer(5)})}})));
  EXPECT_EQ(data.size().as_int(), 1);
}

TEST(SharedValue, LosesNoAddition) {
  Data data(ObjectKind::kValue, integer(0));
  for (int32_t number = 1; number <= 4; ++number) {
    data.forks().start(number, [](Self& self) {
      const Value one = integer(1);
      for (int round = 0; round < 20'000; ++round) Data::change_as(self, Op::kAdd, {}, one);
      return true;
    });
  }
  for (int32_t number = 1; number <= 4; ++number) EXPECT_EQ(data.forks().join(number), 0);
  EXPECT_EQ(data.read().as_int(), 80'000);
}

// Numbers and texts come and go under those who read: never anything else than what was stored.
TEST(SharedValue, IsNeverTorn) {
  Data data(ObjectKind::kValue, text("aaaaaaaa"));
  for (int32_t number = 1; number <= 3; ++number) {
    data.forks().start(number, [number](Self& self) {
      for (int round = 0; round < 3'000; ++round) {
        const Value stored = round % 5 == 0 ? integer(number)
                                            : text(std::string(static_cast<size_t>(round % 200),
                                                               static_cast<char>('a' + number)));
        if (!is_done(Data::change_as(self, Op::kStore, {}, stored))) return false;
        const Value read = read_data(self, 0);
        if (read.is_int()) continue;
        for (const char letter : read.as_string()) {
          if (letter != read.as_string().front()) return false;
        }
      }
      return true;
    });
  }
  for (int32_t number = 1; number <= 3; ++number) EXPECT_EQ(data.forks().join(number), 0);
}

TEST(SharedList, DoesWhatListsDo) {
  Data data(ObjectKind::kList, list({integer(1), text("two"), Value::real(3)}));
  EXPECT_TRUE(is_done(data.change(Op::kAppend, {}, integer(4))));
  EXPECT_TRUE(is_done(data.change(Op::kExtend, {}, list({text("five"), list({integer(6)})}))));
  EXPECT_EQ(data.size().as_int(), 6);
  EXPECT_EQ(data.element(integer(4)).as_string(), "five");
  EXPECT_EQ(data.element(Value::real(3.0)).as_int(), 4);
  EXPECT_TRUE(data.element(integer(6)).is_error());
  EXPECT_TRUE(data.element(integer(-1)).is_error());
  EXPECT_TRUE(is_done(data.change(Op::kStore, {integer(1)}, integer(2))));
  EXPECT_EQ(data.change(Op::kAdd, {integer(1)}, integer(5)).value.as_int(), 7);
  EXPECT_TRUE(is_done(data.change(Op::kAppend, {integer(5)}, integer(9))));
  EXPECT_EQ(data.change(Op::kPop, {}, integer(0)).value.as_int(), 1);
  EXPECT_EQ(data.change(Op::kPop, {}, integer(1)).value.as_double(), 3);
  EXPECT_EQ(data.change(Op::kPop, {}, integer(-2)).value.as_string(), "five");
  EXPECT_TRUE(
      identical(data.read(), list({integer(7), integer(4), list({integer(6), integer(9)})})));
  EXPECT_TRUE(is_done(data.change(Op::kStore, {}, list({}))));
  EXPECT_EQ(data.size().as_int(), 0);
}

TEST(SharedList, RefusesAsLocalListsDo) {
  for (const bool empty : {true, false}) {
    const Value initial = empty ? list({}) : list({integer(1), list({})});
    Data data(ObjectKind::kList, initial);
    struct Wrong {
      Op op;
      std::vector<Value> path;
      Value value;
    };
    const Wrong wrongs[] = {
        {Op::kStore, {}, integer(1)},
        {Op::kStore, {integer(2)}, integer(1)},
        {Op::kStore, {integer(-1)}, integer(1)},
        {Op::kStore, {text("k")}, integer(1)},
        {Op::kStore, {integer(0)}, Value::object(1)},
        {Op::kAdd, {}, integer(1)},
        {Op::kAdd, {integer(1)}, integer(1)},
        {Op::kAppend, {}, Value::object(1)},
        {Op::kAppend, {integer(0)}, integer(1)},
        {Op::kExtend, {}, integer(1)},
        {Op::kExtend, {}, list({Value::object(1)})},
        {Op::kPop, {}, integer(2)},
        {Op::kPop, {}, integer(-3)},
        {Op::kPop, {}, text("x")},
        {Op::kPop, {integer(1)}, Value()},
        {Op::kRemove, {}, Value()},
        {Op::kRemove, {integer(0)}, Value()},
    };
    for (const Wrong& wrong : wrongs) {
      Value local = initial;
      const Change change{wrong.op, wrong.path, &wrong.value, ObjectKind::kList};
      const PathResult expected = change.apply(local);
      Operation operation;
      operation.op = wrong.op;
      operation.target = 0;
      operation.path = wrong.path;
      operation.value = &wrong.value;
      const Outcome outcome = change_data(data.forks().self(), operation);
      EXPECT_NE(expected.fault, Fault::kNone);
      EXPECT_EQ(outcome.fault, expected.fault) << static_cast<int>(wrong.op);
      EXPECT_TRUE(identical(outcome.value, expected.value)) << static_cast<int>(wrong.op);
    }
    EXPECT_TRUE(identical(data.read(), initial));
  }
}

// Against a local list, with as many elements as need several segments.
TEST(SharedList, AgreesWithALocalListOverAnySequence) {
  Data data(ObjectKind::kList, list({}));
  std::vector<Value> local;
  uint64_t random = 1;
  for (int step = 0; step < 20'000; ++step) {
    random = random * 6364136223846793005 + 1442695040888963407;
    const auto dice = static_cast<int64_t>(random >> 40);
    if (dice % 5 < 3) {
      const Value item = dice % 7 == 0 ? text(std::to_string(step)) : integer(step);
      EXPECT_TRUE(is_done(data.change(Op::kAppend, {}, item)));
      local.push_back(item);
    } else if (!local.empty()) {
      const int64_t size = static_cast<int64_t>(local.size());
      const int64_t index = dice % 3 == 0 ? 0 : dice % 3 == 1 ? size - 1 : dice % size;
      const Outcome outcome = data.change(Op::kPop, {}, integer(index));
      EXPECT_TRUE(identical(outcome.value, local[static_cast<size_t>(index)]));
      local.erase(local.begin() + index);
    }
    if (step % 5'000 == 0) {
      EXPECT_TRUE(identical(data.read(), Value::list(local)));
    }
  }
  EXPECT_TRUE(identical(data.read(), Value::list(local)));
}

TEST(SharedList, AsAQueueStaysSmall) {
  Data data(ObjectKind::kList, list({}));
  for (int round = 0; round < 20'000; ++round) {
    data.change(Op::kAppend, {}, integer(round));
    data.change(Op::kAppend, {}, integer(round));
    data.change(Op::kPop, {}, integer(0));
    data.change(Op::kPop, {}, integer(0));
  }
  EXPECT_LT(heap_used(data.forks().region()), 100'000u);
}

TEST(SharedList, TakesAppendsFromAll) {
  Data data(ObjectKind::kList, list({}));
  constexpr int kRounds = 5'000;
  for (int32_t number = 1; number <= 3; ++number) {
    data.forks().start(number, [number](Self& self) {
      for (int round = 0; round < kRounds; ++round) {
        Data::change_as(self, Op::kAppend, {}, integer(number * 1'000'000 + round));
      }
      return true;
    });
  }
  for (int32_t number = 1; number <= 3; ++number) EXPECT_EQ(data.forks().join(number), 0);
  int64_t next[4] = {};
  const Value all = data.read();
  EXPECT_EQ(all.as_list().size(), 3u * kRounds);
  for (const Value& item : all.as_list()) {
    EXPECT_EQ(item.as_int() % 1'000'000, next[item.as_int() / 1'000'000]++);
  }
}

TEST(SharedDict, DoesWhatDictsDo) {
  Data data(ObjectKind::kDict, Value::map({{text("a"), integer(1)}}));
  EXPECT_TRUE(is_done(data.change(Op::kStore, {text("b")}, list({integer(2)}))));
  EXPECT_TRUE(is_done(data.change(Op::kStore, {integer(7)}, text("seven"))));
  EXPECT_TRUE(is_done(data.change(Op::kStore, {Value::boolean(true)}, text("yes"))));
  EXPECT_TRUE(is_done(data.change(Op::kStore, {text("a")}, integer(10))));
  EXPECT_EQ(data.change(Op::kAdd, {text("a")}, integer(5)).value.as_int(), 15);
  EXPECT_TRUE(is_done(data.change(Op::kAppend, {text("b")}, integer(3))));
  EXPECT_EQ(data.element(Value::real(7.0)).as_string(), "seven");
  EXPECT_TRUE(data.element(text("c")).is_error());
  EXPECT_TRUE(is_done(data.change(Op::kRemove, {integer(7)}, Value())));
  EXPECT_EQ(data.change(Op::kRemove, {integer(7)}, Value()).fault, Fault::kNoSuchKey);
  EXPECT_EQ(data.size().as_int(), 3);
  EXPECT_TRUE(identical(data.read(), Value::map({{text("a"), integer(15)},
                                                 {text("b"), list({integer(2), integer(3)})},
                                                 {Value::boolean(true), text("yes")}})));
}

TEST(SharedDict, RefusesAsLocalMapsDo) {
  const Value initial = Value::map({{text("a"), integer(1)}});
  Data data(ObjectKind::kDict, initial);
  EXPECT_EQ(data.change(Op::kStore, {}, list({})).fault, Fault::kNotADict);
  EXPECT_EQ(data.change(Op::kStore, {list({})}, integer(1)).fault, Fault::kBadKey);
  EXPECT_EQ(data.change(Op::kStore, {Value::real(1.5)}, integer(1)).fault, Fault::kBadKey);
  EXPECT_EQ(data.change(Op::kStore, {text("b"), text("c")}, integer(1)).fault, Fault::kNoSuchKey);
  EXPECT_EQ(data.change(Op::kStore, {text("b")}, Value::object(0)).fault, Fault::kNotPlain);
  EXPECT_EQ(data.change(Op::kAppend, {}, integer(1)).fault, Fault::kNotAList);
  EXPECT_EQ(data.change(Op::kAdd, {text("b")}, integer(1)).fault, Fault::kNoSuchKey);
  EXPECT_EQ(data.change(Op::kAppend, {text("a")}, integer(1)).fault, Fault::kNotAList);
  EXPECT_TRUE(identical(data.read(), initial));
}

TEST(SharedDict, AgreesWithALocalMapOverAnySequence) {
  Data data(ObjectKind::kDict, Value::map({}));
  Value local = Value::map({});
  uint64_t random = 7;
  for (int step = 0; step < 20'000; ++step) {
    random = random * 6364136223846793005 + 1442695040888963407;
    const auto number = static_cast<int64_t>(random >> 40) % 500;
    const Value key = number % 2 == 0 ? integer(number) : text(std::to_string(number));
    if (random >> 62 != 0) {
      EXPECT_TRUE(is_done(data.change(Op::kStore, {key}, integer(step))));
      local.mutable_map().set(key, integer(step));
    } else {
      const bool there = local.mutable_map().erase(key);
      EXPECT_EQ(is_done(data.change(Op::kRemove, {key}, Value())), there);
    }
  }
  EXPECT_TRUE(identical(data.read(), local));
  EXPECT_EQ(data.size().as_int(), static_cast<int64_t>(local.as_map().size()));
}

TEST(SharedData, GivesItsMemoryBack) {
  Data data(ObjectKind::kList, list({}));
  Value big = text(std::string(3 << 20, 'x'));
  for (int round = 0; round < 50; ++round) {
    EXPECT_TRUE(is_done(data.change(Op::kStore, {}, list({big, big}))));
  }
  EXPECT_TRUE(is_done(data.change(Op::kStore, {}, list({}))));
  const Region& region = data.forks().region();
  EXPECT_LT(heap_used(region), 1u << 20);
  heap_trim(region);  // some were used until now
  heap_trim(region);
  EXPECT_EQ(heap_kept(region), 0u);
}

}  // namespace
}  // namespace runner::posix
