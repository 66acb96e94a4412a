// `test`: scenarios as golden tests, several at a time, a line for each and a summary.
#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/golden.h"
#include "cli/scenario_files.h"
#include "cli/worker_pool.h"
#include "scenario/signals.h"
#include "text/display.h"
#include "text/file.h"
#include "verdict/judge.h"

namespace runner {
namespace {

size_t job_count(const Options& options) {
  if (options.jobs > 0) return static_cast<size_t>(options.jobs);
  return std::max(std::thread::hardware_concurrency(), 1u);
}

class Suite {
 public:
  Suite(const Options& options, Console& console) : options_(options), console_(console) {}

  int run(std::vector<std::string> files) {
    files_ = std::move(files);
    console_.flush();
    const int signal = run_jobs(
        files_.size(), job_count(options_),
        [this](size_t number) { return to_text(run_golden(files_[number], options_)); },
        [this](size_t number, const JobAnswer& answer) { report(files_[number], answer); });
    if (signal != 0) console_.lose_patience();
    summarize();
    if (signal != 0) return kStoppedBySignal + signal;
    return failed_ > 0 ? kUnmet : kAllHeld;
  }

 private:
  static GoldenResult result_of(const JobAnswer& answer) {
    if (answer.ended) return golden_result_of(answer.text);
    GoldenResult result;
    result.explanation =
        answer.signal != 0 ? fmt::format("the runner was ended by {}\n", signal_name(answer.signal))
                           : answer.text + "\n";
    return result;
  }

  static std::string_view label(const GoldenResult& result) {
    if (result.blessed) return "BLESS";
    if (result.partly) return "part ";
    return result.passed ? "ok   " : "FAIL ";
  }

  void report(const std::string& path, const JobAnswer& answer) {
    const GoldenResult result = result_of(answer);
    ++(result.passed ? passed_ : failed_);
    if (result.blessed) ++blessed_;
    if (result.partly) ++partly_;
    console_.print(fmt::format("{} {} ({:.3f} s)\n", label(result), displayed(source_name(path)),
                               static_cast<double>(result.microseconds) / 1e6));
    for (const std::string_view line : split_lines(result.explanation)) {
      console_.print(fmt::format("      {}\n", line));
    }
    console_.flush();
  }

  void summarize() {
    std::string text = fmt::format("{} passed, {} failed", passed_, failed_);
    if (blessed_ > 0) text += fmt::format(", {} of them blessed", blessed_);
    if (partly_ > 0) text += fmt::format(", {} of them explored only in part", partly_);
    const size_t left = files_.size() - passed_ - failed_;
    if (left > 0) text += fmt::format(", {} not run", left);
    console_.print(text + "\n");
  }

  const Options& options_;
  Console& console_;
  std::vector<std::string> files_;
  size_t passed_ = 0;
  size_t failed_ = 0;
  size_t blessed_ = 0;
  size_t partly_ = 0;
};

}  // namespace

int test_command(const Options& options, Console& console) {
  if (options.explore && (options.simulate || options.bless)) {
    console.complain(
        "runner: --explore judges no run: neither --simulate nor --bless go with it\n");
    return kInvalid;
  }
  const auto& operands = options.operands;
  if (options.bless && std::find(operands.begin(), operands.end(), "-") != operands.end()) {
    console.complain("runner: --bless writes into files: not into standard input\n");
    return kInvalid;
  }
  Result<ScenarioFiles> found = find_scenarios(options.operands);
  if (!found.ok()) {
    console.complain(fmt::format("runner: {}\n", found.error().message()));
    return kInvalid;
  }
  const std::vector<Error>& unread = found.value().unread;
  for (const Error& error : unread) {
    console.complain(fmt::format("runner: {}\n", error.message()));
  }
  std::vector<std::string> files = std::move(found.value().paths);
  std::erase_if(files, [&](const std::string& file) {
    return !options.filter.empty() && !passes_filter(file, options.filter);
  });
  if (files.empty()) {
    if (unread.empty()) console.complain("runner: there is no scenario to test\n");
    return kInvalid;
  }
  const int status = Suite(options, console).run(std::move(files));
  // What was in there did not pass.
  return status == kAllHeld && !unread.empty() ? int{kUnmet} : status;
}

}  // namespace runner
