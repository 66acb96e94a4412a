// Keeps what a run writes, for its expectations.
#pragma once

#include <string>

#include "events/event.h"

namespace runner {

class Capture : public EventSink {
 public:
  void take(const Event& event) override;

  const std::string& output() const { return output_; }
  const std::string& error_output() const { return error_output_; }

 private:
  std::string output_;
  std::string error_output_;
};

}  // namespace runner
