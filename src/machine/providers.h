// Who could still do what: for every process, the operations that it may perform at any time in its
// life, found in its program without running it. A superset of the truth, so that nobody is ever
// said to be stuck whom someone could help.
#pragma once

#include <cstdint>
#include <vector>

#include "program/program.h"

namespace runner {

class Providers {
 public:
  explicit Providers(const Program& program);

  // Whether `process`, or a process that it may start, may perform `op` on the object (for start,
  // join, terminate, kill and send: on the process) `target`.
  bool may(int32_t process, Op op, int32_t target) const {
    return body_may(body_of(process), op, target);
  }

  // Processes with the same program have the same body: a question about many processes is one
  // about few bodies.
  int32_t body_count() const { return static_cast<int32_t>(bodies_.size()); }
  int32_t body_of(int32_t process) const { return body_of_[static_cast<size_t>(process)]; }
  // The operations that a body itself contains (numbers of Program::operations), ascending.
  const std::vector<int32_t>& operations(int32_t body) const {
    return bodies_[static_cast<size_t>(body)].operations;
  }
  bool body_may(int32_t body, Op op, int32_t target) const;

 private:
  // `op` on targets first … first + count - 1; count 0: on any.
  struct Deed {
    Op op = Op::kYield;
    int32_t first = 0;
    int32_t count = 0;
    friend bool operator==(const Deed&, const Deed&) = default;
    friend auto operator<=>(const Deed&, const Deed&) = default;
  };
  struct Body {
    std::vector<int32_t> roots;     // routines
    std::vector<int32_t> operations;
    std::vector<Deed> deeds;        // sorted
    std::vector<int32_t> starts;    // bodies of the processes that it may start
    std::vector<int32_t> families;  // itself and all that `starts` leads to
  };

  void collect(const Program& program, Body& body, std::vector<bool>& visited, int32_t routine);
  void link_starts(const Program& program);

  std::vector<Body> bodies_;
  std::vector<int32_t> body_of_;  // by process
};

}  // namespace runner
