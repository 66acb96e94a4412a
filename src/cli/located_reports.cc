#include "cli/located_reports.h"

#include "text/diagnostic.h"

namespace runner {

void LocatedReports::take(const Event& event) {
  if (event.kind != EventKind::kReport || event.line == 0 || source_ == nullptr) {
    return next_.take(event);
  }
  Diagnostic diagnostic;
  diagnostic.at = {event.line, event.column};
  diagnostic.message = event.name + ": " + event.text;
  Event located = event;
  located.text = render(*source_, diagnostic);
  while (!located.text.empty() && located.text.back() == '\n') located.text.pop_back();
  next_.take(located);
}

}  // namespace runner
