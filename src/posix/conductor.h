// Conducts a run: lets real processes through their gate one operation at a time. Part of the
// supervisor; who goes next is for Replayer and Recorder to say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "machine/schedule.h"
#include "posix/family.h"
#include "posix/gate.h"
#include "posix/watchdog.h"

namespace runner::posix {

// Where a process stands.
enum class Standing : uint8_t {
  kAbsent,   // not started, or over
  kMoving,   // it will be elsewhere soon
  kBusy,     // sleeps or works, and comes to the gate by itself
  kAtGate,   // about to perform an operation
  kResting,  // at the gate, between the parts of one
  kBlocked,  // has begun an operation, and waits for others
  kDying,    // was killed from outside, which is to be seen when the conductor says so
};

// From one operation to the next nobody should take longer.
inline constexpr double kPatienceSeconds = 30;

class Conductor {
 public:
  Conductor(Family& family, Watchdog& watchdog) : family_(family), watchdog_(watchdog) {}
  virtual ~Conductor() = default;
  Conductor(const Conductor&) = delete;
  Conductor& operator=(const Conductor&) = delete;

  // In each turn of the supervisor: when nobody moves, the next one may. True: all that was to
  // happen has happened, and whoever is left is to be killed.
  bool conduct(RunResult& result);
  // When to look again, unless somebody rings.
  int64_t next_look() const { return next_look_; }
  // Nobody is left.
  virtual void conclude(RunResult& result) = 0;

 protected:
  enum class Next : uint8_t { kGoOn, kWait, kOver };
  // Nobody moves. kGoOn: somebody does now; kWait: until a busy one comes, or `wake_at`.
  virtual Next advance(RunResult& result) = 0;
  // Somebody has moved for longer than anyone should.
  virtual Next lose_patience(RunResult& result) = 0;

  const Program& program() const { return family_.program(); }
  int32_t process_count() const { return family_.region().process_count(); }
  Slot& slot(int32_t process) const { return family_.region().slot(process); }
  GateEntry& entry(int32_t process) const { return family_.gate_entries()[process]; }
  Standing standing(int32_t process) const;

  void grant(int32_t process, Turn turn, bool in_parts);
  // The operation that the process waits in has run out of time.
  void end_waiting(int32_t process);
  // A deferred signal acts now.
  void deliver(int32_t process, int signal);
  void kill_from_outside(int32_t process);
  // The death of one that is dying is seen from now on.
  void let_death_be_seen(int32_t process);
  // Everyone at the gate begins what it is about to do.
  void open_gate();
  void wake_at(int64_t time) { wake_at_ = time; }
  int64_t next_wake() const { return wake_at_; }
  // "waits for lock fork[1], held by phil1"
  std::string doing(int32_t process) const;

  Family& family_;
  Watchdog& watchdog_;

 private:
  bool is_at_rest() const;
  bool everyone_sleeps() const;
  bool is_to_enter_handler() const;
  void await_ends(int32_t process, const GateEntry& granted, int daemons_get);

  // Of a process.
  struct OneLife {
    int32_t process;
    uint32_t incarnation;
  };
  // One that is to end, by a signal of the supervisor or of somebody else.
  struct Ending {
    OneLife who;
    std::optional<OneLife> by;
  };
  OneLife life_of(int32_t process) const { return {process, slot(process).incarnation}; }
  bool is_over(const OneLife& life) const;
  bool has_died(const OneLife& life) const;  // maybe without having been seen to
  bool has_ended(const Ending& ending) const;
  void await_end(int32_t process, std::optional<OneLife> by = {});

  std::vector<Ending> awaited_;
  bool on_its_way_ = false;             // a signal that nobody waits for
  std::optional<OneLife> interrupted_;  // one that slept or worked, by a signal that it handles
  // How long it has been seen to move since. While the runner itself is stopped, so is everyone.
  int64_t moved_for_ = 0;
  int64_t looked_at_ = 0;
  int64_t next_look_ = 0;
  int64_t wake_at_ = 0;
};

}  // namespace runner::posix
