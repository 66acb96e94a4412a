#include "posix/chronicle.h"

#include "posix/process_name.h"

namespace runner::posix {

Chronicle::Chronicle(Family& family, EventSink& sink) : sink_(sink), reader_(family.journal()) {
  for (int32_t process = 0; process < family.region().process_count(); ++process) {
    names_.push_back(process_name(family.region(), process));
  }
}

bool Chronicle::pass_on() {
  return reader_.drain([this](const JournalEntry& entry) { take(entry); });
}

void Chronicle::tell(const JournalEntry& entry) {
  pass_on();
  take(entry);
}

void Chronicle::take(const JournalEntry& entry) {
  std::string& name = names_[static_cast<size_t>(entry.process)];
  const bool started = entry.kind == EventKind::kStarted;
  if (started) name = entry.text;
  event_.kind = entry.kind;
  event_.time = entry.time;
  event_.process = entry.process;
  event_.number = entry.number;
  event_.line = entry.line;
  event_.column = entry.column;
  event_.name = name;
  event_.text = started ? std::string_view() : entry.text;
  sink_.take(event_);
}

}  // namespace runner::posix
