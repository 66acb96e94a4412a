// For tests: small scenarios of every kind, as YAML, out of a random number.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "expr/random.h"

namespace runner {

class RandomScenario {
 public:
  // Small: what a search without any reduction gets through. Wide: with lists, dicts, tasks, pools,
  // output and short times as well, for real runs. Printing: small, with lines that are printed and
  // an expectation of them, which holds in some orders at best.
  enum class Range : uint8_t { kSmall, kWide, kPrinting };

  explicit RandomScenario(uint64_t seed, Range range = Range::kSmall)
      : random_{seed}, wide_(range == Range::kWide), prints_(range == Range::kPrinting) {}

  std::string text();

 private:
  bool chance(uint64_t percent) { return random_.below(100) < percent; }
  int64_t number(int64_t below) {
    return static_cast<int64_t>(random_.below(static_cast<uint64_t>(below)));
  }
  bool uses(std::string_view kind) const {
    return std::find(kinds_.begin(), kinds_.end(), kind) != kinds_.end();
  }
  template <typename T>
  const T& any_of(const std::vector<T>& from) {
    return from[static_cast<size_t>(random_.below(from.size()))];
  }

  void choose_objects();
  void write_objects();
  void write_processes();
  void write_handler();
  void write_main();
  void write_expectations();
  void write_output();

  void steps(int indent, int count);
  void step(int indent);
  void line(int indent, const std::string& text);
  void lock_step(int indent);
  void condition_step(int indent);
  void semaphore_step(int indent);
  void event_step(int indent);
  void queue_step(int indent);
  void barrier_step(int indent);
  void value_step(int indent);
  void look_step(int indent);
  void process_step(int indent);
  void control_step(int indent);
  void print_step(int indent);
  std::string timeout();  // a modifier, or ""
  std::string any_member(const std::string& array);
  std::string any_lock();
  std::string any_single_process();
  // Bare expressions that read what others change.
  std::string any_condition();
  std::string any_property();  // of no process in particular
  std::string any_count();
  // What a wide one has besides (wide_scenario.cc).
  void write_wide_objects();
  void write_pool();
  void write_watching_tasks();
  bool wide_step(const std::string& kind, int indent);
  void list_step(int indent);
  void dict_step(int indent);
  void call_step(int indent);
  void pool_step(int indent);
  void text_step(int indent);
  void wait_step(int indent);
  void failing_step(int indent);
  void odd_step(int indent);

  Random random_;
  const bool wide_;
  const bool prints_;
  const char* const time_ = wide_ ? "10ms" : "1";
  const char* const locals_ =
      wide_ ? "- {let: {t: 0, in_time: true, u: null, h: null}}" : "- {let: {t: 0, in_time: true}}";
  std::string out_;
  std::vector<std::string> kinds_;      // what the processes use
  std::vector<std::string> processes_;  // their names
  std::set<std::string> replicated_;    // those with several members
  std::string owner_death_;
  int depth_ = 0;
  int budget_ = 0;  // steps that the process at hand may still have
  bool may_start_ = false;
};

}  // namespace runner
