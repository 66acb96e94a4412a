// schemas/scenario.schema.json, put into the program when it is built.
#pragma once

#include <string_view>

namespace runner {

extern const std::string_view kSchemaText;

}  // namespace runner
