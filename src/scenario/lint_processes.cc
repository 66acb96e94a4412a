#include <algorithm>
#include <unordered_map>

#include "scenario/lints.h"

namespace runner {
namespace {

class ProcessLint : public Lint {
 public:
  using Lint::Lint;

  void on_step(const Step& step, const std::vector<Subject>& subjects,
               const Situation& situation) override {
    ++sequence_;
    const bool needs_started = step.verb == Verb::kJoin || step.verb == Verb::kTerminate ||
                               step.verb == Verb::kKill || step.verb == Verb::kSend;
    if (step.verb == Verb::kStart && !situation.in_callback) note_starter(step, situation);
    if (step.verb != Verb::kStart && !needs_started) return;
    for (size_t i = 0; i < subjects.size(); ++i) {
      const Reference& target = step.targets[i];
      if (target.kind) continue;  // a queue, a pool
      if (step.verb == Verb::kStart) {
        note_start(target, subjects[i], situation);
      } else if (subjects[i].known && subjects[i].exact && situation.is_once()) {
        needs_.push_back(
            {target.at, target.text, step.verb, subjects[i], situation.process, sequence_});
      }
    }
  }

  void report_all() override {
    if (!scenario().main || unknown_start_) return;
    for (const ProcessGroup& group : scenario().groups) {
      bool any = false;
      for (int32_t i = 0; i < group.count; ++i) any |= starts_.contains(group.first + i);
      if (!any) warn_at(group.at, group.name, "process '" + group.name + "' is never started");
    }
    for (const Need& need : needs_) report_early(need);
  }

 private:
  struct Start {
    Position at;
    int32_t process;
    size_t sequence;
    bool is_sure;
  };
  struct Need {
    Position at;
    std::string text;
    Verb verb;
    Subject subject;
    int32_t process;
    size_t sequence;
  };

  // An error of the starter when it comes to it.
  void note_starter(const Step& step, const Situation& situation) {
    if (situation.in_try) return;
    const Process& process = scenario().processes[static_cast<size_t>(situation.process)];
    if (situation.in_call) {
      warn_at(step.at, "start", "a call of a pool may not start processes");
    } else if (process.daemon && !situation.in_branch) {
      Diagnostic& diagnostic =
          warn_at(step.at, "start",
                  "a daemon may not start processes, and '" +
                      process_text(scenario(), situation.process) + "' is one");
      const ProcessGroup& group = scenario().groups[static_cast<size_t>(process.group)];
      diagnostic.notes.push_back({group.at, "declared here"});
    }
  }

  void note_start(const Reference& target, const Subject& subject, const Situation& situation) {
    unknown_start_ |= !subject.known;
    const Start start{target.at, situation.process, sequence_,
                      subject.exact && situation.is_once()};
    bool is_told = false;
    for (int32_t i = 0; subject.known && i < subject.count; ++i) {
      std::vector<Start>& starts = starts_[subject.first + i];
      starts.push_back(start);
      const Start& first = starts.front();
      const bool again =
          starts.size() > 1 && start.is_sure && first.is_sure && first.process == situation.process;
      if (!again || is_told) continue;
      is_told = true;
      warn_at(target.at, target.text,
              "'" + process_text(scenario(), subject.first + i) + "' is started a second time")
          .notes.push_back({first.at, "first here"});
    }
  }

  void report_early(const Need& need) {
    for (int32_t i = 0; i < need.subject.count; ++i) {
      const int32_t number = need.subject.first + i;
      if (number == kMainProcess || is_pool_worker(number)) continue;
      const auto found = starts_.find(number);
      if (found == starts_.end()) {
        report_need(need, number, "which is never started");
        return;
      }
      const std::vector<Start>& starts = found->second;
      const bool is_later = std::all_of(starts.begin(), starts.end(), [&](const Start& start) {
        return start.process == need.process && start.sequence > need.sequence;
      });
      if (!is_later) continue;
      report_need(need, number, "which is started later")
          .notes.push_back({starts.front().at, "started here"});
      return;
    }
  }

  bool is_pool_worker(int32_t number) const {
    return scenario().processes[static_cast<size_t>(number)].pool >= 0;
  }

  Diagnostic& report_need(const Need& need, int32_t number, const char* why) {
    const std::string verb(verb_name(need.verb));
    return warn_at(need.at, need.text,
                   verb + " of '" + process_text(scenario(), number) + "', " + why);
  }

  std::unordered_map<int32_t, std::vector<Start>> starts_;  // of each process
  std::vector<Need> needs_;
  size_t sequence_ = 0;
  bool unknown_start_ = false;
};

}  // namespace

std::unique_ptr<Lint> make_process_lint(Loading& loading) {
  return std::make_unique<ProcessLint>(loading);
}

}  // namespace runner
