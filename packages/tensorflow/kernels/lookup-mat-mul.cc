// Responsible for the arithmetic of a product with looked-up rows, block of slots by block of slots.
// Leaves the loops to `lookup-mat-mul-loops.inc`, and TensorFlow to `register-ops.cc`.
//
// A row's embeddings times a kernel are a sum over slots: of slot s the looked-up row times the kernel's rows of s. That
// product is made once for each entry that rows name, and added for each row of the batch: 512 rows that look 400 trees of
// 75 leaves up need less than a seventh of the multiplications. Backwards, gradients of all rows that name an entry are
// added first, and multiplied once.

#include "lookup-mat-mul.h"

#include <algorithm>
#include <vector>

#include "panels.h"

namespace espalier {
namespace {

/// Numbers of a row of the table that are worked on at once.
constexpr int kDepthGroup = 8;
/// A block's products should stay in a core's own cache while rows pick from them.
constexpr int64_t kBlockBytes = 256 * 1024;
constexpr int64_t kMostSlotsOfBlock = 64;
/// IDs that a block looks through.
constexpr int64_t kMostSpan = 64 * 1024;

struct Matrix {
  const float* values;
  int64_t width;
  const float* row(int64_t index) const { return values + index * width; }
};

/// Some slots next to each other, and the rows of the table, called entries, that are worked on with them.
struct Block {
  int64_t rows = 0;
  int64_t first_slot = 0;
  int slots = 0;
  /// Entries by slot and ID, and where each slot's begin [slots + 1].
  Aligned<int32_t> entries;
  Aligned<int32_t> first;
  /// Where each entry's product lies.
  Aligned<int32_t> places;
  /// [rows, stride]: where the product of each row's entry lies, plus `base`.
  const int32_t* row_places = nullptr;
  int64_t stride = 0;
  int64_t base = 0;
  LookupOrder order{};

