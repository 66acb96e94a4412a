#include "live_program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>

namespace runner {
namespace {

std::string rest_of(int file) {
  std::string text;
  char piece[4096];
  for (;;) {
    const ssize_t bytes = read(file, piece, sizeof piece);
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes <= 0) return text;
    text.append(piece, static_cast<size_t>(bytes));
  }
}

bool is_pending(int pid, int signal) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  const std::string wanted = "ShdPnd:\t";
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(wanted)) continue;
    return ((std::stoull(line.substr(wanted.size()), nullptr, 16) >> (signal - 1)) & 1) != 0;
  }
  return false;
}

}  // namespace

LiveProgram::LiveProgram(const std::vector<std::string>& arguments) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  std::vector<std::string> words = {RUNNER_BINARY};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  int ends[2] = {-1, -1};
  EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
  errors_ = memfd_create("errors", MFD_CLOEXEC);
  pid_ = fork();
  if (pid_ == 0) {
    dup2(ends[1], STDOUT_FILENO);
    dup2(errors_, STDERR_FILENO);
    execv(pointers[0], pointers.data());
    _exit(127);
  }
  close(ends[1]);
  output_ = ends[0];
}

LiveProgram::~LiveProgram() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(output_);
  close(errors_);
}

std::string LiveProgram::read_line() {
  std::string line;
  char c = 0;
  for (;;) {
    const ssize_t bytes = read(output_, &c, 1);
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes <= 0 || c == '\n') return line;
    line += c;
  }
}

void LiveProgram::send(int signal) const {
  EXPECT_EQ(kill(pid_, signal), 0);
}

void LiveProgram::send_and_wait(int signal) const {
  send(signal);
  while (is_pending(pid_, signal)) {
  }
}

Ended LiveProgram::end() {
  Ended ended;
  ended.output = rest_of(output_);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  lseek(errors_, 0, SEEK_SET);
  ended.errors = rest_of(errors_);
  return ended;
}

bool LiveProgram::left_nobody(bool reaping) {
  while (reaping && waitpid(-1, nullptr, 0) > 0) {
  }
  return waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD;
}

}  // namespace runner
