// Responsible for the order of rows by what they look up.

#include "lookup-order.h"

#include <algorithm>

namespace espalier {
namespace {

/// Slots that are sorted together: a row's IDs lie next to each other, and counters that follow each other are different ones.
constexpr int64_t kSlotsOfBlock = 16;

ESPALIER_IN_VECTORS
bool do_begins_rise(const int32_t* begins, int64_t entries) {
  int32_t wrong = 0;
  for (int64_t entry = 0; entry < entries; entry++) wrong |= begins[entry + 1] < begins[entry];
  return wrong == 0;
}

ESPALIER_IN_VECTORS
bool are_rows(const uint16_t* order, int64_t count, int64_t rows) {
  const uint16_t last = static_cast<uint16_t>(rows - 1);
  uint16_t wrong = 0;
  for (int64_t at = 0; at < count; at++) wrong |= order[at] > last;
  return wrong == 0;
}

template <typename ROW>
void sort_rows(const SlotIds& lookup, ROW* order, int32_t* begins) {
  static thread_local Aligned<int32_t> kept;
  const int32_t* offsets = lookup.offsets;
  std::fill(begins, begins + offsets[0], 0);
  for (int64_t first = 0; first < lookup.slots; first += kSlotsOfBlock) {
    const int64_t slots = std::min(kSlotsOfBlock, lookup.slots - first);
    const int32_t base = offsets[first];
    const int64_t span = offsets[first + slots] - base;
    int32_t* next = kept.sized(span);
    std::fill(next, next + span, 0);
    for (int64_t row = 0; row < lookup.rows; row++) {
      const int32_t* ids = lookup.ids + row * lookup.slots + first;
      for (int64_t slot = 0; slot < slots; slot++) next[ids[slot] - base]++;
    }
    // From a number of rows to where the first of them goes.
    int32_t begin = static_cast<int32_t>(first * lookup.rows);
    for (int64_t entry = 0; entry < span; entry++) {
      begins[base + entry] = begin;
      begin += next[entry];
      next[entry] = begins[base + entry];
    }
    for (int64_t row = 0; row < lookup.rows; row++) {
      const int32_t* ids = lookup.ids + row * lookup.slots + first;
      for (int64_t slot = 0; slot < slots; slot++) order[next[ids[slot] - base]++] = static_cast<ROW>(row);
    }
  }
  begins[offsets[lookup.slots]] = static_cast<int32_t>(lookup.slots * lookup.rows);
}

}  // namespace

void sort_lookups(const SlotIds& lookup, void* order, int32_t* begins) {
  check_ids(lookup);
  if (lookup.rows > kMostNarrowRows) return sort_rows(lookup, static_cast<int32_t*>(order), begins);
  uint16_t* narrow = static_cast<uint16_t*>(order);
  sort_rows(lookup, narrow, begins);
  // Half of a word may be left.
  if (lookup.rows * lookup.slots % 2 != 0) narrow[lookup.rows * lookup.slots] = 0;
}

void check_begins(const SlotIds& lookup, const int32_t* begins) {
  const int32_t* offsets = lookup.offsets;
  bool are_begins = do_begins_rise(begins + offsets[0], offsets[lookup.slots] - offsets[0]);
  for (int64_t slot = 0; slot <= lookup.slots; slot++) are_begins &= begins[offsets[slot]] == slot * lookup.rows;
  if (!are_begins) throw InvalidArgument("the order is none of these lookups");
}

void check_order(const SlotIds& lookup, const LookupOrder& order) {
  check_begins(lookup, order.begins);
  const int64_t count = lookup.rows * lookup.slots;
  const bool is_order = lookup.rows <= kMostNarrowRows
                            ? count == 0 || are_rows(static_cast<const uint16_t*>(order.order), count, lookup.rows)
                            : are_below(static_cast<const int32_t*>(order.order), count, lookup.rows);
  if (is_order) return;
  throw InvalidArgument("the order is none of these lookups");
}

}  // namespace espalier
