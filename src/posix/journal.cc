#include "posix/journal.h"

#include <cstring>
#include <new>

#include "posix/futex.h"

namespace runner::posix {

namespace {

// A writer that waits for room looks this often whether a signal came in between.
constexpr int64_t kRoomPollNanos = 10'000'000;

}  // namespace

bool Journal::write(const JournalEntry& entry, Doorbell& doorbell, const Slot* interruptible) {
  std::string_view rest = entry.text;
  uint8_t piece = kFirstPiece;
  do {
    const std::string_view text = rest.substr(0, kJournalPiece);
    rest.remove_prefix(text.size());
    if (rest.empty()) piece |= kLastPiece;
    for (;;) {
      const uint32_t seen = freed_.load();
      if (append(entry, text, piece)) break;
      const bool signalled =
          interruptible != nullptr && (interruptible->wake.load() & kWakeSignal) != 0;
      if (signalled) return false;
      wait_for_room(seen, doorbell);
    }
    piece = 0;
  } while (!rest.empty());

  const uint64_t unread = tail_.load(std::memory_order_relaxed) - head_.load();
  if (unread > kJournalBytes / 2) {
    doorbell.ring();
  } else {
    doorbell.ring_softly();
  }
  return true;
}

// Writes one record; false: there is no room.
bool Journal::append(const JournalEntry& entry, std::string_view text, uint8_t piece) {
  const uint32_t bytes = record_bytes(text.size());
  // A writer that was killed inside has changed nothing but unread bytes.
  static_cast<void>(latch_.lock());
  uint64_t position = tail_.load(std::memory_order_relaxed);
  const uint64_t to_end = kJournalBytes - position % kJournalBytes;
  const uint64_t padding = to_end < bytes ? to_end : 0;
  if (position + padding + bytes - head_.load(std::memory_order_acquire) > kJournalBytes) {
    latch_.unlock();
    return false;
  }
  if (padding != 0) {
    // Only the first eight bytes of a padding record are there for certain.
    const auto length = static_cast<uint32_t>(padding);
    std::memcpy(at(position), &length, sizeof length);
    at(position)[offsetof(Record, piece)] = static_cast<char>(kPadding);
    position += padding;
  }
  new (at(position)) Record{bytes,
                            piece,
                            entry.kind,
                            entry.process,
                            entry.line,
                            entry.column,
                            static_cast<uint32_t>(text.size()),
                            entry.time,
                            entry.number};
  if (!text.empty()) std::memcpy(at(position) + sizeof(Record), text.data(), text.size());
  tail_.store(position + bytes, std::memory_order_release);
  latch_.unlock();
  return true;
}

void Journal::wait_for_room(uint32_t seen, Doorbell& doorbell) {
  writers_wait_.store(1);
  doorbell.ring();
  futex_wait(freed_, seen, monotonic_now() + kRoomPollNanos);
}

bool JournalReader::next(JournalEntry& entry) {
  while (journal_.tail_.load(std::memory_order_acquire) != position_) {
    const char* start = journal_.at(position_);
    Journal::Record record;
    std::memcpy(&record.bytes, start, sizeof record.bytes);
    position_ += record.bytes;
    if ((static_cast<uint8_t>(start[offsetof(Journal::Record, piece)]) & Journal::kPadding) != 0) {
      continue;
    }
    std::memcpy(&record, start, sizeof record);
    entry = {record.kind,
             record.process,
             record.time,
             record.number,
             record.line,
             record.column,
             {start + sizeof record, record.text_bytes}};
    if (join_pieces(record, entry.text, entry)) return true;
    release();
  }
  return false;
}

// Whether the entry is complete. What a process left unfinished is dropped with its next entry.
bool JournalReader::join_pieces(const Journal::Record& record, std::string_view text,
                                JournalEntry& entry) {
  constexpr uint8_t kWhole = Journal::kFirstPiece | Journal::kLastPiece;
  if (record.piece == kWhole) {
    if (!partial_.empty()) partial_.erase(record.process);
    return true;
  }
  std::string& partial = partial_[record.process];
  if ((record.piece & Journal::kFirstPiece) != 0) partial.clear();
  partial.append(text);
  if ((record.piece & Journal::kLastPiece) == 0) return false;
  joined_ = std::move(partial);
  partial_.erase(record.process);
  entry.text = joined_;
  return true;
}

void JournalReader::release() {
  journal_.head_.store(position_);
  if (journal_.writers_wait_.load() == 0) return;
  // Room for one record may be too little: those who wait look again when half is free.
  if (journal_.tail_.load() - position_ > kJournalBytes / 2) return;
  journal_.writers_wait_.store(0);
  journal_.freed_.fetch_add(1);
  futex_wake(journal_.freed_, INT32_MAX);
}

}  // namespace runner::posix
