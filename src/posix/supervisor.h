// The supervisor of one run: the process that the user started. It forks main, passes the journal
// on to the sink (it alone writes anything out), reaps main and all orphans, settles the ends that
// nobody else does, watches for deadlocks and limits, and ends everything when it has to.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "machine/run.h"
#include "posix/chronicle.h"
#include "posix/conductor.h"
#include "posix/family.h"
#include "posix/fault_point.h"
#include "posix/park.h"
#include "posix/supervisor_signals.h"
#include "posix/watchdog.h"

namespace runner::posix {

class Supervisor {
 public:
  // `result` gets what becomes known of the run as a whole, and outlives the supervisor.
  Supervisor(Family& family, SupervisorSignals& signals, RunResult& result);

  // From the start of main until every process has ended.
  void supervise();

 private:
  // What is being done about the tree.
  enum class Stage : uint8_t {
    kRunning,
    kEnding,  // those who handle SIGTERM have got it, and have until grace_ends_
    kKilled,  // everyone has got SIGKILL
  };

  void wait_for_something();
  int64_t next_wake() const;
  void take_signals();
  void pause_with_tree();
  void stop_if_told_before();
  void stop_by(int signal);
  void reap();
  void add_orphan(int32_t process);
  void settle_ends();
  void find_lost();
  void settle_what_is_left();
  bool settle(int32_t process);
  bool is_orphan(int32_t process) const {
    return !orphans_.empty() && orphans_[static_cast<size_t>(process)];
  }
  // What it does while it has to wait for a latch.
  static void keep_promises();
  void check_limits();
  void check_deadlock();
  bool has_ticked();
  void conduct();
  void let_deaths_be_seen();
  void end_gently();
  void kill_everyone();

  Family& family_;
  SupervisorSignals& signals_;
  RunResult& result_;
  Self self_;
  Chronicle chronicle_;
  Watchdog watchdog_;
  std::unique_ptr<Conductor> conductor_;  // null: the processes run as they like
  FaultPoint fault_;
  Stage stage_ = Stage::kRunning;
  bool active_ = true;            // the journal was not empty lately: a doze is enough
  bool family_is_dying_ = false;  // somebody of a killed one's family still runs
  bool all_gone_ = false;         // main has ended, and there are no other children
  int64_t time_limit_;
  int64_t grace_ends_ = 0;
  int64_t stopped_at_ = 0;
  int64_t next_tick_ = 0;
  pid_t group_ = 0;                 // the process group of the tree: main's pid
  std::vector<int32_t> unsettled_;  // dead, but others have to be settled before
  std::vector<bool> orphans_;       // by process: those among them whose parents were killed
};

}  // namespace runner::posix
