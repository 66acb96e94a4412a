#include <memory>
#include <new>

#include "expr/frame.h"

namespace runner::expr {
namespace {

// The temporaries of one evaluation: on the stack when they are few, all null at first.
class Temporaries {
 public:
  explicit Temporaries(int32_t count) : count_(static_cast<size_t>(count)) {
    if (count_ > kInline) {
      heap_ = std::make_unique<Value[]>(count_);
      values_ = heap_.get();
      return;
    }
    values_ = reinterpret_cast<Value*>(inline_);
    for (size_t i = 0; i < count_; ++i) new (values_ + i) Value();
  }
  ~Temporaries() {
    if (heap_ != nullptr) return;
    for (size_t i = 0; i < count_; ++i) values_[i].~Value();
  }
  Temporaries(const Temporaries&) = delete;
  Temporaries& operator=(const Temporaries&) = delete;

  Value* values() const { return values_; }

 private:
  static constexpr size_t kInline = 16;
  alignas(Value) std::byte inline_[kInline * sizeof(Value)];
  std::unique_ptr<Value[]> heap_;
  Value* values_;
  size_t count_;
};

}  // namespace

Value Frame::run(const Code& code, size_t begin, size_t end, const Value* slots, Random& random,
                 Surroundings& surroundings, Budget budget) {
  const Temporaries temporaries(code.depth_);
  Value* values = temporaries.values();
  const Instruction* first = code.instructions_.data();
  Frame frame{code,         {slots, code.constants_.data(), values, values},
              values,       first,
              first + end,  random,
              surroundings, budget};
  for (const Instruction* at = first + begin; at != frame.end;) at = at->run(frame, at);
  return std::move(values[0]);
}

const Frame::Instruction* Frame::fail(const Instruction* at, Value error) {
  if (error.as_error().line == 0) {
    ErrorBody& body = error.mutable_error();
    body.line = at->at.line;
    body.column = at->at.column;
  }
  const auto place = static_cast<int32_t>(at - begin);
  if (budget.steps > 0) {  // an evaluation that is too long does not go on
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
  return expr::Frame::run(*this, 0, instructions_.size(), slots, random, surroundings,
                          expr::Budget());
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
