// A matrix of looked-up rows times a kernel, without writing the matrix.
#pragma once

#include <cstdint>

#include "lookup-order.h"
#include "lookup.h"

namespace espalier {

/// table [entries, depth], kernel [slots * depth, width]
struct LookupProduct {
  SlotIds lookup;
  int64_t entries;
  int64_t depth;
  int64_t width;
  const float* table;
  const float* kernel;
};

/// product [rows, width]. @param begins of the order of these very lookups: which entries are multiplied. Of an entry that
/// they do not name there is no product, and what a row that looks it up gets means nothing.
/// @throws InvalidArgument for an ID out of its slot's range, or what are no begins
void lookup_mat_mul(const LookupProduct& of, const int32_t* begins, float* product);

/// The gradients of the table and the kernel, from that of the product. The IDs are not looked at, only their order.
void lookup_mat_mul_gradient(const LookupProduct& of, const LookupOrder& order, const float* product_gradient,
                             float* table_gradient, float* kernel_gradient);

}  // namespace espalier
