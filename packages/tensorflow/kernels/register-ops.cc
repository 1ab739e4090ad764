// Responsible for the ops of this package as TensorFlow knows them: their names, inputs, outputs and shapes, on CPUs.
// Leaves their arithmetic to the other files.

#include <algorithm>

#include "add-offsets.h"
#include "apply-adam.h"
#include "lookup-mat-mul.h"
#include "lookup-order.h"
#include "lookup-sum.h"
#include "op-registry.h"
#include "stateless-uniform.h"

namespace espalier {
namespace {

/// `ids` [rows, slots], or none where only the slots count, and `offsets`, checked against a table of so many entries.
SlotIds slot_ids(int64_t rows, const int32_t* ids, const Input& offsets, int64_t entries) {
  const SlotIds lookup{rows, offsets.size(0) - 1, ids, offsets.data<int32_t>()};
  demand(lookup.slots >= 0, "there is one offset more than there are slots");
  check_offsets(lookup, entries);
  return lookup;
}

SlotIds slot_ids(const Input& ids, const Input& offsets, int64_t entries) {
  demand(offsets.size(0) == ids.size(1) + 1, "there is one offset more than there are slots");
  return slot_ids(ids.size(0), ids.data<int32_t>(), offsets, entries);
}

int64_t begins_of(const SlotIds& lookup) { return static_cast<int64_t>(lookup.offsets[lookup.slots]) + 1; }

LookupProduct product_of(const SlotIds& lookup, const Input& table, const Input& kernel) {
  demand(kernel.size(0) == lookup.slots * table.size(1), "the kernel has a row for each number of each slot");
  return {lookup, table.size(0), table.size(1), kernel.size(1), table.data<float>(), kernel.data<float>()};
}

/// (table, ids, offsets, kernel, begins) -> product
void mat_mul(TF_OpKernelContext* context) {
  const Input table(context, 0, 2), ids(context, 1, 2), offsets(context, 2, 1), kernel(context, 3, 2),
      begins(context, 4, 1);
  const LookupProduct of = product_of(slot_ids(ids, offsets, table.size(0)), table, kernel);
  demand(begins.size(0) == begins_of(of.lookup), "the order is of these lookups");
  lookup_mat_mul(of, begins.data<int32_t>(),
                 allocate_output<float>(context, 0, TF_FLOAT, {of.lookup.rows, of.width}));
}

void mat_mul_shapes(Shapes& shapes) { shapes.set(0, shapes.joined(shapes.dimension(1, 0), shapes.dimension(3, 1))); }

/// (ids, offsets) -> order, begins
void sort(TF_OpKernelContext* context) {
  const Input ids(context, 0, 2), offsets(context, 1, 1);
  // Of a table that is not here: it may end where the last slot does.
  const int64_t last = offsets.size(0) == 0 ? 0 : offsets.data<int32_t>()[offsets.size(0) - 1];
  const SlotIds lookup = slot_ids(ids, offsets, std::min<int64_t>(last, INT32_MAX - 1));
  demand(lookup.rows * lookup.slots <= INT32_MAX, "there are no more lookups than an int32 counts");
  int32_t* order = allocate_output<int32_t>(context, 0, TF_INT32, {words_of_order(lookup.rows, lookup.slots)});
  int32_t* begins = allocate_output<int32_t>(context, 1, TF_INT32, {begins_of(lookup)});
  sort_lookups(lookup, order, begins);
}

/// (table, offsets, kernel, order, begins, product_gradient) -> table_gradient, kernel_gradient
void mat_mul_gradient(TF_OpKernelContext* context) {
  const Input table(context, 0, 2), offsets(context, 1, 1), kernel(context, 2, 2), order(context, 3, 1),
      begins(context, 4, 1), gradient(context, 5, 2);
  const SlotIds lookup = slot_ids(gradient.size(0), nullptr, offsets, table.size(0));
  const LookupProduct of = product_of(lookup, table, kernel);
  demand(gradient.size(1) == of.width, "the product's gradient is as wide as the kernel");
  demand(order.size(0) == words_of_order(lookup.rows, lookup.slots) && begins.size(0) == begins_of(lookup),
         "the order is of these lookups");
  const LookupOrder rows{order.data<int32_t>(), begins.data<int32_t>()};
  check_order(lookup, rows);
  float* of_table = allocate_output<float>(context, 0, TF_FLOAT, {of.entries, of.depth});
  float* of_kernel = allocate_output<float>(context, 1, TF_FLOAT, {lookup.slots * of.depth, of.width});
  lookup_mat_mul_gradient(of, rows, gradient.data<float>(), of_table, of_kernel);
}

void mat_mul_gradient_shapes(Shapes& shapes) {
  shapes.set(0, shapes.input(0));
  shapes.set(1, shapes.input(2));
}

SummedIds summed_ids(const Input& ids, int64_t entries, int64_t width) {
  return {ids.size(0), ids.size(1), entries, width, ids.data<int32_t>()};
}

/// (table, ids) -> sums
void sum(TF_OpKernelContext* context) {
  const Input table(context, 0, 2), ids(context, 1, 2);
  const SummedIds lookup = summed_ids(ids, table.size(0), table.size(1));
  lookup_sum(lookup, table.data<float>(), allocate_output<float>(context, 0, TF_FLOAT, {lookup.rows, lookup.width}));
}

void sum_shapes(Shapes& shapes) { shapes.set(0, shapes.joined(shapes.dimension(1, 0), shapes.dimension(0, 1))); }

/// (table, ids, sums_gradient) -> table_gradient
void sum_gradient(TF_OpKernelContext* context) {
  const Input table(context, 0, 2), ids(context, 1, 2), gradient(context, 2, 2);
  const SummedIds lookup = summed_ids(ids, table.size(0), table.size(1));
  demand(gradient.size(0) == lookup.rows && gradient.size(1) == lookup.width, "the sums' gradient is of their shape");
  float* of_table = allocate_output<float>(context, 0, TF_FLOAT, {lookup.entries, lookup.width});
  lookup_sum_gradient(lookup, gradient.data<float>(), of_table);
}

void sum_gradient_shapes(Shapes& shapes) { shapes.set(0, shapes.input(0)); }

/// Two words as one number, low word first.
uint64_t joined_words(const int32_t* words) {
  return static_cast<uint64_t>(static_cast<uint32_t>(words[1])) << 32 | static_cast<uint32_t>(words[0]);
}

/// (size, seed, counter, lead) -> numbers
void uniform(TF_OpKernelContext* context) {
  const Input size(context, 0, 1), seed(context, 1, 1), counter(context, 2, 1), lead(context, 3, 1);
  demand(size.size(0) == 1 && seed.size(0) == 2 && counter.size(0) == 4 && lead.size(0) == 1,
         "a seed is two words, a position four and one");
  const int64_t count = size.data<int32_t>()[0], skipped = lead.data<int32_t>()[0];
  demand(count >= 0 && skipped >= 0 && skipped < kNumbersOfCounter, "a position is one of the numbers of a counter");
  const int32_t* words = counter.data<int32_t>();
  const UniformStream stream{joined_words(seed.data<int32_t>()), joined_words(words), joined_words(words + 2)};
  stateless_uniform(stream, skipped, count, allocate_output<float>(context, 0, TF_FLOAT, {count}));
}

/// (numbers, offsets) -> sums
void add(TF_OpKernelContext* context) {
  const Input numbers(context, 0, 2), offsets(context, 1, 1);
  const int64_t rows = numbers.size(0), columns = numbers.size(1);
  demand(offsets.size(0) == columns, "there is an offset for each column");
  int32_t* sums = allocate_output<int32_t>(context, 0, TF_INT32, {rows, columns});
  const int32_t* each = offsets.data<int32_t>();
  switch (numbers.type()) {
    case TF_UINT8: return add_offsets(numbers.data<uint8_t>(), rows, columns, each, sums);
    case TF_UINT16: return add_offsets(numbers.data<uint16_t>(), rows, columns, each, sums);
    default: return add_offsets(numbers.data<int32_t>(), rows, columns, each, sums);
  }
}

void add_shapes(Shapes& shapes) { shapes.set(0, shapes.input(0)); }

float scalar(TF_OpKernelContext* context, int index) { return Input(context, index, 0).data<float>()[0]; }

/// (variable, m, v, beta1_power, beta2_power, learning_rate, beta1, beta2, epsilon, gradients) -> the variable, m and v after it
void adam(TF_OpKernelContext* context) {
  constexpr int kStates = 3, kScalars = 6;
  const int first = kStates + kScalars, parts = TF_NumInputs(context) - first;
  demand(parts == 1 || parts == 2, "there is a gradient, or there are two parts of it");
  const Input gradient(context, first, kAnyRank), last(context, first + parts - 1, kAnyRank);
  bool are_alike = last.count() == gradient.count();
  for (int each = 0; each < kStates; each++) are_alike &= Input(context, each, kAnyRank).count() == gradient.count();
  demand(are_alike, "the variable, its moments and its gradient are of the same size");
  float scalars[kScalars];
  for (int each = 0; each < kScalars; each++) scalars[each] = scalar(context, kStates + each);
  float* states[kStates];
  for (int each = 0; each < kStates; each++) states[each] = take_input<float>(context, each, each);
  const AdamRates rates = adam_rates(scalars[0], scalars[1], scalars[2], scalars[3], scalars[4], scalars[5]);
  apply_adam(rates, gradient.count(), gradient.data<float>(), parts == 1 ? nullptr : last.data<float>(), states[0],
             states[1], states[2]);
}

void adam_shapes(Shapes& shapes) {
  for (int each = 0; each < 3; each++) shapes.set(each, shapes.input(each));
}

void unknown_shapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

/// When the library is loaded, which stays for ever: TensorFlow has these functions' addresses.
const bool registered = [] {
  register_op({"EspalierLookupMatMul",
               {"table: float", "ids: int32", "offsets: int32", "kernel: float", "begins: int32"},
               {"product: float"},
               infer_shapes<mat_mul_shapes>,
               compute<mat_mul>});
  register_op({"EspalierSortLookups",
               {"ids: int32", "offsets: int32"},
               {"order: int32", "begins: int32"},
               unknown_shapes,
               compute<sort>});
  register_op({"EspalierLookupMatMulGradient",
               {"table: float", "offsets: int32", "kernel: float", "order: int32", "begins: int32",
                "product_gradient: float"},
               {"table_gradient: float", "kernel_gradient: float"},
               infer_shapes<mat_mul_gradient_shapes>,
               compute<mat_mul_gradient>});
  register_op({"EspalierLookupSum",
               {"table: float", "ids: int32"},
               {"sums: float"},
               infer_shapes<sum_shapes>,
               compute<sum>});
  register_op({"EspalierLookupSumGradient",
               {"table: float", "ids: int32", "sums_gradient: float"},
               {"table_gradient: float"},
               infer_shapes<sum_gradient_shapes>,
               compute<sum_gradient>});
  register_op({"EspalierStatelessUniform",
               {"size: int32", "seed: int32", "counter: int32", "lead: int32"},
               {"numbers: float"},
               unknown_shapes,
               compute<uniform>});
  register_op({"EspalierAddOffsets",
               {"numbers: T", "offsets: int32"},
               {"sums: int32"},
               infer_shapes<add_shapes>,
               compute<add>,
               "T: {uint8, uint16, int32}"});
  register_op({"EspalierApplyAdam",
               {"variable: float", "m: float", "v: float", "beta1_power: float", "beta2_power: float",
                "learning_rate: float", "beta1: float", "beta2: float", "epsilon: float", "gradients: parts * float"},
               {"updated_variable: float", "updated_m: float", "updated_v: float"},
               infer_shapes<adam_shapes>,
               compute<adam>,
               "parts: int >= 1"});
  return true;
}();

}  // namespace
}  // namespace espalier
