#include "text/display.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <iterator>

#include "base/text.h"

namespace runner {
namespace {

constexpr int32_t kTabWidth = 4;

struct Range {
  char32_t first;
  char32_t last;
};

// Combining marks, joiners and variation selectors.
constexpr Range kZeroWidth[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},   {0x064B, 0x065F},
    {0x093C, 0x093C}, {0x094D, 0x094D}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A},   {0x0E47, 0x0E4E},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D}, {0x20D0, 0x20FF},   {0x302A, 0x302D},
    {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF},
};

// East Asian wide characters, and symbols that are emoji by default.
constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x23F0, 0x23F0},   {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},
    {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E},
    {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x16FE0, 0x18AFF}, {0x1B000, 0x1B2FF}, {0x1F004, 0x1F004},
    {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F320},
    {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA},
    {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4}, {0x1F3F8, 0x1F43E},
    {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F54E},
    {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4},
    {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2},
    {0x1F6D5, 0x1F6D7}, {0x1F6DD, 0x1F6DF}, {0x1F6EB, 0x1F6EC}, {0x1F6F4, 0x1F6FC},
    {0x1F7E0, 0x1F7EB}, {0x1F7F0, 0x1F7F0}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945},
    {0x1F947, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
};

// Characters that are invisible or reorder what follows: they would make the shown line lie.
constexpr Range kDeceptive[] = {
    {0x0080, 0x009F}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF},
};

template <size_t count>
bool contains(const Range (&ranges)[count], char32_t code_point) {
  const Range* after =
      std::upper_bound(std::begin(ranges), std::end(ranges), code_point,
                       [](char32_t value, const Range& range) { return value < range.first; });
  return after != std::begin(ranges) && code_point <= std::prev(after)->last;
}

// The code point that the whole of `bytes` encodes.
char32_t decode(std::string_view bytes) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
  if (bytes.size() == 1) return byte(0);
  char32_t code_point = byte(0) & (0x7Fu >> bytes.size());
  for (size_t i = 1; i < bytes.size(); ++i) code_point = code_point << 6 | (byte(i) & 0x3F);
  return code_point;
}

Glyph escaped(const char* format, uint32_t value) {
  std::array<char, 16> text;
  std::snprintf(text.data(), text.size(), format, value);
  const std::string result = text.data();
  return {result, static_cast<int32_t>(result.size())};
}

Glyph control_glyph(char32_t code_point) {
  if (code_point == '\n') return {"\\n", 2};
  if (code_point == '\r') return {"\\r", 2};
  return escaped("\\x%02x", code_point);
}

}  // namespace

Glyph take_glyph(std::string_view& text, int32_t column) {
  size_t length = 1;
  while (length < text.size() && length < 4 &&
         (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) {
    ++length;
  }
  const std::string_view bytes = text.substr(0, length);
  if (valid_utf8_prefix(bytes) != length) {
    const auto byte = static_cast<unsigned char>(text[0]);
    text.remove_prefix(1);
    return escaped("\\x%02x", byte);
  }
  text.remove_prefix(length);
  const char32_t code_point = decode(bytes);
  if (code_point == '\t') {
    const int32_t width = kTabWidth - column % kTabWidth;
    return {std::string(static_cast<size_t>(width), ' '), width};
  }
  if (code_point < 0x20 || code_point == 0x7F) return control_glyph(code_point);
  if (code_point < 0x80) return {std::string(bytes), 1};
  if (contains(kDeceptive, code_point)) return escaped("\\u%04x", code_point);
  if (contains(kZeroWidth, code_point)) return {std::string(bytes), 0};
  return {std::string(bytes), contains(kWide, code_point) ? 2 : 1};
}

std::string displayed(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    if (text[0] == '\t') {
      result += "\\t";
      text.remove_prefix(1);
    } else {
      result += take_glyph(text, 0).text;
    }
  }
  return result;
}

size_t width_of(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) width += static_cast<size_t>(take_glyph(text, 0).width);
  return width;
}

std::string padded(std::string_view text, size_t width) {
  std::string result(text);
  const size_t taken = width_of(text);
  if (taken < width) result.append(width - taken, ' ');
  return result;
}

}  // namespace runner
