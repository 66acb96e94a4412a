// Keeps one core busy until it is ended.
#include "floor.h"

int main() {
  for (std::atomic<uint64_t> turns = 0;; turns.fetch_add(1, std::memory_order_relaxed)) {
  }
}
