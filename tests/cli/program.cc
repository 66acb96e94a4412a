#include "program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace runner {
namespace {

std::string folder_of(const testing::TestInfo& test) {
  std::string name = std::string(test.test_suite_name()) + "-" + test.name();
  std::replace(name.begin(), name.end(), '/', '-');  // of tests with parameters
  return testing::TempDir() + "runner-" + name + "-" + std::to_string(::getpid());
}

// What a failed test has left is looked at by a person.
class FolderRemover : public testing::EmptyTestEventListener {
  void OnTestEnd(const testing::TestInfo& test) override {
    if (!test.result()->Failed()) std::filesystem::remove_all(folder_of(test));
  }
};

// One folder for each test, so that tests can run at the same time.
std::string folder() {
  testing::UnitTest& tests = *testing::UnitTest::GetInstance();
  [[maybe_unused]] static const bool removes = [&tests] {
    tests.listeners().Append(new FolderRemover);
    return true;
  }();
  const std::string path = folder_of(*tests.current_test_info());
  std::filesystem::create_directories(path);
  return path;
}

std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void redirect(int fd, const std::string& path, int flags) {
  const int opened = ::open(path.c_str(), flags, 0600);
  if (opened < 0 || ::dup2(opened, fd) < 0) ::_exit(126);
  ::close(opened);
}

Ended run(std::vector<std::string> words, const std::string& input) {
  const std::string place = folder();
  std::ofstream(place + "/input", std::ios::binary) << input;
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid == 0) {
    redirect(STDIN_FILENO, place + "/input", O_RDONLY);
    redirect(STDOUT_FILENO, place + "/output", O_WRONLY | O_CREAT | O_TRUNC);
    redirect(STDERR_FILENO, place + "/errors", O_WRONLY | O_CREAT | O_TRUNC);
    ::execv(pointers[0], pointers.data());
    ::_exit(127);
  }
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  Ended ended;
  ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  ended.output = read_file(place + "/output");
  ended.errors = read_file(place + "/errors");
  return ended;
}

}  // namespace

Ended run_program(const std::vector<std::string>& arguments, const std::string& input) {
  std::vector<std::string> words = {RUNNER_BINARY};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run(std::move(words), input);
}

Ended run_shell(const std::string& command) {
  ::setenv("RUNNER", RUNNER_BINARY, 1);
  return run({"/bin/bash", "-c", command}, "");
}

std::string write_temporary(const std::string& name, const std::string& text) {
  const std::string path = folder() + "/" + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

}  // namespace runner
