#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <thread>

#include "sinks/capture.h"
#include "sinks/console.h"
#include "sinks/fd_writer.h"
#include "sinks/json_lines.h"
#include "sinks/tee.h"

namespace runner {
namespace {

// A file in memory.
class MemoryFile {
 public:
  MemoryFile() : fd_(memfd_create("test", MFD_CLOEXEC)) {}
  ~MemoryFile() { ::close(fd_); }

  int fd() const { return fd_; }
  std::string text() const {
    std::string result(static_cast<size_t>(lseek(fd_, 0, SEEK_END)), '\0');
    EXPECT_EQ(pread(fd_, result.data(), result.size(), 0), static_cast<ssize_t>(result.size()));
    return result;
  }

 private:
  int fd_;
};

Event event(EventKind kind, std::string text) {
  Event result;
  result.kind = kind;
  result.text = std::move(text);
  return result;
}

TEST(FdWriter, KeepsEveryByteAndWritesInBatches) {
  MemoryFile file;
  FdWriter writer(file.fd(), "the file");
  const std::string odd("a\0b\xff\n", 5);
  writer.append(odd);
  EXPECT_EQ(file.text(), "");
  writer.flush();
  EXPECT_EQ(file.text(), odd);
  writer.append(std::string(200'000, 'x'));
  EXPECT_EQ(file.text().size(), odd.size() + 200'000);
  EXPECT_FALSE(writer.error());
}

// A stop comes while nobody reads: what has been written are whole lines.
TEST(FdWriter, TearsNoLineWhereItIsStopped) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_GT(fcntl(ends[1], F_SETPIPE_SZ, PIPE_BUF), 0);
  sigset_t stop;
  sigset_t before;
  sigemptyset(&stop);
  sigaddset(&stop, SIGINT);
  sigprocmask(SIG_BLOCK, &stop, &before);
  raise(SIGINT);
  {
    FdWriter writer(ends[1], "standard output");
    for (int line = 0; line < 500; ++line) writer.append("a line of nineteen\n");
    writer.flush();
    EXPECT_TRUE(writer.error());
  }
  int signal = 0;
  sigwait(&stop, &signal);
  sigprocmask(SIG_SETMASK, &before, nullptr);
  std::string text(size_t{2} * PIPE_BUF, '\0');
  text.resize(static_cast<size_t>(std::max<ssize_t>(0, read(ends[0], text.data(), text.size()))));
  EXPECT_FALSE(text.empty());
  EXPECT_TRUE(text.ends_with('\n'));
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(FdWriter, RemembersTheFirstError) {
  const int full = ::open("/dev/full", O_WRONLY);
  FdWriter writer(full, "standard output");
  writer.append("text");
  EXPECT_FALSE(writer.error());
  writer.flush();
  ASSERT_TRUE(writer.error());
  EXPECT_EQ(writer.error()->message(), "cannot write standard output: No space left on device");
  ::close(full);
  writer.append("more");
  writer.flush();
  EXPECT_EQ(writer.error()->code, ENOSPC);
}

TEST(FdWriter, WaitsForASlowReader) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_NONBLOCK), 0);
  const std::string text(1'000'000, 'y');
  std::string received;
  std::thread reader([&] {
    char bytes[4096];
    while (received.size() < text.size()) {
      const ssize_t count = ::read(ends[0], bytes, sizeof bytes);
      if (count > 0) received.append(bytes, static_cast<size_t>(count));
    }
  });
  FdWriter writer(ends[1], "the pipe");
  writer.append(text);
  writer.flush();
  reader.join();
  EXPECT_EQ(received, text);
  EXPECT_FALSE(writer.error());
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(FdWriter, GivesUpOnAReaderThatStoppedWhenToldToStop) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  sigset_t stop;
  sigset_t old;
  sigemptyset(&stop);
  sigaddset(&stop, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop, &old);
  pthread_kill(pthread_self(), SIGINT);
  FdWriter writer(ends[1], "the pipe");
  writer.append(std::string(1'000'000, 'z'));
  writer.flush();
  ASSERT_TRUE(writer.error());
  EXPECT_EQ(writer.error()->code, EINTR);
  int signal = 0;
  sigwait(&stop, &signal);
  pthread_sigmask(SIG_SETMASK, &old, nullptr);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(Console, SeparatesOutputFromErrors) {
  MemoryFile output;
  MemoryFile errors;
  Console console(output.fd(), errors.fd());
  console.take(event(EventKind::kOutput, "one\ntwo"));
  console.take(event(EventKind::kErrorOutput, "{} is no format"));
  console.take(event(EventKind::kReport, "p failed"));
  console.take(event(EventKind::kStarted, "not shown"));
  console.take(event(EventKind::kOutput, ""));
  console.print("own\n");
  console.complain("complaint\n");
  console.flush();
  EXPECT_EQ(output.text(), "one\ntwo\n\nown\n");
  EXPECT_EQ(errors.text(), "{} is no format\np failed\ncomplaint\n");
}

TEST(Console, KeepsTheOrderWhereBothMeet) {
  MemoryFile both;
  Console console(both.fd(), both.fd());
  console.take(event(EventKind::kOutput, "1"));
  console.take(event(EventKind::kErrorOutput, "2"));
  console.take(event(EventKind::kOutput, "3"));
  console.complain("4\n");
  console.print("5\n");
  console.take(event(EventKind::kReport, "6"));
  console.flush();
  EXPECT_EQ(both.text(), "1\n2\n3\n4\n5\n6\n");
}

TEST(Console, NoticesThatWhatProcessesPrintToStandardErrorIsLost) {
  MemoryFile output;
  const int full = ::open("/dev/full", O_WRONLY);
  Console console(output.fd(), full);
  console.complain("the runner's own words\n");
  EXPECT_FALSE(console.broken());
  console.take(event(EventKind::kErrorOutput, "theirs"));
  EXPECT_TRUE(console.broken());
  ::close(full);
}

TEST(Console, NoticesThatNothingCanBeWritten) {
  MemoryFile errors;
  const int full = ::open("/dev/full", O_WRONLY);
  Console console(full, errors.fd());
  console.take(event(EventKind::kOutput, "text"));
  EXPECT_FALSE(console.broken());
  console.idle();
  EXPECT_TRUE(console.broken());
  ::close(full);
}

TEST(Capture, KeepsBothStreams) {
  Capture capture;
  capture.take(event(EventKind::kOutput, "a"));
  capture.take(event(EventKind::kErrorOutput, "b"));
  capture.take(event(EventKind::kReport, "c"));
  capture.take(event(EventKind::kEnded, ""));
  capture.take(event(EventKind::kOutput, "d\ne"));
  EXPECT_EQ(capture.output(), "a\nd\ne\n");
  EXPECT_EQ(capture.error_output(), "b\nc\n");
}

TEST(Tee, GivesEverythingToAll) {
  Capture first;
  Capture second;
  Tee tee;
  tee.add(first);
  tee.add(second);
  tee.take(event(EventKind::kOutput, "x"));
  EXPECT_EQ(first.output(), "x\n");
  EXPECT_EQ(second.output(), "x\n");
  EXPECT_FALSE(tee.broken());
}

TEST(JsonLines, OneObjectForEachEvent) {
  const std::string path = testing::TempDir() + "events.jsonl";
  {
    auto opened = JsonLines::open(path);
    ASSERT_TRUE(opened.ok());
    const std::unique_ptr<JsonLines> lines = opened.take();
    Event started;
    started.kind = EventKind::kStarted;
    started.time = 1000;
    started.process = 2;
    started.number = 4711;
    started.name = "worker \"x\"";
    lines->take(started);
    lines->take(event(EventKind::kOutput, "tab\tand \xff"));
    Event ended;
    ended.kind = EventKind::kEnded;
    ended.number = -15;
    lines->take(ended);
  }
  const int fd = ::open(path.c_str(), O_RDONLY);
  char text[1000];
  const ssize_t size = ::read(fd, text, sizeof text);
  ::close(fd);
  ASSERT_GT(size, 0);
  EXPECT_EQ(
      std::string(text, static_cast<size_t>(size)),
      "{\"stream\": \"runner-events\", \"version\": 1}\n"
      "{\"time\": 1000, \"kind\": \"started\", \"process\": 2, \"name\": \"worker \\\"x\\\"\", "
      "\"pid\": "
      "4711}\n"
      "{\"time\": 0, \"kind\": \"output\", \"process\": 0, \"name\": \"\", \"text\": \"tab\\tand "
      "\xEF\xBF\xBD\"}\n"
      "{\"time\": 0, \"kind\": \"ended\", \"process\": 0, \"name\": \"\", \"exit_code\": -15}\n");
}

TEST(JsonLines, AFileThatCannotBeWritten) {
  const auto opened = JsonLines::open("/nowhere/at/all");
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().message(), "cannot write /nowhere/at/all: No such file or directory");
}

}  // namespace
}  // namespace runner
