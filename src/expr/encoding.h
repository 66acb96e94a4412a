// Values as bytes: what crosses into shared memory, and what a simulated state is made of.
//
// The encoding is canonical (equal bytes exactly for identical() values), contains no pointers, and
// is only ever read back by the program that wrote it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "expr/value.h"

namespace runner {

size_t encoded_size(const Value& value);
// Writes encoded_size(value) bytes at `out`; returns the byte behind them.
char* encode(const Value& value, char* out);
void append_encoded(std::string& out, const Value& value);
// Some of a list's items, encoded as a list.
struct Slice {
  const Value& list;
  size_t first;
  size_t count;
};
size_t encoded_size(const Slice& slice);
char* encode(const Slice& slice, char* out);

// Reads one value at the start of `bytes`, and removes it from them.
Value decode(std::string_view& bytes);

}  // namespace runner
