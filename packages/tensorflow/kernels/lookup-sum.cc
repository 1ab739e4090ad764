// Responsible for sums of looked-up rows, and for their gradients.

#include "lookup-sum.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "lookup.h"

namespace espalier {
namespace {

void check_range(const SummedIds& lookup) {
  const int64_t named = lookup.rows * lookup.slots;
  if (are_below(lookup.ids, named, lookup.entries)) return;
  for (int64_t at = 0; at < named; at++) {
    const int32_t id = lookup.ids[at];
    if (id >= 0 && id < lookup.entries) continue;
    throw InvalidArgument("ID " + std::to_string(id) + " of row " + std::to_string(at / lookup.slots) + " is not in [0, " +
                          std::to_string(lookup.entries) + ")");
  }
}

/// Rows whose sums are made side by side: each waits for its last term.
constexpr int64_t kRowsAtOnce = 4;

/// Sums of COUNT rows from `row` on.
template <int64_t WIDTH, int64_t COUNT>
inline void add_up_some(const SummedIds& lookup, int64_t row, const float* table, float* to) {
  const int32_t* ids = lookup.ids + row * lookup.slots;
  float sums[COUNT][WIDTH] = {};
  for (int64_t slot = 0; slot < lookup.slots; slot++) {
#pragma GCC unroll 4
    for (int64_t each = 0; each < COUNT; each++) {
      const float* entry = table + ids[each * lookup.slots + slot] * WIDTH;
#pragma GCC unroll 6
      for (int64_t column = 0; column < WIDTH; column++) sums[each][column] += entry[column];
    }
  }
  std::memcpy(to + row * WIDTH, sums, sizeof(sums));
}

template <int64_t WIDTH>
void add_up(const SummedIds& lookup, const float* table, float* to) {
  int64_t row = 0;
  for (; row + kRowsAtOnce <= lookup.rows; row += kRowsAtOnce) add_up_some<WIDTH, kRowsAtOnce>(lookup, row, table, to);
  for (; row < lookup.rows; row++) add_up_some<WIDTH, 1>(lookup, row, table, to);
}

/// Of any width.
template <>
void add_up<0>(const SummedIds& lookup, const float* table, float* to) {
  const int32_t* ids = lookup.ids;
  for (int64_t row = 0; row < lookup.rows; row++, to += lookup.width) {
    std::fill(to, to + lookup.width, 0.0f);
    for (int64_t slot = 0; slot < lookup.slots; slot++, ids++) {
      const float* entry = table + *ids * lookup.width;
      for (int64_t column = 0; column < lookup.width; column++) to[column] += entry[column];
    }
  }
}

template <int64_t WIDTH>
void spread(const SummedIds& lookup, const float* sums_gradient, float* table_gradient) {
  const int64_t width = WIDTH == 0 ? lookup.width : WIDTH;
  const int32_t* ids = lookup.ids;
  for (int64_t row = 0; row < lookup.rows; row++, sums_gradient += width) {
    float of_row[WIDTH == 0 ? 1 : WIDTH];
    std::copy(sums_gradient, sums_gradient + WIDTH, of_row);
    const float* from = WIDTH == 0 ? sums_gradient : of_row;
    for (int64_t slot = 0; slot < lookup.slots; slot++, ids++) {
      float* entry = table_gradient + *ids * width;
      for (int64_t column = 0; column < width; column++) entry[column] += from[column];
    }
  }
}

using Body = void (*)(const SummedIds&, const float*, float*);

/// As many logits as most networks have tasks are added up side by side.
constexpr Body kAddUp[] = {add_up<0>, add_up<1>, add_up<2>, add_up<3>, add_up<4>, add_up<5>, add_up<6>};
constexpr Body kSpread[] = {spread<0>, spread<1>, spread<2>, spread<3>, spread<4>, spread<5>, spread<6>};
constexpr int64_t kWidest = 6;

}  // namespace

void lookup_sum(const SummedIds& lookup, const float* table, float* sums) {
  check_range(lookup);
  kAddUp[lookup.width <= kWidest ? lookup.width : 0](lookup, table, sums);
}

void lookup_sum_gradient(const SummedIds& lookup, const float* sums_gradient, float* table_gradient) {
  check_range(lookup);
  std::fill(table_gradient, table_gradient + lookup.entries * lookup.width, 0.0f);
  kSpread[lookup.width <= kWidest ? lookup.width : 0](lookup, sums_gradient, table_gradient);
}

}  // namespace espalier
