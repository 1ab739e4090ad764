// TensorFlow's C API for ops, as far as these ops need it: inputs and outputs by shape, errors as exceptions.
#pragma once

#include <algorithm>
#include <cstdint>
#include <exception>
#include <initializer_list>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "lookup.h"
#include "tensorflow/c/c_api.h"
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"

namespace espalier {

template <typename T, void (*DELETE)(T*)>
struct Deleter {
  void operator()(T* owned) const { DELETE(owned); }
};
template <typename T, void (*DELETE)(T*)>
using Handle = std::unique_ptr<T, Deleter<T, DELETE>>;
using TensorHandle = Handle<TF_Tensor, TF_DeleteTensor>;
using StatusHandle = Handle<TF_Status, TF_DeleteStatus>;
using ShapeHandle = Handle<TF_ShapeHandle, TF_DeleteShapeHandle>;

inline void check(const TF_Status* status) {
  if (TF_GetCode(status) != TF_OK) throw std::runtime_error(TF_Message(status));
}

inline void demand(bool holds, const char* otherwise) {
  if (!holds) throw InvalidArgument(otherwise);
}

constexpr int kAnyRank = -1;

/// An input of the op that runs.
class Input {
 public:
  Input(TF_OpKernelContext* context, int index, int rank) {
    const StatusHandle status(TF_NewStatus());
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context, index, &tensor, status.get());
    check(status.get());
    tensor_.reset(tensor);
    if (rank == kAnyRank) return;
    if (TF_NumDims(tensor) != rank) {
      throw InvalidArgument("input " + std::to_string(index) + " has " + std::to_string(TF_NumDims(tensor)) +
                            " dimensions and not " + std::to_string(rank));
    }
    // An empty tensor may be as wide as it likes. So no product of two sizes overflows.
    for (int each = 0; each < rank; each++) {
      if (TF_Dim(tensor, each) <= INT32_MAX) continue;
      throw InvalidArgument("input " + std::to_string(index) + " is larger than an int32 counts");
    }
  }
  TF_DataType type() const { return TF_TensorType(tensor_.get()); }
  int64_t size(int dimension) const { return TF_Dim(tensor_.get(), dimension); }
  int64_t count() const { return TF_TensorElementCount(tensor_.get()); }
  std::vector<int64_t> shape() const {
    std::vector<int64_t> sizes(TF_NumDims(tensor_.get()));
    for (size_t each = 0; each < sizes.size(); each++) sizes[each] = size(static_cast<int>(each));
    return sizes;
  }
  template <typename T>
  const T* data() const {
    return static_cast<const T*>(TF_TensorData(tensor_.get()));
  }

 private:
  TensorHandle tensor_;
};

/// Memory for an output of the op that runs.
template <typename T>
T* allocate_output(TF_OpKernelContext* context, int index, TF_DataType type, std::initializer_list<int64_t> shape) {
  int64_t bytes = sizeof(T);
  for (const int64_t size : shape) {
    if (__builtin_mul_overflow(bytes, size, &bytes)) throw std::bad_alloc();
  }
  const StatusHandle status(TF_NewStatus());
  const TensorHandle tensor(TF_AllocateOutput(context, index, type, shape.begin(), static_cast<int>(shape.size()),
                                              static_cast<size_t>(bytes), status.get()));
  check(status.get());
  return static_cast<T*>(TF_TensorData(tensor.get()));
}

/// An output that begins as an input was: in its memory where nobody else holds that, else in a copy. No `Input` of it may live.
template <typename T>
T* take_input(TF_OpKernelContext* context, int index, int output) {
  const std::vector<int64_t> shape = Input(context, index, kAnyRank).shape();
  const StatusHandle status(TF_NewStatus());
  int taken = -1;
  const TensorHandle tensor(TF_ForwardInputOrAllocateOutput(context, &index, 1, output, shape.data(),
                                                            static_cast<int>(shape.size()), &taken, status.get()));
  check(status.get());
  T* values = static_cast<T*>(TF_TensorData(tensor.get()));
  const Input from(context, index, kAnyRank);
  if (from.data<T>() != values) std::copy(from.data<T>(), from.data<T>() + from.count(), values);
  return values;
}

