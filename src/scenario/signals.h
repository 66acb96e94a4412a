// Signals by name, with Linux's numbers, so that no other stage needs the system's headers for
// them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runner {

// "SIGTERM" -> 15; 0 when there is no such signal.
int signal_number(std::string_view name);
// 15 -> "SIGTERM"; "signal 40" where there is no name.
std::string signal_name(int number);
std::vector<std::string> signal_names();
// The name nearest to what was written instead ("TERM", "SIGTRM"), or "".
std::string nearest_signal(std::string_view name);
// SIGKILL and SIGSTOP, which no process can handle or ignore.
bool is_uncatchable(int number);
// SIGSTOP and its kin stop a process instead of ending it: it would never be seen to end, so
// scenarios may not send them.
bool stops_a_process(int number);

}  // namespace runner
