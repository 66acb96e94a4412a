#include "isolation.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/check.h"

namespace runner {

namespace files = std::filesystem;

Isolation::Isolation() {
  CHECK(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
  const std::string open_end(6, 'X');  // mkdtemp fills it in
  std::string pattern = (files::temp_directory_path() / ("runner-kills-" + open_end)).string();
  CHECK(mkdtemp(pattern.data()) != nullptr);
  folder_ = pattern;
  files::current_path(folder_);
  has_own_memory_ = unshare(CLONE_NEWNS | CLONE_NEWIPC) == 0 &&
                    mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                    mount("tmpfs", "/dev/shm", "tmpfs", 0, nullptr) == 0;
}

Isolation::~Isolation() {
  files::current_path("/");
  std::error_code ignored;
  files::remove_all(folder_, ignored);
}

std::vector<std::string> Isolation::left_behind() const {
  std::vector<std::string> found;
  for (const auto& entry : files::directory_iterator(folder_)) {
    found.push_back(entry.path().string());
  }
  if (!has_own_memory_) return found;
  for (const auto& entry : files::directory_iterator("/dev/shm")) {
    found.push_back(entry.path().string());
  }
  std::ifstream segments("/proc/sysvipc/shm");
  std::string line;
  std::getline(segments, line);  // the heading
  while (std::getline(segments, line)) found.push_back("shared memory: " + line);
  return found;
}

}  // namespace runner