template <void (*BODY)(TF_OpKernelContext*)>
void compute(void*, TF_OpKernelContext* context) {
  const StatusHandle status(TF_NewStatus());
  try {
    return BODY(context);
  } catch (const InvalidArgument& wrong) {
    TF_SetStatus(status.get(), TF_INVALID_ARGUMENT, wrong.what());
  } catch (const std::exception& thrown) {
    TF_SetStatus(status.get(), TF_INTERNAL, thrown.what());
  } catch (...) {
    TF_SetStatus(status.get(), TF_INTERNAL, "the op failed");
  }
  TF_OpKernelContext_Failure(context, status.get());
}

/// The shapes of an op's outputs, from those of its inputs.
class Shapes {
 public:
  explicit Shapes(TF_ShapeInferenceContext* context) : context_(context), status_(TF_NewStatus()) {}

  ShapeHandle input(int index) {
    ShapeHandle shape = empty();
    TF_ShapeInferenceContextGetInput(context_, index, shape.get(), status_.get());
    check(status_.get());
    return shape;
  }
  /// One dimension of an input that is a matrix.
  ShapeHandle dimension(int index, int at) {
    const ShapeHandle matrix = input(index);
    TF_ShapeInferenceContextWithRank(context_, matrix.get(), 2, matrix.get(), status_.get());
    check(status_.get());
    ShapeHandle one = empty();
    TF_ShapeInferenceContextSubshape(context_, matrix.get(), at, at + 1, one.get(), status_.get());
    check(status_.get());
    return one;
  }
  ShapeHandle joined(const ShapeHandle& rows, const ShapeHandle& columns) {
    ShapeHandle matrix = empty();
    TF_ShapeInferenceContextConcatenateShapes(context_, rows.get(), columns.get(), matrix.get(), status_.get());
    check(status_.get());
    return matrix;
  }
  void set(int output, const ShapeHandle& shape) {
    TF_ShapeInferenceContextSetOutput(context_, output, shape.get(), status_.get());
    check(status_.get());
  }

 private:
  static ShapeHandle empty() { return ShapeHandle(TF_NewShapeHandle()); }

  TF_ShapeInferenceContext* context_;
  StatusHandle status_;
};

template <void (*BODY)(Shapes&)>
void infer_shapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  try {
    Shapes shapes(context);
    BODY(shapes);
  } catch (const std::exception& thrown) {
    TF_SetStatus(status, TF_INVALID_ARGUMENT, thrown.what());
  }
}

struct Op {
  const char* name;
  std::initializer_list<const char*> inputs;
  std::initializer_list<const char*> outputs;
  void (*shapes)(TF_ShapeInferenceContext*, TF_Status*);
  void (*compute)(void*, TF_OpKernelContext*);
  /// An attribute: the types that the op is of one of, or how many inputs there are; null for none.
  const char* attribute = nullptr;
};

/// TensorFlow ends the process that registers an op twice, as a second copy of this library in it would.
inline bool is_registered(const char* name) {
  const StatusHandle status(TF_NewStatus());
  const Handle<TF_Buffer, TF_DeleteBuffer> kernels(TF_GetRegisteredKernelsForOp(name, status.get()));
  return kernels != nullptr && kernels->length > 0;
}

inline void register_op(const Op& op) {
  if (is_registered(op.name)) return;
  const StatusHandle status(TF_NewStatus());
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(op.name);
  for (const char* each : op.inputs) TF_OpDefinitionBuilderAddInput(definition, each);
  for (const char* each : op.outputs) TF_OpDefinitionBuilderAddOutput(definition, each);
  if (op.attribute != nullptr) TF_OpDefinitionBuilderAddAttr(definition, op.attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, op.shapes);
  TF_RegisterOpDefinition(definition, status.get());
  if (TF_GetCode(status.get()) != TF_OK) return;
  TF_RegisterKernelBuilder(op.name, TF_NewKernelBuilder(op.name, "CPU", nullptr, op.compute, nullptr), status.get());
}

}  // namespace espalier
