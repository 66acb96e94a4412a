#include <cstddef>
#include <new>
#include <vector>

#include "expr/evaluate.h"
#include "expr/frame.h"

namespace runner::expr {
namespace {

constexpr int32_t kInline = 16;  // temporaries that fit on the stack: enough for nearly all codes

// Ends the lives of the temporaries of one evaluation.
struct Owner {
  Value* values;
  int32_t count;

  Owner(Value* v, int32_t n) : values(v), count(n) {
    for (int32_t i = 0; i < count; ++i) new (values + i) Value();
  }
  ~Owner() {
    for (int32_t i = 0; i < count; ++i) values[i].~Value();
  }
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;
};

}  // namespace

Value Frame::run(size_t from, size_t to) {
  end = begin + to;
  for (const Instruction* at = begin + from; at != end;) at = at->run(*this, at);
  return std::move(temporaries[0]);
}

Value Frame::run(const Code& code, size_t from, size_t to, const Value* slots, Random& random,
                 Surroundings& surroundings, Budget& budget) {
  const Instruction* begin = code.instructions_.data();
  const auto run_with = [&](Value* values) {
    Frame frame{code,         {slots, code.constants_.data(), values, values},
                values,       begin,
                begin,        random,
                surroundings, budget};
    Value result = frame.run(from, to);
    budget = frame.budget;
    return result;
  };
  if (code.depth_ <= kInline) [[likely]] {
    alignas(Value) std::byte room[kInline * sizeof(Value)];
    const Owner owner(reinterpret_cast<Value*>(room), code.depth_);
    return run_with(owner.values);
  }
  std::vector<Value> values(static_cast<size_t>(code.depth_));
  return run_with(values.data());
}

const Frame::Instruction* Frame::fail(const Instruction* at, Value error) {
  if (error.as_error().line == 0) {
    ErrorBody& body = error.mutable_error();
    body.line = at->at.line;
    body.column = at->at.column;
  }
  const auto place = static_cast<int32_t>(at - begin);
  if (budget.left() > 0) {  // an evaluation that is too long does not go on
    for (const Code::Guard& guard : code.guards_) {
      if (place < guard.begin || place >= guard.end) continue;
      temporaries[guard.target] = std::move(error);
      return begin + guard.handler;
    }
  }
  temporaries[0] = std::move(error);
  return end;
}

}  // namespace runner::expr

namespace runner {

Value Code::evaluate(const Value* slots, Random& random, Surroundings& surroundings) const {
  expr::Budget budget(limits::kEvaluationSteps, surroundings);
  return expr::Frame::run(*this, slots, random, surroundings, budget);
}

Value evaluate_within(uint64_t& steps, const Code& code, const Value* slots, Random& random,
                      Surroundings& surroundings) {
  expr::Budget budget(steps, surroundings);
  Value result = expr::Frame::run(code, slots, random, surroundings, budget);
  steps = budget.left();
  return result;
}

const Value* Code::constant() const {
  const bool single = instructions_.size() == 1 && instructions_[0].run == expr::instructions::copy;
  if (!single || instructions_[0].left_base != Base::kConstant) return nullptr;
  return &constants_[static_cast<size_t>(instructions_[0].left)];
}

int32_t Code::copied_slot() const {
  const bool single = instructions_.size() == 1 && instructions_[0].run == expr::instructions::copy;
  return single && instructions_[0].left_base == Base::kSlot ? instructions_[0].left : -1;
}

}  // namespace runner
