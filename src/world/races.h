// Data races: two processes that can be about to use the same value, list or dict at the same time,
// one of them to write it. Single updates (add, append, pop) do not race with one another.
#pragma once

#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "world/exploration.h"
#include "world/search.h"
#include "world/space.h"
#include "world/symmetry.h"

namespace runner::world {

// What programs read and write.
constexpr bool is_cell(ObjectKind kind) {
  return kind == ObjectKind::kValue || kind == ObjectKind::kList || kind == ObjectKind::kDict;
}

class Races {
 public:
  // `search`: a complete one. `symmetry` may be null.
  Races(Space& space, const Search& search, Symmetry* symmetry);

  // `limits` are for looking whether suspects can come together.
  std::vector<Race> find(const SearchLimits& limits);

 private:
  enum class Use : uint8_t { kRead, kUpdate, kWrite };
  struct CellUse {
    int32_t process = 0;
    int32_t object = 0;  // the first; several, where a whole array is read
    int32_t count = 1;
    Use use = Use::kRead;
    Position at;
    std::vector<int32_t> held;
    std::string operation;
  };
  // Object, and the places of both.
  using Key = std::tuple<int32_t, Position, Position>;

  std::optional<CellUse> use_of(int32_t process, const ProcessState& state) const;
  bool may_be_others(int32_t process) const;
  void collect_suspects();
  void confirm(SearchLimits limits);
  void look_at(const std::vector<const CellUse*>& ready);
  void note(const CellUse& a, const CellUse& b, bool certain);

  Space& space_;
  const Search& search_;
  Symmetry* symmetry_;
  std::map<Key, Race> races_;
};

}  // namespace runner::world