  Aligned<int32_t> own_places;
  /// By ID, less the block's first.
  Aligned<int32_t> by_id;
};

struct Loops {
  void (*multiply_entries)(const Block&, int slot, const Matrix& table, const float* kernel, float* product);
  void (*add_products)(const Block&, const float* product, float* to);
  /// Of few rows and of many.
  void (*gather_gradient[2])(const Block&, const float* gradient, float* gathered);
  void (*add_entry_gradient)(const Block&, int slot, const float* gathered, const Matrix& transposed, int64_t depth,
                             float* entry_gradient);
  void (*make_kernel_gradient)(const Block&, int slot, const Matrix& table, const float* gathered,
                               float* kernel_gradient);
};

#ifdef ESPALIER_BY_PROCESSOR
#pragma GCC push_options
#pragma GCC target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")
#define LANES 16
#define LOOPS avx512
#include "lookup-mat-mul-loops.inc"
#undef LANES
#undef LOOPS
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx2,fma")
#define LANES 8
#define LOOPS avx2
#include "lookup-mat-mul-loops.inc"
#undef LANES
#undef LOOPS
#pragma GCC pop_options
#endif

#define LANES 4
#define LOOPS any
#include "lookup-mat-mul-loops.inc"
#undef LANES
#undef LOOPS

const Loops* loops_of_processor() {
#ifdef ESPALIER_BY_PROCESSOR
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  if (avx512) return avx512::kLoops;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return avx2::kLoops;
#endif
  return any::kLoops;
}

/// Memory that a thread keeps from call to call: a step makes the same calls for ever.
struct Scratch {
  Block block;
  Aligned<float> kernel;
  Aligned<float> transposed;
  Aligned<float> products;
  Aligned<float> rows;
  Aligned<float> slot_gradient;
};

Scratch& scratch_of_thread() {
  static thread_local Scratch scratch;
  return scratch;
}

/// How many slots from `first` on go together.
int slots_of_block(const LookupProduct& of, int64_t first) {
  const SlotIds& lookup = of.lookup;
  const int64_t widest = std::min<int64_t>(of.width, kMostGroups * kGroup);
  int64_t entries = 0;
  int64_t slot = first;
  for (; slot < lookup.slots && slot - first < kMostSlotsOfBlock; slot++) {
    entries += std::min<int64_t>(lookup.rows, lookup.offsets[slot + 1] - lookup.offsets[slot]);
    const int64_t span = static_cast<int64_t>(lookup.offsets[slot + 1]) - lookup.offsets[first];
    const bool is_full = entries * widest * static_cast<int64_t>(sizeof(float)) > kBlockBytes || span > kMostSpan;
    if (slot > first && is_full) break;
  }
  return static_cast<int>(slot - first);
}

void begin_block(const LookupProduct& of, int64_t first_slot, Block& block) {
  block.rows = of.lookup.rows;
  block.first_slot = first_slot;
  block.slots = slots_of_block(of, first_slot);
}

/// Lists the block's entries that rows name. @returns how many
int64_t list_entries(const SlotIds& lookup, const int32_t* begins, Block& block) {
  const int32_t* offsets = lookup.offsets + block.first_slot;
  const int64_t span = offsets[block.slots] - offsets[0];
  int32_t* first = block.first.sized(block.slots + 1);
  // One more: each is written, and the next one over it where none names it. Which ones are is beyond a branch's guess.
  int32_t* entries = block.entries.sized(std::min(span, block.rows * block.slots) + 1);
  int32_t count = 0;
  for (int slot = 0; slot < block.slots; slot++) {
    first[slot] = count;
    for (int32_t id = offsets[slot]; id < offsets[slot + 1]; id++) {
      entries[count] = id;
      count += begins[id + 1] > begins[id] ? 1 : 0;
    }
  }
  first[block.slots] = count;
  return count;
}

/// Lists them, and says where their products lie. @returns for how many there has to be room
int64_t place_products(const SlotIds& lookup, const int32_t* begins, Block& block) {
  const int32_t* ids = lookup.ids + block.first_slot;
  const int32_t base = lookup.offsets[block.first_slot];
  const int64_t span = lookup.offsets[block.first_slot + block.slots] - base;
  const int64_t count = list_entries(lookup, begins, block);
  int32_t* places = block.places.sized(count);
  if (span <= block.rows * block.slots) {
    for (int64_t k = 0; k < count; k++) places[k] = block.entries[k] - base;
    block.row_places = ids;
    block.stride = lookup.slots;
    block.base = base;
    return span;
  }
  // Far more entries than rows: the products lie close together, and IDs are exchanged for where.
  int32_t* by_id = block.by_id.sized(span);
  std::fill(by_id, by_id + span, 0);
  for (int32_t k = 0; k < count; k++) {
    places[k] = k;
    by_id[block.entries[k] - base] = k;
  }
  int32_t* row_places = block.own_places.sized(block.rows * block.slots);
  for (int64_t row = 0, at = 0; row < block.rows; row++) {
    for (int slot = 0; slot < block.slots; slot++, at++) row_places[at] = by_id[ids[row * lookup.slots + slot] - base];
  }
  block.row_places = row_places;
  block.stride = block.slots;
  block.base = 0;
  return count;
}

/// A block's rows of the kernel, as panels.
struct BlockKernel {
  const float* panels;
  int64_t rows;
  int64_t depth;
  const float* of_slot(int slot, const Panel& panel) const {
    return panels + rows * panel.first + slot * depth * panel.padded();
  }
};

BlockKernel kernel_of(const LookupProduct& of, const Block& block, const std::vector<Panel>& panels,
                      Aligned<float>& kept) {
  const int64_t rows = block.slots * of.depth;
  const float* kernel = of.kernel + block.first_slot * of.depth * of.width;
  return {as_panels(kernel, rows, of.width, panels, kept), rows, of.depth};
}

/// Four rows' first four numbers as four columns: small enough to stay in registers.
inline void transpose_four(const float* __restrict from, int64_t width, float* __restrict to, int64_t to_width) {
  for (int column = 0; column < 4; column++) {
    for (int row = 0; row < 4; row++) to[column * to_width + row] = from[row * width + column];
  }
}

/// A slot's part of the kernel as columns, filled up with zeros.
Matrix transpose(const float* kernel, int64_t depth, int64_t columns, Aligned<float>& kept) {
  const int64_t padded = (depth + kDepthGroup - 1) / kDepthGroup * kDepthGroup;
  float* to = kept.sized(columns * padded);
  if (padded > depth) std::fill(to, to + columns * padded, 0.0f);
  int64_t d = 0;
  // A panel is a multiple of four wide.
  for (; d + 4 <= depth; d += 4) {
    for (int64_t column = 0; column < columns; column += 4) {
      transpose_four(kernel + d * columns + column, columns, to + column * padded + d, padded);
    }
  }
  for (; d < depth; d++) {
    for (int64_t column = 0; column < columns; column++) to[column * padded + d] = kernel[d * columns + column];
  }
  return {to, padded};
}

}  // namespace

void lookup_mat_mul(const LookupProduct& of, const int32_t* begins, float* product) {
  static const Loops* const loops = loops_of_processor();
  const SlotIds& lookup = of.lookup;
  check_ids(lookup);
  check_begins(lookup, begins);
  if (of.width == 0) return;
  Scratch& scratch = scratch_of_thread();
  Block& block = scratch.block;
  const std::vector<Panel> panels = panels_of(of.width);
  const bool in_place = is_panel(of.width, panels);
  const int64_t count = lookup.rows * padded_width(panels);
  float* sums = in_place ? product : scratch.rows.sized(count);
  std::fill(sums, sums + count, 0.0f);
  const Matrix table{of.table, of.depth};
  for (int64_t slot = 0; slot < lookup.slots; slot += block.slots) {
    begin_block(of, slot, block);
    const int64_t room = place_products(lookup, begins, block);
    const BlockKernel kernel = kernel_of(of, block, panels, scratch.kernel);
    for (const Panel& panel : panels) {
      const Loops& by = loops[panel.groups - 1];
      float* products = scratch.products.sized(room * panel.padded());
      for (int each = 0; each < block.slots; each++) {
        by.multiply_entries(block, each, table, kernel.of_slot(each, panel), products);
      }
      by.add_products(block, products, sums + lookup.rows * panel.first);
    }
  }
  if (in_place) return;
  for (const Panel& panel : panels) {
    copy_back(sums + lookup.rows * panel.first, lookup.rows, of.width, panel, product);
  }
}

void lookup_mat_mul_gradient(const LookupProduct& of, const LookupOrder& order, const float* product_gradient,
                             float* table_gradient, float* kernel_gradient) {
  static const Loops* const loops = loops_of_processor();
  const SlotIds& lookup = of.lookup;
  const auto fill_with_zeros = [&](int64_t first, int64_t end) {
    std::fill(table_gradient + first * of.depth, table_gradient + end * of.depth, 0.0f);
  };
  if (of.width == 0) return fill_with_zeros(0, of.entries);
  fill_with_zeros(0, lookup.offsets[0]);
  fill_with_zeros(lookup.offsets[lookup.slots], of.entries);
  Scratch& scratch = scratch_of_thread();
  Block& block = scratch.block;
  block.order = order;
  const std::vector<Panel> panels = panels_of(of.width);
  const float* gradient = as_panels(product_gradient, lookup.rows, of.width, panels, scratch.rows);
  const Matrix table{of.table, of.depth};
  float* of_slot = scratch.slot_gradient.sized(of.depth * kMostGroups * kGroup);
  for (int64_t slot = 0; slot < lookup.slots; slot += block.slots) {
    begin_block(of, slot, block);
    const int64_t entries = list_entries(lookup, order.begins, block);
    // Where they are added to right away, and not the whole table before.
    fill_with_zeros(lookup.offsets[slot], lookup.offsets[slot + block.slots]);
    const BlockKernel kernel = kernel_of(of, block, panels, scratch.kernel);
    for (const Panel& panel : panels) {
      const Loops& by = loops[panel.groups - 1];
      float* gathered = scratch.products.sized(entries * panel.padded());
      by.gather_gradient[lookup.rows <= kMostNarrowRows ? 0 : 1](block, gradient + lookup.rows * panel.first, gathered);
      for (int each = 0; each < block.slots; each++) {
        const Matrix transposed = transpose(kernel.of_slot(each, panel), of.depth, panel.padded(), scratch.transposed);
        by.add_entry_gradient(block, each, gathered, transposed, of.depth, table_gradient);
        by.make_kernel_gradient(block, each, table, gathered, of_slot);
        copy_back(of_slot, of.depth, of.width, panel, kernel_gradient + (slot + each) * of.depth * of.width);
      }
    }
  }
}

}  // namespace espalier
