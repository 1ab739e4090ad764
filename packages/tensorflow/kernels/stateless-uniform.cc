// Responsible for uniform numbers of the generator Philox4x32-10 (Salmon et al. 2011), many values of its counter side by side.

#include "stateless-uniform.h"

#include <algorithm>
#include <cstring>

#include "lookup.h"

namespace espalier {
namespace {

constexpr int kRounds = 10;
constexpr int kWords = kNumbersOfCounter;
/// Values of the counter that are worked on side by side.
constexpr int kAtOnce = 32;
constexpr int64_t kNumbersAtOnce = kAtOnce * kWords;

constexpr uint32_t kMultipliers[2] = {0xD2511F53, 0xCD9E8D57};
/// The golden ratio, and the square root of three less one: what the key grows by each round.
constexpr uint32_t kKeySteps[2] = {0x9E3779B9, 0xBB67AE85};

/// Mantissa bits under the exponent of one, less one.
inline float as_number(uint32_t word) {
  const uint32_t bits = (word & 0x7FFFFF) | 0x3F800000;
  float number;
  std::memcpy(&number, &bits, sizeof(number));
  return number - 1.0f;
}

/// What the values `first` to `first + kAtOnce - 1` after the stream's counter give.
ESPALIER_IN_VECTORS
void draw(const UniformStream& stream, uint64_t first, float* numbers) {
  uint32_t words[kWords][kAtOnce];
  for (int each = 0; each < kAtOnce; each++) {
    const uint64_t low = stream.counter_low + first + each;
    const uint64_t high = stream.counter_high + (low < stream.counter_low ? 1 : 0);
    words[0][each] = static_cast<uint32_t>(low);
    words[1][each] = static_cast<uint32_t>(low >> 32);
    words[2][each] = static_cast<uint32_t>(high);
    words[3][each] = static_cast<uint32_t>(high >> 32);
  }
  uint32_t keys[2] = {static_cast<uint32_t>(stream.key), static_cast<uint32_t>(stream.key >> 32)};
  for (int round = 0; round < kRounds; round++) {
    for (int each = 0; each < kAtOnce; each++) {
      const uint64_t first_product = static_cast<uint64_t>(kMultipliers[0]) * words[0][each];
      const uint64_t second_product = static_cast<uint64_t>(kMultipliers[1]) * words[2][each];
      words[0][each] = static_cast<uint32_t>(second_product >> 32) ^ words[1][each] ^ keys[0];
      words[2][each] = static_cast<uint32_t>(first_product >> 32) ^ words[3][each] ^ keys[1];
      words[1][each] = static_cast<uint32_t>(second_product);
      words[3][each] = static_cast<uint32_t>(first_product);
    }
    for (int word = 0; word < 2; word++) keys[word] += kKeySteps[word];
  }
  for (int each = 0; each < kAtOnce; each++) {
    for (int word = 0; word < kWords; word++) numbers[each * kWords + word] = as_number(words[word][each]);
  }
}

}  // namespace

void stateless_uniform(const UniformStream& stream, int64_t lead, int64_t count, float* numbers) {
  float some[kNumbersAtOnce];
  for (int64_t from = 0, drawn = 0; drawn < count; from += kNumbersAtOnce) {
    const int64_t skipped = from == 0 ? lead : 0;
    const int64_t taken = std::min(kNumbersAtOnce - skipped, count - drawn);
    const bool is_whole = taken == kNumbersAtOnce;
    draw(stream, static_cast<uint64_t>(from / kWords), is_whole ? numbers + drawn : some);
    if (!is_whole) std::copy(some + skipped, some + skipped + taken, numbers + drawn);
    drawn += taken;
  }
}

}  // namespace espalier
