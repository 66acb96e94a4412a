// FOLDER [--expressions] PLACE…: writes the seeds under the files and folders, one file each, for
// libFuzzer to start from.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/check.h"
#include "seeds.h"

int main(int argc, char** argv) {
  using runner::fuzz::SeedForm;
  CHECK(argc > 2);
  const std::filesystem::path folder = argv[1];
  std::vector<std::string> places(argv + 2, argv + argc);
  SeedForm form = SeedForm::kFiles;
  if (places.front() == "--expressions") {
    form = SeedForm::kExpressions;
    places.erase(places.begin());
  }
  std::filesystem::create_directories(folder);
  int number = 0;
  for (const runner::fuzz::Seed& seed : runner::fuzz::seeds_in(places, form)) {
    std::ofstream(folder / ("seed" + std::to_string(number++)), std::ios::binary) << seed.text;
  }
  return 0;
}
