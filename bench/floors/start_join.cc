// fork, _exit and waitpid, one process at a time.
#include "floor.h"

int main(int argc, char** argv) {
  const int64_t count = floors::argument(argc, argv, 1, 1000);
  const floors::Section section;
  for (int64_t i = 0; i < count; ++i) floors::join(floors::start([] {}));
  section.report();
}
