// Where every byte of a scalar's text stands in the source, found in one pass: for whoever asks
// about many of them.
#pragma once

#include <vector>

#include "text/tree.h"

namespace runner {

class ScalarPlaces {
 public:
  // Both must outlive it.
  ScalarPlaces(const Source& source, const Node& scalar);

  // The same as position_in().
  Position at(size_t offset) const;

 private:
  const Source& source_;
  const Node& scalar_;
  std::vector<size_t> places_;  // of each byte, and of the end; empty: only the scalar's is known
};

}  // namespace runner
