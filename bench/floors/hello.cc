// One child prints a line.
#include "floor.h"

int main() {
  floors::join(floors::start([] {
    constexpr char kLine[] = "hello\n";
    if (write(STDOUT_FILENO, kLine, sizeof kLine - 1) < 0) _exit(1);
  }));
}
