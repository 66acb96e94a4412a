// Where a scenario is loaded to: memory apart from all else, so that it can be given to all
// processes of a run at once.
//
// A fork copies the page tables of private memory, the whole compiled program's, and again at each
// process's end they are taken apart. Shared memory costs a fork nothing, but each process must
// fetch what it needs of it; a large page is one entry.
#pragma once

#include <cstddef>
#include <cstdint>

namespace runner {

// During the life of this object, what the process allocates by `new` lies in loading memory; it
// may live longer. There is one at a time, and one thread.
class LoadingMemory {
 public:
  LoadingMemory();
  ~LoadingMemory();  // NOLINT(performance-trivially-destructible): it is not, but under sanitizers
  LoadingMemory(const LoadingMemory&) = delete;
  LoadingMemory& operator=(const LoadingMemory&) = delete;

  static bool is_in_use();

  // What is allocated from now on lies side by side, not in gaps that others have left: a process
  // that was forked fetches each page of it anew.
  void leave_gaps() const;

  // What was loaded up to now can only be read from now on (so its destructors must not run), and
  // is never given back; every process that is forked has it without a copy of its pages, and,
  // where it is large, of their tables. When the system refuses, all stays as it was. REQUIRES that
  // the process has not forked since it was loaded, and that no LoadingMemory lives.
  static void share();
};

// Where to put what else all processes share: near what was loaded, so that all of it is found by
// few page tables, which every process makes for itself.
void* place_behind_loading();

// Addresses of what was shared.
struct SharedRange {
  uintptr_t begin;
  size_t size;
};
extern constinit SharedRange shared_loading_memory;

// Whether it can only be read.
inline bool is_shared_for_ever(const void* address) {
  return reinterpret_cast<uintptr_t>(address) - shared_loading_memory.begin <
         shared_loading_memory.size;
}

}  // namespace runner
