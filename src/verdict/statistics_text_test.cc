#include "verdict/statistics_text.h"

#include <gtest/gtest.h>

namespace runner {
namespace {

TEST(StatisticsText, IsTwoTables) {
  RunStatistics statistics;
  statistics.processes.push_back({"MainProcess", 0, 2'500'000'000, 1'234'567, 999, 3, 0, -1});
  statistics.processes.push_back({"worker", 2, 999'999, 0, 0, 12, 1, 25});
  statistics.objects.push_back({"mutex", "lock", 100, 2, {2, 1023, 2047, 1500}, {}});
  EXPECT_EQ(statistics_text(statistics),
            "process                   wall    user  system  waits  preempted  calls\n"
            "MainProcess             2.50 s  1.2 ms  999 ns      3          0      -\n"
            "worker and 2 before  1000.0 us    0 ns    0 ns     12          1     25\n"
            "\n"
            "object  kind  taken  contended  waited p50     p99     max  held p50  p99  max\n"
            "mutex   lock    100          2      1.0 us  2.0 us  1.5 us         -    -    -\n");
}

TEST(StatisticsText, HasNoTableOfObjectsWhereNoneWasUsed) {
  RunStatistics statistics;
  statistics.processes.push_back({"MainProcess", 0, 1, 0, 0, 0, 0, -1});
  EXPECT_EQ(statistics_text(statistics).find("object"), std::string::npos);
}

}  // namespace
}  // namespace runner
