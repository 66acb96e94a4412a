// Values as bytes: what crosses into shared memory, and what a simulated state is made of.
//
// The encoding is canonical (equal bytes exactly for identical() values), contains no pointers, and
// is only ever read back by the program that wrote it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "expr/value.h"

namespace runner {

size_t encoded_size(const Value& value);
// Writes encoded_size(value) bytes at `out`; returns the byte behind them.
char* encode(const Value& value, char* out);
void append_encoded(std::string& out, const Value& value);
// The same as a list of the items, which need not be in one.
size_t encoded_list_size(std::span<const Value> items);
char* encode_list(std::span<const Value> items, char* out);

// Reads one value at the start of `bytes`, and removes it from them.
Value decode(std::string_view& bytes);
// Reads the items of a list to the end of `items`. False, and nothing was read: it is no list.
bool decode_items(std::string_view& bytes, std::vector<Value>& items);

}  // namespace runner
