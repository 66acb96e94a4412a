#include "posix/word.h"

#include <string_view>

#include "posix/shared_heap.h"

namespace runner::posix {

namespace {

// At the start of a block; the encoded value follows.
struct BlockHead {
  uint64_t bytes;
};

std::string_view block_content(const Region& region, uint64_t block) {
  const auto& head = *reinterpret_cast<const BlockHead*>(region.at(block));
  return {region.at(block) + sizeof(BlockHead), head.bytes};
}

}  // namespace

// A word with a block for a value, or for some items of one. Without memory the word stays as it
// is.
template <typename Content>
bool Word::encode_into(const Region& region, const Content& content, Word& word) {
  const size_t bytes = encoded_size(content);
  const uint64_t block = heap_allocate(region, sizeof(BlockHead) + bytes);
  if (block == 0) return false;
  reinterpret_cast<BlockHead*>(region.at(block))->bytes = bytes;
  encode(content, region.at(block) + sizeof(BlockHead));
  word = tagged(kBlockTag, block);
  return true;
}

bool make_word(const Region& region, const Value& value, Word& word) {
  switch (value.kind()) {
    case ValueKind::kNull:
      word = Word::tagged(Word::kConstantTag, Word::kNull);
      return true;
    case ValueKind::kBool:
      word = Word::tagged(Word::kConstantTag, value.as_bool() ? Word::kTrue : Word::kFalse);
      return true;
    case ValueKind::kDouble:
      word = Word::of_double(value.as_double());
      return true;
    case ValueKind::kInt:
      if (!Word::int_fits(value.as_int())) break;
      word = Word::of_int(value.as_int());
      return true;
    case ValueKind::kHandle:
      if ((static_cast<uint64_t>(value.as_int()) & ~Word::kPayload) != 0) break;
      word = Word::tagged(Word::kHandleTag, static_cast<uint64_t>(value.as_int()));
      return true;
    case ValueKind::kString:
    case ValueKind::kList:
    case ValueKind::kMap:
    case ValueKind::kDeadline:
    case ValueKind::kObject:
    case ValueKind::kProcess:
    case ValueKind::kError:
      break;
  }
  return Word::encode_into(region, value, word);
}

bool make_word(const Region& region, const Slice& slice, Word& word) {
  return Word::encode_into(region, slice, word);
}

Value word_value(const Region& region, Word word) {
  if (word.is_int()) return Value::integer(word.as_int());
  if (word.is_double()) return Value::real(word.as_double());
  if (word.is_block()) {
    std::string_view content = block_content(region, word.block());
    return decode(content);
  }
  const uint64_t payload = word.pattern() & Word::kPayload;
  if ((word.pattern() >> Word::kTagShift) == Word::kHandleTag) {
    return Value::handle(static_cast<int64_t>(payload));
  }
  return payload == Word::kNull ? Value::null() : Value::boolean(payload == Word::kTrue);
}

void free_word(const Region& region, Word word) {
  if (!word.is_block()) return;
  const uint64_t block = word.block();
  const auto& head = *reinterpret_cast<const BlockHead*>(region.at(block));
  heap_release(region, block, sizeof(BlockHead) + head.bytes);
}

}  // namespace runner::posix
