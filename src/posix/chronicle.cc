#include "posix/chronicle.h"

#include "posix/process_name.h"
#include "posix/spawn.h"

namespace runner::posix {

Chronicle::Chronicle(const Family& family, EventSink& sink)
    : family_(family), sink_(sink), reader_(family.journal()) {}

void Chronicle::begin() {
  told_.resize(static_cast<size_t>(family_.region().process_count()));
}

bool Chronicle::pass_on() {
  return reader_.drain([this](const JournalEntry& entry) { take(entry); });
}

void Chronicle::tell(const JournalEntry& entry) {
  pass_on();
  take(entry);
}

// A start is told by the starter, who may be slower than what the new process has to say: then it
// is told before that. It may even be slower than the process's whole life: then it is over. An end
// is written twice where the one who settled it was killed before it was settled.
void Chronicle::take(const JournalEntry& entry) {
  Told& told = told_[static_cast<size_t>(entry.process)];
  const bool is_end = entry.kind == EventKind::kEnded;
  if (is_end && told.last_ended == entry.column) return;
  if (family_.declared(entry.process).pool >= 0) {
    if (told.name.empty()) tell_start_of_worker(entry);
  } else if (!told.start) {
    tell_start(entry.process);
  }
  if (entry.kind == EventKind::kStarted) return;
  announce(entry);
  if (!is_end) return;
  told.name.clear();
  told.last_ended = entry.column;
}

// Whose start may also still be to come.
void Chronicle::tell_starter_of(int32_t process) {
  const int32_t starter = family_.relative(process).starter.load() - 1;
  const bool is_process = starter >= 0 && starter < family_.region().process_count();
  if (is_process && !told_[static_cast<size_t>(starter)].start) tell_start(starter);
}

void Chronicle::tell_start(int32_t process) {
  tell_starter_of(process);
  Told& told = told_[static_cast<size_t>(process)];
  told.name = process_name(family_.region(), process);
  told.start = true;
  announce(start_of(family_, process));
}

// Its slot may be that of a later one by now: all that is to be told is in the entry, which is the
// worker's own, or, where it was killed before that, the one that tells its end.
void Chronicle::tell_start_of_worker(const JournalEntry& entry) {
  tell_starter_of(entry.process);
  told_[static_cast<size_t>(entry.process)].name = entry.text;
  const bool is_start = entry.kind == EventKind::kStarted;
  announce({.kind = EventKind::kStarted,
            .process = entry.process,
            .time = entry.time,
            .number = is_start ? entry.number : entry.line});
}

void Chronicle::announce(const JournalEntry& entry) {
  event_.kind = entry.kind;
  event_.time = entry.time;
  event_.process = entry.process;
  event_.number = entry.number;
  event_.line = entry.line;
  event_.column = entry.column;
  event_.name = told_[static_cast<size_t>(entry.process)].name;
  event_.text = entry.text;
  sink_.take(event_);
}

}  // namespace runner::posix
