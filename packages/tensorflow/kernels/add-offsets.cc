// Responsible for adding offsets to narrow whole numbers as they are widened, in one pass.

#include "add-offsets.h"

#include "lookup.h"

namespace espalier {
namespace {

template <typename NUMBER>
inline void add_to_rows(const NUMBER* numbers, int64_t rows, int64_t columns, const int32_t* offsets, int32_t* sums) {
  for (int64_t row = 0; row < rows; row++, numbers += columns, sums += columns) {
    for (int64_t column = 0; column < columns; column++) {
      sums[column] = static_cast<int32_t>(static_cast<uint32_t>(numbers[column]) + static_cast<uint32_t>(offsets[column]));
    }
  }
}

}  // namespace

ESPALIER_IN_VECTORS
void add_offsets(const uint8_t* numbers, int64_t rows, int64_t columns, const int32_t* offsets, int32_t* sums) {
  add_to_rows(numbers, rows, columns, offsets, sums);
}

ESPALIER_IN_VECTORS
void add_offsets(const uint16_t* numbers, int64_t rows, int64_t columns, const int32_t* offsets, int32_t* sums) {
  add_to_rows(numbers, rows, columns, offsets, sums);
}

ESPALIER_IN_VECTORS
void add_offsets(const int32_t* numbers, int64_t rows, int64_t columns, const int32_t* offsets, int32_t* sums) {
  add_to_rows(numbers, rows, columns, offsets, sums);
}

}  // namespace espalier
