// Replicas that run the same program and that nobody tells apart are interchangeable: of all states
// that differ only in which of them is where, one is enough, the one in which they are sorted.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "world/decision_tree.h"
#include "world/space.h"

namespace runner::world {

class Symmetry {
 public:
  explicit Symmetry(Space& space);

  // Whether there are any such replicas.
  bool any() const { return !groups_.empty(); }
  int64_t group_count() const { return static_cast<int64_t>(groups_.size()); }
  // Sorts the replicas; may give new numbers.
  void sort(Numbers& numbers);
  // A text in which interchangeable replicas are not told apart: "w[1] of p[0]" is "w of p[0]".
  std::string without_indexes(std::string_view text) const;
  // What it has learned.
  size_t bytes() const;

 private:
  struct Member {
    int32_t process = 0;
    int32_t place = 0;  // its rank by lifecycle: the ended first
    int32_t state = 0;
    int32_t life = 0;
    uint64_t roles = 0;  // in the objects, which its own state does not tell
  };

  bool is_anonymous(const ProcessGroup& group) const;
  bool may_have_children(int32_t process) const;
  std::string beginning_of(int32_t process, const Liveness& liveness) const;
  bool names_member(const ProcessGroup& group, const Routine& routine, size_t pc) const;
  bool is_joint_join(const ProcessGroup& group, const Routine& routine, size_t pc) const;
  bool is_quiet_join(const ProcessGroup& group, int32_t operation) const;
  bool sort_group(const ProcessGroup& group, Numbers& numbers);
  uint64_t roles(int32_t process, const ProcessState& state, const Numbers& numbers) const;
  uint64_t legacy(int32_t process, const Numbers& numbers);
  const std::vector<int32_t>& referents(int32_t object, int32_t number);
  void rename_objects(Numbers& numbers);
  void settle_joiners(const ProcessGroup& group, Numbers& numbers);

  Space& space_;
  std::vector<const ProcessGroup*> groups_;
  std::vector<int32_t> objects_;  // that can refer to processes
  Recorder recorder_;
  DecisionTree settled_;  // by joiner
  std::vector<std::vector<Write>> writes_;

  std::vector<Member> members_;
  std::vector<int32_t> renamed_;                              // by process: its new number
  std::vector<std::vector<std::vector<int32_t>>> referents_;  // by object, by number
  std::map<std::vector<int32_t>, int32_t> renamings_;  // (object, number, images) to a number
  std::vector<int32_t> key_;
};

}  // namespace runner::world
