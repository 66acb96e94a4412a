#include "sinks/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>

namespace runner {

void prepare_standard_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  // open() takes the lowest free number. Opened for the wrong direction, each fails when it is
  // used.
  int fd = -1;
  do {
    const bool for_input = fcntl(STDIN_FILENO, F_GETFD) == -1;
    fd = ::open("/dev/null", for_input ? O_WRONLY : O_RDONLY);
  } while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd >= 0) ::close(fd);
}

}  // namespace runner
