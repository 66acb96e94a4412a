// Forks all processes, then waits for each.
#include <vector>

#include "floor.h"

int main(int argc, char** argv) {
  const int64_t count = floors::argument(argc, argv, 1, 1000);
  std::vector<pid_t> children;
  const floors::Section section;
  for (int64_t i = 0; i < count; ++i) children.push_back(floors::start([] {}));
  for (const pid_t child : children) floors::join(child);
  section.report();
}
