// Columns of a matrix that are worked on at once.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "lookup.h"

namespace espalier {

/// Columns that are added up side by side, on any processor.
constexpr int kGroup = 16;
/// Groups of columns that are worked on at once: what registers hold.
constexpr int kMostGroups = 4;

struct Panel {
  int64_t first;
  int64_t width;
  /// Groups of sixteen; what is beyond `width` is zero.
  int groups;
  int64_t padded() const { return static_cast<int64_t>(groups) * kGroup; }
};

inline std::vector<Panel> panels_of(int64_t width) {
  std::vector<Panel> panels;
  constexpr int64_t kMost = kMostGroups * kGroup;
  for (int64_t first = 0; first < width; first += kMost) {
    const int64_t columns = std::min(kMost, width - first);
    panels.push_back({first, columns, static_cast<int>((columns + kGroup - 1) / kGroup)});
  }
  return panels;
}

/// Whether a matrix is its one panel as it lies there.
inline bool is_panel(int64_t width, const std::vector<Panel>& panels) {
  return panels.size() == 1 && panels[0].padded() == width;
}

inline int64_t padded_width(const std::vector<Panel>& panels) { return panels.back().first + panels.back().padded(); }

/// A panel's columns back into a matrix [rows, width].
inline void copy_back(const float* from, int64_t rows, int64_t width, const Panel& panel, float* to) {
  for (int64_t row = 0; row < rows; row++, from += panel.padded()) {
    std::memcpy(to + row * width + panel.first, from, panel.width * sizeof(float));
  }
}

/// The matrix [rows, width] as panels behind each other, filled up with zeros: itself where it is one, else a copy in `kept`.
inline const float* as_panels(const float* matrix, int64_t rows, int64_t width, const std::vector<Panel>& panels,
                              Aligned<float>& kept) {
  if (is_panel(width, panels)) return matrix;
  float* const copy = kept.sized(rows * padded_width(panels));
  for (const Panel& panel : panels) {
    const int64_t padding = panel.padded() - panel.width;
    float* to = copy + rows * panel.first;
    for (int64_t row = 0; row < rows; row++, to += panel.padded()) {
      std::memcpy(to, matrix + row * width + panel.first, panel.width * sizeof(float));
      if (padding > 0) std::memset(to + panel.width, 0, padding * sizeof(float));
    }
  }
  return copy;
}

}  // namespace espalier
