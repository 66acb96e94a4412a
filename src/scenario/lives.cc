#include "scenario/lives.h"

#include <vector>

namespace runner {

void Lives::on_step(const Step& step, const std::vector<Subject>& subjects,
                    const Situation& situation) {
  const bool signals =
      step.verb == Verb::kTerminate || step.verb == Verb::kKill || step.verb == Verb::kSend;
  if (!signals && step.verb != Verb::kStart) return;
  for (size_t k = 0; k < subjects.size(); ++k) {
    if (step.targets[k].kind) continue;  // a pool
    const Subject& subject = subjects[k];
    unknown_ |= !subject.known;
    for (int32_t i = 0; subject.known && i < subject.count; ++i) {
      if (signals) {
        signalled_.insert(subject.first + i);
      } else {
        starts_.emplace(subject.first + i,
                        Start{situation.process, subject.exact && situation.is_once()});
      }
    }
  }
}

bool Lives::may_be_ended(int32_t process) const {
  std::set<int32_t> seen;
  std::vector<int32_t> open{process};
  while (!open.empty()) {
    const int32_t one = open.back();
    open.pop_back();
    if (!seen.insert(one).second) continue;
    const Process& declared = scenario_.processes[static_cast<size_t>(one)];
    if (declared.daemon || declared.pool >= 0 || signalled_.contains(one)) return true;
    const auto [first, last] = starts_.equal_range(one);
    for (auto start = first; start != last; ++start) open.push_back(start->second.parent);
    if (!scenario_.main) open.push_back(kMainProcess);
  }
  return false;
}

bool Lives::is_surely_started(int32_t process) const {
  if (!scenario_.main) return true;  // all are
  std::set<int32_t> seen;
  while (process != kMainProcess) {
    const auto start = starts_.find(process);
    const bool is_sure = starts_.count(process) == 1 && start->second.is_sure;
    if (!is_sure || !seen.insert(process).second) return false;
    process = start->second.parent;
  }
  return true;
}

}  // namespace runner
