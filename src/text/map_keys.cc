#include "text/map_keys.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"

namespace runner {
namespace {

struct Repeated {
  size_t index;
  size_t first;  // the index of the same key's first entry
};

std::vector<Repeated> repeated_in_few(const CompactVector<Node>& keys) {
  std::vector<Repeated> result;
  for (size_t i = 1; i < keys.size(); ++i) {
    for (size_t first = 0; first < i; ++first) {
      if (keys[first].text != keys[i].text) continue;
      result.push_back({i, first});
      break;
    }
  }
  return result;
}

std::vector<Repeated> repeated_in_many(const CompactVector<Node>& keys) {
  std::vector<std::pair<size_t, size_t>> hashed(keys.size());  // hash, index
  for (size_t i = 0; i < keys.size(); ++i) hashed[i] = {std::hash<std::string>{}(keys[i].text), i};
  const auto text = [&](const auto& entry) -> const std::string& {
    return keys[entry.second].text;
  };
  std::sort(hashed.begin(), hashed.end(), [&](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    const int order = text(a).compare(text(b));
    return order != 0 ? order < 0 : a.second < b.second;
  });
  std::vector<Repeated> result;
  size_t first = 0;
  for (size_t i = 1; i < hashed.size(); ++i) {
    if (hashed[i].first == hashed[first].first && text(hashed[i]) == text(hashed[first])) {
      result.push_back({hashed[i].second, hashed[first].second});
    } else {
      first = i;
    }
  }
  std::sort(result.begin(), result.end(),
            [](const Repeated& a, const Repeated& b) { return a.index < b.index; });
  return result;
}

// Every entry whose key was there before, in the order written.
std::vector<Repeated> repeated_keys(const CompactVector<Node>& keys) {
  constexpr size_t kFew = 12;
  return keys.size() <= kFew ? repeated_in_few(keys) : repeated_in_many(keys);
}

// What stands under a key that is there twice is not lost: what its entries declare would be
// unknown names all over the file.
void take_over(Node& first, Node& repeated) {
  if (first.missing) {
    first = std::move(repeated);
    return;
  }
  if (first.is_list() && repeated.is_list()) {
    std::move(repeated.items.begin(), repeated.items.end(), std::back_inserter(first.items));
  }
  if (!first.is_map() || !repeated.is_map()) return;
  for (size_t i = 0; i < repeated.keys.size(); ++i) {
    if (first.find(repeated.keys[i].text) != nullptr) continue;
    first.keys.push_back(std::move(repeated.keys[i]));
    first.items.push_back(std::move(repeated.items[i]));
  }
}

// `dropped` is in ascending order.
void drop_entries(Node& map, const std::vector<Repeated>& dropped) {
  if (dropped.empty()) return;
  size_t kept = 0;
  auto next = dropped.begin();
  for (size_t i = 0; i < map.keys.size(); ++i) {
    if (next != dropped.end() && next->index == i) {
      ++next;
      continue;
    }
    if (kept != i) {
      map.keys[kept] = std::move(map.keys[i]);
      map.items[kept] = std::move(map.items[i]);
    }
    ++kept;
  }
  map.keys.resize(kept);
  map.items.resize(kept);
}

void append_entries(Node& map, Node merged) {
  std::move(merged.keys.begin(), merged.keys.end(), std::back_inserter(map.keys));
  std::move(merged.items.begin(), merged.items.end(), std::back_inserter(map.items));
}

void report_unmergeable(Position at, Diagnostics& diagnostics) {
  diagnostics.error(at, "'<<' merges a map or a list of maps").hint =
      "write <<: *name, where &name stands before a map";
}

}  // namespace

bool is_merge_key(const Node& key) {
  return !key.quoted && key.text == "<<";
}

void drop_duplicate_keys(Node& map, Diagnostics& diagnostics) {
  const std::vector<Repeated> repeated = repeated_keys(map.keys);
  for (const Repeated& entry : repeated) {
    const Node& key = map.keys[entry.index];
    Diagnostic& diagnostic = diagnostics.error(key.at, "duplicate key '" + key.text + "'");
    diagnostic.length = std::max(1, static_cast<int32_t>(count_code_points(key.text)));
    diagnostic.notes.push_back({map.keys[entry.first].at, "first written here"});
    if (is_merge_key(key)) diagnostic.hint = "merge several maps with a list: <<: [*a, *b]";
    take_over(map.items[entry.first], map.items[entry.index]);
  }
  drop_entries(map, repeated);
}

bool merge_maps(Node& map, const Anchors& anchors, Diagnostics& diagnostics) {
  const auto key = std::find_if(map.keys.begin(), map.keys.end(), is_merge_key);
  if (key == map.keys.end()) return true;
  const auto item = map.items.begin() + (key - map.keys.begin());
  const Position key_at = key->at;
  bool is_merged = true;
  Node value = anchors.resolved(std::move(*item));
  map.keys.erase(key);
  map.items.erase(item);
  if (value.is_map()) {
    append_entries(map, std::move(value));
  } else if (value.is_list()) {
    for (Node& one : value.items) {
      Node merged = anchors.resolved(std::move(one));
      if (merged.is_map()) {
        append_entries(map, std::move(merged));
      } else {
        // What an alias stands for is written elsewhere.
        report_unmergeable(merged.at < key_at ? value.at : merged.at, diagnostics);
        is_merged = false;
      }
    }
  } else {
    report_unmergeable(value.at, diagnostics);
    is_merged = false;
  }
  drop_entries(map, repeated_keys(map.keys));
  return is_merged;
}

}  // namespace runner
