#include <charconv>
#include <cmath>
#include <cstdint>
#include <set>

#include "base/limits.h"
#include "base/text.h"
#include "expr/text_form.h"

namespace runner {
namespace {

void append_int(std::string& out, int64_t value) {
  char text[24];
  out.append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

void append_control(std::string& out, char c) {
  static constexpr std::string_view kNamed = "\b\f\n\r\t";
  const size_t named = kNamed.find(c);
  if (named != std::string_view::npos) {
    out += '\\';
    out += "bfnrt"[named];
    return;
  }
  out += "\\u00";
  out += "01"[static_cast<unsigned char>(c) >> 4];
  out += "0123456789abcdef"[c & 0xF];
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const size_t valid = valid_utf8_prefix(text);
    for (const char c : text.substr(0, valid)) {
      if (static_cast<unsigned char>(c) < 0x20) {
        append_control(out, c);
      } else {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
      }
    }
    text.remove_prefix(valid);
    if (text.empty()) break;
    out += "\xEF\xBF\xBD";  // what is not UTF-8 becomes U+FFFD
    text.remove_prefix(1);
  }
  out += '"';
}

void append(std::string& out, const Value& value, uint32_t level);

void append_list(std::string& out, const std::vector<Value>& items, uint32_t level) {
  const char* separator = "";
  out += '[';
  for (const Value& item : items) {
    out += separator;
    append(out, item, level + 1);
    separator = ", ";
  }
  out += ']';
}

void append_map(std::string& out, const MapBody& map, uint32_t level) {
  const char* separator = "";
  out += '{';
  for (const auto& [key, item] : map.entries()) {
    out += separator;
    if (key.is_string()) {
      append_string(out, key.as_string());
    } else {
      out += '"';
      append(out, key, level);
      out += '"';
    }
    out += ": ";
    append(out, item, level + 1);
    separator = ", ";
  }
  out += '}';
}

void append_process(std::string& out, const ProcessBody& process) {
  const char* separator = "";
  out += '{';
  for (const std::string& name : ProcessBody::attribute_names()) {
    Value attribute;
    process.attribute(name, attribute);
    out += separator;
    append_string(out, name);
    out += ": ";
    append(out, attribute, 1);
    separator = ", ";
  }
  out += '}';
}

void append_double(std::string& out, double number) {
  if (std::isfinite(number)) {
    out += double_text(number);
  } else if (std::isnan(number)) {
    out += "\"NaN\"";
  } else {
    out += number > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  }
}

void append(std::string& out, const Value& value, uint32_t level) {
  CHECK(level <= limits::kValueNesting + 1);
  switch (value.kind()) {
    case ValueKind::kNull:
      out += "null";
      break;
    case ValueKind::kBool:
      out += value.as_bool() ? "true" : "false";
      break;
    case ValueKind::kInt:
    case ValueKind::kHandle:
    case ValueKind::kDeadline:
    case ValueKind::kObject:
      append_int(out, value.as_int());
      break;
    case ValueKind::kDouble:
      append_double(out, value.as_double());
      break;
    case ValueKind::kString:
      append_string(out, value.as_string());
      break;
    case ValueKind::kList:
      append_list(out, value.as_list(), level);
      break;
    case ValueKind::kMap:
      append_map(out, value.as_map(), level);
      break;
    case ValueKind::kProcess:
      append_process(out, value.as_process());
      break;
    case ValueKind::kError:
      append_string(out, value.as_error().message);
      break;
  }
}

}  // namespace

std::string to_json(const Value& value) {
  std::string text;
  append(text, value, 1);
  return text;
}

std::optional<std::string> key_twice_in_json(const Value& value) {
  if (value.is_list()) {
    for (const Value& item : value.as_list())
      if (std::optional<std::string> key = key_twice_in_json(item)) return key;
  }
  if (!value.is_map()) return std::nullopt;
  std::set<std::string> keys;
  for (const auto& [key, item] : value.as_map().entries()) {
    const auto [known, is_new] = keys.insert(key.is_string() ? key.as_string() : to_json(key));
    if (!is_new) return *known;
    if (std::optional<std::string> inner = key_twice_in_json(item)) return inner;
  }
  return std::nullopt;
}

}  // namespace runner
