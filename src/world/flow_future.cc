// The backward half of a flow: what may still come after each instruction.
#include <algorithm>

#include "machine/providers.h"
#include "world/flow.h"

namespace runner::world {

namespace {

void set_bit(std::vector<uint64_t>& bits, int32_t number) {
  const auto index = static_cast<size_t>(number);
  bits[index / 64] |= uint64_t{1} << (index % 64);
}

}  // namespace

void Flow::spread_back() {
  const size_t words = deeds_.size() / 64 + 1;
  for (Node& node : nodes_) {
    node.future.assign(words, 0);
    for (const int32_t deed : node.deeds) set_bit(node.future, deed);
  }
  const auto add = [&](std::vector<uint64_t>& to, int32_t from) {
    bool changed = false;
    const std::vector<uint64_t>& bits = nodes_[static_cast<size_t>(from)].future;
    for (size_t w = 0; w < words; ++w) {
      changed = changed || (bits[w] & ~to[w]) != 0;
      to[w] |= bits[w];
    }
    return changed;
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t number = nodes_.size(); number-- > 0;) {
      Node& node = nodes_[number];
      for (const int32_t next : node.next) changed = add(node.future, next) || changed;
      for (const int32_t callee : node.callees) {
        const int32_t entry = contexts_[static_cast<size_t>(callee)].first_node;
        changed = add(node.future, entry) || changed;
      }
    }
  }
  for (Node& node : nodes_) node.facts = Facts();
}

// Too much to follow: whatever the program contains may come at any time.
void Flow::give_up() {
  const Providers providers(world_.program());
  for (const int32_t number : providers.operations(providers.body_of(process_))) {
    const OperationSpec& spec = world_.program().operations[static_cast<size_t>(number)];
    for (const Access& access : accesses_of(world_, spec, -1)) deed_number({access, 0});
  }
}

void Flow::add_future(int32_t number, bool with_own, std::vector<uint64_t>& bits) const {
  const Node& node = nodes_[static_cast<size_t>(number)];
  const auto add = [&bits](const std::vector<uint64_t>& more) {
    for (size_t w = 0; w < bits.size(); ++w) bits[w] |= more[w];
  };
  if (with_own) return add(node.future);
  for (const int32_t next : node.next) add(nodes_[static_cast<size_t>(next)].future);
}

size_t Flow::bytes() const {
  size_t bytes = deeds_.size() * 3 * sizeof(Deed);
  for (const Node& node : nodes_) {
    bytes +=
        sizeof(Node) + node.future.capacity() * sizeof(uint64_t) +
        (node.next.capacity() + node.callees.capacity() + node.deeds.capacity()) * sizeof(int32_t);
  }
  return bytes;
}

std::vector<Deed> Flow::future(const Machine* machine, bool with_pending) const {
  std::vector<uint64_t> bits(deeds_.size() / 64 + 1);
  if (failed_) {
    std::fill(bits.begin(), bits.end(), ~uint64_t{0});
  } else if (machine == nullptr) {
    for (const auto& [routine, context] : roots_)
      add_future(contexts_[static_cast<size_t>(context)].first_node, true, bits);
  } else {
    // A handler may begin at any time.
    for (const auto& [routine, context] : roots_)
      if (context != 0) add_future(contexts_[static_cast<size_t>(context)].first_node, true, bits);
    int32_t context = -1;
    int32_t node = -1;
    for (size_t frame = 0; frame < machine->depth(); ++frame) {
      const int32_t routine = machine->routine_at(frame);
      const auto root = roots_.find(routine);
      const auto call = calls_.find({node, routine});
      if (frame == 0 && root != roots_.end())
        context = root->second;
      else if (frame > 0 && call != calls_.end())
        context = call->second;
      else
        UNREACHABLE();
      node = contexts_[static_cast<size_t>(context)].first_node + machine->instruction_at(frame);
      add_future(node, with_pending && frame + 1 == machine->depth(), bits);
    }
  }
  std::vector<Deed> future;
  for (size_t deed = 0; deed < deeds_.size(); ++deed)
    if ((bits[deed / 64] >> (deed % 64)) & 1) future.push_back(deeds_[deed]);
  std::sort(future.begin(), future.end());
  return future;
}

}  // namespace runner::world
