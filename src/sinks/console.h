// The runner's own standard output and standard error: the only writer of both.
//
// What processes print comes out byte for byte. What goes to one of the two is written before
// anything that comes later goes to the other, so that they are in order where they meet.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "events/event.h"

namespace runner {

class Console : public EventSink {
 public:
  Console();
  // For tests: descriptors in place of standard output and standard error.
  Console(int output, int errors);
  ~Console() override;

  void take(const Event& event) override;
  void idle() override;
  bool broken() const override;

  // The runner's own words, with their line ends.
  void print(std::string_view text);
  void complain(std::string_view text);

  bool output_is_terminal() const;
  // Columns of the terminal that standard output is; 120 when it is none.
  size_t output_width() const;
  // A line on standard error that the next one, or anything else, replaces; "" takes it away. Only
  // where that is a terminal: otherwise nothing is shown.
  void show_progress(std::string_view line);
  void flush();
  // The run is over because its time is, or because somebody stopped it: nobody waits any longer
  // for a reader who does not read.
  void lose_patience();
  // The first error in writing what belongs to the run's output: to standard output (a closed or
  // full one), and what processes print to standard error. The runner's own words to the latter
  // have nowhere to be missed.
  const std::optional<Error>& error() const;

 private:
  class Streams;
  std::unique_ptr<Streams> streams_;
  bool prints_errors_ = false;  // some process prints to standard error
};

}  // namespace runner
