// [--expressions] PLACE…: a fuzz target as an ordinary program: feeds it the seeds under the files
// and folders, once each. Where one of them fails a CHECK, says which it was.
#include <algorithm>
#include <csignal>
#include <cstring>
#include <string>
#include <vector>

#include "entry_point.h"
#include "seeds.h"

#include <unistd.h>

namespace runner::fuzz {
namespace {

const Seed* at_hand = nullptr;

void say(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(STDERR_FILENO, text.data(), text.size());
    if (count <= 0) return;
    text.remove_prefix(static_cast<size_t>(count));
  }
}

void tell_seed(int) {
  if (at_hand == nullptr) return;
  say("while reading " + at_hand->from + ":\n" + at_hand->text + "\n");
}

int replay(std::vector<std::string> words) {
  SeedForm form = SeedForm::kFiles;
  if (!words.empty() && words.front() == "--expressions") {
    form = SeedForm::kExpressions;
    words.erase(words.begin());
  }
  std::signal(SIGABRT, tell_seed);
  const std::vector<Seed> seeds = seeds_in(words, form);
  for (const Seed& seed : seeds) {
    at_hand = &seed;
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(seed.text.data()), seed.text.size());
  }
  say(std::to_string(seeds.size()) + " inputs\n");
  return seeds.empty() ? 1 : 0;
}

}  // namespace
}  // namespace runner::fuzz

int main(int argc, char** argv) {
  return runner::fuzz::replay({argv + 1, argv + argc});
}
