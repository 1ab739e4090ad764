// Random numbers that depend on a key and a place in its stream alone.
#pragma once

#include <cstdint>

namespace espalier {

/// What each value of the generator's counter gives.
constexpr int64_t kNumbersOfCounter = 4;

/// A place in the stream of a key: both low word first.
struct UniformStream {
  uint64_t key;
  uint64_t counter_low;
  uint64_t counter_high;
};

/// `count` numbers in [0, 1) from the one `lead` after the counter's first: those that TensorFlow's StatelessRandomUniformV2 gives.
void stateless_uniform(const UniformStream& stream, int64_t lead, int64_t count, float* numbers);

}  // namespace espalier
