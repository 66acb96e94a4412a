// `schema`: the JSON Schema, as it was when the runner was built.
#include "cli/commands.h"
#include "cli/schema_text.h"
#include "verdict/judge.h"

namespace runner {

int schema_command(const Options& options, Console& console) {
  static_cast<void>(options);
  console.print(kSchemaText);
  return kAllHeld;
}

}  // namespace runner
