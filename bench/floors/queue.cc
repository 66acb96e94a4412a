// A ring between one producer and one consumer; who finds it full or empty sleeps on a futex.
#include "floor.h"

namespace {

struct Ring {
  alignas(64) std::atomic<uint32_t> put;
  alignas(64) std::atomic<uint32_t> got;
  alignas(64) std::atomic<uint32_t> sleepers;
  alignas(64) std::atomic<int64_t> total;
  alignas(64) int64_t cells[1 << 16];
};

// Until `counter` is no longer `seen`.
void wait_for_change(Ring& ring, std::atomic<uint32_t>& counter, uint32_t seen) {
  ring.sleepers.fetch_add(1);
  while (counter.load() == seen) floors::futex_wait(counter, seen);
  ring.sleepers.fetch_sub(1);
}

void advance(Ring& ring, std::atomic<uint32_t>& counter, uint32_t to) {
  counter.store(to);
  if (ring.sleepers.load() > 0) floors::futex_wake(counter, 1);
}

void produce(Ring& ring, uint32_t count, uint32_t capacity) {
  for (uint32_t i = 0; i < count; ++i) {
    for (uint32_t got = ring.got.load(); i - got == capacity; got = ring.got.load()) {
      wait_for_change(ring, ring.got, got);
    }
    ring.cells[i % capacity] = i;
    advance(ring, ring.put, i + 1);
  }
}

void consume(Ring& ring, uint32_t count, uint32_t capacity) {
  int64_t sum = 0;
  for (uint32_t i = 0; i < count; ++i) {
    while (ring.put.load() == i) wait_for_change(ring, ring.put, i);
    sum += ring.cells[i % capacity];
    advance(ring, ring.got, i + 1);
  }
  ring.total.store(sum);
}

}  // namespace

int main(int argc, char** argv) {
  const auto count = static_cast<uint32_t>(floors::argument(argc, argv, 1, 200'000));
  const auto capacity = static_cast<uint32_t>(floors::argument(argc, argv, 2, 64));
  floors::require(capacity > 0 && capacity <= 1 << 16, "the ring has 1 to 65536 cells");
  auto& ring = *floors::shared<Ring>();
  const floors::Section section;
  const pid_t producer = floors::start([&] { produce(ring, count, capacity); });
  const pid_t consumer = floors::start([&] { consume(ring, count, capacity); });
  floors::join(producer);
  floors::join(consumer);
  section.report();
  floors::require(ring.total.load() == int64_t{count} * (int64_t{count} - 1) / 2, "a wrong sum");
}
