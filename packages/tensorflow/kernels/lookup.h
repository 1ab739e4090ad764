// What the ops over looked-up rows share.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <new>
#include <stdexcept>

/// A function compiled for several instruction sets, of which the processor's is taken. For loops whose bits do not depend on it.
/// By g++: clang has other pragmas, and gives what any processor can.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define ESPALIER_BY_PROCESSOR
#endif
#ifdef ESPALIER_BY_PROCESSOR
#define ESPALIER_IN_VECTORS __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define ESPALIER_IN_VECTORS
#endif

namespace espalier {

/// What an op is given that it can't work on; becomes the status `invalid argument`.
struct InvalidArgument : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Which IDs go with which slots. `ids` [rows, slots] of slot s lie in [offsets[s], offsets[s + 1]); offsets [slots + 1] never fall.
struct SlotIds {
  int64_t rows;
  int64_t slots;
  const int32_t* ids;
  const int32_t* offsets;
};

/// @throws InvalidArgument for offsets that fall or do not lie in [0, entries]
void check_offsets(const SlotIds& lookup, int64_t entries);

/// @throws InvalidArgument naming the row and slot of an ID out of its slot's range
void check_ids(const SlotIds& lookup);

/// Whether all numbers are in [0, end).
bool are_below(const int32_t* numbers, int64_t count, int64_t end);

/// Numbers at the begin of a cache line, so that no vector lies across two.
template <typename T>
class Aligned {
 public:
  Aligned() = default;
  Aligned(const Aligned&) = delete;
  Aligned& operator=(const Aligned&) = delete;
  ~Aligned() { std::free(values_); }

  /// Room for at least so many; what they were is lost where there was less.
  T* sized(int64_t count) {
    if (count <= count_) return values_;
    constexpr int64_t kLine = 64;
    if (count > (INT64_MAX - kLine) / static_cast<int64_t>(sizeof(T))) throw std::bad_alloc();
    const int64_t bytes = (count * static_cast<int64_t>(sizeof(T)) + kLine - 1) / kLine * kLine;
    std::free(values_);
    count_ = 0;
    values_ = static_cast<T*>(std::aligned_alloc(kLine, bytes));
    if (values_ == nullptr) throw std::bad_alloc();
    count_ = count;
    return values_;
  }
  T* data() { return values_; }
  const T* data() const { return values_; }
  T& operator[](int64_t at) { return values_[at]; }
  const T& operator[](int64_t at) const { return values_[at]; }

 private:
  T* values_ = nullptr;
  int64_t count_ = 0;
};

}  // namespace espalier
