// Turns the journal into the run's stream of events. Private to the supervisor.
#pragma once

#include <string>
#include <vector>

#include "events/event.h"
#include "posix/family.h"

namespace runner::posix {

class Chronicle {
 public:
  Chronicle(const Family& family, EventSink& sink);

  // Makes its tables. After main was forked: they are as long as the processes are many, and each
  // fork would copy them.
  void begin();
  // Hands over all that has been written so far. False: there was nothing.
  bool pass_on();
  // An event that the supervisor itself has to tell, behind all that is in the journal.
  void tell(const JournalEntry& entry);
  void idle() { sink_.idle(); }
  bool broken() const { return sink_.broken(); }

 private:
  void take(const JournalEntry& entry);
  void tell_start(int32_t process);
  void tell_starter_of(int32_t process);
  void tell_start_of_worker(const JournalEntry& entry);
  void announce(const JournalEntry& entry);

  const Family& family_;
  EventSink& sink_;
  JournalReader reader_;
  // What has been told of one process.
  struct Told {
    std::string name;         // while it runs; "" while its start has not been told
    bool start = false;       // of a worker: never
    int32_t last_ended = -1;  // the incarnation whose end was told last
  };
  std::vector<Told> told_;  // by process
  Event event_;             // kept for its memory
};

}  // namespace runner::posix
