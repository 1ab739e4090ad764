// Whole numbers by column, each column's offset added.
#pragma once

#include <cstdint>

namespace espalier {

/// sums [rows, columns] = numbers [rows, columns] + offsets [columns], without looking at overflow.
void add_offsets(const uint8_t* numbers, int64_t rows, int64_t columns, const int32_t* offsets, int32_t* sums);
void add_offsets(const uint16_t* numbers, int64_t rows, int64_t columns, const int32_t* offsets, int32_t* sums);
void add_offsets(const int32_t* numbers, int64_t rows, int64_t columns, const int32_t* offsets, int32_t* sums);

}  // namespace espalier
