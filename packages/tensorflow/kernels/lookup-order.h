// Rows in the order of the entries that they look up: what gradients are added up by.
#pragma once

#include <cstdint>

#include "lookup.h"

namespace espalier {

/// Rows up to here are counted in 16 bits, of which half as many bytes are written, checked and read again by each product.
constexpr int64_t kMostNarrowRows = 64 * 1024;

/// The rows that look entry e up are order[begins[e]] to order[begins[e + 1] - 1], in their order.
struct LookupOrder {
  /// [slots * rows]: slot by slot, as uint16 up to `kMostNarrowRows` rows, else as int32.
  const void* order;
  /// [offsets[slots] + 1]
  const int32_t* begins;
};

/// What an order of so many rows takes, in int32s.
constexpr int64_t words_of_order(int64_t rows, int64_t slots) {
  return rows <= kMostNarrowRows ? (rows * slots + 1) / 2 : rows * slots;
}

/// A counting sort. @throws InvalidArgument for an ID out of its slot's range
void sort_lookups(const SlotIds& lookup, void* order, int32_t* begins);

/// @throws InvalidArgument for what are no begins of as many rows and slots: more entries would be named than there are lookups
void check_begins(const SlotIds& lookup, const int32_t* begins);

/// @throws InvalidArgument for what is no order of as many rows and slots: reading it would go astray
void check_order(const SlotIds& lookup, const LookupOrder& order);

}  // namespace espalier
