// Sums of looked-up rows.
#pragma once

#include <cstdint>

namespace espalier {

/// `ids` [rows, slots] in [0, entries) of a table [entries, width].
struct SummedIds {
  int64_t rows;
  int64_t slots;
  int64_t entries;
  int64_t width;
  const int32_t* ids;
};

/// sums [rows, width]: of the table's rows that a row names, in their order. @throws InvalidArgument for an ID out of range
void lookup_sum(const SummedIds& lookup, const float* table, float* sums);

/// table_gradient [entries, width]: of the gradients of the sums that an entry is in, in their order. @throws InvalidArgument for an ID out of range
void lookup_sum_gradient(const SummedIds& lookup, const float* sums_gradient, float* table_gradient);

}  // namespace espalier
