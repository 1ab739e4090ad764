// Adam's update of one variable, its moments and its value in a single pass.
#pragma once

#include <cstdint>

namespace espalier {

/// What is the same for all numbers of a variable.
struct AdamRates {
  /// The learning rate times sqrt(1 - beta2^t) / (1 - beta1^t).
  float step;
  /// 1 - beta1 and 1 - beta2.
  float first;
  float second;
  float epsilon;
};

/// @param beta1_power beta1^t, and `beta2_power` beta2^t, of the update's number t from 1
AdamRates adam_rates(float beta1_power, float beta2_power, float learning_rate, float beta1, float beta2, float epsilon);

/// In place, `m += (g - m) * first`, `v += (g^2 - v) * second`, `variable -= m * step / (sqrt(v) + epsilon)`, of `size` numbers.
/// @param gradient g, or a part of it; `other` the other part, or null
void apply_adam(const AdamRates& rates, int64_t size, const float* __restrict gradient, const float* __restrict other,
                float* __restrict variable, float* __restrict m, float* __restrict v);

}  // namespace espalier
