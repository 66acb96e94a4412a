#include "posix/wait_any.h"

#include "machine/references.h"
#include "posix/event.h"
#include "posix/forks_for_test.h"
#include "posix/queue.h"

namespace runner::posix {
namespace {

std::vector<Object> an_event_and_a_queue() {
  return {object_of(ObjectKind::kEvent, "e"), object_of(ObjectKind::kQueue, "q")};
}

Value everything() {
  return Value::list({Value::object(0), Value::object(1), process_reference(1)});
}

Value positions(std::initializer_list<int64_t> numbers) {
  std::vector<Value> list;
  for (const int64_t number : numbers) list.push_back(Value::integer(number));
  return Value::list(std::move(list));
}

bool gives(const Performed& performed, std::initializer_list<int64_t> numbers) {
  return is_done(performed) && identical(performed->value, positions(numbers));
}

TEST(WaitAny, SeesWhatIsReady) {
  Forks forks(an_event_and_a_queue());
  Self& self = forks.self();
  EXPECT_TRUE(is_timeout(wait_any(self, everything(), kOnlyTry)));
  EXPECT_TRUE(is_timeout(wait_any(self, everything(), soon(2))));
  queue_put(self, 1, Value::integer(1), kOnlyTry);
  EXPECT_TRUE(gives(wait_any(self, everything(), kNoDeadline), {1}));
  event_trigger(self, 0);
  forks.start(1, [](Self&) { return true; });
  EXPECT_EQ(forks.join(1), 0);
  EXPECT_TRUE(gives(wait_any(self, everything(), kNoDeadline), {0, 1, 2}));
  queue_get(self, 1, kOnlyTry);
  event_clear(self, 0);
  EXPECT_TRUE(gives(wait_any(self, everything(), kNoDeadline), {2}));
}

TEST(WaitAny, IsWokenByEachOfThem) {
  for (const int64_t which : {0, 1, 2}) {
    Forks forks(an_event_and_a_queue());
    for (const int32_t waiter : {2, 3}) {
      forks.start(waiter, [which](Self& self) {
        return gives(wait_any(self, everything(), kNoDeadline), {which});
      });
      forks.await_asleep(waiter);
    }
    EXPECT_NE(forks.region().slot(2).waiting.watched, 0u);
    forks.kill(3);
    if (which == 0) event_trigger(forks.self(), 0);
    if (which == 1) queue_put(forks.self(), 1, Value::integer(1), kOnlyTry);
    if (which == 2) {
      forks.start(1, [](Self&) { return true; });
      EXPECT_EQ(forks.join(1), 0);
    }
    EXPECT_EQ(forks.join(2), 0);
  }
}

}  // namespace
}  // namespace runner::posix
