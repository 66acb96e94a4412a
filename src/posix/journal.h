// The journal: what processes print and what happens to them, as one ordered stream in shared
// memory.
//
// Every process writes; the supervisor alone reads. A record counts from the one store that moves
// `tail_`, so whoever is killed while it writes leaves nothing behind. The order of the records is
// the order of the events.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "events/event.h"
#include "posix/doorbell.h"
#include "posix/latch.h"
#include "posix/slot.h"

namespace runner::posix {

// Holds some 30,000 short lines, so that a burst does not wait for a slow terminal.
inline constexpr uint64_t kJournalBytes = 2u << 20;
// Longer texts travel in pieces of this size; the reader joins them.
inline constexpr uint64_t kJournalPiece = kJournalBytes / 8;

struct JournalEntry {
  EventKind kind = EventKind::kOutput;
  int32_t process = 0;
  int64_t time = 0;
  int64_t number = 0;
  int32_t line = 0;
  int32_t column = 0;
  std::string_view text = {};
};

// In shared memory; starts as zero bytes.
class Journal {
 public:
  // Appends the entry and rings if the supervisor sleeps. While the journal is full it waits; with
  // the writer's slot, no longer than until a handled signal comes: then false, nothing is written.
  bool write(const JournalEntry& entry, Doorbell& doorbell, const Slot* interruptible = nullptr);

  // By the supervisor: whether there is something to read.
  bool empty() const { return tail_.load() == head_.load(std::memory_order_relaxed); }

 private:
  friend class JournalReader;

  enum Piece : uint8_t { kFirstPiece = 1, kLastPiece = 2, kPadding = 4 };
  struct Record {
    uint32_t bytes;  // of the whole record, a multiple of 8
    uint8_t piece;
    EventKind kind;
    int32_t process;
    int32_t line, column;
    uint32_t text_bytes;
    int64_t time;
    int64_t number;
  };
  static constexpr uint32_t record_bytes(size_t text) {
    return static_cast<uint32_t>((sizeof(Record) + text + 7) & ~size_t{7});
  }

  bool append(const JournalEntry& entry, std::string_view text, uint8_t piece);
  void wait_for_room(uint32_t seen, Doorbell& doorbell);
  char* at(uint64_t position) { return bytes_ + position % kJournalBytes; }

  Latch latch_;                             // of the writers
  alignas(64) std::atomic<uint64_t> tail_;  // everything before it is written
  alignas(64) std::atomic<uint64_t> head_;  // everything before it is read
  std::atomic<uint32_t> freed_;             // changes when room was made for those who wait
  std::atomic<uint32_t> writers_wait_;
  alignas(64) char bytes_[kJournalBytes];
};

// The reading end. Private to the supervisor.
class JournalReader {
 public:
  explicit JournalReader(Journal& journal) : journal_(journal) {}

  // Hands every entry that is there to `take(const JournalEntry&)`; an entry's text is good only
  // during the call. False: there was none. What comes meanwhile is left for the next time: whoever
  // writes without end does not keep the reader from everything else.
  template <typename Take>
  bool drain(Take&& take) {
    bool any = false;
    JournalEntry entry;
    const uint64_t end = journal_.tail_.load(std::memory_order_acquire);
    while (position_ < end && next(entry)) {
      any = true;
      take(entry);
      release();
    }
    return any;
  }

 private:
  bool next(JournalEntry& entry);
  void release();  // the entry that next() gave
  bool join_pieces(const Journal::Record& record, std::string_view text, JournalEntry& entry);

  Journal& journal_;
  uint64_t position_ = 0;                   // behind the entry that was given last
  std::map<int32_t, std::string> partial_;  // by process: the pieces of a long text so far
  std::string joined_;
};

}  // namespace runner::posix
