// What a map's keys need once all of them are known: duplicates found, `<<` merged.
#pragma once

#include "text/anchors.h"
#include "text/diagnostic.h"
#include "text/tree.h"

namespace runner {

bool is_merge_key(const Node& key);

// Reports every key that is there twice, and drops its later entries.
void drop_duplicate_keys(Node& map, Diagnostics& diagnostics);

// Replaces the `<<` entry by the entries of its map, or of its list of maps, behind the others.
// Keys that are there already win, and the maps of a list in their order. False when something in
// it was no map, which is reported.
bool merge_maps(Node& map, const Anchors& anchors, Diagnostics& diagnostics);

}  // namespace runner
