// Every limit, in one place, each with its reason. Reaching one is a diagnostic that names it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace runner::limits {

// --- text: a scenario is written by hand or by a small generator -------------------------------
inline constexpr size_t kFileBytes = 64u << 20;   // a generated 10 MB scenario must load
inline constexpr size_t kNodes = 4'000'000;       // after alias expansion: ends alias bombs
inline constexpr int kNesting = 64;               // deeper than any person writes
inline constexpr size_t kScalarBytes = 1u << 20;  // one string of the file
inline constexpr size_t kDiagnostics = 100;       // shown for one file; the rest is counted

// --- expressions -------------------------------------------------------------------------------
inline constexpr size_t kExpressionBytes = 64u << 10;
inline constexpr int kExpressionNesting = 64;              // bounds the parser's recursion
inline constexpr int kExpressionHeight = 1'000;            // `a + b + …`: bounds recursion
inline constexpr uint64_t kEvaluationSteps = 100'000'000;  // one evaluation: ends nested macros
inline constexpr uint64_t kFoldingSteps = 10'000;          // what takes more is no constant part
inline constexpr size_t kStringBytes = 256u << 20;         // one string value
inline constexpr size_t kListElements = 64u << 20;         // one list value, with all inside it
inline constexpr uint32_t kValueNesting = 1'000;           // lists in lists, as Python's repr bears
inline constexpr size_t kPatternInstructions = 20'000;     // one pattern, repeats unrolled
inline constexpr int kPatternRepeats = 1'000;              // x{1000}, as in RE2

// --- a scenario --------------------------------------------------------------------------------
inline constexpr int64_t kProcesses = 30'000;   // a little under the usual pid_max of 32,768
inline constexpr int64_t kObjects = 1'000'000;  // all elements of all arrays together
inline constexpr int64_t kSemaphoreUnits = (int64_t{1} << 31) - 1;  // SEM_VALUE_MAX, as Python's
inline constexpr double kDurationSeconds = 366.0 * 24 * 3600;
inline constexpr int kCallDepth = 1000;  // frames of `call`; then error.kind recursion
inline constexpr uint64_t kLocalSteps = 1'000'000'000;  // without an operation, explored

// --- the runner itself ---------------------------------------------------------------------------
inline constexpr size_t kStackBytes = 1u << 20;  // recursion to all these depths takes a quarter

// --- a run -------------------------------------------------------------------------------------
inline constexpr double kDaemonGraceSeconds = 5;    // between SIGTERM and SIGKILL
inline constexpr int64_t kInitializerAttempts = 3;  // in a row, before a pool gives up

inline constexpr double kVirtualSeconds = 100.0 * 366 * 24 * 3600;  // simulated; 64 bits hold 292 y

// --- exploring ---------------------------------------------------------------------------------
inline constexpr int64_t kWaysOfAStep = 10'000;  // which of many waiting processes a notify wakes
inline constexpr size_t kStatesForAnEnd = 300'000;        // looked at to find a point of no return
inline constexpr uint64_t kStatesOfAProof = 1'000'000;    // unreduced: that nothing is shorter
inline constexpr uint64_t kStepsOfTrimming = 10'000'000;  // taken to shorten what is told
inline constexpr uint64_t kStatesForRaces = 200'000;      // unreduced: who is ready beside whom
inline constexpr uint64_t kStatesGoingRound = 100'000;    // of what goes on for ever
inline constexpr int64_t kKills = 1'000;      // from outside: every one multiplies the states
inline constexpr size_t kFailuresTold = 100;  // of each kind: many must not hide one of another
inline constexpr size_t kLockOrdersTold = 20;
inline constexpr size_t kStepsOfOutcomes = 500'000;  // in all their schedules: some 100 MB

// --- real processes ----------------------------------------------------------------------------
inline constexpr uint64_t kSharedBytes = uint64_t{16} << 30;  // shared objects; more than most RAM

// --- expectations ------------------------------------------------------------------------------
inline constexpr uint64_t kStepsOfJudging = 200'000'000;  // of one text: within about a second
inline constexpr size_t kLineAssignments = 4'096;         // ways to tell which line is which
inline constexpr int32_t kDiffEdits = 2'000;              // more is no difference that anyone reads
inline constexpr size_t kDiffLines = 200;  // shown of one difference; the rest is counted

}  // namespace runner::limits
