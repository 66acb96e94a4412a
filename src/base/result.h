// Result<T>: a value, or why there is none.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "base/check.h"

namespace runner {

// A refusal of the system: what was tried, on what, and errno's reason.
struct Error {
  std::string action;   // "read", "fork", "map shared memory"
  std::string subject;  // "scenarios/x.yaml"; may be empty
  int code = 0;         // errno, 0 when there is none
  std::string reason;   // used instead of errno's text when not empty

  // "cannot read scenarios/x.yaml: No such file or directory"
  std::string message() const;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() {
    CHECK(ok());
    return std::get<0>(state_);
  }
  const T& value() const {
    CHECK(ok());
    return std::get<0>(state_);
  }
  T take() {
    CHECK(ok());
    return std::move(std::get<0>(state_));
  }
  const Error& error() const {
    CHECK(!ok());
    return std::get<1>(state_);
  }

 private:
  std::variant<T, Error> state_;
};

}  // namespace runner
