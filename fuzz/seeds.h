// What a fuzz target starts from: files as they are, or, for expressions, what the files of the
// repository hold: the scalars of a YAML file, the texts in a C++ file.
#pragma once

#include <string>
#include <vector>

namespace runner::fuzz {

struct Seed {
  std::string from;
  std::string text;
};

enum class SeedForm { kFiles, kExpressions };

// All seeds under the files and folders, each text once, in the order of their paths.
std::vector<Seed> seeds_in(const std::vector<std::string>& places, SeedForm form);

}  // namespace runner::fuzz
