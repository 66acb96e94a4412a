// What each process can do in which circumstances, computed once by performing the step and then
// looked up: the ways it can go, and what each changes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "world/decision_tree.h"
#include "world/perform.h"
#include "world/recorder.h"
#include "world/visibility.h"

namespace runner::world {

// One way to go.
struct Edge {
  uint32_t first_write = 0;
  uint32_t write_count = 0;
  Way::Kind kind = Way::Kind::kPerform;
  uint32_t pick = 0;
  uint32_t heirs = 0;
  int32_t complaint = -1;    // the number of an uncaught error
  uint64_t hash_change = 0;  // what it adds to a state's hash (component_hash.h)

  Way way() const { return {kind, pick, heirs}; }
};

// All ways of a process in one situation: edges first … first + count - 1.
struct Leaf {
  uint32_t first = 0;
  uint32_t count = 0;
};

// Which components a process looks at and may change in one situation: bit N for each whose number
// is N modulo 64. Steps without a bit in common are independent.
struct Footprint {
  uint64_t reads = 0;
  uint64_t writes = 0;

  static uint64_t bit(ComponentNumber component) { return uint64_t{1} << (component % 64); }
  bool touches(const Footprint& other) const {
    return (writes & other.reads) != 0 || (reads & other.writes) != 0;
  }
};

class Transitions {
 public:
  // `kills`: processes may be killed from outside.
  Transitions(const World& world, const Rules& rules, const Visibility& visibility, Tables& tables,
              bool kills);

  // What `process` can do in the state with these component numbers; nothing when it waits.
  Leaf leaf(int32_t process, const int32_t* numbers) {
    return leaf_at(leaf_number(process, numbers));
  }
  int32_t leaf_number(int32_t process, const int32_t* numbers) {
    const int32_t known = tree_.find(process, numbers);
    return known == DecisionTree::kUnknown ? learn(process, numbers) : known;
  }
  Leaf leaf_at(int32_t number) const { return leaves_[static_cast<size_t>(number)]; }
  const Footprint& footprint(int32_t leaf) const { return footprints_[static_cast<size_t>(leaf)]; }
  // The processes that have looked at a component to find out what they can do: what the others can
  // do does not change with it.
  const std::vector<int32_t>& readers(ComponentNumber component) const {
    return readers_[static_cast<size_t>(component)];
  }
  // Whether the process goes on by itself: being killed from outside, which comes last, is not
  // that.
  bool goes_on(Leaf leaf) const {
    return leaf.count > 0 && edges_[leaf.first].kind != Way::Kind::kKill;
  }
  // Good until the next leaf() that is new.
  std::span<const Edge> edges(Leaf leaf) const { return {edges_.data() + leaf.first, leaf.count}; }
  std::span<const Write> writes(const Edge& edge) const {
    return {writes_.data() + edge.first_write, edge.write_count};
  }
  const std::vector<Complaint>& complaints() const { return complaints_; }
  // Whether there was a step with more ways than limits::kWaysOfAStep: not all were tried.
  bool is_cut() const { return is_cut_; }
  size_t bytes() const;

 private:
  int32_t learn(int32_t process, const int32_t* numbers);
  bool can_be_killed(int32_t process);
  void try_way(int32_t process, Way way);
  void try_once(int32_t process, Way way);
  int32_t number_of(const Complaint& complaint);
  void add_footprint(int32_t process, Leaf leaf);

  const Visibility& visibility_;
  bool kills_ = false;
  Recorder recorder_;
  DecisionTree tree_;
  std::vector<Leaf> leaves_;
  std::vector<Footprint> footprints_;          // by leaf
  std::vector<std::vector<int32_t>> readers_;  // by component
  std::vector<Edge> edges_;
  std::vector<Write> writes_;
  std::vector<Complaint> complaints_;
  size_t complaint_bytes_ = 0;
  bool is_cut_ = false;
};

}  // namespace runner::world
