// Rows in the order of the entries that they look up: what gradients are added up by.
#pragma once

#include <cstdint>

#include "lookup.h"

namespace espalier {

/// The rows that look entry e up are order[begins[e]] to order[begins[e + 1] - 1], in their order.
struct LookupOrder {
  /// [slots * rows]: slot by slot.
  const int32_t* order;
  /// [offsets[slots] + 1]
  const int32_t* begins;
};

/// A counting sort. @throws InvalidArgument for an ID out of its slot's range
void sort_lookups(const SlotIds& lookup, int32_t* order, int32_t* begins);

/// @throws InvalidArgument for what are no begins of as many rows and slots: more entries would be named than there are lookups
void check_begins(const SlotIds& lookup, const int32_t* begins);

/// @throws InvalidArgument for what is no order of as many rows and slots: reading it would go astray
void check_order(const SlotIds& lookup, const LookupOrder& order);

}  // namespace espalier
