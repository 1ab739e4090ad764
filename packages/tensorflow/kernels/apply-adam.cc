// Responsible for Adam's arithmetic (Kingma & Ba 2015, in the form at the end of their section 2), to the bit as TensorFlow's own op has it.

#include "apply-adam.h"

#include <cmath>

#include "lookup.h"

namespace espalier {
namespace {

/// AVX multiplies and adds one after the other, as TensorFlow's op does: what came after it would round once for both.
#ifdef ESPALIER_BY_PROCESSOR
#define ESPALIER_WITHOUT_FUSING __attribute__((target_clones("avx", "default")))
#else
#define ESPALIER_WITHOUT_FUSING
#endif

inline void update(const AdamRates& rates, float gradient, float& variable, float& m, float& v) {
  m += (gradient - m) * rates.first;
  v += (gradient * gradient - v) * rates.second;
  variable -= m * rates.step / (std::sqrt(v) + rates.epsilon);
}

ESPALIER_WITHOUT_FUSING
void update_by(const AdamRates rates, int64_t size, const float* __restrict gradient, float* __restrict variable,
               float* __restrict m, float* __restrict v) {
  for (int64_t at = 0; at < size; at++) update(rates, gradient[at], variable[at], m[at], v[at]);
}

ESPALIER_WITHOUT_FUSING
void update_by_both(const AdamRates rates, int64_t size, const float* __restrict gradient, const float* __restrict other,
                    float* __restrict variable, float* __restrict m, float* __restrict v) {
  for (int64_t at = 0; at < size; at++) update(rates, gradient[at] + other[at], variable[at], m[at], v[at]);
}

}  // namespace

AdamRates adam_rates(float beta1_power, float beta2_power, float learning_rate, float beta1, float beta2, float epsilon) {
  const float step = learning_rate * std::sqrt(1.0f - beta2_power) / (1.0f - beta1_power);
  return {step, 1.0f - beta1, 1.0f - beta2, epsilon};
}

void apply_adam(const AdamRates& rates, int64_t size, const float* gradient, const float* other, float* variable,
                float* m, float* v) {
  if (other == nullptr) return update_by(rates, size, gradient, variable, m, v);
  update_by_both(rates, size, gradient, other, variable, m, v);
}

}  // namespace espalier
