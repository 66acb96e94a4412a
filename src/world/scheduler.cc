#include "world/scheduler.h"

#include <algorithm>

namespace runner::world {

namespace {

// Some seeds switch at every step, others run bursts: races of both sorts are found.
constexpr double kPersistence[] = {0, 0.5, 0.9, 0.98};

}  // namespace

Scheduler::Scheduler(size_t processes, size_t components, uint64_t seed)
    : random_{seed},
      persistence_(kPersistence[random_.below(std::size(kPersistence))]),
      entries_(processes),
      watchers_(components) {}

int32_t Scheduler::pick() {
  const bool stays = last_ != kNobody && entries_[static_cast<size_t>(last_)].place >= 0 &&
                     random_.real() < persistence_;
  if (!stays) last_ = ready_[random_.below(ready_.size())];
  return last_;
}

void Scheduler::make_ready(int32_t process) {
  Entry& entry = entries_[static_cast<size_t>(process)];
  if (entry.place >= 0) return;
  unwatch(process);
  entry.stamp = 0;
  entry.place = static_cast<int32_t>(ready_.size());
  ready_.push_back(process);
}

void Scheduler::remove(int32_t process) {
  Entry& entry = entries_[static_cast<size_t>(process)];
  unwatch(process);
  entry.stamp = 0;
  if (entry.place < 0) return;
  const int32_t last = ready_.back();
  ready_[static_cast<size_t>(entry.place)] = last;
  entries_[static_cast<size_t>(last)].place = entry.place;
  ready_.pop_back();
  entry.place = -1;
}

void Scheduler::block(int32_t process, const std::vector<ComponentNumber>& components,
                      int64_t deadline) {
  remove(process);
  Entry& entry = entries_[static_cast<size_t>(process)];
  entry.stamp = ++stamps_;
  entry.watched = components;
  std::sort(entry.watched.begin(), entry.watched.end());
  entry.watched.erase(std::unique(entry.watched.begin(), entry.watched.end()), entry.watched.end());
  for (const ComponentNumber component : entry.watched)
    watchers_[static_cast<size_t>(component)].push_back(process);
  if (deadline != kNoDeadline) timers_.emplace(deadline, entry.stamp, process);
}

void Scheduler::unwatch(int32_t process) {
  Entry& entry = entries_[static_cast<size_t>(process)];
  for (const ComponentNumber component : entry.watched) {
    std::vector<int32_t>& watchers = watchers_[static_cast<size_t>(component)];
    const auto place = std::find(watchers.begin(), watchers.end(), process);
    if (place == watchers.end()) continue;
    *place = watchers.back();
    watchers.pop_back();
  }
  entry.watched.clear();
}

void Scheduler::component_changed(ComponentNumber component) {
  std::vector<int32_t>& watchers = watchers_[static_cast<size_t>(component)];
  if (watchers.empty()) return;
  const std::vector<int32_t> woken = std::move(watchers);
  watchers.clear();
  for (const int32_t process : woken) make_ready(process);
}

bool Scheduler::is_current(const Timer& timer) const {
  return entries_[static_cast<size_t>(std::get<2>(timer))].stamp == std::get<1>(timer);
}

int64_t Scheduler::next_time() {
  while (!timers_.empty() && !is_current(timers_.top())) timers_.pop();
  return timers_.empty() ? kNoDeadline : std::get<0>(timers_.top());
}

void Scheduler::time_is(int64_t now) {
  while (next_time() <= now) {
    const int32_t process = std::get<2>(timers_.top());
    timers_.pop();
    make_ready(process);
  }
}

}  // namespace runner::world
