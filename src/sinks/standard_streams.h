// What must hold of standard input, output and error before anything else is opened.
#pragma once

namespace runner {

// Fills closed standard descriptors, so that nothing opened later can be taken for one of them;
// writing to one that was closed still fails. Makes writes to a closed pipe, and beyond the size
// that the system allows a file, an error instead of a signal.
void prepare_standard_streams();

}  // namespace runner
