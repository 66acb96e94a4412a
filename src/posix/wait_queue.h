// The processes that wait for one thing, in the order of their arrival: links in the slots.
//
// Every change happens under the latch of what is waited for. The truth is in the slots (who waits,
// where, with which ticket); the links are derived from it, and rebuilt when a process is killed
// while it changes them.
#pragma once

#include <cstdint>

namespace runner::posix {

class Region;
struct Slot;

// What a queue belongs to.
struct Site {
  enum class Role : uint8_t {
    kNone,
    kObject,  // the object itself: a semaphore, an event, a barrier, a condition's notify
    kLock,    // a lock, or a condition's own lock
    kPut,
    kGet,
    kJoinQueue,
    kPoolTake,
    kCall,     // a pool's: its workers, those who close it, those who gather
    kProcess,  // the end of a process
  };
  Role role = Role::kNone;
  int32_t number = 0;  // object or process

  uint64_t code() const {
    return (static_cast<uint64_t>(role) << 32) | static_cast<uint32_t>(number);
  }
  static Site decode(uint64_t code) {
    return {static_cast<Role>(code >> 32), static_cast<int32_t>(code & 0xffffffff)};
  }
};

class WaitQueue {
 public:
  bool empty() const { return first_ == 0; }
  uint32_t size() const { return size_; }
  int32_t first() const { return first_ - 1; }  // -1: empty
  // The one behind `number`, or -1.
  int32_t next(const Region& region, int32_t number) const;

  // Puts a process at the end. Its state becomes kQueued.
  void push(Region& region, int32_t number, Site site);
  // Puts it back where its ticket belongs: its turn came, but another was faster.
  void push_again(Region& region, int32_t number);
  // Takes it out: it waits no more.
  void remove(Region& region, int32_t number);
  // Takes it out because another gives it what it waits for. Whoever does this pokes it afterwards.
  void grant(Region& region, int32_t number);
  // Builds the links anew from the slots.
  void rebuild(Region& region, Site site);

 private:
  void link(Region& region, int32_t number);
  void unlink(Region& region, int32_t number);

  int32_t first_;  // slot number + 1; 0: none
  int32_t last_;
  uint32_t size_;
  uint64_t next_ticket_;
};

}  // namespace runner::posix
