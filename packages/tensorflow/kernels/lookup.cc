// Responsible for whether IDs are what they must be: everything else here takes them for addresses.

#include "lookup.h"

#include <string>

namespace espalier {
namespace {

/// Without branches, so that it runs in vectors.
ESPALIER_IN_VECTORS
bool do_ids_fit(const int32_t* ids, int64_t rows, int64_t slots, const int32_t* offsets) {
  int32_t wrong = 0;
  for (int64_t row = 0; row < rows; row++, ids += slots) {
    for (int64_t slot = 0; slot < slots; slot++) wrong |= (ids[slot] < offsets[slot]) | (ids[slot] >= offsets[slot + 1]);
  }
  return wrong == 0;
}

}  // namespace

void check_offsets(const SlotIds& lookup, int64_t entries) {
  for (int64_t slot = 0; slot < lookup.slots; slot++) {
    if (lookup.offsets[slot + 1] < lookup.offsets[slot]) {
      throw InvalidArgument("the offsets fall at slot " + std::to_string(slot));
    }
  }
  if (lookup.offsets[0] < 0 || lookup.offsets[lookup.slots] > entries) {
    throw InvalidArgument("the offsets are not in [0, " + std::to_string(entries) + "]");
  }
}

void check_ids(const SlotIds& lookup) {
  if (do_ids_fit(lookup.ids, lookup.rows, lookup.slots, lookup.offsets)) return;
  for (int64_t row = 0; row < lookup.rows; row++) {
    for (int64_t slot = 0; slot < lookup.slots; slot++) {
      const int32_t id = lookup.ids[row * lookup.slots + slot];
      const int32_t begin = lookup.offsets[slot], end = lookup.offsets[slot + 1];
      if (id >= begin && id < end) continue;
      throw InvalidArgument("ID " + std::to_string(id) + " of row " + std::to_string(row) + ", slot " +
                            std::to_string(slot) + " is not in [" + std::to_string(begin) + ", " + std::to_string(end) +
                            ")");
    }
  }
}

ESPALIER_IN_VECTORS
bool are_below(const int32_t* numbers, int64_t count, int64_t end) {
  int32_t wrong = 0;
  for (int64_t at = 0; at < count; at++) wrong |= (numbers[at] < 0) | (numbers[at] >= end);
  return wrong == 0;
}

}  // namespace espalier
