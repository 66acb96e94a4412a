#include <algorithm>
#include <map>

#include "base/check.h"
#include "scenario/lints.h"

namespace runner {
namespace {

class WaitLint : public Lint {
 public:
  WaitLint(Loading& loading, const Lives& lives) : Lint(loading), lives_(lives) {}

  void on_step(const Step& step, const std::vector<Subject>& subjects,
               const Situation& situation) override {
    ++sequence_;
    note_taken(step, subjects, situation);
    note_provided(step, subjects, situation);
    const bool is_job = step.verb == Verb::kSubmit || step.verb == Verb::kMap;
    unknown_ |= is_job && step.pool && (step.pool->slot >= 0 || step.pool->index);
    const bool waits = step.verb == Verb::kWait || step.verb == Verb::kGet ||
                       step.verb == Verb::kJoin || step.verb == Verb::kAcquire ||
                       step.verb == Verb::kLock;
    // Any of several will do, and a condition's own test may hold at once.
    const bool has_ways_out = step.timeout || step.until || subjects.size() > 1;
    if (!waits || situation.in_callback) return;
    if (step.verb == Verb::kWait ? has_ways_out : step.timeout.has_value()) return;
    for (size_t i = 0; i < subjects.size(); ++i) {
      if (!step.targets[i].kind || !subjects[i].known) continue;
      if (is_misuse(step, subjects[i], situation)) continue;
      waits_.push_back({&step.targets[i], subjects[i], place_of(step, situation),
                        is_filled(subjects[i], situation.process)});
    }
  }

  void report_all() override {
    if (unknown_ || lives_.unknown() || may_wait_for_ever()) return;
    for (const Wait& wait : waits_) {
      if (!lives_.may_be_ended(wait.place.process)) report(wait);
    }
  }

 private:
  // A step of one process's walk.
  struct Place {
    const Step* step;
    int32_t process;
    size_t sequence;
    bool is_once;

    // Never done before `other`: both are on the way that this process surely takes.
    bool is_behind(const Place& other) const {
      return process == other.process && sequence > other.sequence && is_once && other.is_once;
    }
  };
  struct Wait {
    const Reference* target;
    Subject subject;
    Place place;
    bool is_filled;  // it has put something there itself
  };

  Place place_of(const Step& step, const Situation& situation) const {
    const bool is_mainline = !situation.in_callback && !situation.in_call;
    return {&step, situation.process, sequence_, is_mainline && situation.is_once()};
  }

  // Of two that are not behind each other one is in time for any wait: more need not be known.
  void note_place(int32_t object, const Place& place) {
    const std::pair key(object, place.step->verb);
    const size_t known = provided_.count(key);
    if (known == 0 || (known == 1 && !place.is_behind(provided_.find(key)->second)))
      provided_.emplace(key, place);
  }

  // Whoever waits for a condition without its lock is told so, and waits for nothing. Whether it is
  // still held is not known everywhere; before it is taken at all it is not.
  bool is_misuse(const Step& step, const Subject& subject, const Situation& situation) const {
    if (step.verb != Verb::kWait || subject.count != 1) return false;
    if (object(subject.first).kind != ObjectKind::kCondition) return false;
    return !taken_.contains({situation.process, lock_of(scenario(), subject.first)});
  }

  void note_taken(const Step& step, const std::vector<Subject>& subjects,
                  const Situation& situation) {
    if (step.verb != Verb::kAcquire && step.verb != Verb::kLock) return;
    for (const Subject& subject : subjects) {
      for (int32_t i = 0; subject.known && i < subject.count; ++i)
        taken_.emplace(situation.process, lock_of(scenario(), subject.first + i));
    }
  }

