#include "posix/shared_value.h"

namespace runner::posix {

namespace {

ValueState& state_of(const Region& region, int32_t object) {
  return region.state<ValueState>(object);
}

PathResult store_whole(Self& self, ValueState& state, int32_t object, const Change& change) {
  if (!is_plain(*change.value)) {
    Value scratch;
    return change.apply(scratch);
  }
  Word after = Word::empty();
  if (!make_word(self.region, *change.value, after)) return out_of_memory(self.region);
  uint64_t before = state.word.load(std::memory_order_relaxed);
  while (!Word::from_bits(before).is_block()) {
    if (state.word.compare_exchange_weak(before, after.bits())) return {};
  }
  Hold hold(self, state, object);
  free_word(self.region, Word::from_bits(state.word.exchange(after.bits())));
  return {};
}

}  // namespace

bool value_initialise(const Region& region, int32_t object) {
  Word word = Word::empty();
  if (!make_word(region, region.declared(object).initial, word)) return false;
  state_of(region, object).word.store(word.bits());
  return true;
}

bool value_store_quickly(const Region& region, ValueState& state, const Value& value) {
  const bool fits = value.is_int() ? Word::int_fits(value.as_int())
                                   : value.is_double() || value.is_bool() || value.is_null();
  Word after = Word::empty();
  if (!fits || !make_word(region, value, after)) return false;
  uint64_t before = state.word.load(std::memory_order_relaxed);
  while (!Word::from_bits(before).is_block()) {
    if (state.word.compare_exchange_weak(before, after.bits())) return true;
  }
  return false;
}

bool value_read_quickly(const Region& region, const ValueState& state, Value& value) {
  const Word word = Word::from_bits(state.word.load(std::memory_order_acquire));
  if (word.is_block()) return false;
  if (word.is_int()) {
    value.set_integer(word.as_int());
  } else {
    value = word_value(region, word);
  }
  return true;
}

PathResult value_change(Self& self, int32_t object, const Change& change) {
  ValueState& state = state_of(self.region, object);
  if (change.path.empty() && change.op == Op::kStore) {
    return store_whole(self, state, object, change);
  }
  Hold hold(self, state, object);
  return change_word(self.region, state.word,
                     [&change](Value& root) { return change.apply(root); });
}

Value value_read(Self& self, int32_t object) {
  ValueState& state = state_of(self.region, object);
  const Word word = Word::from_bits(state.word.load(std::memory_order_acquire));
  if (!word.is_block()) return word_value(self.region, word);
  Hold hold(self, state, object);
  return word_value(self.region, Word::from_bits(state.word.load(std::memory_order_acquire)));
}

}  // namespace runner::posix
