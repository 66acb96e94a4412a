#include <algorithm>

#include "scenario/lints.h"

namespace runner {
namespace {

class QueueLint : public Lint {
 public:
  using Lint::Lint;

  void on_step(const Step& step, const std::vector<Subject>& subjects,
               const Situation& situation) override {
    ++sequence_;
    if (step.verb == Verb::kPut) {
      for (size_t i = 0; i < subjects.size(); ++i) note_put(step, subjects[i], situation);
    } else if (step.verb == Verb::kGet) {
      for (const Subject& subject : subjects) note_get(subject, situation);
    } else if (step.verb == Verb::kJoin && situation.certain && !step.timeout) {
      for (size_t i = 0; i < subjects.size(); ++i) {
        if (step.targets[i].kind || !subjects[i].known || !subjects[i].exact) continue;
        joins_.push_back(
            {step.targets[i].at, step.targets[i].text, situation.process, subjects[i], sequence_});
      }
    }
  }

  void report_all() override {
    if (unknown_get_) return;
    for (const Join& join : joins_) {
      for (const auto& [queue, use] : uses_) report(join, queue, use);
    }
  }

 private:
  struct Join {
    Position at;
    std::string text;
    int32_t process;
    Subject joined;
    size_t sequence;
  };
  struct Use {
    std::map<int32_t, int64_t> puts;      // by process; -1: any number
    std::map<int32_t, size_t> first_get;  // by process: when
    Position put_at;
  };

  void note_put(const Step& step, const Subject& subject, const Situation& situation) {
    // With a timeout nobody waits for ever.
    if (!subject.known || !subject.exact || step.timeout) return;
    for (int32_t i = 0; i < subject.count; ++i) {
      Use& use = uses_[subject.first + i];
      int64_t& puts = use.puts[situation.process];
      if (!use.put_at) use.put_at = step.at;
      puts = situation.in_loop || puts < 0 ? -1 : puts + 1;
    }
  }

  void note_get(const Subject& subject, const Situation& situation) {
    unknown_get_ |= !subject.known;
    for (int32_t i = 0; subject.known && i < subject.count; ++i) {
      uses_[subject.first + i].first_get.emplace(situation.process, sequence_);
    }
  }

  // Only the joiner empties the queue, and it does so later; what is joined puts more than fits.
  void report(const Join& join, int32_t queue, const Use& use) {
    const Object& object_of = object(queue);
    if (object_of.capacity == 0) return;
    for (const auto& [process, when] : use.first_get) {
      if (process != join.process || when < join.sequence) return;
    }
    for (int32_t i = 0; i < join.joined.count; ++i) {
      const auto puts = use.puts.find(join.joined.first + i);
      if (puts == use.puts.end()) continue;
      if (puts->second >= 0 && puts->second <= object_of.capacity) continue;
      Diagnostic& diagnostic =
          warn_at(join.at, join.text,
                  "join before drain: '" + join.text + "' can only end when '" + object_of.name +
                      "', which it fills, is emptied");
      diagnostic.hint = "get its items first, then join";
      diagnostic.notes.push_back({use.put_at, "it waits here when the queue is full"});
      return;
    }
  }

  std::map<int32_t, Use> uses_;
  std::vector<Join> joins_;
  size_t sequence_ = 0;
  bool unknown_get_ = false;
};

}  // namespace

std::unique_ptr<Lint> make_queue_lint(Loading& loading) {
  return std::make_unique<QueueLint>(loading);
}

}  // namespace runner
