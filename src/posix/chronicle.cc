#include "posix/chronicle.h"

#include "posix/process_name.h"
#include "posix/spawn.h"

namespace runner::posix {

Chronicle::Chronicle(const Family& family, EventSink& sink)
    : family_(family),
      sink_(sink),
      reader_(family.journal()),
      names_(static_cast<size_t>(family.region().process_count())) {}

bool Chronicle::pass_on() {
  return reader_.drain([this](const JournalEntry& entry) { take(entry); });
}

void Chronicle::tell(const JournalEntry& entry) {
  pass_on();
  take(entry);
}

// A start is told by the starter, who may be slower than what the new process has to say: then it
// is told before that.
void Chronicle::take(const JournalEntry& entry) {
  std::string& name = names_[static_cast<size_t>(entry.process)];
  const bool is_start = entry.kind == EventKind::kStarted;
  if (name.empty()) {
    name = process_name(family_.region(), entry.process);
    if (!is_start) announce(start_of(family_, entry.process));
  } else if (is_start) {
    return;
  }
  announce(entry);
  if (entry.kind == EventKind::kEnded) name.clear();
}

void Chronicle::announce(const JournalEntry& entry) {
  event_.kind = entry.kind;
  event_.time = entry.time;
  event_.process = entry.process;
  event_.number = entry.number;
  event_.line = entry.line;
  event_.column = entry.column;
  event_.name = names_[static_cast<size_t>(entry.process)];
  event_.text = entry.text;
  sink_.take(event_);
}

}  // namespace runner::posix
