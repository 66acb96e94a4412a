// When values are equal, as CEL says, and when they are the same to the bit.
#include <algorithm>
#include <bit>
#include <cmath>

#include "expr/compare.h"

namespace runner {
namespace {

bool same_process(const ProcessBody& a, const ProcessBody& b) {
  return a.id == b.id && a.name == b.name && a.pid == b.pid && a.parent_pid == b.parent_pid &&
         a.daemon == b.daemon && a.is_self == b.is_self && a.index == b.index &&
         a.status == b.status && a.has_exit_code == b.has_exit_code && a.exit_code == b.exit_code;
}

bool same_error(const ErrorBody& a, const ErrorBody& b) {
  return a.kind == b.kind && a.message == b.message && a.line == b.line && a.column == b.column;
}

template <typename Same>
bool all_items(const std::vector<Value>& a, const std::vector<Value>& b, Same same) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

bool equal_maps(const MapBody& a, const MapBody& b) {
  if (a.size() != b.size()) return false;
  return std::all_of(a.entries().begin(), a.entries().end(), [&b](const auto& entry) {
    const Value* other = b.find(entry.first);
    return other != nullptr && equal(entry.second, *other);
  });
}

}  // namespace

bool equal(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return expr::compare_numbers(a, b) == expr::Order::kEqual;
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case ValueKind::kNull:
      return true;
    case ValueKind::kBool:
    case ValueKind::kInt:
    case ValueKind::kDouble:
    case ValueKind::kHandle:
    case ValueKind::kDeadline:
    case ValueKind::kObject:
      return a.as_int() == b.as_int();
    case ValueKind::kString:
      return a.as_string() == b.as_string();
    case ValueKind::kList:
      return all_items(a.as_list(), b.as_list(), equal);
    case ValueKind::kMap:
      return equal_maps(a.as_map(), b.as_map());
    case ValueKind::kProcess:
      return a.as_process().id == b.as_process().id;
    case ValueKind::kError:
      return same_error(a.as_error(), b.as_error());
  }
  UNREACHABLE();
}

bool identical(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case ValueKind::kNull:
      return true;
    case ValueKind::kBool:
    case ValueKind::kInt:
    case ValueKind::kHandle:
    case ValueKind::kDeadline:
    case ValueKind::kObject:
      return a.as_int() == b.as_int();
    case ValueKind::kDouble:
      if (std::isnan(a.as_double())) return std::isnan(b.as_double());
      return std::bit_cast<uint64_t>(a.as_double()) == std::bit_cast<uint64_t>(b.as_double());
    case ValueKind::kString:
      return a.as_string() == b.as_string();
    case ValueKind::kList:
      return &a.as_list() == &b.as_list() || all_items(a.as_list(), b.as_list(), identical);
    case ValueKind::kMap:
      return &a.as_map() == &b.as_map() ||
             std::equal(a.as_map().entries().begin(), a.as_map().entries().end(),
                        b.as_map().entries().begin(), b.as_map().entries().end(),
                        [](const auto& x, const auto& y) {
                          return identical(x.first, y.first) && identical(x.second, y.second);
                        });
    case ValueKind::kProcess:
      return same_process(a.as_process(), b.as_process());
    case ValueKind::kError:
      return same_error(a.as_error(), b.as_error());
  }
  UNREACHABLE();
}

}  // namespace runner
