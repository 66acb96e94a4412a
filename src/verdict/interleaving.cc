#include "verdict/interleaving.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>

namespace runner {

std::vector<std::vector<int32_t>> number_endings(const std::vector<PatternSequence>& sequences) {
  std::map<std::pair<std::string_view, int32_t>, int32_t> known;
  std::vector<std::vector<int32_t>> numbers;
  for (const PatternSequence& sequence : sequences) {
    std::vector<int32_t> endings(sequence.size() + 1, 0);
    for (size_t i = sequence.size(); i-- > 0;) {
      const auto next = static_cast<int32_t>(known.size()) + 1;
      const std::pair key(std::string_view(sequence[i]->written()), endings[i + 1]);
      endings[i] = known.emplace(key, next).first->second;
    }
    numbers.push_back(std::move(endings));
  }
  return numbers;
}

namespace {

class Search {
 public:
  Search(const std::vector<PatternSequence>& sequences, const std::vector<std::string_view>& lines,
         Effort& effort)
      : sequences_(sequences),
        lines_(lines),
        effort_(effort),
        endings_(number_endings(sequences)),
        taken_(sequences.size(), 0) {}

  Interleaving run() {
    enter();
    while (!levels_.empty()) {
      if (picks_.size() == lines_.size()) return {nothing_is_left(), picks_};
      Level& level = levels_.back();
      if (level.tried == level.choices.size()) {
        leave();
        continue;
      }
      take(level.choices[level.tried++]);
      if (is_new_state()) {
        enter();
      } else {
        untake();
      }
      if (effort_.exhausted()) break;
    }
    return {false, longest_};
  }

 private:
  // The sequences whose next line can be the line at this depth.
  struct Level {
    std::vector<int32_t> choices;
    size_t tried = 0;
  };

  size_t left(size_t sequence) const { return sequences_[sequence].size() - taken_[sequence]; }
  int32_t ending(size_t sequence) const { return endings_[sequence][taken_[sequence]]; }

  bool nothing_is_left() const {
    for (size_t i = 0; i < sequences_.size(); ++i) {
      if (left(i) > 0) return false;
    }
    return true;
  }

  void enter() {
    Level level;
    if (picks_.size() < lines_.size()) level.choices = choices();
    levels_.push_back(std::move(level));
    if (picks_.size() > longest_.size()) longest_ = picks_;
  }

  void leave() {
    levels_.pop_back();
    if (!levels_.empty()) untake();
  }

  void take(int32_t sequence) {
    picks_.push_back(sequence);
    ++taken_[static_cast<size_t>(sequence)];
  }

  void untake() {
    --taken_[static_cast<size_t>(picks_.back())];
    picks_.pop_back();
  }

  // Literal lines before patterns, and where most is left first: both tend to be right.
  std::vector<int32_t> choices() {
    std::vector<int32_t> found;
    std::unordered_set<int32_t> seen;
    for (size_t i = 0; i < sequences_.size(); ++i) {
      if (left(i) == 0) continue;
      if (!sequences_[i][taken_[i]]->matches(lines_[picks_.size()], effort_)) continue;
      if (seen.insert(ending(i)).second) found.push_back(static_cast<int32_t>(i));
    }
    const auto rank = [&](int32_t choice) {
      const auto i = static_cast<size_t>(choice);
      return std::pair(sequences_[i][taken_[i]]->is_literal(), left(i));
    };
    std::stable_sort(found.begin(), found.end(),
                     [&](int32_t a, int32_t b) { return rank(a) > rank(b); });
    return found;
  }

  bool is_new_state() {
    std::vector<int32_t> state;
    state.reserve(sequences_.size());
    for (size_t i = 0; i < sequences_.size(); ++i) {
      if (ending(i) != 0) state.push_back(ending(i));
    }
    std::sort(state.begin(), state.end());
    std::string key(reinterpret_cast<const char*>(state.data()), state.size() * sizeof(int32_t));
    effort_.spend(kStepsOfAState + kStepsOfASequence * sequences_.size());
    return visited_.insert(std::move(key)).second;
  }

  // To make a state and to remember it, which bounds the memory, too.
  static constexpr uint64_t kStepsOfAState = 200;
  static constexpr uint64_t kStepsOfASequence = 10;

  const std::vector<PatternSequence>& sequences_;
  const std::vector<std::string_view>& lines_;
  Effort& effort_;
  std::vector<std::vector<int32_t>> endings_;
  std::vector<size_t> taken_;
  std::vector<int32_t> picks_;
  std::vector<int32_t> longest_;
  std::vector<Level> levels_;
  std::unordered_set<std::string> visited_;
};

}  // namespace

Interleaving find_interleaving(const std::vector<PatternSequence>& sequences,
                               const std::vector<std::string_view>& lines, Effort& effort) {
  return Search(sequences, lines, effort).run();
}

}  // namespace runner
