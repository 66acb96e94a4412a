#include "report/schedule_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "base/check.h"
#include "base/text.h"
#include "scenario/signals.h"
#include "text/display.h"

namespace runner {
namespace {

constexpr std::string_view kBetween = "  ";  // columns

std::string operation_of(const ScheduleStep& step) {
  const std::string operation = displayed(step.operation);
  switch (step.part) {
    case ScheduleStep::Part::kWhole:
      return operation;
    case ScheduleStep::Part::kBegin:
      return operation + " …";
    case ScheduleStep::Part::kRest:
      return "… " + operation;
  }
  UNREACHABLE();
}

std::string with_result(const ScheduleStep& step) {
  const std::string operation = operation_of(step);
  if (step.result.empty()) return operation;
  const std::string result = displayed(step.result);
  return operation + (step.result.starts_with("failed: ") ? " " : " = ") + result;
}

std::string what_happens(const ScheduleStep& step) {
  switch (step.kind) {
    case ScheduleStep::Kind::kPerform:
      return with_result(step);
    case ScheduleStep::Kind::kGiveUp:
      return operation_of(step) + ": time is up";
    case ScheduleStep::Kind::kSignal:
      return signal_name(step.signal) + " arrives";
    case ScheduleStep::Kind::kKill:
      return "is killed";
    case ScheduleStep::Kind::kTick:
      return "time passes";
  }
  UNREACHABLE();
}

void append_line(std::string& text, std::string line) {
  while (line.ends_with(' ')) line.pop_back();
  text += line + "\n";
}

// What every process does at its end, which tells nothing where there was nobody to wait for.
bool is_routine(const ScheduleStep& step) {
  return step.quiet && (step.op == Op::kStopDaemons || step.op == Op::kJoinChildren);
}

// The steps as they are shown.
struct StepRow {
  std::string number;  // "" of a step that is part of the one before
  size_t column = 0;
  std::string line;  // of the scenario; "" when there is none
  std::string happens;
  bool everywhere = false;  // of no process
  bool marked = false;      // the mark stands behind it
};

class ScheduleTable {
 public:
  ScheduleTable(const Schedule& schedule, int64_t mark, std::string_view mark_text)
      : mark_text_(mark_text) {
    find_columns(schedule);
    int64_t number = 0;
    for (size_t i = 0; i < schedule.steps.size(); ++i) {
      const ScheduleStep& step = schedule.steps[i];
      if (is_routine(step) && static_cast<int64_t>(i) != mark) continue;
      StepRow row;
      row.marked = static_cast<int64_t>(i) == mark;
      if (!step.quiet) row.number = std::to_string(++number);
      row.everywhere = step.kind == ScheduleStep::Kind::kTick;
      if (!row.everywhere) row.column = columns_.at(step.process);
      if (step.at) row.line = std::to_string(step.at.line);
      row.happens = what_happens(step);
      number_width_ = std::max(number_width_, row.number.size());
      line_width_ = std::max(line_width_, row.line.size());
      rows_.push_back(std::move(row));
    }
    measure();
  }

  size_t width() const {
    size_t width = number_width_;
    for (const size_t column : widths_) width += kBetween.size() + column;
    return width;
  }

  std::string columns() const {
    std::string text;
    std::string head(number_width_, ' ');
    for (size_t i = 0; i < names_.size(); ++i) {
      head.append(kBetween).append(padded(names_[i], widths_[i]));
    }
    append_line(text, head);
    for (const StepRow& row : rows_) {
      std::string line = numbered(row);
      for (size_t column = 0; column < row.column; ++column) {
        line.append(kBetween).append(widths_[column], ' ');
      }
      append_line(text, line.append(kBetween).append(cell(row)));
      append_mark(text, row);
    }
    return text;
  }

  std::string list() const {
    size_t name_width = 0;
    for (const std::string& name : names_) name_width = std::max(name_width, width_of(name));
    std::string text;
    for (const StepRow& row : rows_) {
      const std::string name = row.everywhere ? "" : names_[row.column];
      append_line(text, fmt::format("{}{}{}{}{}", numbered(row), kBetween, padded(name, name_width),
                                    kBetween, cell(row)));
      append_mark(text, row);
    }
    return text;
  }

 private:
  void find_columns(const Schedule& schedule) {
    std::map<int32_t, std::string> names;
    for (const ScheduleStep& step : schedule.steps) {
      if (step.kind != ScheduleStep::Kind::kTick) names.emplace(step.process, step.name);
    }
    for (const auto& [process, name] : names) {
      columns_.emplace(process, names_.size());
      names_.push_back(displayed(name));
    }
  }

  void measure() {
    for (const std::string& name : names_) widths_.push_back(width_of(name));
    for (const StepRow& row : rows_) {
      if (row.everywhere) continue;
      widths_[row.column] = std::max(widths_[row.column], width_of(cell(row)));
    }
  }

  std::string numbered(const StepRow& row) const {
    return fmt::format("{:>{}}", row.number, number_width_);
  }

  std::string cell(const StepRow& row) const {
    if (row.everywhere) return fmt::format("({})", row.happens);
    return fmt::format("{:>{}} {}", row.line, line_width_, row.happens);
  }

  void append_mark(std::string& text, const StepRow& row) const {
    if (!row.marked) return;
    append_line(
        text, fmt::format("{}{}--- {} ---", std::string(number_width_, ' '), kBetween, mark_text_));
  }

  std::string_view mark_text_;
  std::map<int32_t, size_t> columns_;  // of the processes that do something, by number
  std::vector<std::string> names_;     // by column
  std::vector<size_t> widths_;         // by column
  std::vector<StepRow> rows_;
  size_t number_width_ = 1;
  size_t line_width_ = 0;
};

}  // namespace

std::string schedule_text(const Schedule& schedule, int64_t mark, std::string_view mark_text,
                          size_t width) {
  const ScheduleTable table(schedule, mark, mark_text);
  return table.width() <= width ? table.columns() : table.list();
}

}  // namespace runner
