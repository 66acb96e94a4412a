// A machine's state as canonical bytes.
#include <cstring>

#include "expr/encoding.h"
#include "machine/machine.h"

namespace runner {
namespace {

template <typename Number>
void append_number(std::string& out, Number number) {
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  out.append(bytes, sizeof number);
}

}  // namespace

void Machine::append_encoded(std::string& out, const Liveness* liveness) const {
  append_number(out, static_cast<uint8_t>(phase_));
  append_number(out, static_cast<uint8_t>(in_handler_));
  if (phase_ != Phase::kSteps) {
    append_number(out, exit_code_);
    runner::append_encoded(out, last_);
  }
  append_number(out, static_cast<uint8_t>(suspended_.kind));
  if (suspended_.kind != Unwinding::Kind::kNone) {
    append_number(out, suspended_.signal);
    runner::append_encoded(out, suspended_.value);
  }
  if (!random_frozen_) append_number(out, random_.state);
  append_number(out, static_cast<uint32_t>(frames_.size()));
  for (size_t i = 0; i < frames_.size(); ++i) append_frame(out, i, liveness);
}

// Of a caller's slots those that its callee does not give a value first.
bool Machine::is_live(size_t frame, int32_t slot, const Liveness& liveness) const {
  const Frame& of = frames_[frame];
  return frame + 1 == frames_.size() ? liveness.live_before(of.routine, of.pc, slot)
                                     : liveness.live_across(of.routine, of.pc, slot);
}

void Machine::append_frame(std::string& out, size_t number, const Liveness* liveness) const {
  const Frame& frame = frames_[number];
  append_number(out, frame.routine);
  append_number(out, frame.pc);
  append_number(out, frame.into);
  append_number(out, static_cast<uint8_t>(frame.role));
  const int32_t slots = program_->routines[static_cast<size_t>(frame.routine)].slot_count;
  for (int32_t slot = 0; slot < slots; ++slot) {
    if (liveness == nullptr || is_live(number, slot, *liveness))
      runner::append_encoded(out, slots_[static_cast<size_t>(frame.base + slot)]);
  }
}

void Machine::forget_dead(const Liveness& liveness) {
  for (size_t number = 0; number < frames_.size(); ++number) {
    const Frame& frame = frames_[number];
    const int32_t slots = program_->routines[static_cast<size_t>(frame.routine)].slot_count;
    for (int32_t slot = 0; slot < slots; ++slot) {
      Value& value = slots_[static_cast<size_t>(frame.base + slot)];
      const bool is_large = value.is_string() || value.is_list() || value.is_map();
      if (is_large && !is_live(number, slot, liveness)) value = Value();
    }
  }
}

size_t Machine::value_bytes() const {
  size_t bytes = encoded_size(last_) + encoded_size(suspended_.value);
  for (const Value& value : slots_)
    if (value.is_string() || value.is_list() || value.is_map()) bytes += encoded_size(value);
  return bytes;
}

}  // namespace runner
