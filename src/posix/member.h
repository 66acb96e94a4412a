// One running process of the scenario, from inside: what it knows of itself. Private memory.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "machine/machine.h"
#include "posix/family.h"
#include "posix/park.h"

namespace runner::posix {

class Member final : public Environment {
 public:
  // `in_lineage`: the numbers of its starts, as in the name Process-1:2 ("1:2"; of main ""). It
  // must stay.
  Member(Family& in_family, int32_t number, std::string_view in_lineage);

  std::string now() override;
  double elapsed() override;
  int64_t deadline_after(double seconds) override;
  ProcessBody self() override;

  const Program& program() const { return family.program(); }
  Region& region() const { return family.region(); }
  const runner::Process& declared() const { return family.declared(me.number); }
  // Its children in the order of their first starts; -1: none, no other. Their slots name each
  // other: a start writes to no page that the next fork would have to copy.
  int32_t first_child() const { return first_child_; }
  int32_t next_child(int32_t child) const { return family.relative(child).sibling.load() - 1; }
  void add_child(int32_t number);
  bool is_supervisor() const { return me.number == family.region().supervisor(); }

  Family& family;
  Self me;
  std::string_view lineage;
  std::vector<int32_t> pools;  // whose workers are its children
  Machine* machine = nullptr;

 private:
  int32_t first_child_ = -1;
  int32_t last_child_ = -1;
  std::unique_ptr<const ProcessBody> body_;  // made when somebody asks
};

// Settles what has happened to its children since it looked last: buries the dead, replaces workers
// of its pools. Between two operations, or while it is parked (Self::attend).
void attend_to_children(Member& member);

// Writes an entry about `member` into the journal. False: a handled signal came while it was full.
bool write_entry(Member& member, JournalEntry entry);

// A process as an expression sees it.
ProcessBody snapshot_of(const Family& family, int32_t process);

// The life of a process: performs its program from the beginning to the end. Called in the process
// itself, after its fork; never returns.
[[noreturn]] void live(Member& member, Machine&& machine);

}  // namespace runner::posix
