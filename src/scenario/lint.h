// Warnings about scenarios that are valid and yet most likely not what was meant.
#pragma once

#include "scenario/loading.h"

namespace runner {

void lint_scenario(Loading& loading);

}  // namespace runner
