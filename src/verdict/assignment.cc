#include "verdict/assignment.h"

#include <algorithm>
#include <unordered_map>

#include "verdict/flow.h"

namespace runner {
namespace {

// Things with equal text are interchangeable: they are matched as one, with a count.
struct Group {
  std::vector<int32_t> members;
  size_t used = 0;

  int32_t left() const { return static_cast<int32_t>(members.size() - used); }
  int32_t take() { return members[used++]; }
};

using Groups = std::unordered_map<std::string_view, Group>;

// A literal can only be its own text; giving it such a line first never costs a match.
void assign_literals(const std::vector<const LinePattern*>& patterns, Groups& lines,
                     std::vector<int32_t>& assigned) {
  for (size_t i = 0; i < patterns.size(); ++i) {
    if (!patterns[i]->is_literal()) continue;
    const auto found = lines.find(patterns[i]->literal());
    if (found != lines.end() && found->second.left() > 0) assigned[i] = found->second.take();
  }
}

struct PatternGroup {
  const LinePattern* pattern = nullptr;
  Group group;
};

std::vector<PatternGroup> group_patterns(const std::vector<const LinePattern*>& patterns) {
  std::vector<PatternGroup> groups;
  std::unordered_map<std::string_view, size_t> numbers;
  for (size_t i = 0; i < patterns.size(); ++i) {
    if (patterns[i]->is_literal()) continue;
    const auto [found, is_new] = numbers.emplace(patterns[i]->written(), groups.size());
    if (is_new) groups.push_back({patterns[i], {}});
    groups[found->second].group.members.push_back(static_cast<int32_t>(i));
  }
  return groups;
}

// Which of the texts, in their order, a pattern matches. Only those that begin like the pattern are
// looked at, so that thousands of patterns that begin differently cost no more than one.
class TextsByPrefix {
 public:
  explicit TextsByPrefix(const std::vector<std::string_view>& texts) {
    for (size_t i = 0; i < texts.size(); ++i) sorted_.emplace_back(texts[i], i);
    std::sort(sorted_.begin(), sorted_.end());
  }

  std::vector<size_t> matching(const LinePattern& pattern, Effort& effort) const {
    const std::string_view prefix = pattern.prefix();
    std::vector<size_t> found;
    for (auto text = std::lower_bound(sorted_.begin(), sorted_.end(), std::pair(prefix, size_t{0}));
         text != sorted_.end() && text->first.starts_with(prefix) && !effort.exhausted(); ++text) {
      if (pattern.matches(text->first, effort)) found.push_back(text->second);
    }
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  std::vector<std::pair<std::string_view, size_t>> sorted_;
};

}  // namespace

std::vector<int32_t> assign_lines(const std::vector<const LinePattern*>& patterns,
                                  const std::vector<std::string_view>& lines, Effort& effort) {
  std::vector<int32_t> assigned(patterns.size(), -1);
  Groups by_text;
  for (size_t i = 0; i < lines.size(); ++i)
    by_text[lines[i]].members.push_back(static_cast<int32_t>(i));
  assign_literals(patterns, by_text, assigned);
  std::vector<std::string_view> texts;  // of which lines are left, in the order of their first
  for (size_t i = 0; i < lines.size(); ++i) {
    const Group& group = by_text[lines[i]];
    if (group.left() > 0 && group.members.front() == static_cast<int32_t>(i))
      texts.push_back(lines[i]);
  }

  std::vector<PatternGroup> sources = group_patterns(patterns);
  std::vector<int32_t> supplies;
  for (const PatternGroup& source : sources) supplies.push_back(source.group.left());
  std::vector<int32_t> demands;
  for (const std::string_view text : texts) demands.push_back(by_text[text].left());

  Flow flow(supplies, demands);
  const TextsByPrefix candidates(texts);
  for (size_t source = 0; source < sources.size(); ++source) {
    for (const size_t sink : candidates.matching(*sources[source].pattern, effort))
      flow.connect(static_cast<int32_t>(source), static_cast<int32_t>(sink));
  }
  flow.maximize(effort);
  for (size_t source = 0; source < sources.size(); ++source) {
    for (const Flow::Edge& edge : flow.edges_of(static_cast<int32_t>(source))) {
      Group& line = by_text[texts[static_cast<size_t>(edge.sink)]];
      for (int32_t i = 0; i < edge.amount; ++i) {
        assigned[static_cast<size_t>(sources[source].group.take())] = line.take();
      }
    }
  }
  return assigned;
}

}  // namespace runner
