// Gives every event to several sinks.
#pragma once

#include <vector>

#include "events/event.h"

namespace runner {

class Tee : public EventSink {
 public:
  // The sinks stay the caller's.
  void add(EventSink& sink) { sinks_.push_back(&sink); }

  void take(const Event& event) override {
    for (EventSink* sink : sinks_) sink->take(event);
  }
  void idle() override {
    for (EventSink* sink : sinks_) sink->idle();
  }
  bool broken() const override {
    for (const EventSink* sink : sinks_) {
      if (sink->broken()) return true;
    }
    return false;
  }

 private:
  std::vector<EventSink*> sinks_;
};

}  // namespace runner
