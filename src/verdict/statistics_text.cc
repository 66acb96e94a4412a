#include "verdict/statistics_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "text/display.h"

namespace runner {

namespace {

using Row = std::vector<std::string>;

std::string duration(int64_t nanos) {
  if (nanos < 1'000) return fmt::format("{} ns", nanos);
  const auto value = static_cast<double>(nanos);
  if (nanos < 1'000'000) return fmt::format("{:.1f} us", value / 1e3);
  if (nanos < 1'000'000'000) return fmt::format("{:.1f} ms", value / 1e6);
  return fmt::format("{:.2f} s", value / 1e9);
}

void add_durations(Row& row, const DurationStatistics& durations) {
  for (const int64_t nanos : {durations.median, durations.p99, durations.most}) {
    row.push_back(durations.count == 0 ? "-" : duration(nanos));
  }
}

// Names to the left, numbers to the right.
std::string table(const std::vector<Row>& rows) {
  std::vector<size_t> widths(rows.front().size(), 0);
  for (const Row& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string text;
  for (const Row& row : rows) {
    text += padded(row[0], widths[0]);
    for (size_t i = 1; i < row.size(); ++i) text += fmt::format("  {:>{}}", row[i], widths[i]);
    text += "\n";
  }
  return text;
}

std::vector<Row> rows_of_processes(const RunStatistics& statistics) {
  std::vector<Row> rows = {{"process", "wall", "user", "system", "waits", "preempted", "calls"}};
  for (const ProcessStatistics& one : statistics.processes) {
    std::string name = displayed(one.name);
    if (one.replaced > 0) name += fmt::format(" and {} before", one.replaced);
    rows.push_back({std::move(name), duration(one.wall_nanos), duration(one.user_nanos),
                    duration(one.system_nanos), std::to_string(one.voluntary_switches),
                    std::to_string(one.involuntary_switches),
                    one.calls < 0 ? "-" : std::to_string(one.calls)});
  }
  return rows;
}

std::vector<Row> rows_of_objects(const RunStatistics& statistics) {
  std::vector<Row> rows = {{"object", "kind", "taken", "contended", "waited p50", "p99", "max",
                            "held p50", "p99", "max"}};
  for (const ObjectStatistics& one : statistics.objects) {
    Row row = {displayed(one.name), one.kind, std::to_string(one.taken),
               std::to_string(one.contended)};
    add_durations(row, one.waited);
    add_durations(row, one.held);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

std::string statistics_text(const RunStatistics& statistics) {
  std::string text = table(rows_of_processes(statistics));
  if (!statistics.objects.empty()) text += "\n" + table(rows_of_objects(statistics));
  return text;
}

}  // namespace runner
