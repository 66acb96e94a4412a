#include <algorithm>

#include "scenario/lints.h"

namespace runner {
namespace {

class QueueLint : public Lint {
 public:
  QueueLint(Loading& loading, const Lives& lives) : Lint(loading), lives_(lives) {}

  void on_step(const Step& step, const std::vector<Subject>& subjects,
               const Situation& situation) override {
    ++sequence_;
    if (step.verb == Verb::kPut) {
      for (size_t i = 0; i < subjects.size(); ++i) note_put(step, subjects[i], situation);
    } else if (step.verb == Verb::kGet) {
      for (const Subject& subject : subjects) note_get(subject, situation);
    } else if (step.verb == Verb::kClose) {
      for (const Subject& subject : subjects) note_close(subject);
    } else if (step.verb == Verb::kJoin && situation.is_once() && !step.timeout) {
      for (size_t i = 0; i < subjects.size(); ++i) {
        if (step.targets[i].kind || !subjects[i].known || !subjects[i].exact) continue;
        joins_.push_back(
            {step.targets[i].at, step.targets[i].text, situation.process, subjects[i], sequence_});
      }
    }
  }

  void report_all() override {
    if (unknown_ || lives_.unknown()) return;
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
    std::map<int32_t, int64_t> puts;      // by process: so many at least
    std::map<int32_t, size_t> first_get;  // by process: when
    Position put_at;
    bool is_closed = false;  // by somebody, some time: that ends a put
  };

  void note_put(const Step& step, const Subject& subject, const Situation& situation) {
    // With a timeout nobody waits for ever.
    if (!subject.known || !subject.exact || step.timeout || situation.times == 0) return;
    for (int32_t i = 0; i < subject.count; ++i) {
      Use& use = uses_[subject.first + i];
      use.puts[situation.process] += situation.times;
      if (!use.put_at) use.put_at = step.at;
    }
  }

  void note_get(const Subject& subject, const Situation& situation) {
    unknown_ |= !subject.known || situation.in_callback;
    for (int32_t i = 0; subject.known && i < subject.count; ++i) {
      uses_[subject.first + i].first_get.emplace(situation.process, sequence_);
    }
  }

  void note_close(const Subject& subject) {
    unknown_ |= !subject.known;
    for (int32_t i = 0; subject.known && i < subject.count; ++i) {
      uses_[subject.first + i].is_closed = true;
    }
  }

  // Only the joiner empties the queue, and it does so later; what is joined puts more than fits.
  void report(const Join& join, int32_t queue, const Use& use) {
    const Object& object_of = object(queue);
    if (object_of.capacity == 0 || use.is_closed) return;
    for (const auto& [process, when] : use.first_get) {
      if (process != join.process || when < join.sequence) return;
    }
    for (int32_t i = 0; i < join.joined.count; ++i) {
      const int32_t joined = join.joined.first + i;
      const auto puts = use.puts.find(joined);
      if (puts == use.puts.end() || puts->second <= object_of.capacity) continue;
      if (lives_.may_be_ended(joined)) continue;
      Diagnostic& diagnostic =
          warn_at(join.at, join.text,
                  "join before drain: '" + join.text + "' can only end when '" + object_of.name +
                      "', which it fills, is emptied");
      diagnostic.hint = "get its items first, then join";
      diagnostic.notes.push_back({use.put_at, "it waits here when the queue is full"});
      return;
    }
  }

  const Lives& lives_;
  std::map<int32_t, Use> uses_;
  std::vector<Join> joins_;
  size_t sequence_ = 0;
  bool unknown_ = false;  // what is taken out, or closed
};

}  // namespace

std::unique_ptr<Lint> make_queue_lint(Loading& loading, const Lives& lives) {
  return std::make_unique<QueueLint>(loading, lives);
}

}  // namespace runner
