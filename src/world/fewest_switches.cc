#include "world/fewest_switches.h"

#include <algorithm>
#include <map>

#include "world/recorder.h"

namespace runner::world {

namespace {

// Steps, all of which are compared with all: longer ones nobody reads.
constexpr size_t kLongest = 500;

// What a step read and changed: two steps of which neither changes what the other one read commute.
struct Footprint {
  std::vector<ComponentNumber> reads;  // sorted; whatever is changed is read, too
  std::vector<ComponentNumber> changes;
};

bool meet(const std::vector<ComponentNumber>& a, const std::vector<ComponentNumber>& b) {
  return std::any_of(a.begin(), a.end(), [&](ComponentNumber component) {
    return std::binary_search(b.begin(), b.end(), component);
  });
}

class Reordering {
 public:
  Reordering(Space& space, const Trail& trail);

  // The best of the orders that begin with each of the processes.
  Trail best() const;

 private:
  Footprint footprint(Space& space, const Numbers& numbers, const Step& step) const;
  bool is_ready(size_t step, const std::vector<bool>& done) const;
  // How many steps the process can take in a row; they are then done.
  size_t run(int32_t process, std::vector<bool>& done, std::vector<size_t>* order) const;
  std::vector<size_t> order_from(int32_t process) const;
  size_t switches(const std::vector<size_t>& order) const;

  const Trail& trail_;
  std::map<int32_t, std::vector<size_t>> steps_of_;
  std::vector<std::vector<size_t>> before_;  // by step: what has to come earlier
};

Footprint Reordering::footprint(Space& space, const Numbers& numbers, const Step& step) const {
  Recorder recorder(space.world(), space.rules(), space.tables());
  recorder.begin(numbers.data());
  ways_of(recorder, step.process);
  if (step.way.kind == Way::Kind::kKill) recorder.spend_kill();
  const int32_t started = about_to_start(recorder, step.process);
  recorder.choose_heirs(step.way.heirs);
  perform(recorder, step.process, step.way);
  settle(recorder, space.visibility(), step.process, started);
  Footprint footprint;
  for (const Write& write : recorder.finish()) footprint.changes.push_back(write.component);
  footprint.reads = recorder.reads();
  std::sort(footprint.reads.begin(), footprint.reads.end());
  return footprint;
}

Reordering::Reordering(Space& space, const Trail& trail) : trail_(trail), before_(trail.size()) {
  Walker walker(space, nullptr);
  std::vector<Footprint> footprints(trail.size());
  for (size_t i = 0; i < trail.size(); ++i) {
    const Step& step = trail[i];
    steps_of_[step.process].push_back(i);
    const bool ticks = step.process == kNobody;
    if (!ticks) footprints[i] = footprint(space, walker.numbers(), step);
    for (size_t k = 0; k < i; ++k) {
      const bool fixed = ticks || trail[k].process == kNobody || i + 1 == trail.size();
      if (fixed || trail[k].process == step.process ||
          meet(footprints[k].changes, footprints[i].reads) ||
          meet(footprints[i].changes, footprints[k].reads))
        before_[i].push_back(k);
    }
    CHECK(walker.take(step));
  }
}

bool Reordering::is_ready(size_t step, const std::vector<bool>& done) const {
  return std::all_of(before_[step].begin(), before_[step].end(),
                     [&](size_t earlier) { return done[earlier]; });
}

size_t Reordering::run(int32_t process, std::vector<bool>& done, std::vector<size_t>* order) const {
  size_t length = 0;
  for (const size_t step : steps_of_.at(process)) {
    if (done[step]) continue;
    if (!is_ready(step, done)) break;
    done[step] = true;
    ++length;
    if (order != nullptr) order->push_back(step);
  }
  return length;
}

std::vector<size_t> Reordering::order_from(int32_t process) const {
  std::vector<bool> done(trail_.size());
  std::vector<size_t> order;
  run(process, done, &order);
  while (order.size() < trail_.size()) {
    int32_t next = kNobody;
    size_t longest = 0;
    for (const auto& [candidate, steps] : steps_of_) {
      std::vector<bool> tried = done;
      const size_t length = run(candidate, tried, nullptr);
      if (length > longest) {
        longest = length;
        next = candidate;
      }
    }
    CHECK(longest > 0);
    run(next, done, &order);
  }
  return order;
}

size_t Reordering::switches(const std::vector<size_t>& order) const {
  size_t switches = 0;
  for (size_t i = 1; i < order.size(); ++i)
    switches += trail_[order[i]].process != trail_[order[i - 1]].process ? 1 : 0;
  return switches;
}

Trail Reordering::best() const {
  std::vector<size_t> best;
  for (const auto& [process, steps] : steps_of_) {
    if (!before_[steps.front()].empty()) continue;
    std::vector<size_t> order = order_from(process);
    if (best.empty() || switches(order) < switches(best)) best = std::move(order);
  }
  Trail trail;
  for (const size_t step : best) trail.push_back(trail_[step]);
  return trail;
}

bool leads_to(Space& space, const Trail& trail, const Numbers& numbers) {
  Walker walker(space, nullptr);
  return std::all_of(trail.begin(), trail.end(),
                     [&](const Step& step) { return walker.take(step); }) &&
         walker.numbers() == numbers;
}

}  // namespace

Trail with_fewest_switches(Space& space, const Trail& trail) {
  if (trail.size() < 3 || trail.size() > kLongest) return trail;
  Trail best = Reordering(space, trail).best();
  Walker walker(space, nullptr);
  for (const Step& step : trail) CHECK(walker.take(step));
  return leads_to(space, best, walker.numbers()) ? best : trail;
}

}  // namespace runner::world
