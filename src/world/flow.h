// What one process may do from each place of its program on: its control flow with calls unfolded,
// the values that slots certainly have, and the locks that it certainly holds.
//
// A forward pass finds what is certain (constant propagation: `index` and what is computed from it
// tell which of several forks is meant), a backward pass what is possible.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "program/liveness.h"
#include "world/access.h"

namespace runner::world {

// An access that may come, and the locks that are certainly held then (bit N: lock N of Locks).
struct Deed {
  Access access;
  uint64_t held = 0;
  friend bool operator==(const Deed&, const Deed&) = default;
  friend auto operator<=>(const Deed&, const Deed&) = default;
};

// The locks by bits of a word; those beyond the first 64 are never known to be held.
class LockBits {
 public:
  explicit LockBits(const World& world);
  // 0 where the lock has no bit.
  uint64_t bit(int32_t lock) const { return bits_[static_cast<size_t>(lock)]; }

 private:
  std::vector<uint64_t> bits_;  // by object
};

class Flow {
 public:
  Flow(const World& world, const LockBits& locks, int32_t process);

  // Everything that the process may still do when its machine is where this one is, with or without
  // the pending operation, in any order; without a machine: from its start on. Sorted.
  std::vector<Deed> future(const Machine* machine, bool with_pending) const;

  size_t bytes() const;

 private:
  // What is known whenever an instruction is reached.
  struct Facts {
    bool reached = false;
    std::vector<Value> values;
    std::vector<bool> known;
    uint64_t held = 0;
  };
  // One instruction in one chain of calls.
  struct Node {
    Facts facts;
    std::vector<int32_t> next;     // nodes
    std::vector<int32_t> callees;  // contexts
    std::vector<int32_t> deeds;    // its own
    std::vector<uint64_t> future;  // bits: deeds from here on, without those of callers
  };
  // One routine in one chain of calls.
  struct Context {
    int32_t routine = 0;
    int32_t depth = 0;
    int32_t first_node = 0;
  };
  using CallKey = std::tuple<int32_t, int32_t>;  // calling node, routine

  int32_t add_context(int32_t routine, int32_t depth);
  void propagate();
  void visit(int32_t node);
  void step(int32_t node, const Instruction& instruction, Facts facts);
  void step_operation(int32_t node, const OperationSpec& spec, Facts facts);
  void step_call(int32_t node, int32_t routine, const Instruction& instruction, const Facts& facts);
  void flow_to(int32_t from, int32_t pc, const Facts& facts);
  void merge(int32_t node, const Facts& facts);
  static void forget_changed(const Effects& effects, Facts& facts);
  bool evaluate(int32_t code, const Facts& facts, Value& value) const;
  int32_t target_of(const OperationSpec& spec, const Facts& facts) const;
  uint64_t released_by(int32_t routine);
  uint64_t released_in(const Instruction& instruction) const;
  void collect_deeds();
  void spread_back();
  void give_up();

  const Instruction& instruction_of(int32_t node) const;
  int32_t context_of(int32_t node) const { return context_of_[static_cast<size_t>(node)]; }
  static bool sums_exactly_at(const OperationSpec& spec, const Facts& facts);
  int32_t deed_number(const Deed& deed);
  void add_future(int32_t node, bool with_own, std::vector<uint64_t>& bits) const;

  const World& world_;
  const LockBits& locks_;
  int32_t process_;
  bool failed_ = false;  // too large to unfold: everything may happen anywhere
  std::vector<Context> contexts_;
  std::vector<Node> nodes_;
  std::vector<int32_t> context_of_;   // by node
  std::map<CallKey, int32_t> calls_;  // to contexts
  std::map<int32_t, int32_t> roots_;  // routine to context: the body and the handlers
  std::vector<int32_t> open_;         // nodes to be visited
  std::vector<Deed> deeds_;
  std::map<Deed, int32_t> deed_numbers_;
  std::map<int32_t, uint64_t> released_;  // by routine
};

}  // namespace runner::world
