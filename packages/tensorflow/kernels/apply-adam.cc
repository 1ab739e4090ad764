// Responsible for Adam's arithmetic (Kingma & Ba 2015, in the form at the end of their section 2), to the bit as TensorFlow's own op has it.

#include "apply-adam.h"

#include <cmath>

#include "lookup.h"

/// Multiplications and additions one after the other, as in TensorFlow's op: fused, they would be rounded once for both. AVX has none that are.
#if defined(ESPALIER_BY_PROCESSOR)
#define ESPALIER_WITHOUT_FUSING __attribute__((target_clones("avx", "default")))
#elif defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#define ESPALIER_WITHOUT_FUSING
#else
#define ESPALIER_WITHOUT_FUSING __attribute__((optimize("fp-contract=off")))
#endif

namespace espalier {

AdamRates adam_rates(float beta1_power, float beta2_power, float learning_rate, float beta1, float beta2, float epsilon) {
  const float step = learning_rate * std::sqrt(1.0f - beta2_power) / (1.0f - beta1_power);
  return {step, 1.0f - beta1, 1.0f - beta2, epsilon};
}

ESPALIER_WITHOUT_FUSING
void apply_adam(const AdamRates& rates, int64_t size, const float* __restrict gradient, const float* __restrict other,
                float* __restrict variable, float* __restrict m, float* __restrict v) {
  const AdamRates of = rates;
  for (int64_t at = 0; at < size; at++) {
    const float g = other == nullptr ? gradient[at] : gradient[at] + other[at];
    m[at] += (g - m[at]) * of.first;
    v[at] += (g * g - v[at]) * of.second;
    variable[at] -= m[at] * of.step / (std::sqrt(v[at]) + of.epsilon);
  }
}

}  // namespace espalier