  void note_provided(const Step& step, const std::vector<Subject>& subjects,
                     const Situation& situation) {
    const bool provides = step.verb == Verb::kTrigger || step.verb == Verb::kNotify ||
                          step.verb == Verb::kNotifyAll || step.verb == Verb::kPut ||
                          step.verb == Verb::kClose || step.verb == Verb::kTaskDone ||
                          step.verb == Verb::kRelease;
    if (!provides) return;
    for (const Subject& subject : subjects) {
      unknown_ |= !subject.known;
      for (int32_t i = 0; subject.known && i < subject.count; ++i) {
        note_place(subject.first + i, place_of(step, situation));
        const bool is_put = step.verb == Verb::kPut && subject.exact && situation.times > 0;
        if (is_put) filled_.emplace(situation.process, subject.first + i);
      }
    }
  }

  bool is_filled(const Subject& subject, int32_t process) const {
    return subject.count == 1 && filled_.contains({process, subject.first});
  }

  // Whether some semaphore of these begins with more than 0.
  bool is_free(const Subject& subject) const {
    for (int32_t i = 0; i < subject.count; ++i)
      if (object(subject.first + i).value > 0) return true;
    return false;
  }

  // What could end a wait, and what to say where nobody does that.
  struct Remedy {
    std::vector<Verb> verbs;
    std::string_view lacking;
  };

  // None: something else may end it.
  std::optional<Remedy> remedy_of(const Wait& wait) const {
    switch (object(wait.subject.first).kind) {
      case ObjectKind::kEvent:
        return Remedy{{Verb::kTrigger}, "nothing triggers it"};
      case ObjectKind::kCondition:
        if (wait.place.step->verb != Verb::kWait) return std::nullopt;
        return Remedy{{Verb::kNotify, Verb::kNotifyAll}, "nothing notifies it"};
      case ObjectKind::kQueue:
        if (wait.place.step->verb != Verb::kJoin)
          return Remedy{{Verb::kPut, Verb::kClose}, "nothing is put into it"};
        if (!wait.is_filled) return std::nullopt;
        return Remedy{{Verb::kTaskDone}, "nothing tells task_done of its items"};
      case ObjectKind::kSemaphore:
        if (is_free(wait.subject)) return std::nullopt;
        return Remedy{{Verb::kRelease}, "it begins with 0, and nothing releases it"};
      case ObjectKind::kLock:
      case ObjectKind::kBarrier:
      case ObjectKind::kList:
      case ObjectKind::kDict:
      case ObjectKind::kValue:
      case ObjectKind::kPool:
        return std::nullopt;
    }
    UNREACHABLE();
  }

  // Where each of them is done.
  std::vector<Place> places_of(const Remedy& remedy, const Wait& wait) const {
    std::vector<Place> places;
    for (int32_t i = 0; i < wait.subject.count; ++i) {
      for (const Verb verb : remedy.verbs) {
        const auto [first, last] = provided_.equal_range({wait.subject.first + i, verb});
        for (auto provided = first; provided != last; ++provided)
          places.push_back(provided->second);
      }
    }
    return places;
  }

  void report(const Wait& wait) {
    const std::optional<Remedy> remedy = remedy_of(wait);
    if (!remedy) return;
    const std::vector<Place> places = places_of(*remedy, wait);
    const auto too_late = [&](const Place& place) { return place.is_behind(wait.place); };
    if (!std::all_of(places.begin(), places.end(), too_late)) return;
    if (!reported_.insert(wait.target->at).second) return;
    const std::string why(places.empty() ? remedy->lacking : "what would end it comes behind it");
    Diagnostic& diagnostic =
        warn_at(wait.target->at, wait.target->text,
                "nobody can end this wait for '" + wait.target->text + "': " + why);
    if (!places.empty()) diagnostic.notes.push_back({places.front().step->at, "here"});
  }

  const Lives& lives_;
  std::multimap<std::pair<int32_t, Verb>, Place> provided_;
  std::set<std::pair<int32_t, int32_t>> filled_;  // by whom, which queue: an item is there
  std::set<std::pair<int32_t, int32_t>> taken_;   // by whom, which lock
  std::set<Position> reported_;
  std::vector<Wait> waits_;
  size_t sequence_ = 0;
  bool unknown_ = false;
};

}  // namespace

std::unique_ptr<Lint> make_wait_lint(Loading& loading, const Lives& lives) {
  return std::make_unique<WaitLint>(loading, lives);
}

}  // namespace runner
