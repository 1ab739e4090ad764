// Responsible for sums of looked-up rows, and for their gradients.

#include "lookup-sum.h"

#include <algorithm>
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

/// WIDTH 0 stands for any.
template <int64_t WIDTH>
void add_up(const SummedIds& lookup, const float* table, float* to) {
  const int64_t width = WIDTH == 0 ? lookup.width : WIDTH;
  const int32_t* ids = lookup.ids;
  for (int64_t row = 0; row < lookup.rows; row++, to += width) {
    // Of its own, so that it may stay in registers: `to` might be the table, for all that the compiler knows.
    float of_row[WIDTH == 0 ? 1 : WIDTH] = {};
    float* const sums = WIDTH == 0 ? to : of_row;
    for (int64_t slot = 0; slot < lookup.slots; slot++, ids++) {
      const float* entry = table + *ids * width;
      for (int64_t column = 0; column < width; column++) sums[column] += entry[column];
    }
    if (WIDTH != 0) std::copy(of_row, of_row + width, to);
  }
}

template <int64_t WIDTH>
void spread(const SummedIds& lookup, const float* sums_gradient, float* table_gradient) {
  const int64_t width = WIDTH == 0 ? lookup.width : WIDTH;
  const int32_t* ids = lookup.ids;
  for (int64_t row = 0; row < lookup.rows; row++, sums_gradient += width) {
    for (int64_t slot = 0; slot < lookup.slots; slot++, ids++) {
      float* entry = table_gradient + *ids * width;
      for (int64_t column = 0; column < width; column++) entry[column] += sums_gradient[column];
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
  std::fill(sums, sums + lookup.rows * lookup.width, 0.0f);
  kAddUp[lookup.width <= kWidest ? lookup.width : 0](lookup, table, sums);
}

void lookup_sum_gradient(const SummedIds& lookup, const float* sums_gradient, float* table_gradient) {
  check_range(lookup);
  std::fill(table_gradient, table_gradient + lookup.entries * lookup.width, 0.0f);
  kSpread[lookup.width <= kWidest ? lookup.width : 0](lookup, sums_gradient, table_gradient);
}

}  // namespace espalier
