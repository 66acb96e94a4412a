#include "base/result.h"

#include <cstring>

namespace runner {

std::string Error::message() const {
  std::string text = "cannot " + action;
  if (!subject.empty()) text += " " + subject;
  if (!reason.empty()) return text + ": " + reason;
  if (code != 0) return text + ": " + std::strerror(code);
  return text;
}

}  // namespace runner
