#include "cli/golden.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <filesystem>

#include "cli/bless.h"
#include "cli/execution.h"
#include "cli/exploring.h"
#include "cli/loading.h"
#include "cli/text_file.h"
#include "report/coverage.h"
#include "report/exploration_text.h"
#include "text/display.h"
#include "verdict/judge.h"

namespace runner {
namespace {

// A test that says nothing else is not waited for any longer.
constexpr double kTestSeconds = 60;
// Exploring one scenario among many: what is not proved by then is said to be explored in part.
constexpr double kExploringSeconds = 10;
constexpr size_t kExploringBytes = size_t{1} << 30;

void add_line(GoldenResult& result, std::string_view text) {
  if (text.empty()) return;
  result.explanation += text;
  if (text.back() != '\n') result.explanation += '\n';
}

GoldenResult judge_refused(const LoadedFile& loaded) {
  GoldenResult result;
  result.passed = loaded.refused_as_expected();
  if (result.passed) return result;
  add_line(result, loaded.report());
  for (const std::string& missing : loaded.missing_diagnostics()) add_line(result, missing);
  return result;
}

bool wants_blessing(const Scenario& scenario, const Execution& execution) {
  if (execution.judgement.only_output) return true;
  return execution.judgement.status == kAllHeld && !scenario.expect.output &&
         !scenario.expect.has_diagnostics && !execution.result.deadlock &&
         !execution.captured.output.empty();
}

void bless(const std::string& path, const Source& source, const Scenario& scenario,
           const Execution& execution, GoldenResult& result) {
  const Result<std::string> blessed = bless_output(source, scenario, execution.captured.output);
  if (!blessed.ok()) {
    result.passed = false;
    add_line(result, blessed.error().message());
    return;
  }
  if (const auto error = write_text_file(path, blessed.value())) {
    result.passed = false;
    add_line(result, error->message());
    return;
  }
  result = GoldenResult{};
  result.passed = result.blessed = true;
}

GoldenResult explore_and_judge(const Source& source, const Program& program,
                               const Options& options) {
  GoldenResult result;
  if (const auto valid = judge_validity(program.scenario, source.name())) {
    add_line(result, *valid);
    return result;
  }
  world::ExplorationRequest request = exploration_request(options, program.scenario, 0);
  if (!request.seconds) request.seconds = kExploringSeconds;
  request.bytes = kExploringBytes;
  const world::Exploration exploration = world::explore(program, request);
  switch (verdict_of(exploration)) {
    case ExplorationVerdict::kProved:
      result.passed = true;
      break;
    case ExplorationVerdict::kBounded:
      result.passed = result.partly = true;
      add_line(result, verdict_sentence(exploration));
      break;
    case ExplorationVerdict::kFailed: {
      ExplorationStyle style;
      style.file = source.name();
      style.source = &source;
      add_line(result, exploration_text(exploration, program.scenario, style));
      break;
    }
  }
  return result;
}

// Opening a pipe waits for whoever writes into it.
bool is_special_file(const std::string& path) {
  std::error_code ignored;
  return path != "-" && std::filesystem::is_other(path, ignored);
}

GoldenResult run_and_judge(const std::string& path, const Options& options);

// What changes from run to run cannot be expected as it was once.
void run_blessed_again(const std::string& path, Options options, GoldenResult& result) {
  options.bless = false;
  const GoldenResult again = run_and_judge(path, options);
  result.passed = again.passed;
  if (again.passed) return;
  add_line(result,
           "its output was written, but the next run already differs: what changes needs a pattern "
           "({{…}}) or a free order (unordered, interleaved)");
  result.explanation += again.explanation;
}

GoldenResult run_and_judge(const std::string& path, const Options& options) {
  if (is_special_file(path)) {
    GoldenResult result;
    add_line(result, displayed(path) + ": error: cannot read the file: it is no regular file");
    return result;
  }
  LoadedFile loaded = load_file(path, options, false);
  if (!loaded.scenario) return judge_refused(loaded);
  const Program program = compile(std::move(*loaded.scenario));
  if (options.explore) return explore_and_judge(*loaded.source, program, options);

  ExecutionRequest request;
  request.backend = options.simulate ? Backend::kWorld : Backend::kPosix;
  request.source = &*loaded.source;
  request.seed = options.seed.value_or(options.simulate ? 0 : fresh_seed());
  request.timeout = options.timeout;
  if (!request.timeout && !program.scenario.timeout) request.timeout = kTestSeconds;
  request.keep_output = true;
  const Execution execution = execute(program, request);

  GoldenResult result;
  result.passed = execution.judgement.status == kAllHeld;
  if (options.bless && wants_blessing(program.scenario, execution)) {
    bless(path, *loaded.source, program.scenario, execution, result);
    if (result.blessed) run_blessed_again(path, options, result);
  }
  if (result.passed) return result;
  add_line(result, execution.captured.error_output);
  for (const std::string& paragraph : execution.judgement.unmet) add_line(result, paragraph);
  if (!options.seed && (options.simulate || draws(program)))
    add_line(result, fmt::format("seed {0}; repeat with --seed {0}", request.seed));
  return result;
}

constexpr std::string_view kPassed = "passed";
constexpr std::string_view kBlessed = "blessed";
constexpr std::string_view kBlessedInVain = "blessed_in_vain";
constexpr std::string_view kPartly = "partly";
constexpr std::string_view kFailed = "failed";

}  // namespace

GoldenResult run_golden(const std::string& path, const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  GoldenResult result = run_and_judge(path, options);
  const auto time = std::chrono::steady_clock::now() - start;
  result.microseconds = std::chrono::duration_cast<std::chrono::microseconds>(time).count();
  return result;
}

std::string to_text(const GoldenResult& result) {
  std::string_view verdict = result.passed ? kPassed : kFailed;
  if (result.blessed) verdict = result.passed ? kBlessed : kBlessedInVain;
  if (result.partly) verdict = kPartly;
  return fmt::format("{} {}\n{}", verdict, result.microseconds, result.explanation);
}

GoldenResult golden_result_of(std::string_view text) {
  GoldenResult result;
  const size_t line_end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, line_end);
  const size_t space = std::min(line.find(' '), line.size());
  const std::string_view verdict = line.substr(0, space);
  result.blessed = verdict == kBlessed || verdict == kBlessedInVain;
  result.partly = verdict == kPartly;
  result.passed = verdict == kBlessed || verdict == kPartly || verdict == kPassed;
  const std::string_view number = line.substr(std::min(space + 1, line.size()));
  std::from_chars(number.data(), number.data() + number.size(), result.microseconds);
  result.explanation = text.substr(std::min(line_end + 1, text.size()));
  return result;
}

}  // namespace runner
