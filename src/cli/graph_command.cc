// `graph`: the processes and shared objects of a scenario, as a drawing's source.
#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/graph.h"
#include "cli/graph_layout.h"
#include "cli/loading.h"
#include "verdict/judge.h"

namespace runner {

int graph_command(const Options& options, Console& console) {
  const LoadedFile loaded = load_file(options.operands.front(), options, false);
  if (!loaded.scenario) {
    console.complain(loaded.report());
    return kInvalid;
  }
  const ProcessGraph graph = build_graph(*loaded.scenario);
  switch (options.format) {
    case GraphFormat::kDot:
      console.print(dot_text(graph));
      break;
    case GraphFormat::kMermaid:
      console.print(mermaid_text(graph));
      break;
    case GraphFormat::kSvg: {
      const std::optional<std::string> drawing = svg_text(graph);
      if (!drawing) {
        console.complain(fmt::format(
            "runner: the graph of {} is too large to be drawn (more than {} nodes and bends of "
            "edges); `--format dot` writes it for Graphviz\n",
            options.operands.front(), kMostDrawnItems));
        return kInvalid;
      }
      console.print(*drawing);
      break;
    }
  }
  return kAllHeld;
}

}  // namespace runner
