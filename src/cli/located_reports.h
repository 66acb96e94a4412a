// Shows uncaught errors with their place: file, line, column, the scenario's line and a caret. All
// other events pass unchanged.
#pragma once

#include "events/event.h"
#include "text/source.h"

namespace runner {

class LocatedReports : public EventSink {
 public:
  // Both stay the caller's. Without a source reports pass unchanged.
  LocatedReports(EventSink& next, const Source* source) : next_(next), source_(source) {}

  void take(const Event& event) override;
  void idle() override { next_.idle(); }
  bool broken() const override { return next_.broken(); }

 private:
  EventSink& next_;
  const Source* source_;
};

}  // namespace runner
