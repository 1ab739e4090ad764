/*
 * @license
 * Changed: made of @tensorflow/tfjs-node-gpu 4.22.0 and @tensorflow/tfjs-core 4.22.0 by vendor-tfjs-node.mjs, without comments.
 * Copyright 2017 Google LLC.
 * Copyright 2018 Google LLC.
 * Copyright 2019 Google LLC.
 * Copyright 2020 Google Inc.
 * Copyright 2020 Google LLC.
 * Copyright 2021 Google LLC.
 * Copyright 2022 Google Inc.
 * Copyright 2022 Google LLC.
 * Copyright 2023 Google LLC.
 *
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed on an "AS IS"
 * BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for the specific language
 * governing permissions and limitations under the License.
 */
Object.defineProperty(exports, Symbol.toStringTag, { value: "Module" });
var __commonJSMin = (cb, mod) => () => (mod || (cb((mod = { exports: {} }).exports, mod, mod.exports), cb = null), mod.exports);
require("@tensorflow/tfjs-core");
// tfjs-core/dist/kernel_names.js
const Acos = "Acos";
const Acosh = "Acosh";
const AddN = "AddN";
const ArgMax = "ArgMax";
const ArgMin = "ArgMin";
const Asin = "Asin";
const Asinh = "Asinh";
const Atan = "Atan";
const Atanh = "Atanh";
const Atan2 = "Atan2";
const AvgPool = "AvgPool";
const AvgPoolGrad = "AvgPoolGrad";
const AvgPool3D = "AvgPool3D";
const AvgPool3DGrad = "AvgPool3DGrad";
const BatchMatMul = "BatchMatMul";
const BatchToSpaceND = "BatchToSpaceND";
const BroadcastTo = "BroadcastTo";
const Cast = "Cast";
const Ceil = "Ceil";
const ClipByValue = "ClipByValue";
const Complex = "Complex";
const ComplexAbs = "ComplexAbs";
const Concat = "Concat";
const Conv2D = "Conv2D";
const Conv2DBackpropFilter = "Conv2DBackpropFilter";
const Conv2DBackpropInput = "Conv2DBackpropInput";
const Conv3D = "Conv3D";
const Conv3DBackpropFilterV2 = "Conv3DBackpropFilterV2";
const Conv3DBackpropInputV2 = "Conv3DBackpropInputV2";
const Cosh = "Cosh";
const Cumprod = "Cumprod";
const Cumsum = "Cumsum";
const DepthToSpace = "DepthToSpace";
const DepthwiseConv2dNative = "DepthwiseConv2dNative";
const DepthwiseConv2dNativeBackpropFilter = "DepthwiseConv2dNativeBackpropFilter";
const DepthwiseConv2dNativeBackpropInput = "DepthwiseConv2dNativeBackpropInput";
const Dilation2D = "Dilation2D";
const Dilation2DBackpropInput = "Dilation2DBackpropInput";
const Dilation2DBackpropFilter = "Dilation2DBackpropFilter";
const RealDiv = "RealDiv";
const EluGrad = "EluGrad";
const Equal = "Equal";
const ExpandDims = "ExpandDims";
const Expm1 = "Expm1";
const Fill = "Fill";
const Floor = "Floor";
const FloorDiv = "FloorDiv";
const FusedBatchNorm = "FusedBatchNorm";
const GatherV2 = "GatherV2";
const Greater = "Greater";
const GreaterEqual = "GreaterEqual";
const Identity = "Identity";
const IFFT = "IFFT";
const Imag = "Imag";
const IsFinite = "IsFinite";
const IsInf = "IsInf";
const IsNan = "IsNan";
const LeakyRelu = "LeakyRelu";
const Less = "Less";
const LessEqual = "LessEqual";
const Log1p = "Log1p";
const LogicalAnd = "LogicalAnd";
const LogicalNot = "LogicalNot";
const LogicalOr = "LogicalOr";
const LogSoftmax = "LogSoftmax";
const LRNGrad = "LRNGrad";
const Maximum = "Maximum";
const MaxPool = "MaxPool";
const MaxPoolGrad = "MaxPoolGrad";
const MaxPool3D = "MaxPool3D";
const MaxPool3DGrad = "MaxPool3DGrad";
const Mean = "Mean";
const Minimum = "Minimum";
const MirrorPad = "MirrorPad";
const Multiply = "Multiply";
const NotEqual = "NotEqual";
const OnesLike = "OnesLike";
const OneHot = "OneHot";
const Pack = "Pack";
const PadV2 = "PadV2";
const Prelu = "Prelu";
const Prod = "Prod";
const Real = "Real";
const Reciprocal = "Reciprocal";
const Relu = "Relu";
const Reshape = "Reshape";
const ResizeNearestNeighbor = "ResizeNearestNeighbor";
const ResizeNearestNeighborGrad = "ResizeNearestNeighborGrad";
const ResizeBilinear = "ResizeBilinear";
const ResizeBilinearGrad = "ResizeBilinearGrad";
const Relu6 = "Relu6";
const Reverse = "Reverse";
const Round = "Round";
const Rsqrt = "Rsqrt";
const Select = "Select";
const Selu = "Selu";
const Slice = "Slice";
const Sinh = "Sinh";
const Sign = "Sign";
const Sigmoid = "Sigmoid";
const Softplus = "Softplus";
const Sqrt = "Sqrt";
const SpaceToBatchND = "SpaceToBatchND";
const SplitV = "SplitV";
const Softmax = "Softmax";
const SquaredDifference = "SquaredDifference";
const Square = "Square";
const StridedSlice = "StridedSlice";
const Tanh = "Tanh";
const Tile = "Tile";
const TopK = "TopK";
const Transpose = "Transpose";
const Unique = "Unique";
const Unpack = "Unpack";
const UnsortedSegmentSum = "UnsortedSegmentSum";
const ZerosLike = "ZerosLike";
const Step = "Step";
// tfjs-core/dist/backends/backend.js
const EPSILON_FLOAT32 = 1e-7;
const EPSILON_FLOAT16 = 1e-4;
var KernelBackend = class {
	refCount(dataId) {
		return notYetImplemented("refCount");
	}
	incRef(dataId) {
		return notYetImplemented("incRef");
	}
	timerAvailable() {
		return true;
	}
	time(f) {
		return notYetImplemented("time");
	}
	read(dataId) {
		return notYetImplemented("read");
	}
	readSync(dataId) {
		return notYetImplemented("readSync");
	}
	readToGPU(dataId, options) {
		return notYetImplemented("readToGPU");
	}
	numDataIds() {
		return notYetImplemented("numDataIds");
	}
	disposeData(dataId, force) {
		return notYetImplemented("disposeData");
	}
	write(values, shape, dtype) {
		return notYetImplemented("write");
	}
	move(dataId, values, shape, dtype, refCount) {
		return notYetImplemented("move");
	}
	createTensorFromGPUData(values, shape, dtype) {
		return notYetImplemented("createTensorFromGPUData");
	}
	memory() {
		return notYetImplemented("memory");
	}
	floatPrecision() {
		return notYetImplemented("floatPrecision");
	}
	epsilon() {
		return this.floatPrecision() === 32 ? EPSILON_FLOAT32 : EPSILON_FLOAT16;
	}
	dispose() {
		return notYetImplemented("dispose");
	}
};
function notYetImplemented(kernelName) {
	throw new Error(`'${kernelName}' not yet implemented or not found in the registry. This kernel may not be supported by the tfjs backend you have chosen`);
}
// tfjs-core/dist/util_base.js
function assert(expr, msg) {
	if (!expr) throw new Error(typeof msg === "string" ? msg : msg());
}
function assertShapesMatch(shapeA, shapeB, errorMessagePrefix = "") {
	assert(arraysEqual(shapeA, shapeB), () => errorMessagePrefix + ` Shapes ${shapeA} and ${shapeB} must match`);
}
function sizeFromShape(shape) {
	if (shape.length === 0) return 1;
	let size = shape[0];
	for (let i = 1; i < shape.length; i++) size *= shape[i];
	return size;
}
function arraysEqual(n1, n2) {
	if (n1 === n2) return true;
	if (n1 == null || n2 == null) return false;
	if (n1.length !== n2.length) return false;
	for (let i = 0; i < n1.length; i++) if (n1[i] !== n2[i]) return false;
	return true;
}
function isInt(a) {
	return a % 1 === 0;
}
function rightPad(a, size) {
	if (size <= a.length) return a;
	return a + " ".repeat(size - a.length);
}
function parseAxisParam(axis, shape) {
	const rank = shape.length;
	axis = axis == null ? shape.map((s, i) => i) : [].concat(axis);
	assert(axis.every((ax) => ax >= -rank && ax < rank), () => `All values in axis param must be in range [-${rank}, ${rank}) but got axis ${axis}`);
	assert(axis.every((ax) => isInt(ax)), () => `All values in axis param must be integers but got axis ${axis}`);
	return axis.map((a) => a < 0 ? rank + a : a);
}
function squeezeShape(shape, axis) {
	const newShape = [];
	const keptDims = [];
	const isEmptyArray = axis != null && Array.isArray(axis) && axis.length === 0;
	const axes = axis == null || isEmptyArray ? null : parseAxisParam(axis, shape).sort();
	let j = 0;
	for (let i = 0; i < shape.length; ++i) {
		if (axes != null) {
			if (axes[j] === i && shape[i] !== 1) throw new Error(`Can't squeeze axis ${i} since its dim '${shape[i]}' is not 1`);
			if ((axes[j] == null || axes[j] > i) && shape[i] === 1) {
				newShape.push(shape[i]);
				keptDims.push(i);
			}
			if (axes[j] <= i) j++;
		}
		if (shape[i] !== 1) {
			newShape.push(shape[i]);
			keptDims.push(i);
		}
	}
	return {
		newShape,
		keptDims
	};
}
function checkConversionForErrors(vals, dtype) {
	for (let i = 0; i < vals.length; i++) {
		const num = vals[i];
		if (isNaN(num) || !isFinite(num)) throw Error(`A tensor of type ${dtype} being uploaded contains ${num}.`);
	}
}
function isValidDtype(dtype) {
	return dtype === "bool" || dtype === "complex64" || dtype === "float32" || dtype === "int32" || dtype === "string";
}
function bytesPerElement(dtype) {
	if (dtype === "float32" || dtype === "int32") return 4;
	else if (dtype === "complex64") return 8;
	else if (dtype === "bool") return 1;
	else throw new Error(`Unknown dtype ${dtype}`);
}
function bytesFromStringArray(arr) {
	if (arr == null) return 0;
	let bytes = 0;
	arr.forEach((x) => bytes += x.length);
	return bytes;
}
function isString(value) {
	return typeof value === "string" || value instanceof String;
}
function isBoolean(value) {
	return typeof value === "boolean";
}
function isNumber(value) {
	return typeof value === "number";
}
function inferDtype(values) {
	if (Array.isArray(values)) return inferDtype(values[0]);
	if (values instanceof Float32Array) return "float32";
	else if (values instanceof Int32Array || values instanceof Uint8Array || values instanceof Uint8ClampedArray) return "int32";
	else if (isNumber(values)) return "float32";
	else if (isString(values)) return "string";
	else if (isBoolean(values)) return "bool";
	return "float32";
}
function isFunction(f) {
	return !!(f && f.constructor && f.call && f.apply);
}
function computeStrides(shape) {
	const rank = shape.length;
	if (rank < 2) return [];
	const strides = new Array(rank - 1);
	strides[rank - 2] = shape[rank - 1];
	for (let i = rank - 3; i >= 0; --i) strides[i] = strides[i + 1] * shape[i + 1];
	return strides;
}
function createNestedArray(offset, shape, a, isComplex = false) {
	const ret = new Array();
	if (shape.length === 1) {
		const d = shape[0] * (isComplex ? 2 : 1);
		for (let i = 0; i < d; i++) ret[i] = a[offset + i];
	} else {
		const d = shape[0];
		const rest = shape.slice(1);
		const len = rest.reduce((acc, c) => acc * c) * (isComplex ? 2 : 1);
		for (let i = 0; i < d; i++) ret[i] = createNestedArray(offset + i * len, rest, a, isComplex);
	}
	return ret;
}
function toNestedArray(shape, a, isComplex = false) {
	if (shape.length === 0) return a[0];
	const size = shape.reduce((acc, c) => acc * c) * (isComplex ? 2 : 1);
	if (size === 0) return [];
	if (size !== a.length) throw new Error(`[${shape}] does not match the input size ${a.length}${isComplex ? " for a complex tensor" : ""}.`);
	return createNestedArray(0, shape, a, isComplex);
}
function makeOnesTypedArray(size, dtype) {
	const array = makeZerosTypedArray(size, dtype);
	for (let i = 0; i < array.length; i++) array[i] = 1;
	return array;
}
function makeZerosTypedArray(size, dtype) {
	if (dtype == null || dtype === "float32" || dtype === "complex64") return new Float32Array(size);
	else if (dtype === "int32") return new Int32Array(size);
	else if (dtype === "bool") return new Uint8Array(size);
	else throw new Error(`Unknown data type ${dtype}`);
}
function assertNonNegativeIntegerDimensions(shape) {
	shape.forEach((dimSize) => {
		assert(Number.isInteger(dimSize) && dimSize >= 0, () => `Tensor must have a shape comprised of positive integers but got shape [${shape}].`);
	});
}
function isPromise(object) {
	return object && object.then && typeof object.then === "function";
}
// tfjs-core/dist/environment.js
const TENSORFLOWJS_FLAGS_PREFIX = "tfjsflags";
var Environment = class {
	constructor(global) {
		this.global = global;
		this.flags = {};
		this.flagRegistry = {};
		this.urlFlags = {};
		this.getQueryParams = getQueryParams;
		this.populateURLFlags();
	}
	setPlatform(platformName, platform) {
		if (this.platform != null) {
			if (!(env().getBool("IS_TEST") || env().getBool("PROD"))) console.warn(`Platform ${this.platformName} has already been set. Overwriting the platform with ${platformName}.`);
		}
		this.platformName = platformName;
		this.platform = platform;
	}
	registerFlag(flagName, evaluationFn, setHook) {
		this.flagRegistry[flagName] = {
			evaluationFn,
			setHook
		};
		if (this.urlFlags[flagName] != null) {
			const flagValue = this.urlFlags[flagName];
			if (!(env().getBool("IS_TEST") || env().getBool("PROD"))) console.warn(`Setting feature override from URL ${flagName}: ${flagValue}.`);
			this.set(flagName, flagValue);
		}
	}
	async getAsync(flagName) {
		if (flagName in this.flags) return this.flags[flagName];
		this.flags[flagName] = await this.evaluateFlag(flagName);
		return this.flags[flagName];
	}
	get(flagName) {
		if (flagName in this.flags) return this.flags[flagName];
		const flagValue = this.evaluateFlag(flagName);
		if (isPromise(flagValue)) throw new Error(`Flag ${flagName} cannot be synchronously evaluated. Please use getAsync() instead.`);
		this.flags[flagName] = flagValue;
		return this.flags[flagName];
	}
	getNumber(flagName) {
		return this.get(flagName);
	}
	getBool(flagName) {
		return this.get(flagName);
	}
	getString(flagName) {
		return this.get(flagName);
	}
	getFlags() {
		return this.flags;
	}
	get features() {
		return this.flags;
	}
	set(flagName, value) {
		if (this.flagRegistry[flagName] == null) throw new Error(`Cannot set flag ${flagName} as it has not been registered.`);
		this.flags[flagName] = value;
		if (this.flagRegistry[flagName].setHook != null) this.flagRegistry[flagName].setHook(value);
	}
	evaluateFlag(flagName) {
		if (this.flagRegistry[flagName] == null) throw new Error(`Cannot evaluate flag '${flagName}': no evaluation function found.`);
		return this.flagRegistry[flagName].evaluationFn();
	}
	setFlags(flags) {
		this.flags = Object.assign({}, flags);
	}
	reset() {
		this.flags = {};
		this.urlFlags = {};
		this.populateURLFlags();
	}
	populateURLFlags() {
		if (typeof this.global === "undefined" || typeof this.global.location === "undefined" || typeof this.global.location.search === "undefined") return;
		const urlParams = this.getQueryParams(this.global.location.search);
		if (TENSORFLOWJS_FLAGS_PREFIX in urlParams) urlParams[TENSORFLOWJS_FLAGS_PREFIX].split(",").forEach((keyValue) => {
			const [key, value] = keyValue.split(":");
			this.urlFlags[key] = parseValue(key, value);
		});
	}
};
function getQueryParams(queryString) {
	const params = {};
	queryString.replace(/[?&]([^=?&]+)(?:=([^&]*))?/g, (s, ...t) => {
		decodeParam(params, t[0], t[1]);
		return t.join("=");
	});
	return params;
}
function decodeParam(params, name, value) {
	params[decodeURIComponent(name)] = decodeURIComponent(value || "");
}
function parseValue(flagName, value) {
	const lowerCaseValue = value.toLowerCase();
	if (lowerCaseValue === "true" || lowerCaseValue === "false") return lowerCaseValue === "true";
	else if (`${+lowerCaseValue}` === lowerCaseValue) return +lowerCaseValue;
	else return value;
}
function env() {
	return ENV;
}
let ENV = null;
function setEnvironmentGlobal(environment) {
	ENV = environment;
}
// tfjs-core/dist/global_util.js
let globalNameSpace;
function getGlobalNamespace() {
	if (globalNameSpace == null) {
		let ns;
		if (typeof window !== "undefined") ns = window;
		else if (typeof global !== "undefined") ns = global;
		else if (typeof process !== "undefined") ns = process;
		else if (typeof self !== "undefined") ns = self;
		else throw new Error("Could not find a global object");
		globalNameSpace = ns;
	}
	return globalNameSpace;
}
function getGlobalMap() {
	const ns = getGlobalNamespace();
	if (ns._tfGlobals == null) ns._tfGlobals = new Map();
	return ns._tfGlobals;
}
function getGlobal(key, init) {
	const globalMap = getGlobalMap();
	if (globalMap.has(key)) return globalMap.get(key);
	else {
		const singleton = init();
		globalMap.set(key, singleton);
		return globalMap.get(key);
	}
}
// tfjs-core/dist/log.js
function warn(...msg) {
	if (!(env().getBool("IS_TEST") || env().getBool("PROD"))) console.warn(...msg);
}
// tfjs-core/dist/kernel_registry.js
const kernelRegistry = getGlobal("kernelRegistry", () => new Map());
const gradRegistry = getGlobal("gradRegistry", () => new Map());
function getKernel(kernelName, backendName) {
	const key = makeKey(kernelName, backendName);
	return kernelRegistry.get(key);
}
function getGradient(kernelName) {
	return gradRegistry.get(kernelName);
}
function getKernelsForBackend(backendName) {
	const it = kernelRegistry.entries();
	const result = [];
	while (true) {
		const { done, value } = it.next();
		if (done) break;
		const [key, config] = value;
		const [backend] = key.split("_");
		if (backend === backendName) result.push(config);
	}
	return result;
}
function registerGradient(config) {
	const { kernelName } = config;
	if (gradRegistry.has(kernelName)) {
		if (env().getBool("DEBUG")) warn(`Overriding the gradient for '${kernelName}'`);
	}
	gradRegistry.set(kernelName, config);
}
function makeKey(kernelName, backendName) {
	return `${backendName}_${kernelName}`;
}
// tfjs-core/dist/platforms/is_typed_array_browser.js
function isTypedArrayBrowser(a) {
	return a instanceof Float32Array || a instanceof Int32Array || a instanceof Uint8Array || a instanceof Uint8ClampedArray;
}
// tfjs-core/dist/util.js
function noConversionNeeded(a, dtype) {
	return a instanceof Float32Array && dtype === "float32" || a instanceof Int32Array && dtype === "int32" || a instanceof Uint8Array && dtype === "bool";
}
function toTypedArray(a, dtype) {
	if (dtype === "string") throw new Error("Cannot convert a string[] to a TypedArray");
	if (Array.isArray(a)) a = flatten(a);
	if (env().getBool("DEBUG")) checkConversionForErrors(a, dtype);
	if (noConversionNeeded(a, dtype)) return a;
	if (dtype == null || dtype === "float32" || dtype === "complex64") return new Float32Array(a);
	else if (dtype === "int32") return new Int32Array(a);
	else if (dtype === "bool") {
		const bool = new Uint8Array(a.length);
		for (let i = 0; i < bool.length; ++i) if (Math.round(a[i]) !== 0) bool[i] = 1;
		return bool;
	} else throw new Error(`Unknown data type ${dtype}`);
}
function now() {
	return env().platform.now();
}
function encodeString(s, encoding = "utf-8") {
	encoding = encoding || "utf-8";
	return env().platform.encode(s, encoding);
}
function decodeString(bytes, encoding = "utf-8") {
	encoding = encoding || "utf-8";
	return env().platform.decode(bytes, encoding);
}
function isTypedArray(a) {
	if (env().platform.isTypedArray != null) return env().platform.isTypedArray(a);
	else return isTypedArrayBrowser(a);
}
function flatten(arr, result = [], skipTypedArray = false) {
	if (result == null) result = [];
	if (typeof arr === "boolean" || typeof arr === "number" || typeof arr === "string" || isPromise(arr) || arr == null || isTypedArray(arr) && skipTypedArray) result.push(arr);
	else if (Array.isArray(arr) || isTypedArray(arr)) for (let i = 0; i < arr.length; ++i) flatten(arr[i], result, skipTypedArray);
	else {
		let maxIndex = -1;
		for (const key of Object.keys(arr)) if (/^([1-9]+[0-9]*|0)$/.test(key)) maxIndex = Math.max(maxIndex, Number(key));
		for (let i = 0; i <= maxIndex; i++) flatten(arr[i], result, skipTypedArray);
	}
	return result;
}
// tfjs-core/dist/profiler.js
var Profiler = class {
	constructor(backendTimer, logger) {
		this.backendTimer = backendTimer;
		this.logger = logger;
		if (logger == null) this.logger = new Logger();
	}
	profileKernel(kernelName, inputs, f) {
		let outputs;
		const holdResultWrapperFn = () => {
			outputs = f();
		};
		let timer;
		const start = now();
		if (this.backendTimer.timerAvailable()) timer = this.backendTimer.time(holdResultWrapperFn);
		else {
			holdResultWrapperFn();
			for (const output of outputs) output.dataSync();
			timer = Promise.resolve({ kernelMs: now() - start });
		}
		if (env().getBool("CHECK_COMPUTATION_FOR_ERRORS")) for (let i = 0; i < outputs.length; i++) {
			const output = outputs[i];
			output.data().then((tensorVals) => {
				checkComputationForErrors(tensorVals, output.dtype, kernelName);
			});
		}
		return {
			kernelName,
			outputs,
			inputs,
			timeMs: timer.then((timing) => timing.kernelMs),
			extraInfo: timer.then((timing) => timing.getExtraProfileInfo != null ? timing.getExtraProfileInfo() : "")
		};
	}
	logKernelProfile(kernelProfile) {
		const { kernelName, outputs, timeMs, inputs, extraInfo } = kernelProfile;
		outputs.forEach((result) => {
			Promise.all([
				result.data(),
				timeMs,
				extraInfo
			]).then((valueContainer) => {
				this.logger.logKernelProfile(kernelName, result, valueContainer[0], valueContainer[1], inputs, valueContainer[2]);
			});
		});
	}
};
function checkComputationForErrors(vals, dtype, kernelName) {
	if (dtype !== "float32") return false;
	for (let i = 0; i < vals.length; i++) {
		const num = vals[i];
		if (isNaN(num) || !isFinite(num)) {
			console.warn(`Found ${num} in the result of '${kernelName}'`);
			return true;
		}
	}
	return false;
}
var Logger = class {
	logKernelProfile(name, result, vals, timeMs, inputs, extraInfo) {
		const time = typeof timeMs === "number" ? rightPad(`${timeMs}ms`, 9) : timeMs["error"];
		const paddedName = rightPad(name, 25);
		const rank = result.rank;
		const size = result.size;
		const shape = rightPad(result.shape.toString(), 14);
		let inputShapesDescription = "";
		for (const name in inputs) {
			const input = inputs[name];
			if (input != null) {
				const inputShape = input.shape || result.shape;
				const inputRank = inputShape.length;
				inputShapesDescription += `${name}: ${inputRank}D ${inputRank > 0 ? inputShape : ""} `;
			}
		}
		console.log(`%c${paddedName}\t%c${time}\t%c${rank}D ${shape}\t%c${size}\t%c${inputShapesDescription}\t%c${extraInfo}`, "font-weight:bold", "color:red", "color:blue", "color: orange", "color: green", "color: steelblue");
	}
};
// tfjs-core/dist/tape.js
function getFilteredNodesXToY(tape, xs, y) {
	const tensorsFromX = {};
	const nodesFromX = {};
	for (let i = 0; i < xs.length; i++) tensorsFromX[xs[i].id] = true;
	for (let i = 0; i < tape.length; i++) {
		const node = tape[i];
		const nodeInputs = node.inputs;
		for (const inputName in nodeInputs) {
			const input = nodeInputs[inputName];
			let anyInputFromX = false;
			for (let j = 0; j < xs.length; j++) if (tensorsFromX[input.id]) {
				node.outputs.forEach((output) => tensorsFromX[output.id] = true);
				anyInputFromX = true;
				nodesFromX[node.id] = true;
				break;
			}
			if (anyInputFromX) break;
		}
	}
	const tensorsLeadToY = {};
	tensorsLeadToY[y.id] = true;
	const nodesToY = {};
	for (let i = tape.length - 1; i >= 0; i--) {
		const node = tape[i];
		const nodeInputs = node.inputs;
		for (let j = 0; j < node.outputs.length; j++) if (tensorsLeadToY[node.outputs[j].id]) {
			for (const inputName in nodeInputs) {
				tensorsLeadToY[nodeInputs[inputName].id] = true;
				nodesToY[node.id] = true;
			}
			break;
		}
	}
	const filteredTape = [];
	for (let i = 0; i < tape.length; i++) {
		const node = tape[i];
		if (nodesFromX[node.id] && nodesToY[node.id]) {
			const prunedInputs = {};
			for (const inputName in node.inputs) {
				const nodeInput = node.inputs[inputName];
				if (tensorsFromX[nodeInput.id]) prunedInputs[inputName] = nodeInput;
			}
			const prunedNode = Object.assign({}, node);
			prunedNode.inputs = prunedInputs;
			prunedNode.outputs = node.outputs;
			filteredTape.push(prunedNode);
		}
	}
	return filteredTape;
}
function backpropagateGradients(tensorAccumulatedGradientMap, filteredTape, tidy, add) {
	for (let i = filteredTape.length - 1; i >= 0; i--) {
		const node = filteredTape[i];
		const dys = [];
		node.outputs.forEach((o) => {
			const gradTensor = tensorAccumulatedGradientMap[o.id];
			if (gradTensor != null) dys.push(gradTensor);
			else dys.push(null);
		});
		if (node.gradient == null) throw new Error(`Cannot compute gradient: gradient function not found for ${node.kernelName}.`);
		const inputGradients = node.gradient(dys);
		for (const inputName in node.inputs) {
			if (!(inputName in inputGradients)) throw new Error(`Cannot backprop through input ${inputName}. Available gradients found: ${Object.keys(inputGradients)}.`);
			const dx = tidy(() => inputGradients[inputName]());
			if (dx.dtype !== "float32") throw new Error(`Error in gradient for op ${node.kernelName}. The gradient of input ${inputName} must have 'float32' dtype, but has '${dx.dtype}'`);
			const x = node.inputs[inputName];
			if (!arraysEqual(dx.shape, x.shape)) throw new Error(`Error in gradient for op ${node.kernelName}. The gradient of input '${inputName}' has shape '${dx.shape}', which does not match the shape of the input '${x.shape}'`);
			if (tensorAccumulatedGradientMap[x.id] == null) tensorAccumulatedGradientMap[x.id] = dx;
			else {
				const curGradient = tensorAccumulatedGradientMap[x.id];
				tensorAccumulatedGradientMap[x.id] = add(curGradient, dx);
				curGradient.dispose();
			}
		}
	}
}
// tfjs-core/dist/tensor_format.js
const FORMAT_LIMIT_NUM_VALS = 20;
const FORMAT_NUM_FIRST_LAST_VALS = 3;
const FORMAT_NUM_SIG_DIGITS = 7;
function tensorToString(vals, shape, dtype, verbose) {
	const strides = computeStrides(shape);
	const padPerCol = computeMaxSizePerColumn(vals, shape, dtype, strides);
	const rank = shape.length;
	const valsLines = subTensorToString(vals, shape, dtype, strides, padPerCol);
	const lines = ["Tensor"];
	if (verbose) {
		lines.push(`  dtype: ${dtype}`);
		lines.push(`  rank: ${rank}`);
		lines.push(`  shape: [${shape}]`);
		lines.push(`  values:`);
	}
	lines.push(valsLines.map((l) => "    " + l).join("\n"));
	return lines.join("\n");
}
function computeMaxSizePerColumn(vals, shape, dtype, strides) {
	const n = sizeFromShape(shape);
	const numCols = strides[strides.length - 1];
	const padPerCol = new Array(numCols).fill(0);
	const rank = shape.length;
	const valuesOrTuples = dtype === "complex64" ? createComplexTuples(vals) : vals;
	if (rank > 1) for (let row = 0; row < n / numCols; row++) {
		const offset = row * numCols;
		for (let j = 0; j < numCols; j++) padPerCol[j] = Math.max(padPerCol[j], valToString(valuesOrTuples[offset + j], 0, dtype).length);
	}
	return padPerCol;
}
function valToString(val, pad, dtype) {
	let valStr;
	if (Array.isArray(val)) valStr = `${parseFloat(val[0].toFixed(FORMAT_NUM_SIG_DIGITS))} + ${parseFloat(val[1].toFixed(FORMAT_NUM_SIG_DIGITS))}j`;
	else if (isString(val)) valStr = `'${val}'`;
	else if (dtype === "bool") valStr = boolNumToString(val);
	else valStr = parseFloat(val.toFixed(FORMAT_NUM_SIG_DIGITS)).toString();
	return rightPad(valStr, pad);
}
function boolNumToString(v) {
	return v === 0 ? "false" : "true";
}
function subTensorToString(vals, shape, dtype, strides, padPerCol, isLast = true) {
	const storagePerElement = dtype === "complex64" ? 2 : 1;
	const size = shape[0];
	const rank = shape.length;
	if (rank === 0) {
		if (dtype === "complex64") return [valToString(createComplexTuples(vals)[0], 0, dtype)];
		if (dtype === "bool") return [boolNumToString(vals[0])];
		return [vals[0].toString()];
	}
	if (rank === 1) {
		if (size > FORMAT_LIMIT_NUM_VALS) {
			const firstValsSize = FORMAT_NUM_FIRST_LAST_VALS * storagePerElement;
			let firstVals = Array.from(vals.slice(0, firstValsSize));
			let lastVals = Array.from(vals.slice((size - FORMAT_NUM_FIRST_LAST_VALS) * storagePerElement, size * storagePerElement));
			if (dtype === "complex64") {
				firstVals = createComplexTuples(firstVals);
				lastVals = createComplexTuples(lastVals);
			}
			return ["[" + firstVals.map((x, i) => valToString(x, padPerCol[i], dtype)).join(", ") + ", ..., " + lastVals.map((x, i) => valToString(x, padPerCol[size - FORMAT_NUM_FIRST_LAST_VALS + i], dtype)).join(", ") + "]"];
		}
		return ["[" + (dtype === "complex64" ? createComplexTuples(vals) : Array.from(vals)).map((x, i) => valToString(x, padPerCol[i], dtype)).join(", ") + "]"];
	}
	const subshape = shape.slice(1);
	const substrides = strides.slice(1);
	const stride = strides[0] * storagePerElement;
	const lines = [];
	if (size > FORMAT_LIMIT_NUM_VALS) {
		for (let i = 0; i < FORMAT_NUM_FIRST_LAST_VALS; i++) {
			const start = i * stride;
			const end = start + stride;
			lines.push(...subTensorToString(vals.slice(start, end), subshape, dtype, substrides, padPerCol, false));
		}
		lines.push("...");
		for (let i = size - FORMAT_NUM_FIRST_LAST_VALS; i < size; i++) {
			const start = i * stride;
			const end = start + stride;
			lines.push(...subTensorToString(vals.slice(start, end), subshape, dtype, substrides, padPerCol, i === size - 1));
		}
	} else for (let i = 0; i < size; i++) {
		const start = i * stride;
		const end = start + stride;
		lines.push(...subTensorToString(vals.slice(start, end), subshape, dtype, substrides, padPerCol, i === size - 1));
	}
	const sep = rank === 2 ? "," : "";
	lines[0] = "[" + (size > 0 ? lines[0] + sep : "");
	for (let i = 1; i < lines.length - 1; i++) lines[i] = " " + lines[i] + sep;
	let newLineSep = ",\n";
	for (let i = 2; i < rank; i++) newLineSep += "\n";
	lines[lines.length - 1] = " " + lines[lines.length - 1] + "]" + (isLast ? "" : newLineSep);
	return lines;
}
function createComplexTuples(vals) {
	const complexTuples = [];
	for (let i = 0; i < vals.length; i += 2) complexTuples.push([vals[i], vals[i + 1]]);
	return complexTuples;
}
// tfjs-core/dist/tensor.js
let trackerFn = null;
let opHandler = null;
function setTensorTracker(fn) {
	trackerFn = fn;
}
var Tensor = class {
	constructor(shape, dtype, dataId, id) {
		this.kept = false;
		this.isDisposedInternal = false;
		this.shape = shape.slice();
		this.dtype = dtype || "float32";
		this.size = sizeFromShape(shape);
		this.strides = computeStrides(shape);
		this.dataId = dataId;
		this.id = id;
		this.rankType = this.rank < 5 ? this.rank.toString() : "higher";
	}
	get rank() {
		return this.shape.length;
	}
	async buffer() {
		const vals = await this.data();
		return opHandler.buffer(this.shape, this.dtype, vals);
	}
	bufferSync() {
		return opHandler.buffer(this.shape, this.dtype, this.dataSync());
	}
	async array() {
		const vals = await this.data();
		return toNestedArray(this.shape, vals, this.dtype === "complex64");
	}
	arraySync() {
		return toNestedArray(this.shape, this.dataSync(), this.dtype === "complex64");
	}
	async data() {
		this.throwIfDisposed();
		const data = trackerFn().read(this.dataId);
		if (this.dtype === "string") {
			const bytes = await data;
			try {
				return bytes.map((b) => decodeString(b));
			} catch (_a) {
				throw new Error("Failed to decode the string bytes into utf-8. To get the original bytes, call tensor.bytes().");
			}
		}
		return data;
	}
	dataToGPU(options) {
		this.throwIfDisposed();
		return trackerFn().readToGPU(this.dataId, options);
	}
	dataSync() {
		this.throwIfDisposed();
		const data = trackerFn().readSync(this.dataId);
		if (this.dtype === "string") try {
			return data.map((b) => decodeString(b));
		} catch (_a) {
			throw new Error("Failed to decode the string bytes into utf-8. To get the original bytes, call tensor.bytes().");
		}
		return data;
	}
	async bytes() {
		this.throwIfDisposed();
		const data = await trackerFn().read(this.dataId);
		if (this.dtype === "string") return data;
		else return new Uint8Array(data.buffer);
	}
	dispose() {
		if (this.isDisposed) return;
		if (this.kerasMask) this.kerasMask.dispose();
		trackerFn().disposeTensor(this);
		this.isDisposedInternal = true;
	}
	get isDisposed() {
		return this.isDisposedInternal;
	}
	throwIfDisposed() {
		if (this.isDisposed) throw new Error(`Tensor is disposed.`);
	}
	print(verbose = false) {
		return opHandler.print(this, verbose);
	}
	clone() {
		this.throwIfDisposed();
		return opHandler.clone(this);
	}
	toString(verbose = false) {
		return tensorToString(this.dataSync(), this.shape, this.dtype, verbose);
	}
	cast(dtype) {
		this.throwIfDisposed();
		return opHandler.cast(this, dtype);
	}
	variable(trainable = true, name, dtype) {
		this.throwIfDisposed();
		return trackerFn().makeVariable(this, trainable, name, dtype);
	}
};
Object.defineProperty(Tensor, Symbol.hasInstance, { value: (instance) => {
	return !!instance && instance.data != null && instance.dataSync != null && instance.throwIfDisposed != null;
} });
function getGlobalTensorClass() {
	return getGlobal("Tensor", () => {
		return Tensor;
	});
}
getGlobalTensorClass();
var Variable = class extends Tensor {
	constructor(initialValue, trainable, name, tensorId) {
		super(initialValue.shape, initialValue.dtype, initialValue.dataId, tensorId);
		this.trainable = trainable;
		this.name = name;
	}
	assign(newValue) {
		if (newValue.dtype !== this.dtype) throw new Error(`dtype of the new value (${newValue.dtype}) and previous value (${this.dtype}) must match`);
		if (!arraysEqual(newValue.shape, this.shape)) throw new Error(`shape of the new value (${newValue.shape}) and previous value (${this.shape}) must match`);
		trackerFn().disposeTensor(this);
		this.dataId = newValue.dataId;
		trackerFn().incRef(this, null);
	}
	dispose() {
		trackerFn().disposeVariable(this);
		this.isDisposedInternal = true;
	}
};
Object.defineProperty(Variable, Symbol.hasInstance, { value: (instance) => {
	return instance instanceof Tensor && instance.assign != null && instance.assign instanceof Function;
} });
// tfjs-core/dist/types.js
var Rank;
(function(Rank) {
	Rank["R0"] = "R0";
	Rank["R1"] = "R1";
	Rank["R2"] = "R2";
	Rank["R3"] = "R3";
	Rank["R4"] = "R4";
	Rank["R5"] = "R5";
	Rank["R6"] = "R6";
})(Rank || (Rank = {}));
var UpcastInt32AndMap;
(function(UpcastInt32AndMap) {
	UpcastInt32AndMap["float32"] = "float32";
	UpcastInt32AndMap["int32"] = "int32";
	UpcastInt32AndMap["bool"] = "int32";
	UpcastInt32AndMap["complex64"] = "complex64";
})(UpcastInt32AndMap || (UpcastInt32AndMap = {}));
var UpcastBoolAndMap;
(function(UpcastBoolAndMap) {
	UpcastBoolAndMap["float32"] = "float32";
	UpcastBoolAndMap["int32"] = "int32";
	UpcastBoolAndMap["bool"] = "bool";
	UpcastBoolAndMap["complex64"] = "complex64";
})(UpcastBoolAndMap || (UpcastBoolAndMap = {}));
var UpcastFloat32AndMap;
(function(UpcastFloat32AndMap) {
	UpcastFloat32AndMap["float32"] = "float32";
	UpcastFloat32AndMap["int32"] = "float32";
	UpcastFloat32AndMap["bool"] = "float32";
	UpcastFloat32AndMap["complex64"] = "complex64";
})(UpcastFloat32AndMap || (UpcastFloat32AndMap = {}));
var UpcastComplex64AndMap;
(function(UpcastComplex64AndMap) {
	UpcastComplex64AndMap["float32"] = "complex64";
	UpcastComplex64AndMap["int32"] = "complex64";
	UpcastComplex64AndMap["bool"] = "complex64";
	UpcastComplex64AndMap["complex64"] = "complex64";
})(UpcastComplex64AndMap || (UpcastComplex64AndMap = {}));
const upcastTypeMap = {
	"float32": UpcastFloat32AndMap,
	"int32": UpcastInt32AndMap,
	"bool": UpcastBoolAndMap,
	"complex64": UpcastComplex64AndMap
};
function upcastType(typeA, typeB) {
	if (typeA === "string" || typeB === "string") {
		if (typeA === "string" && typeB === "string") return "string";
		throw new Error(`Can not upcast ${typeA} with ${typeB}`);
	}
	return upcastTypeMap[typeA][typeB];
}
function isWebGLData(values) {
	return values != null && typeof values === "object" && "texture" in values && values.texture instanceof WebGLTexture;
}
function isWebGPUData(values) {
	return typeof GPUBuffer !== "undefined" && values != null && typeof values === "object" && "buffer" in values && values.buffer instanceof GPUBuffer;
}
// tfjs-core/dist/tensor_util.js
function makeTypesMatch(a, b) {
	if (a.dtype === b.dtype) return [a, b];
	const dtype = upcastType(a.dtype, b.dtype);
	return [a.cast(dtype), b.cast(dtype)];
}
function getTensorsInContainer(result) {
	const list = [];
	walkTensorContainer(result, list, new Set());
	return list;
}
function walkTensorContainer(container, list, seen) {
	if (container == null) return;
	if (container instanceof Tensor) {
		list.push(container);
		return;
	}
	if (!isIterable(container)) return;
	const iterable = container;
	for (const k in iterable) {
		const val = iterable[k];
		if (!seen.has(val)) {
			seen.add(val);
			walkTensorContainer(val, list, seen);
		}
	}
}
function isIterable(obj) {
	return Array.isArray(obj) || typeof obj === "object";
}
// tfjs-core/dist/engine.js
function isRegisteredKernelInvocation(kernelInvocation) {
	return kernelInvocation.kernelName != null;
}
var EngineState = class {
	constructor() {
		this.registeredVariables = {};
		this.nextTapeNodeId = 0;
		this.numBytes = 0;
		this.numTensors = 0;
		this.numStringTensors = 0;
		this.numDataBuffers = 0;
		this.gradientDepth = 0;
		this.kernelDepth = 0;
		this.scopeStack = [];
		this.numDataMovesStack = [];
		this.nextScopeId = 0;
		this.tensorInfo = new WeakMap();
		this.profiling = false;
		this.activeProfile = {
			newBytes: 0,
			newTensors: 0,
			peakBytes: 0,
			kernels: [],
			result: null,
			get kernelNames() {
				return Array.from(new Set(this.kernels.map((k) => k.name)));
			}
		};
	}
	dispose() {
		for (const variableName in this.registeredVariables) this.registeredVariables[variableName].dispose();
	}
};
var Engine = class Engine {
	constructor(ENV) {
		this.ENV = ENV;
		this.registry = {};
		this.registryFactory = {};
		this.pendingBackendInitId = 0;
		this.state = new EngineState();
	}
	async ready() {
		if (this.pendingBackendInit != null) return this.pendingBackendInit.then(() => {});
		if (this.backendInstance != null) return;
		const sortedBackends = this.getSortedBackends();
		for (let i = 0; i < sortedBackends.length; i++) {
			const backendName = sortedBackends[i];
			if (await this.initializeBackend(backendName).success) {
				await this.setBackend(backendName);
				return;
			}
		}
		throw new Error("Could not initialize any backends, all backend initializations failed.");
	}
	get backend() {
		if (this.pendingBackendInit != null) throw new Error(`Backend '${this.backendName}' has not yet been initialized. Make sure to await tf.ready() or await tf.setBackend() before calling other methods`);
		if (this.backendInstance == null) {
			const { name, asyncInit } = this.initializeBackendsAndReturnBest();
			if (asyncInit) throw new Error(`The highest priority backend '${name}' has not yet been initialized. Make sure to await tf.ready() or await tf.setBackend() before calling other methods`);
			this.setBackend(name);
		}
		return this.backendInstance;
	}
	backendNames() {
		return Object.keys(this.registryFactory);
	}
	findBackend(backendName) {
		if (!(backendName in this.registry)) {
			if (backendName in this.registryFactory) {
				const { asyncInit } = this.initializeBackend(backendName);
				if (asyncInit) return null;
			} else return null;
		}
		return this.registry[backendName];
	}
	findBackendFactory(backendName) {
		if (!(backendName in this.registryFactory)) return null;
		return this.registryFactory[backendName].factory;
	}
	registerBackend(backendName, factory, priority = 1) {
		if (backendName in this.registryFactory) {
			warn(`${backendName} backend was already registered. Reusing existing backend factory.`);
			return false;
		}
		this.registryFactory[backendName] = {
			factory,
			priority
		};
		return true;
	}
	async setBackend(backendName) {
		if (this.registryFactory[backendName] == null) throw new Error(`Backend name '${backendName}' not found in registry`);
		this.backendName = backendName;
		if (this.registry[backendName] == null) {
			this.backendInstance = null;
			const { success, asyncInit } = this.initializeBackend(backendName);
			if (!(asyncInit ? await success : success)) return false;
		}
		this.backendInstance = this.registry[backendName];
		this.setupRegisteredKernels();
		this.profiler = new Profiler(this.backendInstance);
		return true;
	}
	setupRegisteredKernels() {
		getKernelsForBackend(this.backendName).forEach((kernel) => {
			if (kernel.setupFunc != null) kernel.setupFunc(this.backendInstance);
		});
	}
	disposeRegisteredKernels(backendName) {
		getKernelsForBackend(backendName).forEach((kernel) => {
			if (kernel.disposeFunc != null) kernel.disposeFunc(this.registry[backendName]);
		});
	}
	initializeBackend(backendName) {
		const registryFactoryEntry = this.registryFactory[backendName];
		if (registryFactoryEntry == null) throw new Error(`Cannot initialize backend ${backendName}, no registration found.`);
		try {
			const backend = registryFactoryEntry.factory();
			if (backend && !(backend instanceof KernelBackend) && typeof backend.then === "function") {
				const promiseId = ++this.pendingBackendInitId;
				const success = backend.then((backendInstance) => {
					if (promiseId < this.pendingBackendInitId) return false;
					this.registry[backendName] = backendInstance;
					this.pendingBackendInit = null;
					return true;
				}).catch((err) => {
					if (promiseId < this.pendingBackendInitId) return false;
					this.pendingBackendInit = null;
					warn(`Initialization of backend ${backendName} failed`);
					warn(err.stack || err.message);
					return false;
				});
				this.pendingBackendInit = success;
				return {
					success,
					asyncInit: true
				};
			} else {
				this.registry[backendName] = backend;
				return {
					success: true,
					asyncInit: false
				};
			}
		} catch (err) {
			warn(`Initialization of backend ${backendName} failed`);
			warn(err.stack || err.message);
			return {
				success: false,
				asyncInit: false
			};
		}
	}
	removeBackend(backendName) {
		if (!(backendName in this.registryFactory)) throw new Error(`${backendName} backend not found in registry`);
		if (this.backendName === backendName && this.pendingBackendInit != null) this.pendingBackendInitId++;
		if (backendName in this.registry) {
			this.disposeRegisteredKernels(backendName);
			this.registry[backendName].dispose();
			delete this.registry[backendName];
		}
		delete this.registryFactory[backendName];
		if (this.backendName === backendName) {
			this.pendingBackendInit = null;
			this.backendName = null;
			this.backendInstance = null;
		}
	}
	getSortedBackends() {
		if (Object.keys(this.registryFactory).length === 0) throw new Error("No backend found in registry.");
		return Object.keys(this.registryFactory).sort((a, b) => {
			return this.registryFactory[b].priority - this.registryFactory[a].priority;
		});
	}
	initializeBackendsAndReturnBest() {
		const sortedBackends = this.getSortedBackends();
		for (let i = 0; i < sortedBackends.length; i++) {
			const backendName = sortedBackends[i];
			const { success, asyncInit } = this.initializeBackend(backendName);
			if (asyncInit || success) return {
				name: backendName,
				asyncInit
			};
		}
		throw new Error("Could not initialize any backends, all backend initializations failed.");
	}
	moveData(backend, dataId) {
		const info = this.state.tensorInfo.get(dataId);
		const srcBackend = info.backend;
		const values = this.readSync(dataId);
		const refCount = srcBackend.refCount(dataId);
		srcBackend.disposeData(dataId, true);
		info.backend = backend;
		backend.move(dataId, values, info.shape, info.dtype, refCount);
		if (this.shouldCheckForMemLeaks()) this.state.numDataMovesStack[this.state.numDataMovesStack.length - 1]++;
	}
	tidy(nameOrFn, fn) {
		let name = null;
		if (fn == null) {
			if (typeof nameOrFn !== "function") throw new Error("Please provide a function to tidy()");
			fn = nameOrFn;
		} else {
			if (typeof nameOrFn !== "string" && !(nameOrFn instanceof String)) throw new Error("When calling with two arguments, the first argument to tidy() must be a string");
			if (typeof fn !== "function") throw new Error("When calling with two arguments, the 2nd argument to tidy() must be a function");
			name = nameOrFn;
		}
		let result;
		return this.scopedRun(() => this.startScope(name), () => this.endScope(result), () => {
			result = fn();
			if (result instanceof Promise) console.error("Cannot return a Promise inside of tidy.");
			return result;
		});
	}
	scopedRun(start, end, f) {
		start();
		try {
			const res = f();
			end();
			return res;
		} catch (ex) {
			end();
			throw ex;
		}
	}
	nextTensorId() {
		return Engine.nextTensorId++;
	}
	nextVariableId() {
		return Engine.nextVariableId++;
	}
	clone(x) {
		const y = ENGINE.runKernel(Identity, { x });
		const inputs = { x };
		const grad = (dy) => ({ x: () => {
			const dtype = "float32";
			const gradInputs = { x: dy };
			const attrs = { dtype };
			return ENGINE.runKernel(Cast, gradInputs, attrs);
		} });
		this.addTapeNode(this.state.activeScope.name, inputs, [y], grad, [], {});
		return y;
	}
	runKernel(kernelName, inputs, attrs) {
		if (this.backendName == null) this.backend;
		if (!(getKernel(kernelName, this.backendName) != null)) throw new Error(`Kernel '${kernelName}' not registered for backend '${this.backendName}'`);
		return this.runKernelFunc({
			kernelName,
			inputs,
			attrs
		});
	}
	shouldCheckForMemLeaks() {
		return this.ENV.getBool("IS_TEST");
	}
	checkKernelForMemLeak(kernelName, numDataIdsBefore, outInfos) {
		const numDataIdsAfter = this.backend.numDataIds();
		let numOutputDataIds = 0;
		outInfos.forEach((info) => {
			numOutputDataIds += info.dtype === "complex64" ? 3 : 1;
		});
		const numMoves = this.state.numDataMovesStack[this.state.numDataMovesStack.length - 1];
		const dataIdsLeaked = numDataIdsAfter - numDataIdsBefore - numOutputDataIds - numMoves;
		if (dataIdsLeaked > 0) throw new Error(`Backend '${this.backendName}' has an internal memory leak (${dataIdsLeaked} data ids) after running '${kernelName}'`);
	}
	runKernelFunc(kernelParams) {
		let outputs;
		let saved = [];
		const isTapeOn = this.isTapeOn();
		const startingBytecount = this.state.numBytes;
		const startingNumTensors = this.state.numTensors;
		if (this.shouldCheckForMemLeaks()) this.state.numDataMovesStack.push(0);
		let kernelFunc;
		if (this.backendName == null) this.backend;
		let out;
		const kernelOrScopeName = isRegisteredKernelInvocation(kernelParams) ? kernelParams.kernelName : this.state.activeScope != null ? this.state.activeScope.name : "";
		if (isRegisteredKernelInvocation(kernelParams)) {
			const { kernelName, inputs, attrs } = kernelParams;
			if (this.backendName == null) this.backend;
			const kernel = getKernel(kernelName, this.backendName);
			assert(kernel != null, () => `Cannot find registered kernel '${kernelName}' for backend '${this.backendName}'`);
			kernelFunc = () => {
				const numDataIdsBefore = this.backend.numDataIds();
				out = kernel.kernelFunc({
					inputs,
					attrs,
					backend: this.backend
				});
				const outInfos = Array.isArray(out) ? out : [out];
				if (this.shouldCheckForMemLeaks()) this.checkKernelForMemLeak(kernelName, numDataIdsBefore, outInfos);
				const outTensors = outInfos.map((outInfo) => {
					if (outInfo.rank != null) return outInfo;
					return this.makeTensorFromTensorInfo(outInfo);
				});
				if (isTapeOn) {
					const tensorsToSave = this.getTensorsForGradient(kernelName, inputs, outTensors);
					saved = this.saveTensorsForBackwardMode(tensorsToSave);
				}
				return outTensors;
			};
		} else {
			const { forwardFunc } = kernelParams;
			const saveFunc = (tensors) => {
				if (!isTapeOn) return;
				saved = tensors.map((tensor) => this.keep(this.clone(tensor)));
			};
			kernelFunc = () => {
				const numDataIdsBefore = this.backend.numDataIds();
				out = this.tidy(() => forwardFunc(this.backend, saveFunc));
				const outs = Array.isArray(out) ? out : [out];
				if (this.shouldCheckForMemLeaks()) this.checkKernelForMemLeak(kernelOrScopeName, numDataIdsBefore, outs);
				return outs;
			};
		}
		const { inputs, attrs } = kernelParams;
		const backwardsFunc = isRegisteredKernelInvocation(kernelParams) ? null : kernelParams.backwardsFunc;
		let kernelProfile;
		this.scopedRun(() => this.state.kernelDepth++, () => this.state.kernelDepth--, () => {
			if (!this.ENV.getBool("DEBUG") && !this.state.profiling) outputs = kernelFunc();
			else {
				kernelProfile = this.profiler.profileKernel(kernelOrScopeName, inputs, () => kernelFunc());
				if (this.ENV.getBool("DEBUG")) this.profiler.logKernelProfile(kernelProfile);
				outputs = kernelProfile.outputs;
			}
		});
		if (isTapeOn) this.addTapeNode(kernelOrScopeName, inputs, outputs, backwardsFunc, saved, attrs);
		if (this.state.profiling) this.state.activeProfile.kernels.push({
			name: kernelOrScopeName,
			bytesAdded: this.state.numBytes - startingBytecount,
			totalBytesSnapshot: this.state.numBytes,
			tensorsAdded: this.state.numTensors - startingNumTensors,
			totalTensorsSnapshot: this.state.numTensors,
			inputShapes: Object.keys(inputs).map((key) => inputs[key] != null ? inputs[key].shape : null),
			outputShapes: outputs.map((item) => item.shape),
			kernelTimeMs: kernelProfile.timeMs,
			extraInfo: kernelProfile.extraInfo
		});
		return Array.isArray(out) ? outputs : outputs[0];
	}
	saveTensorsForBackwardMode(tensors) {
		return tensors.map((tensor) => this.keep(this.clone(tensor)));
	}
	getTensorsForGradient(kernelName, inputs, outputs) {
		const gradConfig = getGradient(kernelName);
		if (gradConfig != null) {
			const inputsToSave = gradConfig.inputsToSave || [];
			const outputsToSave = gradConfig.outputsToSave || [];
			let inputTensorsToSave;
			if (gradConfig.saveAllInputs) {
				assert(Array.isArray(inputs), () => "saveAllInputs is true, expected inputs to be an array.");
				inputTensorsToSave = Object.keys(inputs).map((key) => inputs[key]);
			} else inputTensorsToSave = inputsToSave.map((inputName) => inputs[inputName]);
			const outputTensorsToSave = outputs.filter((_, i) => outputsToSave[i]);
			return inputTensorsToSave.concat(outputTensorsToSave);
		}
		return [];
	}
	makeTensor(values, shape, dtype, backend) {
		if (values == null) throw new Error("Values passed to engine.makeTensor() are null");
		dtype = dtype || "float32";
		backend = backend || this.backend;
		let backendVals = values;
		if (dtype === "string" && isString(values[0])) backendVals = values.map((d) => encodeString(d));
		const dataId = backend.write(backendVals, shape, dtype);
		const t = new Tensor(shape, dtype, dataId, this.nextTensorId());
		this.trackTensor(t, backend);
		if (dtype === "string") {
			const info = this.state.tensorInfo.get(dataId);
			const newBytes = bytesFromStringArray(backendVals);
			this.state.numBytes += newBytes - info.bytes;
			info.bytes = newBytes;
		}
		return t;
	}
	makeTensorFromDataId(dataId, shape, dtype, backend) {
		dtype = dtype || "float32";
		const tensorInfo = {
			dataId,
			shape,
			dtype
		};
		return this.makeTensorFromTensorInfo(tensorInfo, backend);
	}
	makeTensorFromTensorInfo(tensorInfo, backend) {
		const { dataId, shape, dtype } = tensorInfo;
		const t = new Tensor(shape, dtype, dataId, this.nextTensorId());
		this.trackTensor(t, backend);
		return t;
	}
	makeVariable(initialValue, trainable = true, name, dtype) {
		name = name || this.nextVariableId().toString();
		if (dtype != null && dtype !== initialValue.dtype) initialValue = initialValue.cast(dtype);
		const v = new Variable(initialValue, trainable, name, this.nextTensorId());
		if (this.state.registeredVariables[v.name] != null) throw new Error(`Variable with name ${v.name} was already registered`);
		this.state.registeredVariables[v.name] = v;
		this.incRef(v, this.backend);
		return v;
	}
	trackTensor(a, backend) {
		this.state.numTensors++;
		if (a.dtype === "string") this.state.numStringTensors++;
		let bytes = 0;
		if (a.dtype !== "complex64" && a.dtype !== "string") bytes = a.size * bytesPerElement(a.dtype);
		this.state.numBytes += bytes;
		if (!this.state.tensorInfo.has(a.dataId)) {
			this.state.numDataBuffers++;
			this.state.tensorInfo.set(a.dataId, {
				backend: backend || this.backend,
				dtype: a.dtype,
				shape: a.shape,
				bytes
			});
		}
		if (!(a instanceof Variable)) this.track(a);
	}
	incRef(a, backend) {
		this.trackTensor(a, backend);
		this.backend.incRef(a.dataId);
	}
	removeDataId(dataId, backend) {
		if (this.state.tensorInfo.has(dataId) && this.state.tensorInfo.get(dataId).backend === backend) {
			this.state.tensorInfo.delete(dataId);
			this.state.numDataBuffers--;
		}
	}
	disposeTensor(a) {
		if (!this.state.tensorInfo.has(a.dataId)) return;
		const info = this.state.tensorInfo.get(a.dataId);
		this.state.numTensors--;
		if (a.dtype === "string") {
			this.state.numStringTensors--;
			this.state.numBytes -= info.bytes;
		}
		if (a.dtype !== "complex64" && a.dtype !== "string") {
			const bytes = a.size * bytesPerElement(a.dtype);
			this.state.numBytes -= bytes;
		}
		if (info.backend.disposeData(a.dataId)) this.removeDataId(a.dataId, info.backend);
	}
	disposeVariables() {
		for (const varName in this.state.registeredVariables) {
			const v = this.state.registeredVariables[varName];
			this.disposeVariable(v);
		}
	}
	disposeVariable(v) {
		this.disposeTensor(v);
		if (this.state.registeredVariables[v.name] != null) delete this.state.registeredVariables[v.name];
	}
	memory() {
		const info = this.backend.memory();
		info.numTensors = this.state.numTensors;
		info.numDataBuffers = this.state.numDataBuffers;
		info.numBytes = this.state.numBytes;
		if (this.state.numStringTensors > 0) {
			info.unreliable = true;
			if (info.reasons == null) info.reasons = [];
			info.reasons.push("Memory usage by string tensors is approximate (2 bytes per character)");
		}
		return info;
	}
	async profile(query) {
		this.state.profiling = true;
		const startBytes = this.state.numBytes;
		const startNumTensors = this.state.numTensors;
		this.state.activeProfile.kernels = [];
		this.state.activeProfile.result = await query();
		this.state.profiling = false;
		this.state.activeProfile.peakBytes = Math.max(...this.state.activeProfile.kernels.map((d) => d.totalBytesSnapshot));
		this.state.activeProfile.newBytes = this.state.numBytes - startBytes;
		this.state.activeProfile.newTensors = this.state.numTensors - startNumTensors;
		for (const kernel of this.state.activeProfile.kernels) {
			kernel.kernelTimeMs = await kernel.kernelTimeMs;
			kernel.extraInfo = await kernel.extraInfo;
		}
		return this.state.activeProfile;
	}
	isTapeOn() {
		return this.state.gradientDepth > 0 && this.state.kernelDepth === 0;
	}
	addTapeNode(kernelName, inputs, outputs, gradientsFunc, saved, attrs) {
		const tapeNode = {
			id: this.state.nextTapeNodeId++,
			kernelName,
			inputs,
			outputs,
			saved
		};
		const gradConfig = getGradient(kernelName);
		if (gradConfig != null) gradientsFunc = gradConfig.gradFunc;
		if (gradientsFunc != null) tapeNode.gradient = (dys) => {
			dys = dys.map((dy, i) => {
				if (dy == null) {
					const output = outputs[i];
					const vals = makeZerosTypedArray(output.size, output.dtype);
					return this.makeTensor(vals, output.shape, output.dtype);
				}
				return dy;
			});
			return gradientsFunc(dys.length > 1 ? dys : dys[0], saved, attrs);
		};
		this.state.activeTape.push(tapeNode);
	}
	keep(result) {
		result.kept = true;
		return result;
	}
	startTape() {
		if (this.state.gradientDepth === 0) this.state.activeTape = [];
		this.state.gradientDepth++;
	}
	endTape() {
		this.state.gradientDepth--;
	}
	startScope(name) {
		const scopeInfo = {
			track: [],
			name: "unnamed scope",
			id: this.state.nextScopeId++
		};
		if (name) scopeInfo.name = name;
		this.state.scopeStack.push(scopeInfo);
		this.state.activeScope = scopeInfo;
	}
	endScope(result) {
		const tensorsToTrackInParent = getTensorsInContainer(result);
		const tensorsToTrackInParentSet = new Set(tensorsToTrackInParent.map((t) => t.id));
		for (let i = 0; i < this.state.activeScope.track.length; i++) {
			const tensor = this.state.activeScope.track[i];
			if (!tensor.kept && !tensorsToTrackInParentSet.has(tensor.id)) tensor.dispose();
		}
		const oldScope = this.state.scopeStack.pop();
		this.state.activeScope = this.state.scopeStack.length === 0 ? null : this.state.scopeStack[this.state.scopeStack.length - 1];
		tensorsToTrackInParent.forEach((tensor) => {
			if (!tensor.kept && tensor.scopeId === oldScope.id) this.track(tensor);
		});
	}
	gradients(f, xs, dy, allowNoGradients = false) {
		assert(xs.length > 0, () => "gradients() received an empty list of xs.");
		if (dy != null && dy.dtype !== "float32") throw new Error(`dy must have 'float32' dtype, but has '${dy.dtype}'`);
		const y = this.scopedRun(() => this.startTape(), () => this.endTape(), () => this.tidy("forward", f));
		assert(y instanceof Tensor, () => "The result y returned by f() must be a tensor.");
		const filteredTape = getFilteredNodesXToY(this.state.activeTape, xs, y);
		if (!allowNoGradients && filteredTape.length === 0 && xs.length > 0) throw new Error("Cannot compute gradient of y=f(x) with respect to x. Make sure that the f you passed encloses all operations that lead from x to y.");
		return this.tidy("backward", () => {
			const accumulatedGradientMap = {};
			accumulatedGradientMap[y.id] = dy == null ? ones$1(y.shape) : dy;
			backpropagateGradients(accumulatedGradientMap, filteredTape, (f) => this.tidy(f), add$1);
			const grads = xs.map((x) => accumulatedGradientMap[x.id]);
			if (this.state.gradientDepth === 0) {
				this.state.activeTape.forEach((node) => {
					for (const tensor of node.saved) tensor.dispose();
				});
				this.state.activeTape = null;
			}
			return {
				value: y,
				grads
			};
		});
	}
	customGrad(f) {
		assert(isFunction(f), () => "The f passed in customGrad(f) must be a function.");
		return (...inputs) => {
			assert(inputs.every((t) => t instanceof Tensor), () => "The args passed in customGrad(f)(x1, x2,...) must all be tensors");
			let res;
			const inputMap = {};
			inputs.forEach((input, i) => {
				inputMap[i] = input;
			});
			const forwardFunc = (_, save) => {
				res = f(...[...inputs, save]);
				assert(res.value instanceof Tensor, () => "The function f passed in customGrad(f) must return an object where `obj.value` is a tensor");
				assert(isFunction(res.gradFunc), () => "The function f passed in customGrad(f) must return an object where `obj.gradFunc` is a function.");
				return res.value;
			};
			const backwardsFunc = (dy, saved) => {
				const gradRes = res.gradFunc(dy, saved);
				const grads = Array.isArray(gradRes) ? gradRes : [gradRes];
				assert(grads.length === inputs.length, () => "The function f passed in customGrad(f) must return an object where `obj.gradFunc` is a function that returns the same number of tensors as inputs passed to f(...).");
				assert(grads.every((t) => t instanceof Tensor), () => "The function f passed in customGrad(f) must return an object where `obj.gradFunc` is a function that returns a list of only tensors.");
				const gradMap = {};
				grads.forEach((grad, i) => {
					gradMap[i] = () => grad;
				});
				return gradMap;
			};
			return this.runKernelFunc({
				forwardFunc,
				backwardsFunc,
				inputs: inputMap
			});
		};
	}
	readSync(dataId) {
		return this.state.tensorInfo.get(dataId).backend.readSync(dataId);
	}
	read(dataId) {
		return this.state.tensorInfo.get(dataId).backend.read(dataId);
	}
	readToGPU(dataId, options) {
		return this.state.tensorInfo.get(dataId).backend.readToGPU(dataId, options);
	}
	async time(query) {
		const start = now();
		const timingInfo = await this.backend.time(query);
		timingInfo.wallMs = now() - start;
		return timingInfo;
	}
	track(result) {
		if (this.state.activeScope != null) {
			result.scopeId = this.state.activeScope.id;
			this.state.activeScope.track.push(result);
		}
		return result;
	}
	get registeredVariables() {
		return this.state.registeredVariables;
	}
	reset() {
		this.pendingBackendInitId++;
		this.state.dispose();
		this.ENV.reset();
		this.state = new EngineState();
		for (const backendName in this.registry) {
			this.disposeRegisteredKernels(backendName);
			this.registry[backendName].dispose();
			delete this.registry[backendName];
		}
		this.backendName = null;
		this.backendInstance = null;
		this.pendingBackendInit = null;
	}
};
Engine.nextTensorId = 0;
Engine.nextVariableId = 0;
function ones$1(shape) {
	const values = makeOnesTypedArray(sizeFromShape(shape), "float32");
	return ENGINE.makeTensor(values, shape, "float32");
}
function getOrMakeEngine() {
	const ns = getGlobalNamespace();
	if (ns._tfengine == null) ns._tfengine = new Engine(new Environment(ns));
	setEnvironmentGlobal(ns._tfengine.ENV);
	setTensorTracker(() => ns._tfengine);
	return ns._tfengine;
}
const ENGINE = getOrMakeEngine();
function add$1(a, b) {
	const inputs = {
		a,
		b
	};
	return ENGINE.runKernel("Add", inputs);
}
// tfjs-core/dist/tensor_util_env.js
function inferShape(val, dtype) {
	let firstElem = val;
	if (isTypedArray(val)) return dtype === "string" ? [] : [val.length];
	if (isWebGLData(val)) {
		const usedChannels = val.channels || "RGBA";
		return [val.height, val.width * usedChannels.length];
	} else if (isWebGPUData(val)) return [val.buffer.size / (dtype == null ? 4 : bytesPerElement(dtype))];
	if (!Array.isArray(val)) return [];
	const shape = [];
	while (Array.isArray(firstElem) || isTypedArray(firstElem) && dtype !== "string") {
		shape.push(firstElem.length);
		firstElem = firstElem[0];
	}
	if (Array.isArray(val) && env().getBool("TENSORLIKE_CHECK_SHAPE_CONSISTENCY")) deepAssertShapeConsistency(val, shape, []);
	return shape;
}
function deepAssertShapeConsistency(val, shape, indices) {
	indices = indices || [];
	if (!Array.isArray(val) && !isTypedArray(val)) {
		assert(shape.length === 0, () => `Element arr[${indices.join("][")}] is a primitive, but should be an array/TypedArray of ${shape[0]} elements`);
		return;
	}
	assert(shape.length > 0, () => `Element arr[${indices.join("][")}] should be a primitive, but is an array of ${val.length} elements`);
	assert(val.length === shape[0], () => `Element arr[${indices.join("][")}] should have ${shape[0]} elements, but has ${val.length} elements`);
	const subShape = shape.slice(1);
	for (let i = 0; i < val.length; ++i) deepAssertShapeConsistency(val[i], subShape, indices.concat(i));
}
function assertDtype(expectedDtype, actualDType, argName, functionName) {
	if (expectedDtype === "string_or_numeric") return;
	if (expectedDtype == null) throw new Error(`Expected dtype cannot be null.`);
	if (expectedDtype !== "numeric" && expectedDtype !== actualDType || expectedDtype === "numeric" && actualDType === "string") throw new Error(`Argument '${argName}' passed to '${functionName}' must be ${expectedDtype} tensor, but got ${actualDType} tensor`);
}
function convertToTensor(x, argName, functionName, parseAsDtype = "numeric") {
	if (x instanceof getGlobalTensorClass()) {
		assertDtype(parseAsDtype, x.dtype, argName, functionName);
		return x;
	}
	let inferredDtype = inferDtype(x);
	if (inferredDtype !== "string" && [
		"bool",
		"int32",
		"float32"
	].indexOf(parseAsDtype) >= 0) inferredDtype = parseAsDtype;
	assertDtype(parseAsDtype, inferredDtype, argName, functionName);
	if (x == null || !isTypedArray(x) && !Array.isArray(x) && typeof x !== "number" && typeof x !== "boolean" && typeof x !== "string") {
		const type = x == null ? "null" : x.constructor.name;
		throw new Error(`Argument '${argName}' passed to '${functionName}' must be a Tensor or TensorLike, but got '${type}'`);
	}
	const inferredShape = inferShape(x, inferredDtype);
	if (!isTypedArray(x) && !Array.isArray(x)) x = [x];
	const values = inferredDtype !== "string" ? toTypedArray(x, inferredDtype) : flatten(x, [], true);
	return ENGINE.makeTensor(values, inferredShape, inferredDtype);
}
function convertToTensorArray(arg, argName, functionName, parseAsDtype = "numeric") {
	if (!Array.isArray(arg)) throw new Error(`Argument ${argName} passed to ${functionName} must be a \`Tensor[]\` or \`TensorLike[]\``);
	return arg.map((t, i) => convertToTensor(t, `${argName}[${i}]`, functionName, parseAsDtype));
}
// tfjs-core/dist/ops/operation.js
const OP_SCOPE_SUFFIX = "__op";
function op(f) {
	const keys = Object.keys(f);
	if (keys.length !== 1) throw new Error(`Please provide an object with a single key (operation name) mapping to a function. Got an object with ${keys.length} keys.`);
	let opName = keys[0];
	const fn = f[opName];
	if (opName.endsWith("_")) opName = opName.substring(0, opName.length - 1);
	opName = opName + OP_SCOPE_SUFFIX;
	const f2 = (...args) => {
		ENGINE.startScope(opName);
		try {
			const result = fn(...args);
			if (isPromise(result)) console.error("Cannot return a Promise inside of tidy.");
			ENGINE.endScope(result);
			return result;
		} catch (ex) {
			ENGINE.endScope(null);
			throw ex;
		}
	};
	Object.defineProperty(f2, "name", {
		value: opName,
		configurable: true
	});
	return f2;
}
// tfjs-core/dist/ops/cast.js
function cast_(x, dtype) {
	const $x = convertToTensor(x, "x", "cast");
	if (!isValidDtype(dtype)) throw new Error(`Failed to cast to unknown dtype ${dtype}`);
	if (dtype === "string" && $x.dtype !== "string" || dtype !== "string" && $x.dtype === "string") throw new Error("Only strings can be casted to strings");
	const inputs = { x: $x };
	const attrs = { dtype };
	return ENGINE.runKernel(Cast, inputs, attrs);
}
const cast = op({ cast_ });
// tfjs-core/dist/ops/mul.js
function mul_(a, b) {
	let $a = convertToTensor(a, "a", "mul");
	let $b = convertToTensor(b, "b", "mul");
	[$a, $b] = makeTypesMatch($a, $b);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel(Multiply, inputs);
}
const mul = op({ mul_ });
// tfjs-core/dist/ops/step.js
function step_(x, alpha = 0) {
	const inputs = { x: convertToTensor(x, "x", "step") };
	const attrs = { alpha };
	return ENGINE.runKernel(Step, inputs, attrs);
}
const step = op({ step_ });
// tfjs-core/dist/gradients/Abs_grad.js
const absGradConfig = {
	kernelName: "Abs",
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => mul(dy, step(cast(x, "float32"), -1)) };
	}
};
// tfjs-core/dist/ops/floorDiv.js
function floorDiv_(a, b) {
	let $a = convertToTensor(a, "a", "floorDiv");
	let $b = convertToTensor(b, "b", "floorDiv");
	[$a, $b] = makeTypesMatch($a, $b);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel(FloorDiv, inputs);
}
const floorDiv = op({ floorDiv_ });
// tfjs-core/dist/ops/div.js
function div_(a, b) {
	let $a = convertToTensor(a, "a", "div");
	let $b = convertToTensor(b, "b", "div");
	[$a, $b] = makeTypesMatch($a, $b);
	if ($a.dtype === "int32" && $b.dtype === "int32") return floorDiv($a, $b);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel(RealDiv, inputs, {});
}
const div = op({ div_ });
// tfjs-core/dist/ops/neg.js
function neg_(x) {
	const inputs = { x: convertToTensor(x, "x", "neg") };
	return ENGINE.runKernel("Neg", inputs);
}
const neg = op({ neg_ });
// tfjs-core/dist/ops/tensor_ops_util.js
function makeTensor(values, shape, inferredShape, dtype) {
	if (dtype == null) dtype = inferDtype(values);
	else if (dtype === "complex64") throw new Error("Cannot construct a complex64 tensor directly. Please use tf.complex(real, imag).");
	if (isWebGPUData(values) || isWebGLData(values)) {
		if (dtype !== "float32" && dtype !== "int32") throw new Error(`Creating tensor from GPU data only supports 'float32'|'int32' dtype, while the dtype is ${dtype}.`);
		return ENGINE.backend.createTensorFromGPUData(values, shape || inferredShape, dtype);
	}
	if (!isTypedArray(values) && !Array.isArray(values) && typeof values !== "number" && typeof values !== "boolean" && typeof values !== "string") throw new Error("values passed to tensor(values) must be a number/boolean/string or an array of numbers/booleans/strings, or a TypedArray");
	if (shape != null) {
		assertNonNegativeIntegerDimensions(shape);
		const providedSize = sizeFromShape(shape);
		const inferredSize = sizeFromShape(inferredShape);
		assert(providedSize === inferredSize, () => `Based on the provided shape, [${shape}], the tensor should have ${providedSize} values but has ${inferredSize}`);
		for (let i = 0; i < inferredShape.length; ++i) {
			const inferred = inferredShape[i];
			const flatDimsDontMatch = i === inferredShape.length - 1 ? inferred !== sizeFromShape(shape.slice(i)) : true;
			assert(inferredShape[i] === shape[i] || !flatDimsDontMatch, () => `Error creating a new Tensor. Inferred shape (${inferredShape}) does not match the provided shape (${shape}). `);
		}
	}
	if (!isTypedArray(values) && !Array.isArray(values)) values = [values];
	shape = shape || inferredShape;
	values = dtype !== "string" ? toTypedArray(values, dtype) : flatten(values, [], true);
	return ENGINE.makeTensor(values, shape, dtype);
}
// tfjs-core/dist/ops/scalar.js
function scalar(value, dtype) {
	if ((isTypedArray(value) && dtype !== "string" || Array.isArray(value)) && dtype !== "complex64") throw new Error("Error creating a new Scalar: value must be a primitive (number|boolean|string)");
	if (dtype === "string" && isTypedArray(value) && !(value instanceof Uint8Array)) throw new Error("When making a scalar from encoded string, the value must be `Uint8Array`.");
	return makeTensor(value, [], [], dtype);
}
// tfjs-core/dist/ops/sqrt.js
function sqrt_(x) {
	const inputs = { x: convertToTensor(x, "x", "sqrt", "float32") };
	return ENGINE.runKernel(Sqrt, inputs);
}
const sqrt = op({ sqrt_ });
// tfjs-core/dist/ops/square.js
function square_(x) {
	const $x = convertToTensor(x, "x", "square");
	return ENGINE.runKernel("Square", { x: $x }, {});
}
const square = op({ square_ });
// tfjs-core/dist/ops/sub.js
function sub_(a, b) {
	let $a = convertToTensor(a, "a", "sub");
	let $b = convertToTensor(b, "b", "sub");
	[$a, $b] = makeTypesMatch($a, $b);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel("Sub", inputs);
}
const sub = op({ sub_ });
// tfjs-core/dist/gradients/Acos_grad.js
const acosGradConfig = {
	kernelName: Acos,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => {
			const a = square(cast(x, "float32"));
			const b = sqrt(sub(scalar(1), a));
			return neg(div(dy, b));
		} };
	}
};
// tfjs-core/dist/gradients/Acosh_grad.js
const acoshGradConfig = {
	kernelName: Acosh,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => {
			const a = sqrt(sub(square(cast(x, "float32")), 1));
			return div(dy, a);
		} };
	}
};
// tfjs-core/dist/ops/broadcast_util.js
function getReductionAxes(inShape, outShape) {
	const result = [];
	for (let i = 0; i < outShape.length; i++) {
		const inDim = inShape[inShape.length - i - 1];
		const outAxis = outShape.length - i - 1;
		const outDim = outShape[outAxis];
		if (inDim == null || inDim === 1 && outDim > 1) result.unshift(outAxis);
	}
	return result;
}
function assertAndGetBroadcastShape(shapeA, shapeB) {
	const l = Math.max(shapeA.length, shapeB.length);
	const result = new Array(l);
	for (let i = 0; i < l; i++) {
		let a = shapeA[shapeA.length - i - 1];
		if (a == null) a = 1;
		let b = shapeB[shapeB.length - i - 1];
		if (b == null) b = 1;
		if (a === 1) result[l - i - 1] = b;
		else if (b === 1) result[l - i - 1] = a;
		else if (a !== b) {
			const errMsg = `Operands could not be broadcast together with shapes ${shapeA} and ${shapeB}.`;
			throw Error(errMsg);
		} else result[l - i - 1] = a;
	}
	return result;
}
// tfjs-core/dist/ops/reshape.js
function reshape_(x, shape) {
	const inputs = { x: convertToTensor(x, "x", "reshape", "string_or_numeric") };
	const attrs = { shape };
	return ENGINE.runKernel(Reshape, inputs, attrs);
}
const reshape = op({ reshape_ });
// tfjs-core/dist/ops/sum.js
function sum_(x, axis = null, keepDims = false) {
	let $x = convertToTensor(x, "x", "sum");
	if ($x.dtype === "bool") $x = cast($x, "int32");
	const inputs = { x: $x };
	const attrs = {
		axis,
		keepDims
	};
	return ENGINE.runKernel("Sum", inputs, attrs);
}
const sum = op({ sum_ });
// tfjs-core/dist/gradients/Add_grad.js
const addGradConfig = {
	kernelName: "Add",
	inputsToSave: ["a", "b"],
	gradFunc: (dy, saved) => {
		const [a, b] = saved;
		const outShape = assertAndGetBroadcastShape(a.shape, b.shape);
		const derA = () => {
			let res = dy;
			const reduceAxes = getReductionAxes(a.shape, outShape);
			if (reduceAxes.length > 0) res = sum(res, reduceAxes);
			return reshape(res, a.shape);
		};
		const derB = () => {
			let res = dy;
			const reduceAxes = getReductionAxes(b.shape, outShape);
			if (reduceAxes.length > 0) res = sum(res, reduceAxes);
			return reshape(res, b.shape);
		};
		return {
			a: derA,
			b: derB
		};
	}
};
// tfjs-core/dist/gradients/AddN_grad.js
const addNGradConfig = {
	kernelName: AddN,
	saveAllInputs: true,
	gradFunc: (dy, saved) => {
		const ders = {};
		saved.forEach((_, i) => {
			ders[i] = () => dy.clone();
		});
		return ders;
	}
};
// tfjs-core/dist/ops/zeros_like.js
function zerosLike_(x) {
	const inputs = { x: convertToTensor(x, "x", "zerosLike") };
	return ENGINE.runKernel(ZerosLike, inputs);
}
const zerosLike = op({ zerosLike_ });
// tfjs-core/dist/gradients/ArgMax_grad.js
const argMaxGradConfig = {
	kernelName: ArgMax,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => zerosLike(x) };
	}
};
// tfjs-core/dist/gradients/ArgMin_grad.js
const argMinGradConfig = {
	kernelName: ArgMin,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => zerosLike(x) };
	}
};
// tfjs-core/dist/gradients/Asin_grad.js
const asinGradConfig = {
	kernelName: Asin,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => div(dy, sqrt(sub(scalar(1), square(cast(x, "float32"))))) };
	}
};
// tfjs-core/dist/ops/add.js
function add_(a, b) {
	let $a = convertToTensor(a, "a", "add");
	let $b = convertToTensor(b, "b", "add");
	[$a, $b] = makeTypesMatch($a, $b);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel("Add", inputs);
}
const add = op({ add_ });
// tfjs-core/dist/gradients/Asinh_grad.js
const asinhGradConfig = {
	kernelName: Asinh,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => {
			const a = sqrt(add(scalar(1), square(cast(x, "float32"))));
			return div(dy, a);
		} };
	}
};
// tfjs-core/dist/gradients/Atan2_grad.js
const atan2GradConfig = {
	kernelName: Atan2,
	inputsToSave: ["a", "b"],
	gradFunc: (dy, saved) => {
		const [a, b] = saved;
		const outShape = assertAndGetBroadcastShape(a.shape, b.shape);
		const derA = () => {
			const d = add(square(a), square(b));
			let res = mul(dy, div(b, d));
			const reduceAxes = getReductionAxes(a.shape, outShape);
			if (reduceAxes.length > 0) res = sum(res, reduceAxes);
			return reshape(res, a.shape);
		};
		const derB = () => {
			const d = add(square(a), square(b));
			let res = neg(mul(dy, div(a, d)));
			const reduceAxes = getReductionAxes(b.shape, outShape);
			if (reduceAxes.length > 0) res = sum(res, reduceAxes);
			return reshape(res, b.shape);
		};
		return {
			a: derA,
			b: derB
		};
	}
};
// tfjs-core/dist/gradients/Atan_grad.js
const atanGradConfig = {
	kernelName: Atan,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => div(dy, add(square(cast(x, "float32")), 1)) };
	}
};
// tfjs-core/dist/gradients/Atanh_grad.js
const atanhGradConfig = {
	kernelName: Atanh,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => div(dy, sub(scalar(1), square(cast(x, "float32")))) };
	}
};
// tfjs-core/dist/ops/conv_util.js
function computePool2DInfo(inShape, filterSize, strides, dilations, pad, roundingMode, dataFormat = "channelsLast") {
	const [filterHeight, filterWidth] = parseTupleParam(filterSize);
	let filterShape;
	if (dataFormat === "channelsLast") filterShape = [
		filterHeight,
		filterWidth,
		inShape[3],
		inShape[3]
	];
	else if (dataFormat === "channelsFirst") filterShape = [
		filterHeight,
		filterWidth,
		inShape[1],
		inShape[1]
	];
	else throw new Error(`Unknown dataFormat ${dataFormat}`);
	return computeConv2DInfo(inShape, filterShape, strides, dilations, pad, roundingMode, false, dataFormat);
}
function computeConv2DInfo(inShape, filterShape, strides, dilations, pad, roundingMode, depthwise = false, dataFormat = "channelsLast") {
	let [batchSize, inHeight, inWidth, inChannels] = [
		-1,
		-1,
		-1,
		-1
	];
	if (dataFormat === "channelsLast") [batchSize, inHeight, inWidth, inChannels] = inShape;
	else if (dataFormat === "channelsFirst") [batchSize, inChannels, inHeight, inWidth] = inShape;
	else throw new Error(`Unknown dataFormat ${dataFormat}`);
	const [filterHeight, filterWidth, , filterChannels] = filterShape;
	const [strideHeight, strideWidth] = parseTupleParam(strides);
	const [dilationHeight, dilationWidth] = parseTupleParam(dilations);
	const effectiveFilterHeight = getEffectiveFilterSize(filterHeight, dilationHeight);
	const effectiveFilterWidth = getEffectiveFilterSize(filterWidth, dilationWidth);
	const { padInfo, outHeight, outWidth } = getPadAndOutInfo(pad, inHeight, inWidth, strideHeight, strideWidth, effectiveFilterHeight, effectiveFilterWidth, roundingMode, dataFormat);
	const outChannels = depthwise ? filterChannels * inChannels : filterChannels;
	let outShape;
	if (dataFormat === "channelsFirst") outShape = [
		batchSize,
		outChannels,
		outHeight,
		outWidth
	];
	else if (dataFormat === "channelsLast") outShape = [
		batchSize,
		outHeight,
		outWidth,
		outChannels
	];
	return {
		batchSize,
		dataFormat,
		inHeight,
		inWidth,
		inChannels,
		outHeight,
		outWidth,
		outChannels,
		padInfo,
		strideHeight,
		strideWidth,
		filterHeight,
		filterWidth,
		effectiveFilterHeight,
		effectiveFilterWidth,
		dilationHeight,
		dilationWidth,
		inShape,
		outShape,
		filterShape
	};
}
function computeOutputShape2D(inShape, fieldSize, stride, zeroPad, roundingMode) {
	if (zeroPad == null) zeroPad = computeDefaultPad(inShape, fieldSize, stride);
	const inputRows = inShape[0];
	const inputCols = inShape[1];
	return [round$1((inputRows - fieldSize + 2 * zeroPad) / stride + 1, roundingMode), round$1((inputCols - fieldSize + 2 * zeroPad) / stride + 1, roundingMode)];
}
function computeDefaultPad(inputShape, fieldSize, stride, dilation = 1) {
	const effectiveFieldSize = getEffectiveFilterSize(fieldSize, dilation);
	return Math.floor((inputShape[0] * (stride - 1) - stride + effectiveFieldSize) / 2);
}
function parseTupleParam(param) {
	if (typeof param === "number") return [
		param,
		param,
		param
	];
	if (param.length === 2) return [
		param[0],
		param[1],
		1
	];
	return param;
}
function getEffectiveFilterSize(filterSize, dilation) {
	if (dilation <= 1) return filterSize;
	return filterSize + (filterSize - 1) * (dilation - 1);
}
function getPadAndOutInfo(pad, inHeight, inWidth, strideHeight, strideWidth, filterHeight, filterWidth, roundingMode, dataFormat) {
	let padInfo;
	let outHeight;
	let outWidth;
	if (typeof pad === "number") {
		padInfo = {
			top: pad,
			bottom: pad,
			left: pad,
			right: pad,
			type: pad === 0 ? "VALID" : "NUMBER"
		};
		const outShape = computeOutputShape2D([inHeight, inWidth], filterHeight, strideHeight, pad, roundingMode);
		outHeight = outShape[0];
		outWidth = outShape[1];
	} else if (pad === "same") {
		outHeight = Math.ceil(inHeight / strideHeight);
		outWidth = Math.ceil(inWidth / strideWidth);
		const padAlongHeight = Math.max(0, (outHeight - 1) * strideHeight + filterHeight - inHeight);
		const padAlongWidth = Math.max(0, (outWidth - 1) * strideWidth + filterWidth - inWidth);
		const top = Math.floor(padAlongHeight / 2);
		const bottom = padAlongHeight - top;
		const left = Math.floor(padAlongWidth / 2);
		padInfo = {
			top,
			bottom,
			left,
			right: padAlongWidth - left,
			type: "SAME"
		};
	} else if (pad === "valid") {
		padInfo = {
			top: 0,
			bottom: 0,
			left: 0,
			right: 0,
			type: "VALID"
		};
		outHeight = Math.ceil((inHeight - filterHeight + 1) / strideHeight);
		outWidth = Math.ceil((inWidth - filterWidth + 1) / strideWidth);
	} else if (typeof pad === "object") {
		const top = dataFormat === "channelsLast" ? pad[1][0] : pad[2][0];
		const bottom = dataFormat === "channelsLast" ? pad[1][1] : pad[2][1];
		const left = dataFormat === "channelsLast" ? pad[2][0] : pad[3][0];
		const right = dataFormat === "channelsLast" ? pad[2][1] : pad[3][1];
		padInfo = {
			top,
			bottom,
			left,
			right,
			type: top === 0 && bottom === 0 && left === 0 && right === 0 ? "VALID" : "EXPLICIT"
		};
		outHeight = round$1((inHeight - filterHeight + top + bottom) / strideHeight + 1, roundingMode);
		outWidth = round$1((inWidth - filterWidth + left + right) / strideWidth + 1, roundingMode);
	} else throw Error(`Unknown padding parameter: ${pad}`);
	return {
		padInfo,
		outHeight,
		outWidth
	};
}
function round$1(value, roundingMode) {
	if (!roundingMode) return Math.trunc(value);
	switch (roundingMode) {
		case "round": return Math.round(value);
		case "ceil": return Math.ceil(value);
		case "floor": return Math.floor(value);
		default: throw new Error(`Unknown roundingMode ${roundingMode}`);
	}
}
function tupleValuesAreOne(param) {
	const [dimA, dimB, dimC] = parseTupleParam(param);
	return dimA === 1 && dimB === 1 && dimC === 1;
}
function eitherStridesOrDilationsAreOne(strides, dilations) {
	return tupleValuesAreOne(strides) || tupleValuesAreOne(dilations);
}
function stridesOrDilationsArePositive(values) {
	return parseTupleParam(values).every((value) => value > 0);
}
function checkPadOnDimRoundingMode(opDesc, pad, dimRoundingMode) {
	if (dimRoundingMode != null) {
		if (typeof pad === "string") throw Error(`Error in ${opDesc}: pad must be an integer when using dimRoundingMode ${dimRoundingMode} but got pad ${pad}.`);
		else if (typeof pad === "number") assert(isInt(pad), () => `Error in ${opDesc}: pad must be an integer when using dimRoundingMode ${dimRoundingMode} but got pad ${pad}.`);
		else if (typeof pad === "object") pad.forEach((p) => {
			p.forEach((v) => {
				assert(isInt(v), () => `Error in ${opDesc}: pad must be an integer when using dimRoundingMode ${dimRoundingMode} but got pad ${v}.`);
			});
		});
		else throw Error(`Error in ${opDesc}: Unknown padding parameter: ${pad}`);
	}
}
// tfjs-core/dist/ops/avg_pool_3d_grad.js
function avgPool3dGrad_(dy, input, filterSize, strides, pad, dimRoundingMode) {
	const $dy = convertToTensor(dy, "dy", "avgPool3dGrad");
	const $input = convertToTensor(input, "input", "avgPool3dGrad");
	let dy5D = $dy;
	let input5D = $input;
	let reshapedTo5D = false;
	if ($input.rank === 4) {
		reshapedTo5D = true;
		dy5D = reshape($dy, [
			1,
			$dy.shape[0],
			$dy.shape[1],
			$dy.shape[2],
			$dy.shape[3]
		]);
		input5D = reshape($input, [
			1,
			$input.shape[0],
			$input.shape[1],
			$input.shape[2],
			$input.shape[3]
		]);
	}
	assert(dy5D.rank === 5, () => `Error in avgPool3dGrad: dy must be rank 5 but got rank ${dy5D.rank}.`);
	assert(input5D.rank === 5, () => `Error in avgPool3dGrad: input must be rank 5 but got rank ${input5D.rank}.`);
	checkPadOnDimRoundingMode("avgPool3dGrad", pad, dimRoundingMode);
	const inputs = {
		dy: dy5D,
		input: input5D
	};
	const attrs = {
		filterSize,
		strides,
		pad,
		dimRoundingMode
	};
	const res = ENGINE.runKernel(AvgPool3DGrad, inputs, attrs);
	if (reshapedTo5D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3],
		res.shape[4]
	]);
	return res;
}
const avgPool3dGrad = op({ avgPool3dGrad_ });
// tfjs-core/dist/gradients/AvgPool3D_grad.js
const avgPool3DGradConfig = {
	kernelName: AvgPool3D,
	inputsToSave: ["x"],
	gradFunc: (dy, saved, attrs) => {
		const [x] = saved;
		const { filterSize, strides, pad, dimRoundingMode } = attrs;
		return { x: () => avgPool3dGrad(dy, x, filterSize, strides, pad, dimRoundingMode) };
	}
};
// tfjs-core/dist/ops/avg_pool_grad.js
function avgPoolGrad_(dy, input, filterSize, strides, pad) {
	const $dy = convertToTensor(dy, "dy", "avgPoolGrad");
	const $input = convertToTensor(input, "input", "avgPoolGrad");
	assert($input.rank === $dy.rank, () => `Rank of input (${$input.rank}) does not match rank of dy (${$dy.rank})`);
	let input4D = $input;
	let dy4D = $dy;
	let reshapedTo4D = false;
	if ($input.rank === 3) {
		reshapedTo4D = true;
		input4D = reshape($input, [
			1,
			$input.shape[0],
			$input.shape[1],
			$input.shape[2]
		]);
		dy4D = reshape($dy, [
			1,
			$dy.shape[0],
			$dy.shape[1],
			$dy.shape[2]
		]);
	}
	assert(dy4D.rank === 4, () => `Error in avgPoolGrad: dy must be rank 4 but got rank ${dy4D.rank}.`);
	assert(input4D.rank === 4, () => `Error in avgPoolGrad: input must be rank 4 but got rank ${input4D.rank}.`);
	const inputs = {
		dy: dy4D,
		input: input4D
	};
	const attrs = {
		filterSize,
		strides,
		pad
	};
	const res = ENGINE.runKernel(AvgPoolGrad, inputs, attrs);
	if (reshapedTo4D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3]
	]);
	return res;
}
const avgPoolGrad = op({ avgPoolGrad_ });
// tfjs-core/dist/gradients/AvgPool_grad.js
const avgPoolGradConfig = {
	kernelName: AvgPool,
	inputsToSave: ["x"],
	gradFunc: (dy, saved, attrs) => {
		const [x] = saved;
		const { filterSize, strides, pad } = attrs;
		return { x: () => avgPoolGrad(dy, x, filterSize, strides, pad) };
	}
};
// tfjs-core/dist/ops/mat_mul.js
function matMul_(a, b, transposeA = false, transposeB = false) {
	let $a = convertToTensor(a, "a", "matMul");
	let $b = convertToTensor(b, "b", "matMul");
	[$a, $b] = makeTypesMatch($a, $b);
	const inputs = {
		a: $a,
		b: $b
	};
	const attrs = {
		transposeA,
		transposeB
	};
	return ENGINE.runKernel(BatchMatMul, inputs, attrs);
}
const matMul = op({ matMul_ });
// tfjs-core/dist/gradients/BatchMatMul_grad.js
const batchMatMulGradConfig = {
	kernelName: BatchMatMul,
	inputsToSave: ["a", "b"],
	gradFunc: (dy, saved, attrs) => {
		const [a, b] = saved;
		const { transposeA, transposeB } = attrs;
		if (!transposeA && !transposeB) return {
			a: () => matMul(dy, b, false, true),
			b: () => matMul(a, dy, true, false)
		};
		else if (!transposeA && transposeB) return {
			a: () => matMul(dy, b, false, false),
			b: () => matMul(dy, a, true, false)
		};
		else if (transposeA && !transposeB) return {
			a: () => matMul(b, dy, false, true),
			b: () => matMul(a, dy, false, false)
		};
		else return {
			a: () => matMul(b, dy, true, true),
			b: () => matMul(dy, a, true, true)
		};
	}
};
// tfjs-core/dist/ops/space_to_batch_nd.js
function spaceToBatchND_(x, blockShape, paddings) {
	const $x = convertToTensor(x, "x", "spaceToBatchND");
	assert($x.rank >= 1 + blockShape.length, () => `input rank ${$x.rank} should be > than [blockShape] ${blockShape.length}`);
	assert(paddings.length === blockShape.length, () => `paddings.shape[0] ${paddings.length} must be equal to [blockShape] ${blockShape.length}`);
	assert($x.shape.reduce((a, b, i) => {
		if (i > 0 && i <= blockShape.length) return a && (b + paddings[i - 1][0] + paddings[i - 1][1]) % blockShape[i - 1] === 0;
		return a;
	}, true), () => `input spatial dimensions ${$x.shape.slice(1)} with paddings ${paddings.toString()} must be divisible by blockShapes ${blockShape.toString()}`);
	const inputs = { x: $x };
	const attrs = {
		blockShape,
		paddings
	};
	return ENGINE.runKernel(SpaceToBatchND, inputs, attrs);
}
const spaceToBatchND = op({ spaceToBatchND_ });
// tfjs-core/dist/gradients/BatchToSpaceND_grad.js
const batchToSpaceNDGradConfig = {
	kernelName: BatchToSpaceND,
	gradFunc: (dy, saved, attrs) => {
		const { blockShape, crops } = attrs;
		return { x: () => spaceToBatchND(dy, blockShape, crops) };
	}
};
// tfjs-core/dist/gradients/BroadcastTo_grad.js
const broadcastToGradConfig = {
	kernelName: BroadcastTo,
	gradFunc: (dy, saved, attrs) => {
		const broadCastToAttrs = attrs;
		const inputShape = broadCastToAttrs.inputShape;
		const outputShape = broadCastToAttrs.shape;
		const reps = Array.from(outputShape);
		for (let i = inputShape.length - 1; i >= 0; i--) if (inputShape[i] === outputShape[i]) reps[i] = 1;
		else if (inputShape[i] !== 1) throw new Error(`broadcastTo(): [${inputShape}] cannot be broadcast to [${outputShape}].`);
		const axes = [];
		for (let i = 0; i < reps.length; i++) if (reps[i] > 1) axes.push(i);
		return { x: () => sum(dy, axes, true) };
	}
};
// tfjs-core/dist/gradients/Cast_grad.js
const castGradConfig = {
	kernelName: Cast,
	gradFunc: (dy) => {
		return { x: () => dy.clone() };
	}
};
// tfjs-core/dist/gradients/Ceil_grad.js
const ceilGradConfig = {
	kernelName: Ceil,
	gradFunc: (dy) => {
		return { x: () => zerosLike(dy) };
	}
};
// tfjs-core/dist/ops/greater_equal.js
function greaterEqual_(a, b) {
	let $a = convertToTensor(a, "a", "greaterEqual", "string_or_numeric");
	let $b = convertToTensor(b, "b", "greaterEqual", "string_or_numeric");
	[$a, $b] = makeTypesMatch($a, $b);
	assertAndGetBroadcastShape($a.shape, $b.shape);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel(GreaterEqual, inputs);
}
const greaterEqual = op({ greaterEqual_ });
// tfjs-core/dist/ops/less_equal.js
function lessEqual_(a, b) {
	let $a = convertToTensor(a, "a", "lessEqual", "string_or_numeric");
	let $b = convertToTensor(b, "b", "lessEqual", "string_or_numeric");
	[$a, $b] = makeTypesMatch($a, $b);
	assertAndGetBroadcastShape($a.shape, $b.shape);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel(LessEqual, inputs);
}
const lessEqual = op({ lessEqual_ });
// tfjs-core/dist/ops/logical_and.js
function logicalAnd_(a, b) {
	const $a = convertToTensor(a, "a", "logicalAnd", "bool");
	const $b = convertToTensor(b, "b", "logicalAnd", "bool");
	assertAndGetBroadcastShape($a.shape, $b.shape);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel(LogicalAnd, inputs);
}
const logicalAnd = op({ logicalAnd_ });
// tfjs-core/dist/ops/clone.js
function clone_(x) {
	const inputs = { x: convertToTensor(x, "x", "clone", "string_or_numeric") };
	return ENGINE.runKernel(Identity, inputs);
}
const clone = op({ clone_ });
// tfjs-core/dist/ops/broadcast_to.js
function broadcastTo_(x, shape) {
	let input = convertToTensor(x, "broadcastTo", "x");
	const xShape = input.shape;
	assertNonNegativeIntegerDimensions(shape);
	if (shape.length < input.rank) throw new Error(`broadcastTo(): shape.length=${shape.length} < input.rank=${input.rank}.`);
	if (shape.length > input.rank) {
		const newShape = input.shape.slice();
		while (newShape.length < shape.length) newShape.unshift(1);
		input = reshape(input, newShape);
	}
	const inputShape = input.shape;
	const reps = Array.from(shape);
	for (let i = shape.length - 1; i >= 0; i--) if (inputShape[i] === shape[i]) reps[i] = 1;
	else if (input.shape[i] !== 1) throw new Error(`broadcastTo(): [${xShape}] cannot be broadcast to [${shape}].`);
	if (reps.map((n, i) => n > 1 ? i : -1).filter((i) => i >= 0).length === 0) return clone(input);
	const inputs = { x: input };
	const attrs = { reps };
	return ENGINE.runKernel(Tile, inputs, attrs);
}
const broadcastTo = op({ broadcastTo_ });
// tfjs-core/dist/ops/where.js
function where_(condition, a, b) {
	const $a = convertToTensor(a, "a", "where");
	const $b = convertToTensor(b, "b", "where");
	const $condition = convertToTensor(condition, "condition", "where", "bool");
	const broadcastShape = assertAndGetBroadcastShape(assertAndGetBroadcastShape($condition.shape, $a.shape), $b.shape);
	const inputs = {
		condition: broadcastTo($condition, broadcastShape),
		t: broadcastTo($a, broadcastShape),
		e: broadcastTo($b, broadcastShape)
	};
	return ENGINE.runKernel(Select, inputs);
}
const where = op({ where_ });
// tfjs-core/dist/gradients/ClipByValue_grad.js
const clipByValueGradConfig = {
	kernelName: ClipByValue,
	inputsToSave: ["x"],
	gradFunc: (dy, saved, attrs) => {
		const [x] = saved;
		const { clipValueMin, clipValueMax } = attrs;
		return { x: () => where(logicalAnd(greaterEqual(x, clipValueMin), lessEqual(x, clipValueMax)), dy, zerosLike(dy)) };
	}
};
// tfjs-core/dist/gradients/ComplexAbs_grad.js
const complexAbsGradConfig = {
	kernelName: ComplexAbs,
	inputsToSave: ["x"],
	gradFunc: absGradConfig.gradFunc
};
// tfjs-core/dist/ops/split.js
function split_(x, numOrSizeSplits, axis = 0) {
	const inputs = { x: convertToTensor(x, "x", "split") };
	const attr = {
		numOrSizeSplits,
		axis
	};
	return ENGINE.runKernel(SplitV, inputs, attr);
}
const split = op({ split_ });
// tfjs-core/dist/gradients/Concat_grad.js
const concatGradConfig = {
	kernelName: Concat,
	saveAllInputs: true,
	gradFunc: (dy, saved, attrs) => {
		const shapes = saved.map((t) => t.shape);
		const { axis } = attrs;
		const $axis = parseAxisParam(axis, saved[0].shape)[0];
		const sizeSplits = shapes.map((s) => s[$axis]);
		return split(dy, sizeSplits, $axis).map((t) => () => t);
	}
};
// tfjs-core/dist/ops/conv2d_backprop_filter.js
function conv2DBackpropFilter_(x, dy, filterShape, strides, pad, dataFormat = "NHWC", dimRoundingMode) {
	let x4D = x;
	if (x.rank === 3) x4D = reshape(x, [
		1,
		x.shape[0],
		x.shape[1],
		x.shape[2]
	]);
	let dy4D = dy;
	if (dy4D.rank === 3) dy4D = reshape(dy, [
		1,
		dy.shape[0],
		dy.shape[1],
		dy.shape[2]
	]);
	assert(x4D.rank === 4, () => `Error in conv2dDerFilter: input must be rank 4, but got shape ${x4D.shape}.`);
	assert(dy4D.rank === 4, () => `Error in conv2dDerFilter: dy must be rank 4, but got shape ${dy4D.shape}.`);
	assert(filterShape.length === 4, () => `Error in conv2dDerFilter: filterShape must be length 4, but got ${filterShape}.`);
	const inDepth = dataFormat === "NHWC" ? x4D.shape[3] : x4D.shape[1];
	const outDepth = dataFormat === "NHWC" ? dy4D.shape[3] : dy4D.shape[1];
	assert(inDepth === filterShape[2], () => `Error in conv2dDerFilter: depth of input ${inDepth}) must match input depth in filter (${filterShape[2]}.`);
	assert(outDepth === filterShape[3], () => `Error in conv2dDerFilter: depth of dy (${outDepth}) must match output depth for filter (${filterShape[3]}).`);
	checkPadOnDimRoundingMode("conv2dDerFilter", pad, dimRoundingMode);
	const inputs = {
		x: x4D,
		dy: dy4D
	};
	const attrs = {
		strides,
		pad,
		dataFormat,
		dimRoundingMode,
		filterShape
	};
	return ENGINE.runKernel(Conv2DBackpropFilter, inputs, attrs);
}
const conv2DBackpropFilter = op({ conv2DBackpropFilter_ });
// tfjs-core/dist/ops/conv2d_backprop_input.js
function conv2DBackpropInput_(xShape, dy, filter, strides, pad, dataFormat = "NHWC", dimRoundingMode) {
	assert(xShape.length === dy.rank, () => `Length of inShape (${xShape.length}) and rank of dy (${dy.rank}) must match`);
	let xShape4D = xShape;
	let dy4D = dy;
	let reshapedTo4D = false;
	if (dy.rank === 3) {
		reshapedTo4D = true;
		dy4D = reshape(dy, [
			1,
			dy.shape[0],
			dy.shape[1],
			dy.shape[2]
		]);
		xShape4D = [
			1,
			xShape[0],
			xShape[1],
			xShape[2]
		];
	}
	assert(xShape4D.length === 4, () => `Error in conv2dDerInput: inShape must be length 4, but got length ${xShape4D.length}.`);
	assert(dy4D.rank === 4, () => `Error in conv2dDerInput: dy must be rank 4, but got rank ${dy4D.rank}`);
	assert(filter.rank === 4, () => `Error in conv2dDerInput: filter must be rank 4, but got rank ${filter.rank}`);
	const inDepth = dataFormat === "NHWC" ? xShape4D[3] : xShape4D[1];
	const outDepth = dataFormat === "NHWC" ? dy4D.shape[3] : dy4D.shape[1];
	assert(inDepth === filter.shape[2], () => `Error in conv2dDerInput: depth of input (${inDepth}) must match input depth for filter ${filter.shape[2]}.`);
	assert(outDepth === filter.shape[3], () => `Error in conv2dDerInput: depth of output (${outDepth}) must match output depth for filter ${filter.shape[3]}.`);
	checkPadOnDimRoundingMode("conv2dDerInput", pad, dimRoundingMode);
	const inputs = {
		dy: dy4D,
		filter
	};
	const attrs = {
		strides,
		pad,
		dataFormat,
		dimRoundingMode,
		inputShape: xShape4D
	};
	const res = ENGINE.runKernel(Conv2DBackpropInput, inputs, attrs);
	if (reshapedTo4D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3]
	]);
	return res;
}
const conv2DBackpropInput = op({ conv2DBackpropInput_ });
// tfjs-core/dist/gradients/Conv2D_grad.js
const conv2DGradConfig = {
	kernelName: Conv2D,
	inputsToSave: ["x", "filter"],
	gradFunc: (dy, saved, attrs) => {
		const [x4D, $filter] = saved;
		const { dilations, strides, pad, dataFormat } = attrs;
		assert(tupleValuesAreOne(dilations), () => `Error in gradient of conv2D: dilation rates greater than 1 are not yet supported in gradients. Got dilations '${dilations}'`);
		return {
			x: () => conv2DBackpropInput(x4D.shape, dy, $filter, strides, pad, dataFormat),
			filter: () => conv2DBackpropFilter(x4D, dy, $filter.shape, strides, pad, dataFormat)
		};
	}
};
// tfjs-core/dist/ops/conv2d.js
function conv2d_(x, filter, strides, pad, dataFormat = "NHWC", dilations = [1, 1], dimRoundingMode) {
	const $x = convertToTensor(x, "x", "conv2d", "float32");
	const $filter = convertToTensor(filter, "filter", "conv2d", "float32");
	let x4D = $x;
	let reshapedTo4D = false;
	if ($x.rank === 3) {
		reshapedTo4D = true;
		x4D = reshape($x, [
			1,
			$x.shape[0],
			$x.shape[1],
			$x.shape[2]
		]);
	}
	assert(x4D.rank === 4, () => `Error in conv2d: input must be rank 4, but got rank ${x4D.rank}.`);
	assert($filter.rank === 4, () => `Error in conv2d: filter must be rank 4, but got rank ${$filter.rank}.`);
	checkPadOnDimRoundingMode("conv2d", pad, dimRoundingMode);
	const inDepth = dataFormat === "NHWC" ? x4D.shape[3] : x4D.shape[1];
	assert(inDepth === $filter.shape[2], () => `Error in conv2d: depth of input (${inDepth}) must match input depth for filter ${$filter.shape[2]}.`);
	assert(eitherStridesOrDilationsAreOne(strides, dilations), () => `Error in conv2D: Either strides or dilations must be 1. Got strides ${strides} and dilations '${dilations}'`);
	assert(stridesOrDilationsArePositive(dilations), () => "Error in conv2D: Dilated rates should be larger than 0.");
	assert(stridesOrDilationsArePositive(strides), () => "Error in conv2D: Strides should be larger than 0.");
	const inputs = {
		x: x4D,
		filter: $filter
	};
	const attrs = {
		strides,
		pad,
		dataFormat,
		dilations,
		dimRoundingMode
	};
	const res = ENGINE.runKernel(Conv2D, inputs, attrs);
	if (reshapedTo4D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3]
	]);
	return res;
}
const conv2d = op({ conv2d_ });
// tfjs-core/dist/gradients/Conv2DBackpropInput_grad.js
const conv2DBackpropInputGradConfig = {
	kernelName: Conv2DBackpropInput,
	inputsToSave: ["dy", "filter"],
	gradFunc: (ddx, saved, attrs) => {
		const [dy, filter] = saved;
		const { strides, pad, dataFormat, dimRoundingMode } = attrs;
		return {
			dy: () => conv2d(ddx, filter, strides, pad, dataFormat, 1, dimRoundingMode),
			filter: () => conv2DBackpropFilter(ddx, dy, filter.shape, strides, pad, dataFormat, dimRoundingMode)
		};
	}
};
// tfjs-core/dist/ops/conv3d_backprop_filter.js
function conv3DBackpropFilter_(x, dy, filterShape, strides, pad) {
	let x5D = x;
	if (x.rank === 4) x5D = reshape(x, [
		1,
		x.shape[0],
		x.shape[1],
		x.shape[2],
		x.shape[3]
	]);
	let dy5D = dy;
	if (dy5D.rank === 4) dy5D = reshape(dy, [
		1,
		dy.shape[0],
		dy.shape[1],
		dy.shape[2],
		dy.shape[3]
	]);
	assert(x5D.rank === 5, () => `Error in conv3dDerFilter: input must be rank 5, but got shape ${x5D.shape}.`);
	assert(dy5D.rank === 5, () => `Error in conv3dDerFilter: dy must be rank 5, but got shape ${dy5D.shape}.`);
	assert(filterShape.length === 5, () => `Error in conv3dDerFilter: filterShape must be length 5, but got ${filterShape}.`);
	assert(x5D.shape[4] === filterShape[3], () => `Error in conv3dDerFilter: depth of input ${x5D.shape[4]}) must match input depth in filter (${filterShape[3]}.`);
	assert(dy5D.shape[4] === filterShape[4], () => `Error in conv3dDerFilter: depth of dy (${dy5D.shape[4]}) must match output depth for filter (${filterShape[4]}).`);
	const inputs = {
		x: x5D,
		dy: dy5D
	};
	const attrs = {
		strides,
		pad,
		filterShape
	};
	return ENGINE.runKernel(Conv3DBackpropFilterV2, inputs, attrs);
}
const conv3DBackpropFilter = op({ conv3DBackpropFilter_ });
// tfjs-core/dist/ops/conv3d_backprop_input.js
function conv3DBackpropInput_(xShape, dy, filter, strides, pad) {
	assert(xShape.length === dy.rank, () => `Length of inShape (${xShape.length}) and rank of dy (${dy.rank}) must match`);
	let xShape5D = xShape;
	let dy5D = dy;
	let reshapedTo5D = false;
	if (dy.rank === 4) {
		reshapedTo5D = true;
		dy5D = reshape(dy, [
			1,
			dy.shape[0],
			dy.shape[1],
			dy.shape[2],
			dy.shape[3]
		]);
		xShape5D = [
			1,
			xShape[0],
			xShape[1],
			xShape[2],
			xShape[3]
		];
	}
	const inDepth = xShape5D[4];
	const outDepth = dy5D.shape[4];
	assert(xShape5D.length === 5, () => `Error in conv3dDerInput: inShape must be length 5, but got length ${xShape5D.length}.`);
	assert(dy5D.rank === 5, () => `Error in conv3dDerInput: dy must be rank 5, but got rank ${dy5D.rank}`);
	assert(filter.rank === 5, () => `Error in conv3dDerInput: filter must be rank 5, but got rank ${filter.rank}`);
	assert(inDepth === filter.shape[3], () => `Error in conv3dDerInput: depth of input (${inDepth}) must match input depth for filter ${filter.shape[3]}.`);
	assert(outDepth === filter.shape[4], () => `Error in conv3dDerInput: depth of output (${outDepth}) must match output depth for filter ${filter.shape[4]}.`);
	const inputs = {
		dy: dy5D,
		filter
	};
	const attrs = {
		pad,
		strides,
		inputShape: xShape5D
	};
	const res = ENGINE.runKernel(Conv3DBackpropInputV2, inputs, attrs);
	if (reshapedTo5D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3],
		res.shape[4]
	]);
	return res;
}
const conv3DBackpropInput = op({ conv3DBackpropInput_ });
// tfjs-core/dist/gradients/Conv3D_grad.js
const conv3DGradConfig = {
	kernelName: Conv3D,
	inputsToSave: ["x", "filter"],
	gradFunc: (dy, saved, attrs) => {
		const { dilations, strides, pad } = attrs;
		assert(tupleValuesAreOne(dilations), () => `Error in gradient of conv3D: dilation rates greater than 1 are not yet supported in gradients. Got dilations '${dilations}'`);
		const [x5D, $filter] = saved;
		return {
			x: () => conv3DBackpropInput(x5D.shape, dy, $filter, strides, pad),
			filter: () => conv3DBackpropFilter(x5D, dy, $filter.shape, strides, pad)
		};
	}
};
// tfjs-core/dist/ops/sin.js
function sin_(x) {
	const inputs = { x: convertToTensor(x, "x", "sin", "float32") };
	return ENGINE.runKernel("Sin", inputs);
}
const sin = op({ sin_ });
// tfjs-core/dist/gradients/Cos_grad.js
const cosGradConfig = {
	kernelName: "Cos",
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => mul(neg(sin(cast(x, "float32"))), dy) };
	}
};
// tfjs-core/dist/ops/sinh.js
function sinh_(x) {
	const inputs = { x: convertToTensor(x, "x", "sinh") };
	return ENGINE.runKernel(Sinh, inputs);
}
const sinh = op({ sinh_ });
// tfjs-core/dist/gradients/Cosh_grad.js
const coshGradConfig = {
	kernelName: Cosh,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => mul(sinh(cast(x, "float32")), dy) };
	}
};
// tfjs-core/dist/ops/axis_util.js
function axesAreInnerMostDims(axes, rank) {
	for (let i = 0; i < axes.length; ++i) if (axes[axes.length - i - 1] !== rank - 1 - i) return false;
	return true;
}
function combineLocations(outputLoc, reduceLoc, axes) {
	const rank = outputLoc.length + reduceLoc.length;
	const loc = [];
	let outIdx = 0;
	let reduceIdx = 0;
	for (let dim = 0; dim < rank; dim++) if (axes.indexOf(dim) === -1) loc.push(outputLoc[outIdx++]);
	else loc.push(reduceLoc[reduceIdx++]);
	return loc;
}
function computeOutAndReduceShapes(aShape, axes) {
	const outShape = [];
	const rank = aShape.length;
	for (let dim = 0; dim < rank; dim++) if (axes.indexOf(dim) === -1) outShape.push(aShape[dim]);
	return [outShape, axes.map((dim) => aShape[dim])];
}
function expandShapeToKeepDim(shape, axes) {
	return combineLocations(shape, axes.map((x) => 1), axes);
}
function getAxesPermutation(axes, rank) {
	if (axesAreInnerMostDims(axes, rank)) return null;
	const result = [];
	for (let i = 0; i < rank; ++i) if (axes.indexOf(i) === -1) result.push(i);
	axes.forEach((axis) => result.push(axis));
	return result;
}
function getUndoAxesPermutation(axes) {
	return axes.map((axis, i) => [i, axis]).sort((a, b) => a[1] - b[1]).map((x) => x[0]);
}
// tfjs-core/dist/ops/cumsum.js
function cumsum_(x, axis = 0, exclusive = false, reverse = false) {
	const inputs = { x: convertToTensor(x, "x", "cumsum") };
	const attrs = {
		axis,
		exclusive,
		reverse
	};
	return ENGINE.runKernel(Cumsum, inputs, attrs);
}
const cumsum = op({ cumsum_ });
// tfjs-core/dist/globals.js
function tidy(nameOrFn, fn) {
	return ENGINE.tidy(nameOrFn, fn);
}
// tfjs-core/dist/ops/complex.js
function complex_(real, imag) {
	const $real = convertToTensor(real, "real", "complex");
	const $imag = convertToTensor(imag, "imag", "complex");
	assertShapesMatch($real.shape, $imag.shape, `real and imag shapes, ${$real.shape} and ${$imag.shape}, must match in call to tf.complex().`);
	const inputs = {
		real: $real,
		imag: $imag
	};
	return ENGINE.runKernel(Complex, inputs);
}
const complex = op({ complex_ });
// tfjs-core/dist/ops/imag.js
function imag_(input) {
	const inputs = { input: convertToTensor(input, "input", "imag") };
	return ENGINE.runKernel(Imag, inputs);
}
const imag = op({ imag_ });
// tfjs-core/dist/ops/real.js
function real_(input) {
	const inputs = { input: convertToTensor(input, "input", "real") };
	return ENGINE.runKernel(Real, inputs);
}
const real = op({ real_ });
// tfjs-core/dist/ops/transpose.js
function transpose_(x, perm, conjugate) {
	const $x = convertToTensor(x, "x", "transpose");
	if (perm == null) perm = $x.shape.map((s, i) => i).reverse();
	assert($x.rank === perm.length, () => `Error in transpose: rank of input ${$x.rank} must match length of perm ${perm}.`);
	perm.forEach((axis) => {
		assert(axis >= 0 && axis < $x.rank, () => `All entries in 'perm' must be between 0 and ${$x.rank - 1} but got ${perm}`);
	});
	if ($x.rank <= 1) return $x.clone();
	const inputs = { x: $x };
	const attrs = { perm };
	if ($x.dtype === "complex64") return tidy(() => {
		let $real = real($x);
		let $imag = imag($x);
		$real = ENGINE.runKernel(Transpose, { x: $real }, attrs);
		$imag = ENGINE.runKernel(Transpose, { x: $imag }, attrs);
		if (conjugate) $imag = neg($imag);
		return complex($real, $imag);
	});
	return ENGINE.runKernel(Transpose, inputs, attrs);
}
const transpose = op({ transpose_ });
// tfjs-core/dist/gradients/Cumsum_grad.js
const cumsumGradConfig = {
	kernelName: Cumsum,
	inputsToSave: ["x"],
	gradFunc: (dy, saved, attrs) => {
		const [x] = saved;
		const { axis, exclusive, reverse } = attrs;
		return { x: () => {
			const permutation = getAxesPermutation([axis], x.rank);
			let out = cumsum(dy, axis, exclusive, !reverse);
			if (permutation != null) out = transpose(out, permutation);
			return out;
		} };
	}
};
// tfjs-core/dist/ops/depthwise_conv2d_native_backprop_filter.js
function depthwiseConv2dNativeBackpropFilter_(x, dy, filterShape, strides, pad, dilations = [1, 1], dimRoundingMode) {
	let x4D = x;
	if (x.rank === 3) x4D = reshape(x, [
		1,
		x.shape[0],
		x.shape[1],
		x.shape[2]
	]);
	let dy4D = dy;
	if (dy4D.rank === 3) dy4D = reshape(dy, [
		1,
		dy.shape[0],
		dy.shape[1],
		dy.shape[2]
	]);
	const inputs = {
		x: x4D,
		dy: dy4D
	};
	const attrs = {
		strides,
		pad,
		dimRoundingMode,
		dilations,
		filterShape
	};
	return ENGINE.runKernel(DepthwiseConv2dNativeBackpropFilter, inputs, attrs);
}
const depthwiseConv2dNativeBackpropFilter = op({ depthwiseConv2dNativeBackpropFilter_ });
// tfjs-core/dist/ops/depthwise_conv2d_native_backprop_input.js
function depthwiseConv2dNativeBackpropInput_(xShape, dy, filter, strides, pad, dilations = [1, 1], dimRoundingMode) {
	let dy4D = dy;
	let reshapedTo4D = false;
	if (dy.rank === 3) {
		reshapedTo4D = true;
		dy4D = reshape(dy, [
			1,
			dy.shape[0],
			dy.shape[1],
			dy.shape[2]
		]);
	}
	const inputs = {
		dy: dy4D,
		filter
	};
	const attrs = {
		strides,
		pad,
		dimRoundingMode,
		dilations,
		inputShape: xShape
	};
	const res = ENGINE.runKernel(DepthwiseConv2dNativeBackpropInput, inputs, attrs);
	if (reshapedTo4D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3]
	]);
	return res;
}
const depthwiseConv2dNativeBackpropInput = op({ depthwiseConv2dNativeBackpropInput_ });
// tfjs-core/dist/gradients/DepthwiseConv2dNative_grad.js
const depthwiseConv2dNativeGradConfig = {
	kernelName: DepthwiseConv2dNative,
	inputsToSave: ["x", "filter"],
	gradFunc: (dy, saved, attrs) => {
		const { dilations, strides, pad, dimRoundingMode } = attrs;
		const $dilations = dilations == null ? [1, 1] : dilations;
		assert(tupleValuesAreOne($dilations), () => `Error in gradient of depthwiseConv2dNative: dilation rates greater than 1 are not yet supported. Got dilations '${$dilations}'`);
		const [x, filter] = saved;
		assert(x.rank === 4, () => `Error in gradient of depthwiseConv2dNative: input must be rank 4, but got rank ${x.rank}.`);
		assert(filter.rank === 4, () => `Error in gradient of depthwiseConv2dNative: filter must be rank 4, but got rank ${filter.rank}.`);
		assert(x.shape[3] === filter.shape[2], () => `Error in gradient of depthwiseConv2d: number of input channels (${x.shape[3]}) must match the inChannels dimension in filter ${filter.shape[2]}.`);
		assert(eitherStridesOrDilationsAreOne(strides, $dilations), () => `Error in gradient of depthwiseConv2d: Either strides or dilations must be  1. Got strides ${strides} and dilations '${$dilations}'.`);
		checkPadOnDimRoundingMode("depthwiseConv2d", pad, dimRoundingMode);
		return {
			x: () => depthwiseConv2dNativeBackpropInput(x.shape, dy, filter, strides, pad, $dilations, dimRoundingMode),
			filter: () => depthwiseConv2dNativeBackpropFilter(x, dy, filter.shape, strides, pad, $dilations, dimRoundingMode)
		};
	}
};
// tfjs-core/dist/gradients/Dilation2D_grad.js
const dilation2dGradConfig = {
	kernelName: Dilation2D,
	inputsToSave: ["x", "filter"],
	gradFunc: (dy, saved, attrs) => {
		const [x, filter] = saved;
		const inputInputs = {
			x,
			filter,
			dy
		};
		const filterInputs = {
			x,
			filter,
			dy
		};
		return {
			x: () => ENGINE.runKernel(Dilation2DBackpropInput, inputInputs, attrs),
			filter: () => ENGINE.runKernel(Dilation2DBackpropFilter, filterInputs, attrs)
		};
	}
};
// tfjs-core/dist/gradients/Elu_grad.js
const eluGradConfig = {
	kernelName: "Elu",
	outputsToSave: [true],
	gradFunc: (dy, saved) => {
		const [y] = saved;
		const inputs = {
			dy,
			y
		};
		return { x: () => ENGINE.runKernel(EluGrad, inputs) };
	}
};
// tfjs-core/dist/ops/exp.js
function exp_(x) {
	const inputs = { x: convertToTensor(x, "x", "exp") };
	return ENGINE.runKernel("Exp", inputs);
}
const exp = op({ exp_ });
// tfjs-core/dist/gradients/Erf_grad.js
const erfGradConfig = {
	kernelName: "Erf",
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		const a = mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI));
		return { x: () => mul(dy, a) };
	}
};
// tfjs-core/dist/gradients/Exp_grad.js
const expGradConfig = {
	kernelName: "Exp",
	outputsToSave: [true],
	gradFunc: (dy, saved) => {
		const [y] = saved;
		return { x: () => mul(dy, y) };
	}
};
// tfjs-core/dist/gradients/ExpandDims_grad.js
const expandDimsGradConfig = {
	kernelName: ExpandDims,
	inputsToSave: ["input"],
	gradFunc: (dy, saved) => {
		const [input] = saved;
		return { input: () => reshape(dy, input.shape) };
	}
};
// tfjs-core/dist/gradients/Expm1_grad.js
const expm1GradConfig = {
	kernelName: Expm1,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => mul(dy, exp(x)) };
	}
};
// tfjs-core/dist/gradients/Floor_grad.js
const floorGradConfig = {
	kernelName: Floor,
	gradFunc: (dy) => {
		return { x: () => zerosLike(dy) };
	}
};
// tfjs-core/dist/gradients/FloorDiv_grad.js
const floorDivGradConfig = {
	kernelName: FloorDiv,
	inputsToSave: ["a", "b"],
	gradFunc: (dy, saved) => {
		const [a, b] = saved;
		const outShape = assertAndGetBroadcastShape(a.shape, b.shape);
		const derA = () => {
			const res = div(dy, cast(b, "float32"));
			const reduceAxes = getReductionAxes(a.shape, outShape);
			if (reduceAxes.length > 0) return reshape(sum(res, reduceAxes), a.shape);
			return res;
		};
		const derB = () => {
			let res = mul(dy, cast(a, "float32"));
			const reduceAxes = getReductionAxes(b.shape, outShape);
			if (reduceAxes.length > 0) res = reshape(sum(res, reduceAxes), b.shape);
			const tmp = square(b);
			return neg(div(res, cast(tmp, "float32")));
		};
		return {
			a: derA,
			b: derB
		};
	}
};
// tfjs-core/dist/ops/rsqrt.js
function rsqrt_(x) {
	const inputs = { x: convertToTensor(x, "x", "rsqrt", "float32") };
	return ENGINE.runKernel(Rsqrt, inputs);
}
const rsqrt = op({ rsqrt_ });
// tfjs-core/dist/ops/tile.js
function tile_(x, reps) {
	const $x = convertToTensor(x, "x", "tile", "string_or_numeric");
	assert($x.rank === reps.length, () => `Error in transpose: rank of input ${$x.rank} must match length of reps ${reps}.`);
	const inputs = { x: $x };
	const attrs = { reps };
	return ENGINE.runKernel(Tile, inputs, attrs);
}
const tile = op({ tile_ });
// tfjs-core/dist/gradients/FusedBatchNorm_grad.js
const fusedBatchNormGradConfig = {
	kernelName: FusedBatchNorm,
	inputsToSave: [
		"x",
		"mean",
		"variance",
		"scale"
	],
	gradFunc: (dy, saved, attrs) => {
		const { varianceEpsilon } = attrs;
		const [x, mean, variance, scale] = saved;
		const scaleValue = scale == null ? scalar(1) : scale;
		const reductionAxes = getReductionAxes(mean.shape, x.shape);
		const tileShape = [];
		if (mean.rank === 1) {
			for (let i = 0; i < x.shape.length - 1; ++i) tileShape.push(x.shape[i]);
			tileShape.push(1);
		}
		const xMinusMean = sub(x, mean);
		const dyTimesScaleValue = mul(dy, scaleValue);
		const oneOverSqrtVariance = rsqrt(add(variance, scalar(varianceEpsilon)));
		const minusHalfRCube = mul(mul(mul(oneOverSqrtVariance, oneOverSqrtVariance), oneOverSqrtVariance), scalar(-.5));
		const derX = () => {
			if (mean.rank === 1) return reshape(mul(mul(dy, tile(reshape(oneOverSqrtVariance, [
				1,
				1,
				1,
				mean.shape[0]
			]), tileShape)), scaleValue), x.shape);
			else return reshape(mul(mul(dy, oneOverSqrtVariance), scaleValue), x.shape);
		};
		const derMean = () => {
			let meanDer = mul(mul(oneOverSqrtVariance, scalar(-1)), dyTimesScaleValue);
			if (mean.rank === 1) meanDer = sum(meanDer, reductionAxes);
			return reshape(meanDer, mean.shape);
		};
		const derVariance = () => {
			let varianceDer = mul(mul(minusHalfRCube, xMinusMean), dyTimesScaleValue);
			if (mean.rank === 1) varianceDer = sum(varianceDer, reductionAxes);
			return reshape(varianceDer, mean.shape);
		};
		const derScale = () => {
			const xMinusMean2TimesRsqrt = mul(xMinusMean, oneOverSqrtVariance);
			let scaleDer = mul(dy, xMinusMean2TimesRsqrt);
			if (mean.rank === 1) scaleDer = sum(scaleDer, reductionAxes);
			return reshape(scaleDer, mean.shape);
		};
		const derOffset = () => {
			let offsetDer = dy;
			if (mean.rank === 1) offsetDer = sum(offsetDer, reductionAxes);
			return reshape(offsetDer, mean.shape);
		};
		return {
			x: derX,
			mean: derMean,
			variance: derVariance,
			scale: derScale,
			offset: derOffset
		};
	}
};
// tfjs-core/dist/ops/stack.js
function stack_(tensors, axis = 0) {
	const $tensors = convertToTensorArray(tensors, "tensors", "stack", "string_or_numeric");
	assert($tensors.length >= 1, () => "Pass at least one tensor to tf.stack");
	if ($tensors.length > 0) assert(axis <= $tensors[0].rank, () => "Axis must be <= rank of the tensor");
	const inputs = $tensors;
	const attrs = { axis };
	return ENGINE.runKernel(Pack, inputs, attrs);
}
const stack = op({ stack_ });
// tfjs-core/dist/ops/unsorted_segment_sum.js
function unsortedSegmentSum_(x, segmentIds, numSegments) {
	const $x = convertToTensor(x, "x", "unsortedSegmentSum");
	const $segmentIds = convertToTensor(segmentIds, "segmentIds", "unsortedSegmentSum", "int32");
	assert(isInt(numSegments), () => "numSegments must be of dtype int");
	const inputs = {
		x: $x,
		segmentIds: $segmentIds
	};
	const attrs = { numSegments };
	return ENGINE.runKernel(UnsortedSegmentSum, inputs, attrs);
}
const unsortedSegmentSum = op({ unsortedSegmentSum_ });
// tfjs-core/dist/gradients/GatherV2_grad.js
const gatherGradConfig = {
	kernelName: GatherV2,
	inputsToSave: ["x", "indices"],
	gradFunc: (dy, saved, attrs) => {
		const [x, indices] = saved;
		const { axis, batchDims } = attrs;
		const parsedAxis = parseAxisParam(axis, x.shape)[0];
		const derXBatch = (x, indices, dy) => {
			return () => {
				const paramsShape = x.shape;
				const indicesSize = indices.size;
				const outerShape = paramsShape.slice(0, parsedAxis);
				const outerDims = outerShape.length;
				const innerShape = paramsShape.slice(axis, paramsShape.length).slice(1);
				const innerDims = innerShape.length;
				const outerAxesIndices = arrayRange(0, outerDims);
				const innerAxesIndices = arrayRange(outerDims + 1, outerDims + 1 + innerDims);
				const valuesShape = arrayConcat([
					outerShape,
					[indicesSize],
					innerShape
				]);
				const values = reshape(dy, valuesShape);
				const reshapedIndices = reshape(indices, [indicesSize]);
				const transposeDims = arrayConcat([
					[outerDims],
					outerAxesIndices,
					innerAxesIndices
				]);
				const valuesTranspose = transpose(values, transposeDims);
				let paramsGrad = unsortedSegmentSum(valuesTranspose, reshapedIndices, x.shape[parsedAxis]);
				const invertTransposeDims = getUndoAxesPermutation(transposeDims);
				paramsGrad = transpose(paramsGrad, invertTransposeDims);
				return paramsGrad;
			};
		};
		if (batchDims === 1) {
			const batchSize = x.shape[0];
			const xBatch = x.split(batchSize, 0);
			const derXBatched = () => {
				return stack(xBatch.map((x, i) => {
					return derXBatch(x, indices.slice(i, 1), dy.slice(i, 1))();
				})).reshape(x.shape);
			};
			return {
				x: derXBatched,
				indices: () => indices
			};
		} else return {
			x: derXBatch(x, indices, dy),
			indices: () => indices
		};
	}
};
function arrayRange(start, stop) {
	const result = [];
	for (let i = start; i < stop; ++i) result.push(i);
	return result;
}
function arrayConcat(arrays) {
	const result = [];
	for (let i = 0; i < arrays.length; ++i) for (let j = 0; j < arrays[i].length; ++j) result.push(arrays[i][j]);
	return result;
}
// tfjs-core/dist/gradients/GreaterEqual_grad.js
const greaterEqualGradConfig = {
	kernelName: GreaterEqual,
	inputsToSave: ["a", "b"],
	gradFunc: (dy, saved) => {
		const [a, b] = saved;
		return {
			a: () => zerosLike(a),
			b: () => zerosLike(b)
		};
	}
};
// tfjs-core/dist/gradients/Identity_grad.js
const identityGradConfig = {
	kernelName: Identity,
	gradFunc: (dy) => {
		return { x: () => cast(dy, "float32") };
	}
};
// tfjs-core/dist/gradients/IsFinite_grad.js
const isFiniteGradConfig = {
	kernelName: IsFinite,
	gradFunc: (dy) => {
		return { x: () => zerosLike(dy) };
	}
};
// tfjs-core/dist/gradients/IsInf_grad.js
const isInfGradConfig = {
	kernelName: IsInf,
	gradFunc: (dy) => {
		return { x: () => zerosLike(dy) };
	}
};
// tfjs-core/dist/gradients/IsNan_grad.js
const isNanGradConfig = {
	kernelName: IsNan,
	gradFunc: (dy) => {
		return { x: () => zerosLike(dy) };
	}
};
// tfjs-core/dist/ops/greater.js
function greater_(a, b) {
	let $a = convertToTensor(a, "a", "greater", "string_or_numeric");
	let $b = convertToTensor(b, "b", "greater", "string_or_numeric");
	[$a, $b] = makeTypesMatch($a, $b);
	assertAndGetBroadcastShape($a.shape, $b.shape);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel(Greater, inputs);
}
const greater = op({ greater_ });
// tfjs-core/dist/gradients/LeakyRelu_grad.js
const leakyReluGradConfig = {
	kernelName: LeakyRelu,
	inputsToSave: ["x"],
	gradFunc: (dy, saved, attrs) => {
		const [x] = saved;
		const { alpha } = attrs;
		const mask = greater(x, 0);
		return { x: () => where(mask, dy, mul(dy, alpha)) };
	}
};
// tfjs-core/dist/gradients/Log1p_grad.js
const log1pGradConfig = {
	kernelName: Log1p,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => div(dy, add(x, 1)) };
	}
};
// tfjs-core/dist/gradients/Log_grad.js
const logGradConfig = {
	kernelName: "Log",
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => div(dy, cast(x, "float32")) };
	}
};
// tfjs-core/dist/gradients/LogSoftmax_grad.js
const logSoftmaxGradConfig = {
	kernelName: LogSoftmax,
	inputsToSave: [],
	outputsToSave: [true],
	gradFunc: (dy, saved, attrs) => {
		const [value] = saved;
		const { axis } = attrs;
		return { logits: () => {
			const keepDims = true;
			const softmax = exp(value);
			return sub(dy, mul(sum(dy, axis, keepDims), softmax));
		} };
	}
};
// tfjs-core/dist/ops/local_response_normalization_backprop.js
function localResponseNormalizationBackprop_(x, y, dy, depthRadius = 5, bias = 1, alpha = 1, beta = .5) {
	const inputs = {
		x,
		y,
		dy
	};
	const attrs = {
		depthRadius,
		bias,
		alpha,
		beta
	};
	return ENGINE.runKernel(LRNGrad, inputs, attrs);
}
const localResponseNormalizationBackprop = op({ localResponseNormalizationBackprop_ });
// tfjs-core/dist/gradients/LRN_grad.js
const lrnGradConfig = {
	kernelName: "LRN",
	inputsToSave: ["x"],
	outputsToSave: [true],
	gradFunc: (dy, saved, attrs) => {
		const [x, y] = saved;
		const { depthRadius, bias, alpha, beta } = attrs;
		return { x: () => localResponseNormalizationBackprop(x, y, dy, depthRadius, bias, alpha, beta) };
	}
};
// tfjs-core/dist/ops/equal.js
function equal_(a, b) {
	let $a = convertToTensor(a, "a", "equal", "string_or_numeric");
	let $b = convertToTensor(b, "b", "equal", "string_or_numeric");
	[$a, $b] = makeTypesMatch($a, $b);
	assertAndGetBroadcastShape($a.shape, $b.shape);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel(Equal, inputs);
}
const equal = op({ equal_ });
// tfjs-core/dist/gradients/min_max_grad_util.js
function gradForMinAndMax(dy, y, xOrig, origAxes) {
	if (y.rank < xOrig.rank) y = reshape(y, expandShapeToKeepDim(y.shape, origAxes));
	if (dy.rank < xOrig.rank) dy = reshape(dy, expandShapeToKeepDim(dy.shape, origAxes));
	return { x: () => {
		return mul(dy, cast(equal(xOrig, y), dy.dtype));
	} };
}
// tfjs-core/dist/gradients/Max_grad.js
const maxGradConfig = {
	kernelName: "Max",
	inputsToSave: ["x"],
	outputsToSave: [true],
	gradFunc: (dy, saved, attrs) => {
		const { reductionIndices } = attrs;
		const x = saved[0];
		const y = saved[1];
		const maxGrad = gradForMinAndMax(dy, y, x, parseAxisParam(reductionIndices, x.shape));
		return { x: () => {
			return maxGrad["x"]();
		} };
	}
};
// tfjs-core/dist/ops/less.js
function less_(a, b) {
	let $a = convertToTensor(a, "a", "less", "string_or_numeric");
	let $b = convertToTensor(b, "b", "less", "string_or_numeric");
	[$a, $b] = makeTypesMatch($a, $b);
	assertAndGetBroadcastShape($a.shape, $b.shape);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel(Less, inputs);
}
const less = op({ less_ });
// tfjs-core/dist/gradients/Maximum_grad.js
const maximumGradConfig = {
	kernelName: Maximum,
	inputsToSave: ["a", "b"],
	gradFunc: (dy, saved) => {
		const [a, b] = saved;
		const derA = () => mul(dy, cast(greaterEqual(a, b), "float32"));
		const derB = () => mul(dy, cast(less(a, b), "float32"));
		return {
			a: derA,
			b: derB
		};
	}
};
// tfjs-core/dist/ops/max_pool_3d_grad.js
function maxPool3dGrad_(dy, input, output, filterSize, strides, pad, dimRoundingMode) {
	const $dy = convertToTensor(dy, "dy", "maxPool3dGrad");
	const $input = convertToTensor(input, "input", "maxPool3dGrad");
	const $output = convertToTensor(output, "output", "maxPool3dGrad");
	let dy5D = $dy;
	let input5D = $input;
	let output5D = $output;
	let reshapedTo5D = false;
	if ($input.rank === 4) {
		reshapedTo5D = true;
		dy5D = reshape($dy, [
			1,
			$dy.shape[0],
			$dy.shape[1],
			$dy.shape[2],
			$dy.shape[3]
		]);
		input5D = reshape($input, [
			1,
			$input.shape[0],
			$input.shape[1],
			$input.shape[2],
			$input.shape[3]
		]);
		output5D = reshape($output, [
			1,
			$output.shape[0],
			$output.shape[1],
			$output.shape[2],
			$output.shape[3]
		]);
	}
	assert(dy5D.rank === 5, () => `Error in maxPool3dGrad: dy must be rank 5 but got rank ${dy5D.rank}.`);
	assert(input5D.rank === 5, () => `Error in maxPool3dGrad: input must be rank 5 but got rank ${input5D.rank}.`);
	assert(output5D.rank === 5, () => `Error in maxPool3dGrad: output must be rank 5 but got rank ${output5D.rank}.`);
	checkPadOnDimRoundingMode("maxPool3dGrad", pad, dimRoundingMode);
	const inputs = {
		dy: dy5D,
		input: input5D,
		output: output5D
	};
	const attrs = {
		filterSize,
		strides,
		pad,
		dimRoundingMode
	};
	const res = ENGINE.runKernel(MaxPool3DGrad, inputs, attrs);
	if (reshapedTo5D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3],
		res.shape[4]
	]);
	return res;
}
const maxPool3dGrad = op({ maxPool3dGrad_ });
// tfjs-core/dist/gradients/MaxPool3D_grad.js
const maxPool3DGradConfig = {
	kernelName: MaxPool3D,
	inputsToSave: ["x"],
	outputsToSave: [true],
	gradFunc: (dy, saved, attrs) => {
		const [x, y] = saved;
		const { filterSize, strides, pad, dimRoundingMode } = attrs;
		return { x: () => maxPool3dGrad(dy, x, y, filterSize, strides, pad, dimRoundingMode) };
	}
};
// tfjs-core/dist/ops/max_pool_grad.js
function maxPoolGrad_(dy, input, output, filterSize, strides, pad, dimRoundingMode) {
	const $dy = convertToTensor(dy, "dy", "maxPoolGrad");
	const $input = convertToTensor(input, "input", "maxPoolGrad");
	const $output = convertToTensor(output, "output", "maxPoolGrad");
	assert($input.rank === $dy.rank, () => `Rank of input (${$input.rank}) does not match rank of dy (${$dy.rank})`);
	assert($dy.rank === 4, () => `Error in maxPoolGrad: dy must be rank 4 but got rank ${$dy.rank}.`);
	assert($input.rank === 4, () => `Error in maxPoolGrad: input must be rank 4 but got rank ${$input.rank}.`);
	checkPadOnDimRoundingMode("maxPoolGrad", pad, dimRoundingMode);
	const inputs = {
		dy: $dy,
		input: $input,
		output: $output
	};
	const attrs = {
		filterSize,
		strides,
		pad,
		dimRoundingMode
	};
	return ENGINE.runKernel(MaxPoolGrad, inputs, attrs);
}
const maxPoolGrad = op({ maxPoolGrad_ });
// tfjs-core/dist/gradients/MaxPool_grad.js
const maxPoolGradConfig = {
	kernelName: MaxPool,
	inputsToSave: ["x"],
	outputsToSave: [true],
	gradFunc: (dy, saved, attrs) => {
		const [x, y] = saved;
		const { filterSize, strides, pad } = attrs;
		return { x: () => maxPoolGrad(dy, x, y, filterSize, strides, pad) };
	}
};
// tfjs-core/dist/ops/zeros.js
function zeros(shape, dtype = "float32") {
	assertNonNegativeIntegerDimensions(shape);
	if (dtype === "complex64") {
		const real = zeros(shape, "float32");
		const imag = zeros(shape, "float32");
		return complex(real, imag);
	}
	const values = makeZerosTypedArray(sizeFromShape(shape), dtype);
	return ENGINE.makeTensor(values, shape, dtype);
}
// tfjs-core/dist/ops/ones.js
function ones(shape, dtype = "float32") {
	assertNonNegativeIntegerDimensions(shape);
	if (dtype === "complex64") {
		const real = ones(shape, "float32");
		const imag = zeros(shape, "float32");
		return complex(real, imag);
	}
	const values = makeOnesTypedArray(sizeFromShape(shape), dtype);
	return ENGINE.makeTensor(values, shape, dtype);
}
// tfjs-core/dist/gradients/Mean_grad.js
const meanGradConfig = {
	kernelName: Mean,
	inputsToSave: ["x"],
	gradFunc: (dy, saved, attrs) => {
		const [x] = saved;
		const { axis } = attrs;
		const axes = parseAxisParam(axis, x.shape);
		const reduceShape = computeOutAndReduceShapes(x.shape, axes)[1];
		const reduceSize = sizeFromShape(reduceShape);
		const derX = () => {
			const expandedDyShape = x.shape.slice();
			axes.forEach((axis) => {
				expandedDyShape[axis] = 1;
			});
			const expandedDy = reshape(dy, expandedDyShape);
			return div(mul(expandedDy, ones(x.shape, "float32")), reduceSize);
		};
		return { x: derX };
	}
};
// tfjs-core/dist/gradients/Min_grad.js
const minGradConfig = {
	kernelName: "Min",
	inputsToSave: ["x"],
	outputsToSave: [true],
	gradFunc: (dy, saved, attrs) => {
		const { axis } = attrs;
		const [x, y] = saved;
		const minGrad = gradForMinAndMax(dy, y, x, parseAxisParam(axis, x.shape));
		return { x: () => {
			return minGrad["x"]();
		} };
	}
};
// tfjs-core/dist/gradients/Minimum_grad.js
const minimumGradConfig = {
	kernelName: Minimum,
	inputsToSave: ["a", "b"],
	gradFunc: (dy, saved) => {
		const [a, b] = saved;
		const derA = () => mul(dy, cast(lessEqual(a, b), "float32"));
		const derB = () => mul(dy, cast(greater(a, b), "float32"));
		return {
			a: derA,
			b: derB
		};
	}
};
// tfjs-core/dist/ops/slice.js
function slice_(x, begin, size) {
	const $x = convertToTensor(x, "x", "slice", "string_or_numeric");
	if ($x.rank === 0) throw new Error("Slicing scalar is not possible");
	const inputs = { x: $x };
	const attrs = {
		begin,
		size
	};
	return ENGINE.runKernel(Slice, inputs, attrs);
}
const slice = op({ slice_ });
// tfjs-core/dist/gradients/MirrorPad_grad.js
const mirrorPadGradConfig = {
	kernelName: MirrorPad,
	inputsToSave: ["x"],
	gradFunc: (dy, saved, attrs) => {
		const x = saved[0];
		const { paddings } = attrs;
		const begin = paddings.map((p) => p[0]);
		return { x: () => slice(dy, begin, x.shape) };
	}
};
// tfjs-core/dist/ops/floor.js
function floor_(x) {
	const inputs = { x: convertToTensor(x, "x", "floor", "float32") };
	return ENGINE.runKernel(Floor, inputs);
}
const floor = op({ floor_ });
// tfjs-core/dist/gradients/Mod_grad.js
const modGradConfig = {
	kernelName: "Mod",
	inputsToSave: ["a", "b"],
	gradFunc: (dy, saved) => {
		const [a, b] = saved;
		const outShape = assertAndGetBroadcastShape(a.shape, b.shape);
		const derA = () => {
			const reduceAxes = getReductionAxes(a.shape, outShape);
			if (reduceAxes.length > 0) return reshape(sum(dy, reduceAxes), a.shape);
			return dy;
		};
		const derB = () => {
			const res = mul(dy, neg(floor(div(a, b))));
			const reduceAxes = getReductionAxes(b.shape, outShape);
			if (reduceAxes.length > 0) return reshape(sum(res, reduceAxes), b.shape);
			return res;
		};
		return {
			a: derA,
			b: derB
		};
	}
};
// tfjs-core/dist/gradients/Multiply_grad.js
const multiplyGradConfig = {
	kernelName: Multiply,
	inputsToSave: ["a", "b"],
	gradFunc: (dy, saved) => {
		const [a, b] = saved;
		const outShape = assertAndGetBroadcastShape(a.shape, b.shape);
		const derA = () => {
			const res = mul(dy, cast(b, "float32"));
			const reduceAxes = getReductionAxes(a.shape, outShape);
			if (reduceAxes.length > 0) return reshape(sum(res, reduceAxes), a.shape);
			return res;
		};
		const derB = () => {
			const res = mul(dy, cast(a, "float32"));
			const reduceAxes = getReductionAxes(b.shape, outShape);
			if (reduceAxes.length > 0) return reshape(sum(res, reduceAxes), b.shape);
			return res;
		};
		return {
			a: derA,
			b: derB
		};
	}
};
// tfjs-core/dist/gradients/Neg_grad.js
const negGradConfig = {
	kernelName: "Neg",
	gradFunc: (dy) => {
		return { x: () => neg(dy) };
	}
};
// tfjs-core/dist/gradients/OneHot_grad.js
const oneHotGradConfig = {
	kernelName: OneHot,
	inputsToSave: ["indices"],
	gradFunc: (dy, saved) => {
		const indices = saved[0];
		return { indices: () => zeros(indices.shape, "float32") };
	}
};
// tfjs-core/dist/gradients/OnesLike_grad.js
const onesLikeGradConfig = {
	kernelName: OnesLike,
	gradFunc: (dy) => {
		return { x: () => zerosLike(dy) };
	}
};
// tfjs-core/dist/ops/unstack.js
function unstack_(x, axis = 0) {
	const $x = convertToTensor(x, "x", "unstack", "string_or_numeric");
	assert(axis >= -$x.shape.length && axis < $x.shape.length, () => `Axis = ${axis} is not in [-${$x.shape.length}, ${$x.shape.length})`);
	const inputs = { value: $x };
	const attrs = { axis };
	return ENGINE.runKernel(Unpack, inputs, attrs);
}
const unstack = op({ unstack_ });
// tfjs-core/dist/gradients/Pack_grad.js
const packGradConfig = {
	kernelName: Pack,
	saveAllInputs: true,
	gradFunc: (dy, saved, attrs) => {
		const { axis } = attrs;
		return unstack(dy, axis).map((t) => () => t);
	}
};
// tfjs-core/dist/gradients/PadV2_grad.js
const padV2GradConfig = {
	kernelName: PadV2,
	inputsToSave: ["x"],
	gradFunc: (dy, saved, attrs) => {
		const x = saved[0];
		const { paddings } = attrs;
		const begin = paddings.map((p) => p[0]);
		return { x: () => slice(dy, begin, x.shape) };
	}
};
// tfjs-core/dist/ops/log.js
function log_(x) {
	const inputs = { x: convertToTensor(x, "x", "log", "float32") };
	return ENGINE.runKernel("Log", inputs);
}
const log = op({ log_ });
// tfjs-core/dist/ops/pow.js
function pow_(base, exp) {
	let $base = convertToTensor(base, "base", "pow");
	let $exp = convertToTensor(exp, "exp", "pow");
	[$base, $exp] = makeTypesMatch($base, $exp);
	const inputs = {
		a: $base,
		b: $exp
	};
	return ENGINE.runKernel("Pow", inputs);
}
const pow = op({ pow_ });
// tfjs-core/dist/gradients/Pow_grad.js
const powGradConfig = {
	kernelName: "Pow",
	inputsToSave: ["a", "b"],
	outputsToSave: [true],
	gradFunc: (dy, saved) => {
		const [a, b, y] = saved;
		const base = a;
		const exp = b;
		const outShape = assertAndGetBroadcastShape(base.shape, exp.shape);
		const derBase = () => {
			const expFloat = cast(exp, "float32");
			let res = mul(dy, mul(expFloat, pow(base, sub(expFloat, scalar(1)))));
			const reduceAxes = getReductionAxes(base.shape, outShape);
			if (reduceAxes.length > 0) res = sum(res, reduceAxes);
			return reshape(res, base.shape);
		};
		const derExp = () => {
			const condition = greater(base, 0);
			const logBase = where(condition, log(base), zerosLike(base));
			let res = mul(dy, mul(y, logBase));
			const reduceAxes = getReductionAxes(exp.shape, outShape);
			if (reduceAxes.length > 0) res = sum(res, reduceAxes);
			return reshape(res, exp.shape);
		};
		return {
			a: derBase,
			b: derExp
		};
	}
};
// tfjs-core/dist/gradients/Prelu_grad.js
const preluGradConfig = {
	kernelName: Prelu,
	inputsToSave: ["x", "alpha"],
	gradFunc: (dy, saved) => {
		const [x, alpha] = saved;
		const mask = greater(x, 0);
		return {
			x: () => where(mask, dy, mul(dy, alpha)),
			alpha: () => {
				let res = where(mask, zerosLike(dy), mul(dy, x));
				const reduceAxes = getReductionAxes(alpha.shape, dy.shape);
				if (reduceAxes.length > 0) res = sum(res, reduceAxes);
				return reshape(res, alpha.shape);
			}
		};
	}
};
// tfjs-core/dist/ops/one_hot.js
function oneHot_(indices, depth, onValue = 1, offValue = 0, dtype = "int32") {
	if (depth < 2) throw new Error(`Error in oneHot: depth must be >=2, but it is ${depth}`);
	const inputs = { indices: convertToTensor(indices, "indices", "oneHot", "int32") };
	const attrs = {
		dtype,
		depth,
		onValue,
		offValue
	};
	return ENGINE.runKernel(OneHot, inputs, attrs);
}
const oneHot = op({ oneHot_ });
// tfjs-core/dist/ops/slice_util.js
function parseSliceParams(x, begin, size) {
	let begin_;
	const xRank = x.shape.length;
	if (typeof begin === "number") begin_ = [begin, ...new Array(xRank - 1).fill(0)];
	else if (begin.length < xRank) begin_ = begin.concat(new Array(xRank - begin.length).fill(0));
	else begin_ = begin.slice();
	begin_.forEach((d) => {
		assert(d !== -1, () => "slice() does not support negative begin indexing.");
	});
	let size_;
	if (size == null) size_ = new Array(xRank).fill(-1);
	else if (typeof size === "number") size_ = [size, ...new Array(xRank - 1).fill(-1)];
	else if (size.length < xRank) size_ = size.concat(new Array(xRank - size.length).fill(-1));
	else size_ = size;
	size_ = size_.map((d, i) => {
		if (d >= 0) return d;
		else {
			assert(d === -1, () => `Negative size values should be exactly -1 but got ${d} for the slice() size at index ${i}.`);
			return x.shape[i] - begin_[i];
		}
	});
	return [begin_, size_];
}
// tfjs-core/dist/ops/abs.js
function abs_(x) {
	const $x = convertToTensor(x, "x", "abs");
	if ($x.dtype === "complex64") {
		const inputs = { x: $x };
		return ENGINE.runKernel(ComplexAbs, inputs);
	} else {
		const inputs = { x: $x };
		return ENGINE.runKernel("Abs", inputs);
	}
}
const abs = op({ abs_ });
// tfjs-core/dist/ops/acos.js
function acos_(x) {
	const inputs = { x: convertToTensor(x, "x", "acos") };
	return ENGINE.runKernel(Acos, inputs);
}
const acos = op({ acos_ });
// tfjs-core/dist/ops/acosh.js
function acosh_(x) {
	const inputs = { x: convertToTensor(x, "x", "acosh") };
	return ENGINE.runKernel(Acosh, inputs);
}
const acosh = op({ acosh_ });
// tfjs-core/dist/ops/all.js
function all_(x, axis = null, keepDims = false) {
	const inputs = { x: convertToTensor(x, "x", "all", "bool") };
	const attrs = {
		axis,
		keepDims
	};
	return ENGINE.runKernel("All", inputs, attrs);
}
const all = op({ all_ });
// tfjs-core/dist/ops/any.js
function any_(x, axis = null, keepDims = false) {
	const inputs = { x: convertToTensor(x, "x", "any", "bool") };
	const attrs = {
		axis,
		keepDims
	};
	return ENGINE.runKernel("Any", inputs, attrs);
}
const any = op({ any_ });
// tfjs-core/dist/ops/arg_max.js
function argMax_(x, axis = 0) {
	const inputs = { x: convertToTensor(x, "x", "argMax") };
	const attrs = { axis };
	return ENGINE.runKernel(ArgMax, inputs, attrs);
}
const argMax = op({ argMax_ });
// tfjs-core/dist/ops/arg_min.js
function argMin_(x, axis = 0) {
	const inputs = { x: convertToTensor(x, "x", "argMin") };
	const attrs = { axis };
	return ENGINE.runKernel(ArgMin, inputs, attrs);
}
const argMin = op({ argMin_ });
// tfjs-core/dist/ops/asin.js
function asin_(x) {
	const inputs = { x: convertToTensor(x, "x", "asin") };
	return ENGINE.runKernel(Asin, inputs);
}
const asin = op({ asin_ });
// tfjs-core/dist/ops/asinh.js
function asinh_(x) {
	const inputs = { x: convertToTensor(x, "x", "asinh") };
	return ENGINE.runKernel(Asinh, inputs);
}
const asinh = op({ asinh_ });
// tfjs-core/dist/ops/atan.js
function atan_(x) {
	const inputs = { x: convertToTensor(x, "x", "atan") };
	return ENGINE.runKernel(Atan, inputs);
}
const atan = op({ atan_ });
// tfjs-core/dist/ops/atan2.js
function atan2_(a, b) {
	let $a = convertToTensor(a, "a", "atan2");
	let $b = convertToTensor(b, "b", "atan2");
	[$a, $b] = makeTypesMatch($a, $b);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel(Atan2, inputs);
}
const atan2 = op({ atan2_ });
// tfjs-core/dist/ops/atanh.js
function atanh_(x) {
	const inputs = { x: convertToTensor(x, "x", "atanh") };
	return ENGINE.runKernel(Atanh, inputs);
}
const atanh = op({ atanh_ });
// tfjs-core/dist/ops/avg_pool.js
function avgPool_(x, filterSize, strides, pad, dimRoundingMode) {
	const $x = convertToTensor(x, "x", "avgPool", "float32");
	const dilations = 1;
	assert(eitherStridesOrDilationsAreOne(strides, dilations), () => `Error in avgPool: Either strides or dilations must be 1. Got strides ${strides} and dilations '${dilations}'`);
	let x4D = $x;
	let reshapedTo4D = false;
	if ($x.rank === 3) {
		reshapedTo4D = true;
		x4D = reshape($x, [
			1,
			$x.shape[0],
			$x.shape[1],
			$x.shape[2]
		]);
	}
	assert(x4D.rank === 4, () => `Error in avgPool: x must be rank 4 but got rank ${x4D.rank}.`);
	checkPadOnDimRoundingMode("avgPool", pad, dimRoundingMode);
	const inputs = { x: x4D };
	const attrs = {
		filterSize,
		strides,
		pad,
		dimRoundingMode
	};
	let res = ENGINE.runKernel(AvgPool, inputs, attrs);
	res = cast(res, $x.dtype);
	if (reshapedTo4D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3]
	]);
	return res;
}
const avgPool = op({ avgPool_ });
// tfjs-core/dist/ops/concat.js
function concat_(tensors, axis = 0) {
	assert(tensors.length >= 1, () => "Pass at least one tensor to concat");
	const $tensors = convertToTensorArray(tensors, "tensors", "concat", "string_or_numeric");
	if ($tensors[0].dtype === "complex64") $tensors.forEach((tensor) => {
		if (tensor.dtype !== "complex64") throw new Error(`Cannot concatenate complex64 tensors with a tensor
          with dtype ${tensor.dtype}. `);
	});
	if ($tensors.length === 1) return clone($tensors[0]);
	const inputs = $tensors;
	const attr = { axis };
	return ENGINE.runKernel(Concat, inputs, attr);
}
const concat = op({ concat_ });
// tfjs-core/dist/ops/sigmoid.js
function sigmoid_(x) {
	const inputs = { x: convertToTensor(x, "x", "sigmoid", "float32") };
	return ENGINE.runKernel(Sigmoid, inputs);
}
const sigmoid = op({ sigmoid_ });
// tfjs-core/dist/ops/tanh.js
function tanh_(x) {
	const inputs = { x: convertToTensor(x, "x", "tanh", "float32") };
	return ENGINE.runKernel(Tanh, inputs);
}
const tanh = op({ tanh_ });
// tfjs-core/dist/ops/batch_to_space_nd.js
function batchToSpaceND_(x, blockShape, crops) {
	const $x = convertToTensor(x, "x", "batchToSpaceND");
	const prod = blockShape.reduce((a, b) => a * b);
	assert($x.rank >= 1 + blockShape.length, () => `input rank is ${$x.rank} but should be > than blockShape.length ${blockShape.length}`);
	assert(crops.length === blockShape.length, () => `crops.length is ${crops.length} but should be equal to blockShape.length  ${blockShape.length}`);
	assert($x.shape[0] % prod === 0, () => `input tensor batch is ${$x.shape[0]} but is not divisible by the product of the elements of blockShape ${blockShape.join(" * ")} === ${prod}`);
	const inputs = { x: $x };
	const attrs = {
		blockShape,
		crops
	};
	return ENGINE.runKernel(BatchToSpaceND, inputs, attrs);
}
const batchToSpaceND = op({ batchToSpaceND_ });
// tfjs-core/dist/ops/batchnorm_util.js
function xAs4D(x) {
	let x4D;
	if (x.rank === 0 || x.rank === 1) x4D = reshape(x, [
		1,
		1,
		1,
		x.size
	]);
	else if (x.rank === 2) x4D = reshape(x, [
		1,
		1,
		x.shape[0],
		x.shape[1]
	]);
	else if (x.rank === 3) x4D = reshape(x, [
		1,
		x.shape[0],
		x.shape[1],
		x.shape[2]
	]);
	else x4D = x;
	return x4D;
}
// tfjs-core/dist/ops/batchnorm.js
function batchNorm_(x, mean, variance, offset, scale, varianceEpsilon) {
	if (varianceEpsilon == null) varianceEpsilon = .001;
	const $x = convertToTensor(x, "x", "batchNorm");
	const $mean = convertToTensor(mean, "mean", "batchNorm");
	const $variance = convertToTensor(variance, "variance", "batchNorm");
	let $scale;
	if (scale != null) $scale = convertToTensor(scale, "scale", "batchNorm");
	let $offset;
	if (offset != null) $offset = convertToTensor(offset, "offset", "batchNorm");
	assert($mean.rank === $variance.rank, () => "Batch normalization gradient requires mean and variance to have equal ranks.");
	assert($offset == null || $mean.rank === $offset.rank, () => "Batch normalization gradient requires mean and offset to have equal ranks.");
	assert($scale == null || $mean.rank === $scale.rank, () => "Batch normalization gradient requires mean and scale to have equal ranks.");
	const inputs = {
		x: xAs4D($x),
		scale: $scale,
		offset: $offset,
		mean: $mean,
		variance: $variance
	};
	const attrs = { varianceEpsilon };
	const res = ENGINE.runKernel(FusedBatchNorm, inputs, attrs);
	return reshape(res, $x.shape);
}
const batchNorm = op({ batchNorm_ });
// tfjs-core/dist/ops/ceil.js
function ceil_(x) {
	const inputs = { x: convertToTensor(x, "x", "ceil", "float32") };
	return ENGINE.runKernel(Ceil, inputs);
}
const ceil = op({ ceil_ });
// tfjs-core/dist/ops/fill.js
function fill(shape, value, dtype) {
	assertNonNegativeIntegerDimensions(shape);
	dtype = dtype || inferDtype(value);
	const attrs = {
		shape,
		value,
		dtype
	};
	return ENGINE.runKernel(Fill, {}, attrs);
}
// tfjs-core/dist/ops/clip_by_value.js
function clipByValue_(x, clipValueMin, clipValueMax) {
	const $x = convertToTensor(x, "x", "clipByValue");
	assert(clipValueMin <= clipValueMax, () => `Error in clip: min (${clipValueMin}) must be less than or equal to max (${clipValueMax}).`);
	if (clipValueMin === clipValueMax) return fill($x.shape, clipValueMin, $x.dtype);
	const inputs = { x: $x };
	const attrs = {
		clipValueMin,
		clipValueMax
	};
	return ENGINE.runKernel(ClipByValue, inputs, attrs);
}
const clipByValue = op({ clipByValue_ });
// tfjs-core/dist/ops/conv1d.js
function conv1d_(x, filter, stride, pad, dataFormat = "NWC", dilation = 1, dimRoundingMode) {
	const $x = convertToTensor(x, "x", "conv1d");
	const $filter = convertToTensor(filter, "filter", "conv1d");
	let x3D = $x;
	let reshapedTo3D = false;
	if ($x.rank === 2) {
		reshapedTo3D = true;
		x3D = reshape($x, [
			1,
			$x.shape[0],
			$x.shape[1]
		]);
	}
	assert(x3D.rank === 3, () => `Error in conv1d: input must be rank 3, but got rank ${x3D.rank}.`);
	assert($filter.rank === 3, () => `Error in conv1d: filter must be rank 3, but got rank ${$filter.rank}.`);
	checkPadOnDimRoundingMode("conv1d", pad, dimRoundingMode);
	assert(x3D.shape[2] === $filter.shape[1], () => `Error in conv1d: depth of input (${x3D.shape[2]}) must match input depth for filter ${$filter.shape[1]}.`);
	assert(eitherStridesOrDilationsAreOne(stride, dilation), () => `Error in conv1D: Either stride or dilation must be 1. Got stride ${stride} and dilation '${dilation}'`);
	assert(stridesOrDilationsArePositive(dilation), () => "Error in conv1D: Dilated rates should be larger than 0.");
	assert(stridesOrDilationsArePositive(stride), () => "Error in conv1D: Stride should be larger than 0.");
	assert(dataFormat === "NWC", () => `Error in conv1d: got dataFormat of ${dataFormat} but only NWC is currently supported.`);
	const filter4D = reshape($filter, [
		1,
		$filter.shape[0],
		$filter.shape[1],
		$filter.shape[2]
	]);
	const input4D = reshape(x3D, [
		x3D.shape[0],
		1,
		x3D.shape[1],
		x3D.shape[2]
	]);
	const res = conv2d(input4D, filter4D, [1, stride], pad, "NHWC", [1, dilation], dimRoundingMode);
	if (reshapedTo3D) return reshape(res, [res.shape[2], res.shape[3]]);
	return reshape(res, [
		res.shape[0],
		res.shape[2],
		res.shape[3]
	]);
}
const conv1d = op({ conv1d_ });
// tfjs-core/dist/ops/conv2d_transpose.js
function conv2dTranspose_(x, filter, outputShape, strides, pad, dimRoundingMode) {
	const $x = convertToTensor(x, "x", "conv2dTranspose");
	const $filter = convertToTensor(filter, "filter", "conv2dTranspose");
	return conv2DBackpropInput(outputShape, $x, $filter, strides, pad, "NHWC", dimRoundingMode);
}
const conv2dTranspose = op({ conv2dTranspose_ });
// tfjs-core/dist/ops/cos.js
function cos_(x) {
	const inputs = { x: convertToTensor(x, "x", "cos", "float32") };
	return ENGINE.runKernel("Cos", inputs);
}
const cos = op({ cos_ });
// tfjs-core/dist/ops/cosh.js
function cosh_(x) {
	const inputs = { x: convertToTensor(x, "x", "cosh", "float32") };
	return ENGINE.runKernel(Cosh, inputs);
}
const cosh = op({ cosh_ });
// tfjs-core/dist/ops/cumprod.js
function cumprod_(x, axis = 0, exclusive = false, reverse = false) {
	const inputs = { x: convertToTensor(x, "x", "cumprod") };
	const attrs = {
		axis,
		exclusive,
		reverse
	};
	return ENGINE.runKernel(Cumprod, inputs, attrs);
}
const cumprod = op({ cumprod_ });
// tfjs-core/dist/ops/depth_to_space.js
function depthToSpace_(x, blockSize, dataFormat = "NHWC") {
	const $x = convertToTensor(x, "x", "depthToSpace", "float32");
	const inputHeight = dataFormat === "NHWC" ? $x.shape[1] : $x.shape[2];
	const inputWidth = dataFormat === "NHWC" ? $x.shape[2] : $x.shape[3];
	const inputDepth = dataFormat === "NHWC" ? $x.shape[3] : $x.shape[1];
	assert(blockSize > 1, () => `blockSize should be > 1 for depthToSpace, but was: ${blockSize}`);
	assert(inputHeight * blockSize >= 0, () => `Negative dimension size caused by overflow when multiplying
    ${inputHeight} and ${blockSize}  for depthToSpace with input shape
    ${$x.shape}`);
	assert(inputWidth * blockSize >= 0, () => `Negative dimension size caused by overflow when multiplying
    ${inputWidth} and ${blockSize} for depthToSpace with input shape
        ${$x.shape}`);
	assert(inputDepth % (blockSize * blockSize) === 0, () => `Dimension size must be evenly divisible by ${blockSize * blockSize} but is ${inputDepth} for depthToSpace with input shape ${$x.shape}`);
	const inputs = { x: $x };
	const attrs = {
		blockSize,
		dataFormat
	};
	return ENGINE.runKernel(DepthToSpace, inputs, attrs);
}
const depthToSpace = op({ depthToSpace_ });
// tfjs-core/dist/ops/depthwise_conv2d.js
function depthwiseConv2d_(x, filter, strides, pad, dataFormat = "NHWC", dilations = [1, 1], dimRoundingMode) {
	const $x = convertToTensor(x, "x", "depthwiseConv2d", "float32");
	const $filter = convertToTensor(filter, "filter", "depthwiseConv2d", "float32");
	let x4D = $x;
	let reshapedTo4D = false;
	if ($x.rank === 3) {
		reshapedTo4D = true;
		x4D = reshape($x, [
			1,
			$x.shape[0],
			$x.shape[1],
			$x.shape[2]
		]);
	}
	assert(x4D.rank === 4, () => `Error in depthwiseConv2d: input must be rank 4, but got rank ${x4D.rank}.`);
	assert($filter.rank === 4, () => `Error in depthwiseConv2d: filter must be rank 4, but got rank ${$filter.rank}.`);
	const inChannels = dataFormat === "NHWC" ? x4D.shape[3] : x4D.shape[1];
	assert(inChannels === $filter.shape[2], () => `Error in depthwiseConv2d: number of input channels (${inChannels}) must match the inChannels dimension in filter ${$filter.shape[2]}.`);
	checkPadOnDimRoundingMode("depthwiseConv2d", pad, dimRoundingMode);
	const inputs = {
		x: x4D,
		filter: $filter
	};
	const attrs = {
		strides,
		pad,
		dataFormat,
		dilations,
		dimRoundingMode
	};
	const res = ENGINE.runKernel(DepthwiseConv2dNative, inputs, attrs);
	if (reshapedTo4D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3]
	]);
	return res;
}
const depthwiseConv2d = op({ depthwiseConv2d_ });
// tfjs-core/dist/ops/dilation2d.js
function dilation2d_(x, filter, strides, pad, dilations = [1, 1], dataFormat = "NHWC") {
	const $x = convertToTensor(x, "x", "dilation2d");
	const $filter = convertToTensor(filter, "filter", "dilation2d");
	assert($x.rank === 3 || $x.rank === 4, () => `Error in dilation2d: input must be rank 3 or 4, but got rank ${$x.rank}.`);
	assert($filter.rank === 3, () => `Error in dilation2d: filter must be rank 3, but got rank ${$filter.rank}.`);
	assert(dataFormat === "NHWC", () => `Error in dilation2d: Only NHWC is currently supported, but got dataFormat of ${dataFormat}`);
	let x4D = $x;
	let reshapedTo4D = false;
	if ($x.rank === 3) {
		x4D = reshape($x, [
			1,
			$x.shape[0],
			$x.shape[1],
			$x.shape[2]
		]);
		reshapedTo4D = true;
	}
	assert(x4D.shape[3] === $filter.shape[2], () => `Error in dilation2d:  input and filter must have the same depth: ${x4D.shape[3]} vs ${$filter.shape[2]}`);
	const inputs = {
		x: x4D,
		filter: $filter
	};
	const attrs = {
		strides,
		pad,
		dilations
	};
	const res = ENGINE.runKernel(Dilation2D, inputs, attrs);
	if (reshapedTo4D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3]
	]);
	return res;
}
const dilation2d = op({ dilation2d_ });
// tfjs-core/dist/ops/div_no_nan.js
function divNoNan_(a, b) {
	let $a = convertToTensor(a, "a", "div");
	let $b = convertToTensor(b, "b", "div");
	[$a, $b] = makeTypesMatch($a, $b);
	const divResult = div($a, $b);
	const zeros = zerosLike(divResult);
	const bEqualsZero = equal($b, zeros);
	return where(bEqualsZero, zeros, divResult);
}
const divNoNan = op({ divNoNan_ });
// tfjs-core/dist/ops/dot.js
function dot_(t1, t2) {
	const $t1 = convertToTensor(t1, "t1", "dot");
	const $t2 = convertToTensor(t2, "t2", "dot");
	assert(($t1.rank === 1 || $t1.rank === 2) && ($t2.rank === 1 || $t2.rank === 2), () => `Error in dot: inputs must all be rank 1 or 2, but got ranks ${$t1.rank} and ${$t2.rank}.`);
	const t1Inner = $t1.rank === 1 ? $t1.size : $t1.shape[1];
	const t2Inner = $t2.rank === 1 ? $t2.size : $t2.shape[0];
	assert(t1Inner === t2Inner, () => `Error in dot: inner dimensions of inputs must match, but got ${t1Inner} and ${t2Inner}.`);
	if ($t1.rank === 1 && $t2.rank === 1) {
		const t12D = reshape($t1, [1, -1]);
		const t22D = reshape($t2, [-1, 1]);
		const t1t2 = matMul(t12D, t22D);
		return reshape(t1t2, []);
	} else if ($t1.rank === 1 && $t2.rank === 2) {
		const t12D = reshape($t1, [1, -1]);
		const t22D = reshape($t2, [$t2.shape[0], $t2.shape[1]]);
		const t1t2 = matMul(t12D, t22D);
		return reshape(t1t2, [t1t2.size]);
	} else if ($t1.rank === 2 && $t2.rank === 1) {
		const t22D = reshape($t2, [-1, 1]);
		const t1t2 = matMul($t1, t22D);
		return reshape(t1t2, [t1t2.size]);
	} else {
		const t22D = reshape($t2, [$t2.shape[0], $t2.shape[1]]);
		return matMul($t1, t22D);
	}
}
const dot = op({ dot_ });
// tfjs-core/dist/ops/elu.js
function elu_(x) {
	const inputs = { x: convertToTensor(x, "x", "elu", "float32") };
	return ENGINE.runKernel("Elu", inputs);
}
const elu = op({ elu_ });
// tfjs-core/dist/ops/erf.js
function erf_(x) {
	let $x = convertToTensor(x, "x", "erf");
	assert($x.dtype === "int32" || $x.dtype === "float32", () => "Input dtype must be `int32` or `float32`.");
	if ($x.dtype === "int32") $x = cast($x, "float32");
	const inputs = { x: $x };
	return ENGINE.runKernel("Erf", inputs);
}
const erf = op({ erf_ });
// tfjs-core/dist/ops/max.js
function max_(x, axis = null, keepDims = false) {
	const inputs = { x: convertToTensor(x, "x", "max") };
	const attrs = {
		reductionIndices: axis,
		keepDims
	};
	return ENGINE.runKernel("Max", inputs, attrs);
}
const max = op({ max_ });
// tfjs-core/dist/ops/min.js
function min_(x, axis = null, keepDims = false) {
	const inputs = { x: convertToTensor(x, "x", "min") };
	const attrs = {
		axis,
		keepDims
	};
	return ENGINE.runKernel("Min", inputs, attrs);
}
const min = op({ min_ });
// tfjs-core/dist/ops/norm.js
function norm_(x, ord = "euclidean", axis = null, keepDims = false) {
	x = convertToTensor(x, "x", "norm");
	const norm = normImpl(x, ord, axis);
	let keepDimsShape = norm.shape;
	if (keepDims) {
		const axes = parseAxisParam(axis, x.shape);
		keepDimsShape = expandShapeToKeepDim(norm.shape, axes);
	}
	return reshape(norm, keepDimsShape);
}
function normImpl(x, p, axis = null) {
	if (x.rank === 0) return abs(x);
	if (x.rank !== 1 && axis === null) return normImpl(reshape(x, [-1]), p, axis);
	if (x.rank === 1 || typeof axis === "number" || Array.isArray(axis) && axis.length === 1) {
		if (p === 1) return sum(abs(x), axis);
		if (p === Infinity) return max(abs(x), axis);
		if (p === -Infinity) return min(abs(x), axis);
		if (p === "euclidean" || p === 2) return sqrt(sum(pow(abs(x), scalar(2, "int32")), axis));
		throw new Error(`Error in norm: invalid ord value: ${p}`);
	}
	if (Array.isArray(axis) && axis.length === 2) {
		if (p === 1) return max(sum(abs(x), axis[0]), axis[1] - 1);
		if (p === Infinity) return max(sum(abs(x), axis[1]), axis[0]);
		if (p === -Infinity) return min(sum(abs(x), axis[1]), axis[0]);
		if (p === "fro" || p === "euclidean") return sqrt(sum(square(x), axis));
		throw new Error(`Error in norm: invalid ord value: ${p}`);
	}
	throw new Error(`Error in norm: invalid axis: ${axis}`);
}
const norm = op({ norm_ });
// tfjs-core/dist/ops/euclidean_norm.js
function euclideanNorm_(x, axis = null, keepDims = false) {
	return norm(x, "euclidean", axis, keepDims);
}
const euclideanNorm = op({ euclideanNorm_ });
// tfjs-core/dist/ops/expand_dims.js
function expandDims_(x, axis = 0) {
	const $x = convertToTensor(x, "x", "expandDims", "string_or_numeric");
	assert(axis <= $x.rank, () => "Axis must be <= rank of the tensor");
	const inputs = { input: $x };
	const attrs = { dim: axis };
	return ENGINE.runKernel(ExpandDims, inputs, attrs);
}
const expandDims = op({ expandDims_ });
// tfjs-core/dist/ops/expm1.js
function expm1_(x) {
	const inputs = { x: convertToTensor(x, "x", "expm1") };
	return ENGINE.runKernel(Expm1, inputs);
}
const expm1 = op({ expm1_ });
// tfjs-core/dist/ops/gather.js
function gather_(x, indices, axis = 0, batchDims = 0) {
	const inputs = {
		x: convertToTensor(x, "x", "gather"),
		indices: convertToTensor(indices, "indices", "gather", "int32")
	};
	const attrs = {
		axis,
		batchDims
	};
	return ENGINE.runKernel(GatherV2, inputs, attrs);
}
const gather = op({ gather_ });
// tfjs-core/dist/ops/is_finite.js
function isFinite_(x) {
	const inputs = { x: convertToTensor(x, "x", "isFinite") };
	return ENGINE.runKernel(IsFinite, inputs);
}
const isFinite$1 = op({ isFinite_ });
// tfjs-core/dist/ops/is_inf.js
function isInf_(x) {
	const inputs = { x: convertToTensor(x, "x", "isInf") };
	return ENGINE.runKernel(IsInf, inputs);
}
const isInf = op({ isInf_ });
// tfjs-core/dist/ops/is_nan.js
function isNaN_(x) {
	const inputs = { x: convertToTensor(x, "x", "isNaN") };
	return ENGINE.runKernel(IsNan, inputs);
}
const isNaN$1 = op({ isNaN_ });
// tfjs-core/dist/ops/leaky_relu.js
function leakyRelu_(x, alpha = .2) {
	const inputs = { x: convertToTensor(x, "x", "leakyRelu") };
	const attrs = { alpha };
	return ENGINE.runKernel(LeakyRelu, inputs, attrs);
}
const leakyRelu = op({ leakyRelu_ });
// tfjs-core/dist/ops/local_response_normalization.js
function localResponseNormalization_(x, depthRadius = 5, bias = 1, alpha = 1, beta = .5) {
	const $x = convertToTensor(x, "x", "localResponseNormalization");
	assert($x.rank === 4 || $x.rank === 3, () => `Error in localResponseNormalization: x must be rank 3 or 4 but got
               rank ${$x.rank}.`);
	assert(isInt(depthRadius), () => `Error in localResponseNormalization: depthRadius must be an integer but got depthRadius ${depthRadius}.`);
	let x4D = $x;
	let reshapedTo4D = false;
	if ($x.rank === 3) {
		reshapedTo4D = true;
		x4D = reshape($x, [
			1,
			$x.shape[0],
			$x.shape[1],
			$x.shape[2]
		]);
	}
	const inputs = { x: x4D };
	const attrs = {
		depthRadius,
		bias,
		alpha,
		beta
	};
	const res = ENGINE.runKernel("LRN", inputs, attrs);
	if (reshapedTo4D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3]
	]);
	else return res;
}
const localResponseNormalization = op({ localResponseNormalization_ });
// tfjs-core/dist/ops/log1p.js
function log1p_(x) {
	const inputs = { x: convertToTensor(x, "x", "log1p") };
	return ENGINE.runKernel(Log1p, inputs);
}
const log1p = op({ log1p_ });
// tfjs-core/dist/gradients.js
function customGrad(f) {
	return ENGINE.customGrad(f);
}
// tfjs-core/dist/ops/softplus.js
function softplus_(x) {
	const inputs = { x: convertToTensor(x, "x", "softplus") };
	return ENGINE.runKernel(Softplus, inputs);
}
const softplus = op({ softplus_ });
// tfjs-core/dist/ops/log_sigmoid.js
function logSigmoid_(x) {
	const $x = convertToTensor(x, "x", "logSigmoid");
	return customGrad((x) => {
		const value = neg(softplus(neg(x)));
		const gradFunc = (dy) => {
			return mul(dy, sigmoid(neg(x)));
		};
		return {
			value,
			gradFunc
		};
	})($x);
}
const logSigmoid = op({ logSigmoid_ });
// tfjs-core/dist/ops/log_softmax.js
function logSoftmax_(logits, axis = -1) {
	const $logits = convertToTensor(logits, "logits", "logSoftmax");
	if (axis === -1) axis = $logits.rank - 1;
	if (axis !== $logits.rank - 1) throw Error(`Log Softmax along a non-last dimension is not yet supported. Logits was rank ${$logits.rank} and axis was ${axis}`);
	return customGrad((logits, save) => {
		const keepDims = true;
		const xMax = max(logits, axis, true);
		const shifted = sub(logits, xMax);
		const value = sub(cast(shifted, "float32"), log(sum(exp(shifted), axis, keepDims)));
		save([value]);
		const gradFunc = (dy, saved) => {
			const [value] = saved;
			const keepDims = true;
			const softmax = exp(value);
			return sub(dy, mul(sum(dy, axis, keepDims), softmax));
		};
		return {
			value,
			gradFunc
		};
	})($logits);
}
const logSoftmax = op({ logSoftmax_ });
// tfjs-core/dist/ops/log_sum_exp.js
function logSumExp_(x, axis = null, keepDims = false) {
	const $x = convertToTensor(x, "x", "logSumExp");
	const axes = parseAxisParam(axis, $x.shape);
	const xMax = max($x, axes, true);
	const a = sub($x, xMax);
	const b = exp(a);
	const c = sum(b, axes);
	const d = log(c);
	const res = add(reshape(xMax, d.shape), d);
	if (keepDims) {
		const newShape = expandShapeToKeepDim(res.shape, axes);
		return reshape(res, newShape);
	}
	return res;
}
const logSumExp = op({ logSumExp_ });
// tfjs-core/dist/ops/logical_not.js
function logicalNot_(x) {
	const inputs = { x: convertToTensor(x, "x", "logicalNot", "bool") };
	return ENGINE.runKernel(LogicalNot, inputs);
}
const logicalNot = op({ logicalNot_ });
// tfjs-core/dist/ops/logical_or.js
function logicalOr_(a, b) {
	const $a = convertToTensor(a, "a", "logicalOr", "bool");
	const $b = convertToTensor(b, "b", "logicalOr", "bool");
	assertAndGetBroadcastShape($a.shape, $b.shape);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel(LogicalOr, inputs);
}
const logicalOr = op({ logicalOr_ });
// tfjs-core/dist/ops/logical_xor.js
function logicalXor_(a, b) {
	const $a = convertToTensor(a, "a", "logicalXor", "bool");
	const $b = convertToTensor(b, "b", "logicalXor", "bool");
	assertAndGetBroadcastShape($a.shape, $b.shape);
	return logicalAnd(logicalOr(a, b), logicalNot(logicalAnd(a, b)));
}
const logicalXor = op({ logicalXor_ });
// tfjs-core/dist/ops/max_pool.js
function maxPool_(x, filterSize, strides, pad, dimRoundingMode) {
	const $x = convertToTensor(x, "x", "maxPool");
	const dilations = 1;
	let x4D = $x;
	let reshapedTo4D = false;
	if ($x.rank === 3) {
		reshapedTo4D = true;
		x4D = reshape($x, [
			1,
			$x.shape[0],
			$x.shape[1],
			$x.shape[2]
		]);
	}
	assert(x4D.rank === 4, () => `Error in maxPool: input must be rank 4 but got rank ${x4D.rank}.`);
	assert(eitherStridesOrDilationsAreOne(strides, dilations), () => `Error in maxPool: Either strides or dilations must be 1. Got strides ${strides} and dilations '${dilations}'`);
	checkPadOnDimRoundingMode("maxPool", pad, dimRoundingMode);
	const inputs = { x: x4D };
	const attrs = {
		filterSize,
		strides,
		pad,
		dimRoundingMode
	};
	const res = ENGINE.runKernel(MaxPool, inputs, attrs);
	if (reshapedTo4D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3]
	]);
	return res;
}
const maxPool = op({ maxPool_ });
// tfjs-core/dist/ops/maximum.js
function maximum_(a, b) {
	let $a = convertToTensor(a, "a", "maximum");
	let $b = convertToTensor(b, "b", "maximum");
	[$a, $b] = makeTypesMatch($a, $b);
	if ($a.dtype === "bool") {
		$a = cast($a, "int32");
		$b = cast($b, "int32");
	}
	assertAndGetBroadcastShape($a.shape, $b.shape);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel(Maximum, inputs);
}
const maximum = op({ maximum_ });
// tfjs-core/dist/ops/mean.js
function mean_(x, axis = null, keepDims = false) {
	const inputs = { x: convertToTensor(x, "x", "mean") };
	const attrs = {
		axis,
		keepDims
	};
	return ENGINE.runKernel(Mean, inputs, attrs);
}
const mean = op({ mean_ });
// tfjs-core/dist/ops/minimum.js
function minimum_(a, b) {
	let $a = convertToTensor(a, "a", "minimum");
	let $b = convertToTensor(b, "b", "minimum");
	[$a, $b] = makeTypesMatch($a, $b);
	if ($a.dtype === "bool") {
		$a = cast($a, "int32");
		$b = cast($b, "int32");
	}
	assertAndGetBroadcastShape($a.shape, $b.shape);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel(Minimum, inputs);
}
const minimum = op({ minimum_ });
// tfjs-core/dist/ops/mirror_pad.js
function mirrorPad_(x, paddings, mode) {
	assert(mode === "reflect" || mode === "symmetric", () => `Invalid mode. Mode must be either reflect or symmetric. Got ${mode}.`);
	const $x = convertToTensor(x, "x", "mirrorPad");
	if ($x.rank === 0) throw new Error("mirrorPad(scalar) is not defined. Pass non-scalar to mirrorPad");
	assert(paddings.length === $x.rank, () => `Padding doesn't match input. Must be ${$x.rank}. Got ${paddings.length}.`);
	const shapeOffset = mode === "reflect" ? 1 : 0;
	for (let i = 0; i < $x.rank; i++) {
		assert(paddings[i].length === 2, () => `Invalid number of paddings. Must be length of 2 each.`);
		assert(paddings[i][0] >= 0 && paddings[i][0] <= $x.shape[i] - shapeOffset && paddings[i][1] >= 0 && paddings[i][1] <= $x.shape[i] - shapeOffset, () => `Padding in dimension ${i} cannot be greater than or equal to ${$x.shape[i] - shapeOffset} or less than 0 for input of shape ${$x.shape}`);
	}
	const attrs = {
		paddings,
		mode
	};
	const inputs = { x: $x };
	return ENGINE.runKernel(MirrorPad, inputs, attrs);
}
const mirrorPad = op({ mirrorPad_ });
// tfjs-core/dist/ops/mod.js
function mod_(a, b) {
	let $a = convertToTensor(a, "a", "mod");
	let $b = convertToTensor(b, "b", "mod");
	[$a, $b] = makeTypesMatch($a, $b);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel("Mod", inputs);
}
const mod = op({ mod_ });
// tfjs-core/dist/ops/not_equal.js
function notEqual_(a, b) {
	let $a = convertToTensor(a, "a", "notEqual", "string_or_numeric");
	let $b = convertToTensor(b, "b", "notEqual", "string_or_numeric");
	[$a, $b] = makeTypesMatch($a, $b);
	assertAndGetBroadcastShape($a.shape, $b.shape);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel(NotEqual, inputs);
}
const notEqual = op({ notEqual_ });
// tfjs-core/dist/ops/ones_like.js
function onesLike_(x) {
	const inputs = { x: convertToTensor(x, "x", "onesLike") };
	return ENGINE.runKernel(OnesLike, inputs);
}
const onesLike = op({ onesLike_ });
// tfjs-core/dist/ops/pad.js
function pad_(x, paddings, constantValue = 0) {
	const $x = convertToTensor(x, "x", "pad");
	if ($x.rank === 0) throw new Error("pad(scalar) is not defined. Pass non-scalar to pad");
	const attrs = {
		paddings,
		constantValue
	};
	const inputs = { x: $x };
	return ENGINE.runKernel(PadV2, inputs, attrs);
}
const pad = op({ pad_ });
// tfjs-core/dist/ops/pool.js
function pool_(input, windowShape, poolingType, pad, dilations, strides, dimRoundingMode) {
	if (dilations == null) dilations = [1, 1];
	if (strides == null) strides = 1;
	if (pad === 0) pad = "valid";
	const $x = convertToTensor(input, "x", "maxPool");
	let x4D = $x;
	let reshapedTo4D = false;
	if ($x.rank === 3) {
		reshapedTo4D = true;
		x4D = reshape($x, [
			1,
			$x.shape[0],
			$x.shape[1],
			$x.shape[2]
		]);
	}
	assert(eitherStridesOrDilationsAreOne(strides, dilations), () => `Error in pool: Either strides or dilations must be 1. Got strides ${strides} and dilations '${dilations}'`);
	const convInfo = computePool2DInfo(x4D.shape, windowShape, strides, dilations, pad);
	const dilation = [convInfo.dilationHeight, convInfo.dilationWidth];
	let basePadding;
	if (pad === "same") basePadding = withSpaceToBatchBasePaddings([convInfo.filterHeight, convInfo.filterWidth], dilation);
	else basePadding = [[0, 0], [0, 0]];
	const isDilationOne = dilation[0] === 1 && dilation[1] === 1;
	const [adjustedPadding, adjustedCrops] = requiredSpaceToBatchPaddings([convInfo.inHeight, convInfo.inWidth], dilation, basePadding);
	const convertedPad = isDilationOne ? pad : "valid";
	const convertedX = isDilationOne ? x4D : spaceToBatchND(x4D, dilation, adjustedPadding);
	const y = (poolingType === "avg" ? () => avgPool(convertedX, windowShape, strides, convertedPad, dimRoundingMode) : () => maxPool(convertedX, windowShape, strides, convertedPad, dimRoundingMode))();
	const res = isDilationOne ? y : batchToSpaceND(y, dilation, adjustedCrops);
	if (reshapedTo4D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3]
	]);
	return res;
}
function requiredSpaceToBatchPaddings(inputShape, blockShape, basePadding) {
	const padStart = basePadding.map((b) => b[0]);
	const origPadEnd = basePadding.map((b) => b[1]);
	const fullInputShape = inputShape.concat(padStart, origPadEnd);
	const padEndExtra = blockShape.map((b, i) => (b - fullInputShape[i] % b) % b);
	const padEnd = origPadEnd.map((s, i) => s + padEndExtra[i]);
	return [blockShape.map((_, i) => [padStart[i], padEnd[i]]), blockShape.map((_, i) => [0, padEndExtra[i]])];
}
function withSpaceToBatchBasePaddings(filterShape, dilation) {
	const padExtraShape = filterShape.map((s, i) => {
		return s + (s - 1) * (dilation[i] - 1);
	}).map((s) => s - 1);
	const padExtraStart = padExtraShape.map((s) => Math.floor(s / 2));
	const padExtraEnd = padExtraShape.map((s, i) => s - padExtraStart[i]);
	return padExtraShape.map((_, i) => {
		return [padExtraStart[i], padExtraEnd[i]];
	});
}
const pool = op({ pool_ });
// tfjs-core/dist/ops/prelu.js
function prelu_(x, alpha) {
	const inputs = {
		x: convertToTensor(x, "x", "prelu"),
		alpha: convertToTensor(alpha, "alpha", "prelu")
	};
	return ENGINE.runKernel(Prelu, inputs);
}
const prelu = op({ prelu_ });
// tfjs-core/dist/ops/prod.js
function prod_(x, axis = null, keepDims = false) {
	let $x = convertToTensor(x, "x", "prod");
	if ($x.dtype === "bool") $x = cast($x, "int32");
	const inputs = { x: $x };
	const attrs = {
		axis,
		keepDims
	};
	return ENGINE.runKernel(Prod, inputs, attrs);
}
const prod = op({ prod_ });
// tfjs-core/dist/ops/reciprocal.js
function reciprocal_(x) {
	const inputs = { x: convertToTensor(x, "x", "reciprocal") };
	return ENGINE.runKernel(Reciprocal, inputs);
}
const reciprocal = op({ reciprocal_ });
// tfjs-core/dist/ops/relu.js
function relu_(x) {
	const inputs = { x: convertToTensor(x, "x", "relu") };
	return ENGINE.runKernel(Relu, inputs);
}
const relu = op({ relu_ });
// tfjs-core/dist/ops/relu6.js
function relu6_(x) {
	const inputs = { x: convertToTensor(x, "x", "relu6") };
	return ENGINE.runKernel(Relu6, inputs);
}
const relu6 = op({ relu6_ });
// tfjs-core/dist/ops/reverse.js
function reverse_(x, axis) {
	const inputs = { x: convertToTensor(x, "x", "reverse") };
	const attrs = { dims: axis };
	return ENGINE.runKernel(Reverse, inputs, attrs);
}
const reverse = op({ reverse_ });
// tfjs-core/dist/ops/round.js
function round_(x) {
	const inputs = { x: convertToTensor(x, "x", "round") };
	return ENGINE.runKernel(Round, inputs);
}
const round = op({ round_ });
// tfjs-core/dist/ops/selu.js
function selu_(x) {
	const inputs = { x: convertToTensor(x, "x", "selu") };
	return ENGINE.runKernel(Selu, inputs);
}
const selu = op({ selu_ });
// tfjs-core/dist/ops/separable_conv2d.js
function separableConv2d_(x, depthwiseFilter, pointwiseFilter, strides, pad, dilation = [1, 1], dataFormat = "NHWC") {
	const $x = convertToTensor(x, "x", "separableConv2d");
	const $depthwiseFilter = convertToTensor(depthwiseFilter, "depthwiseFilter", "separableConv2d");
	const $pointwiseFilter = convertToTensor(pointwiseFilter, "pointwiseFilter", "separableConv2d");
	let x4D = $x;
	let reshapedTo4D = false;
	if ($x.rank === 3) {
		reshapedTo4D = true;
		x4D = reshape($x, [
			1,
			$x.shape[0],
			$x.shape[1],
			$x.shape[2]
		]);
	}
	if (dataFormat === "NCHW") throw new Error("separableConv2d currently does not support dataFormat NCHW; only NHWC is supported");
	assert(x4D.rank === 4, () => `Error in separableConv2d: input must be rank 4, but got rank ${x4D.rank}.`);
	assert($depthwiseFilter.rank === 4, () => `Error in separableConv2d: depthwise filter must be rank 4, but got rank ${$depthwiseFilter.rank}.`);
	assert($pointwiseFilter.rank === 4, () => `Error in separableConv2d: pointwise filter must be rank 4, but got rank ${$depthwiseFilter.rank}.`);
	assert($pointwiseFilter.shape[0] === 1, () => `Error in separableConv2d: the first dimension of pointwise filter  must be 1, but got ${$pointwiseFilter.shape[0]}.`);
	assert($pointwiseFilter.shape[1] === 1, () => `Error in separableConv2d: the second dimension of pointwise filter must be 1, but got ${$pointwiseFilter.shape[1]}.`);
	const inChannels = $depthwiseFilter.shape[2];
	const channelMultiplier = $depthwiseFilter.shape[3];
	assert($pointwiseFilter.shape[2] === inChannels * channelMultiplier, () => `Error in separableConv2d: the third dimension of pointwise filter must be ${inChannels * channelMultiplier}, but got ${$pointwiseFilter.shape[2]}.`);
	const depthwise = depthwiseConv2d(x4D, $depthwiseFilter, strides, pad, dataFormat, dilation);
	const res = conv2d(depthwise, $pointwiseFilter, 1, "valid", dataFormat);
	if (reshapedTo4D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3]
	]);
	return res;
}
const separableConv2d = op({ separableConv2d_ });
// tfjs-core/dist/ops/sign.js
function sign_(x) {
	const inputs = { x: convertToTensor(x, "x", "sign") };
	return ENGINE.runKernel(Sign, inputs);
}
const sign = op({ sign_ });
// tfjs-core/dist/ops/softmax.js
function softmax_(logits, dim = -1) {
	const $logits = convertToTensor(logits, "logits", "softmax", "float32");
	if (dim === -1) dim = $logits.rank - 1;
	if (dim !== $logits.rank - 1) throw Error(`Softmax along a non-last dimension is not yet supported. Logits was rank ${$logits.rank} and dim was ${dim}`);
	const inputs = { logits: $logits };
	const attrs = { dim };
	return ENGINE.runKernel(Softmax, inputs, attrs);
}
const softmax = op({ softmax_ });
// tfjs-core/dist/ops/spectral/fft.js
function fft_(input) {
	assert(input.dtype === "complex64", () => `The dtype for tf.spectral.fft() must be complex64 but got ${input.dtype}.`);
	const inputs = { input };
	return ENGINE.runKernel("FFT", inputs);
}
const fft = op({ fft_ });
// tfjs-core/dist/ops/spectral/ifft.js
function ifft_(input) {
	assert(input.dtype === "complex64", () => `The dtype for tf.spectral.ifft() must be complex64 but got ${input.dtype}.`);
	const inputs = { input };
	return ENGINE.runKernel(IFFT, inputs);
}
const ifft = op({ ifft_ });
// tfjs-core/dist/ops/spectral/irfft.js
function irfft_(input) {
	const innerDimensionSize = input.shape[input.shape.length - 1];
	const batch = input.size / innerDimensionSize;
	let ret;
	if (innerDimensionSize <= 2) {
		const complexInput = reshape(input, [batch, innerDimensionSize]);
		ret = ifft(complexInput);
	} else {
		const outputShape = [batch, 2 * (innerDimensionSize - 1)];
		const realInput = reshape(real(input), [batch, innerDimensionSize]);
		const imagInput = reshape(imag(input), [batch, innerDimensionSize]);
		const realConjugate = reverse(slice(realInput, [0, 1], [batch, innerDimensionSize - 2]), 1);
		const imagConjugate = mul(reverse(slice(imagInput, [0, 1], [batch, innerDimensionSize - 2]), 1), scalar(-1));
		const r = concat([realInput, realConjugate], 1);
		const i = concat([imagInput, imagConjugate], 1);
		const complexInput = reshape(complex(r, i), [outputShape[0], outputShape[1]]);
		ret = ifft(complexInput);
	}
	ret = real(ret);
	if (input.rank === 3 && input.shape[0] !== 0) {
		const temp = ret;
		const batch = input.shape[0];
		ret = reshape(ret, [
			batch,
			ret.shape[0] / batch,
			ret.shape[1]
		]);
		temp.dispose();
	}
	return ret;
}
const irfft = op({ irfft_ });
// tfjs-core/dist/ops/spectral/rfft.js
function rfft_(input, fftLength) {
	assert(input.dtype === "float32", () => `The dtype for rfft() must be real value but got ${input.dtype}`);
	let innerDimensionSize = input.shape[input.shape.length - 1];
	const batch = input.size / innerDimensionSize;
	let adjustedInput;
	if (fftLength != null && fftLength < innerDimensionSize) {
		const begin = input.shape.map((v) => 0);
		const size = input.shape.map((v) => v);
		size[input.shape.length - 1] = fftLength;
		adjustedInput = slice(input, begin, size);
		innerDimensionSize = fftLength;
	} else if (fftLength != null && fftLength > innerDimensionSize) {
		const zerosShape = input.shape.map((v) => v);
		zerosShape[input.shape.length - 1] = fftLength - innerDimensionSize;
		adjustedInput = concat([input, zeros(zerosShape)], input.shape.length - 1);
		innerDimensionSize = fftLength;
	} else adjustedInput = input;
	const zerosInput = zerosLike(adjustedInput);
	const complexInput = reshape(complex(adjustedInput, zerosInput), [batch, innerDimensionSize]);
	const ret = fft(complexInput);
	const half = Math.floor(innerDimensionSize / 2) + 1;
	const realValues = real(ret);
	const imagValues = imag(ret);
	const realComplexConjugate = split(realValues, [half, innerDimensionSize - half], realValues.shape.length - 1);
	const imagComplexConjugate = split(imagValues, [half, innerDimensionSize - half], imagValues.shape.length - 1);
	const outputShape = adjustedInput.shape.slice();
	outputShape[adjustedInput.shape.length - 1] = half;
	return reshape(complex(realComplexConjugate[0], imagComplexConjugate[0]), outputShape);
}
const rfft = op({ rfft_ });
// tfjs-core/dist/ops/squared_difference.js
function squaredDifference_(a, b) {
	let $a = convertToTensor(a, "a", "squaredDifference");
	let $b = convertToTensor(b, "b", "squaredDifference");
	[$a, $b] = makeTypesMatch($a, $b);
	assertAndGetBroadcastShape($a.shape, $b.shape);
	const inputs = {
		a: $a,
		b: $b
	};
	return ENGINE.runKernel(SquaredDifference, inputs, {});
}
const squaredDifference = op({ squaredDifference_ });
// tfjs-core/dist/ops/squeeze.js
function squeeze_(x, axis) {
	const $x = convertToTensor(x, "x", "squeeze", "string_or_numeric");
	return reshape($x, squeezeShape($x.shape, axis).newShape);
}
const squeeze = op({ squeeze_ });
// tfjs-core/dist/ops/strided_slice.js
function stridedSlice_(x, begin, end, strides, beginMask = 0, endMask = 0, ellipsisMask = 0, newAxisMask = 0, shrinkAxisMask = 0) {
	const inputs = { x: convertToTensor(x, "x", "stridedSlice", "string_or_numeric") };
	const attrs = {
		begin,
		end,
		strides,
		beginMask,
		endMask,
		ellipsisMask,
		newAxisMask,
		shrinkAxisMask
	};
	return ENGINE.runKernel(StridedSlice, inputs, attrs);
}
const stridedSlice = op({ stridedSlice_ });
// tfjs-core/dist/ops/tan.js
function tan_(x) {
	const inputs = { x: convertToTensor(x, "x", "tan", "float32") };
	return ENGINE.runKernel("Tan", inputs);
}
const tan = op({ tan_ });
// tfjs-core/dist/ops/topk.js
function topk_(x, k = 1, sorted = true) {
	const $x = convertToTensor(x, "x", "topk");
	if ($x.rank === 0) throw new Error("topk() expects the input to be of rank 1 or higher");
	const lastDim = $x.shape[$x.shape.length - 1];
	if (k < 0) throw new Error(`'k' passed to topk() must be >= 0 but got ${k}`);
	if (k > lastDim) throw new Error(`'k' passed to topk() must be <= the last dimension (${lastDim}) but got ${k}`);
	const inputs = { x: $x };
	const attrs = {
		k,
		sorted
	};
	const [values, indices] = ENGINE.runKernel(TopK, inputs, attrs);
	return {
		values,
		indices
	};
}
const topk = op({ topk_ });
// tfjs-core/dist/ops/unique.js
function unique_(x, axis = 0) {
	const $x = convertToTensor(x, "x", "unique", "string_or_numeric");
	assert($x.rank > 0, () => "The input tensor must be at least 1D");
	const inputs = { x: $x };
	const attrs = { axis };
	const [values, indices] = ENGINE.runKernel(Unique, inputs, attrs);
	return {
		values,
		indices
	};
}
const unique = op({ unique_ });
// tfjs-core/dist/ops/image/resize_bilinear.js
function resizeBilinear_(images, size, alignCorners = false, halfPixelCenters = false) {
	const $images = convertToTensor(images, "images", "resizeBilinear");
	assert($images.rank === 3 || $images.rank === 4, () => `Error in resizeBilinear: x must be rank 3 or 4, but got rank ${$images.rank}.`);
	assert(size.length === 2, () => `Error in resizeBilinear: new shape must 2D, but got shape ${size}.`);
	assert(halfPixelCenters === false || alignCorners === false, () => "Error in resizeBilinear: If halfPixelCenters is true, alignCorners must be false.");
	let batchImages = $images;
	let reshapedTo4D = false;
	if ($images.rank === 3) {
		reshapedTo4D = true;
		batchImages = reshape($images, [
			1,
			$images.shape[0],
			$images.shape[1],
			$images.shape[2]
		]);
	}
	const [] = size;
	const inputs = { images: batchImages };
	const attrs = {
		alignCorners,
		halfPixelCenters,
		size
	};
	const res = ENGINE.runKernel(ResizeBilinear, inputs, attrs);
	if (reshapedTo4D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3]
	]);
	return res;
}
const resizeBilinear = op({ resizeBilinear_ });
// tfjs-core/dist/ops/image/resize_nearest_neighbor.js
function resizeNearestNeighbor_(images, size, alignCorners = false, halfPixelCenters = false) {
	const $images = convertToTensor(images, "images", "resizeNearestNeighbor");
	assert($images.rank === 3 || $images.rank === 4, () => `Error in resizeNearestNeighbor: x must be rank 3 or 4, but got rank ${$images.rank}.`);
	assert(size.length === 2, () => `Error in resizeNearestNeighbor: new shape must 2D, but got shape ${size}.`);
	assert($images.dtype === "float32" || $images.dtype === "int32", () => "`images` must have `int32` or `float32` as dtype");
	assert(halfPixelCenters === false || alignCorners === false, () => "Error in resizeNearestNeighbor: If halfPixelCenters is true, alignCorners must be false.");
	let batchImages = $images;
	let reshapedTo4D = false;
	if ($images.rank === 3) {
		reshapedTo4D = true;
		batchImages = reshape($images, [
			1,
			$images.shape[0],
			$images.shape[1],
			$images.shape[2]
		]);
	}
	const [] = size;
	const inputs = { images: batchImages };
	const attrs = {
		alignCorners,
		halfPixelCenters,
		size
	};
	const res = ENGINE.runKernel(ResizeNearestNeighbor, inputs, attrs);
	if (reshapedTo4D) return reshape(res, [
		res.shape[1],
		res.shape[2],
		res.shape[3]
	]);
	return res;
}
const resizeNearestNeighbor = op({ resizeNearestNeighbor_ });
// tfjs-core/dist/ops/selu_util.js
const SELU_SCALEALPHA = 1.7580993408473768;
const SELU_SCALE = 1.0507009873554805;
// tfjs-core/dist/gradients/Prod_grad.js
function prodGradFn_(x, dy, axis) {
	const expandedYShape = x.shape.slice();
	expandedYShape[axis] = 1;
	const expandedDy = reshape(dy, expandedYShape);
	const xCumProd = cumprod(x, axis, true, false);
	const xCumRevProd = cumprod(x, axis, true, true);
	const dx = mul(xCumProd, xCumRevProd);
	return mul(expandedDy, dx);
}
function prodsGradFn_(x, dy, axis) {
	const xRank = x.shape.length;
	const finalProdAxis = xRank - axis.length;
	const xPermutation = getAxesPermutation(axis, xRank);
	let permutedX = x;
	if (xPermutation != null) permutedX = transpose(x, xPermutation);
	const newShape = permutedX.shape.slice();
	const endPartShape = newShape.splice(xRank - axis.length, axis.length).reduce((p, c) => p * c, 1);
	newShape.push(endPartShape);
	let prodGrad = prodGradFn_(permutedX.reshape(newShape), dy, finalProdAxis);
	prodGrad = prodGrad.reshape(permutedX.shape);
	if (xPermutation != null) {
		const undoPermutation = getUndoAxesPermutation(xPermutation);
		prodGrad = transpose(prodGrad, undoPermutation);
	}
	return prodGrad;
}
const prodGradConfig = {
	kernelName: Prod,
	inputsToSave: ["x"],
	gradFunc: (dy, saved, attrs) => {
		const [x] = saved;
		const { axis } = attrs;
		let axisArr = [];
		if (axis === void 0 || axis === null) axisArr = x.shape.map((_, i) => i);
		else if (typeof axis === "number") axisArr = [axis];
		else axisArr = axis;
		return { x: () => prodsGradFn_(x, dy, axisArr) };
	}
};
// tfjs-core/dist/gradients/RealDiv_grad.js
const divGradConfig = {
	kernelName: RealDiv,
	inputsToSave: ["a", "b"],
	gradFunc: (dy, saved) => {
		const [a, b] = saved;
		const outShape = assertAndGetBroadcastShape(a.shape, b.shape);
		const derA = () => {
			const res = div(dy, cast(b, "float32"));
			const reduceAxes = getReductionAxes(a.shape, outShape);
			if (reduceAxes.length > 0) return reshape(sum(res, reduceAxes), a.shape);
			return res;
		};
		const derB = () => {
			let res = mul(dy, cast(a, "float32"));
			const reduceAxes = getReductionAxes(b.shape, outShape);
			if (reduceAxes.length > 0) res = reshape(sum(res, reduceAxes), b.shape);
			const tmp = square(b);
			return neg(div(res, cast(tmp, "float32")));
		};
		return {
			a: derA,
			b: derB
		};
	}
};
// tfjs-core/dist/gradients/Reciprocal_grad.js
const reciprocalGradConfig = {
	kernelName: Reciprocal,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => div(dy, neg(square(x))) };
	}
};
// tfjs-core/dist/gradients/Relu6_grad.js
const relu6GradConfig = {
	kernelName: Relu6,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		const mask = mul(lessEqual(x, 6), step(x));
		return { x: () => mul(dy, cast(mask, "float32")) };
	}
};
// tfjs-core/dist/gradients/Relu_grad.js
const reluGradConfig = {
	kernelName: Relu,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => mul(dy, cast(step(x), "float32")) };
	}
};
// tfjs-core/dist/gradients/Reshape_grad.js
const reshapeGradConfig = {
	kernelName: Reshape,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => reshape(dy, x.shape) };
	}
};
// tfjs-core/dist/gradients/ResizeBilinear_grad.js
const resizeBilinearGradConfig = {
	kernelName: ResizeBilinear,
	inputsToSave: ["images"],
	gradFunc: (dy, saved, attrs) => {
		const [images] = saved;
		const inputs = {
			dy,
			images
		};
		const imagesDer = () => ENGINE.runKernel(ResizeBilinearGrad, inputs, attrs);
		return { images: imagesDer };
	}
};
// tfjs-core/dist/gradients/ResizeNearestNeighbor_grad.js
const resizeNearestNeighborGradConfig = {
	kernelName: ResizeNearestNeighbor,
	inputsToSave: ["images"],
	gradFunc: (dy, saved, attrs) => {
		const [images] = saved;
		const inputs = {
			dy,
			images
		};
		const imagesDer = () => ENGINE.runKernel(ResizeNearestNeighborGrad, inputs, attrs);
		return { images: imagesDer };
	}
};
// tfjs-core/dist/gradients/Reverse_grad.js
const reverseGradConfig = {
	kernelName: Reverse,
	gradFunc: (dy, saved, attrs) => {
		const { dims } = attrs;
		const axes = parseAxisParam(dims, dy.shape);
		return { x: () => reverse(dy, axes) };
	}
};
// tfjs-core/dist/gradients/Round_grad.js
const roundGradConfig = {
	kernelName: Round,
	gradFunc: (dy) => {
		return { x: () => zerosLike(dy) };
	}
};
// tfjs-core/dist/gradients/Rsqrt_grad.js
const rsqrtGradConfig = {
	kernelName: Rsqrt,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => neg(div(dy, mul(pow(x, 1.5), 2))) };
	}
};
// tfjs-core/dist/gradients/Select_grad.js
const selectGradConfig = {
	kernelName: Select,
	inputsToSave: ["condition"],
	gradFunc: (dy, saved) => {
		const [condition] = saved;
		return {
			condition: () => cast(zerosLike(condition), "float32"),
			t: () => mul(dy, cast(condition, dy.dtype)),
			e: () => mul(dy, cast(logicalNot(condition), dy.dtype))
		};
	}
};
// tfjs-core/dist/gradients/Selu_grad.js
const seluGradConfig = {
	kernelName: Selu,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => {
			const mask = greater(x, scalar(0));
			const scaleAlpha = scalar(SELU_SCALEALPHA);
			const scale = scalar(SELU_SCALE);
			const greaterThanZeroDer = mul(dy, scale);
			const lessEqualZeroDer = mul(mul(dy, scaleAlpha), exp(cast(x, "float32")));
			return where(mask, greaterThanZeroDer, lessEqualZeroDer);
		} };
	}
};
// tfjs-core/dist/gradients/Sigmoid_grad.js
const sigmoidGradConfig = {
	kernelName: Sigmoid,
	outputsToSave: [true],
	gradFunc: (dy, saved) => {
		const [y] = saved;
		return { x: () => mul(dy, mul(y, sub(scalar(1), y))) };
	}
};
// tfjs-core/dist/gradients/Sign_grad.js
const signGradConfig = {
	kernelName: Sign,
	gradFunc: (dy) => {
		return { x: () => zerosLike(dy) };
	}
};
// tfjs-core/dist/gradients/Sin_grad.js
const sinGradConfig = {
	kernelName: "Sin",
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => mul(cos(cast(x, "float32")), dy) };
	}
};
// tfjs-core/dist/gradients/Sinh_grad.js
const sinhGradConfig = {
	kernelName: Sinh,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => mul(cosh(cast(x, "float32")), dy) };
	}
};
// tfjs-core/dist/gradients/Slice_grad.js
const sliceGradConfig = {
	kernelName: Slice,
	inputsToSave: ["x"],
	gradFunc: (dy, saved, attrs) => {
		const [x] = saved;
		const { begin, size } = attrs;
		const inputShape = x.shape;
		const [begin_, size_] = parseSliceParams(x, begin, size);
		const paddings = [];
		for (let i = 0; i < dy.rank; i++) paddings.push([begin_[i], inputShape[i] - begin_[i] - size_[i]]);
		return { x: () => pad(dy, paddings) };
	}
};
// tfjs-core/dist/gradients/Softmax_grad.js
const softmaxGradConfig = {
	kernelName: Softmax,
	outputsToSave: [true],
	gradFunc: (dy, saved, attrs) => {
		const [y] = saved;
		const { dim } = attrs;
		const keepDims = true;
		const dyTimesY = mul(dy, y);
		return { logits: () => sub(dyTimesY, mul(sum(dyTimesY, [dim], keepDims), y)) };
	}
};
// tfjs-core/dist/gradients/Softplus_grad.js
const softplusGradConfig = {
	kernelName: Softplus,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => mul(dy, sigmoid(x)) };
	}
};
// tfjs-core/dist/gradients/SpaceToBatchND_grad.js
const spaceToBatchNDGradConfig = {
	kernelName: SpaceToBatchND,
	gradFunc: (dy, saved, attrs) => {
		const { blockShape, paddings } = attrs;
		return { x: () => batchToSpaceND(dy, blockShape, paddings) };
	}
};
// tfjs-core/dist/gradients/SplitV_grad.js
const splitVGradConfig = {
	kernelName: SplitV,
	gradFunc: (dy, saved, attrs) => {
		const { axis } = attrs;
		return { x: () => concat(dy, axis) };
	}
};
// tfjs-core/dist/gradients/Sqrt_grad.js
const sqrtGradConfig = {
	kernelName: Sqrt,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => div(dy, mul(sqrt(cast(x, "float32")), 2)) };
	}
};
// tfjs-core/dist/gradients/Square_grad.js
const squareGradConfig = {
	kernelName: Square,
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => mul(dy, mul(cast(x, "float32"), 2)) };
	}
};
// tfjs-core/dist/gradients/SquaredDifference_grad.js
const squaredDifferenceGradConfig = {
	kernelName: SquaredDifference,
	inputsToSave: ["a", "b"],
	gradFunc: (dy, saved) => {
		const [a, b] = saved;
		const two = scalar(2);
		const derA = () => mul(dy, mul(two, sub(a, b)));
		const derB = () => mul(dy, mul(two, sub(b, a)));
		return {
			a: derA,
			b: derB
		};
	}
};
// tfjs-core/dist/gradients/Step_grad.js
const stepGradConfig = {
	kernelName: Step,
	gradFunc: (dy) => {
		return { x: () => zerosLike(dy) };
	}
};
// tfjs-core/dist/gradients/Sub_grad.js
const subGradConfig = {
	kernelName: "Sub",
	inputsToSave: ["a", "b"],
	gradFunc: (dy, saved) => {
		const [a, b] = saved;
		const outShape = assertAndGetBroadcastShape(a.shape, b.shape);
		const derA = () => {
			let res = dy;
			const reduceAxes = getReductionAxes(a.shape, outShape);
			if (reduceAxes.length > 0) res = sum(res, reduceAxes);
			return reshape(res, a.shape);
		};
		const derB = () => {
			let res = dy;
			const reduceAxes = getReductionAxes(b.shape, outShape);
			if (reduceAxes.length > 0) res = sum(res, reduceAxes);
			return reshape(neg(res), b.shape);
		};
		return {
			a: derA,
			b: derB
		};
	}
};
// tfjs-core/dist/gradients/Sum_grad.js
const sumGradConfig = {
	kernelName: "Sum",
	inputsToSave: ["x"],
	gradFunc: (dy, saved, attrs) => {
		const [x] = saved;
		const expandedDyShape = x.shape.slice();
		const { axis } = attrs;
		parseAxisParam(axis, x.shape).forEach((axis) => {
			expandedDyShape[axis] = 1;
		});
		const expandedDy = reshape(dy, expandedDyShape);
		const derX = mul(expandedDy, ones(x.shape, "float32"));
		return { x: () => derX };
	}
};
// tfjs-core/dist/gradients/Tan_grad.js
const tanGradConfig = {
	kernelName: "Tan",
	inputsToSave: ["x"],
	gradFunc: (dy, saved) => {
		const [x] = saved;
		return { x: () => div(dy, square(cos(x))) };
	}
};
// tfjs-core/dist/gradients/Tanh_grad.js
const tanhGradConfig = {
	kernelName: Tanh,
	outputsToSave: [true],
	gradFunc: (dy, saved) => {
		const [y] = saved;
		return { x: () => mul(sub(scalar(1), square(y)), dy) };
	}
};
// tfjs-core/dist/gradients/Tile_grad.js
const tileGradConfig = {
	kernelName: Tile,
	inputsToSave: ["x"],
	gradFunc: (dy, saved, attrs) => {
		const [x] = saved;
		const { reps } = attrs;
		const derX = () => {
			let xGrad = zerosLike(x);
			if (x.rank === 1) for (let i = 0; i < reps[0]; ++i) xGrad = add(xGrad, slice(dy, [i * x.shape[0]], [x.shape[0]]));
			else if (x.rank === 2) for (let i = 0; i < reps[0]; ++i) for (let j = 0; j < reps[1]; ++j) xGrad = add(xGrad, slice(dy, [i * x.shape[0], j * x.shape[1]], [x.shape[0], x.shape[1]]));
			else if (x.rank === 3) for (let i = 0; i < reps[0]; ++i) for (let j = 0; j < reps[1]; ++j) for (let k = 0; k < reps[2]; ++k) xGrad = add(xGrad, slice(dy, [
				i * x.shape[0],
				j * x.shape[1],
				k * x.shape[2]
			], [
				x.shape[0],
				x.shape[1],
				x.shape[2]
			]));
			else if (x.rank === 4) for (let i = 0; i < reps[0]; ++i) for (let j = 0; j < reps[1]; ++j) for (let k = 0; k < reps[2]; ++k) for (let l = 0; l < reps[3]; ++l) xGrad = add(xGrad, slice(dy, [
				i * x.shape[0],
				j * x.shape[1],
				k * x.shape[2],
				l * x.shape[3]
			], [
				x.shape[0],
				x.shape[1],
				x.shape[2],
				x.shape[3]
			]));
			else throw new Error(`Gradient for tile operation is not implemented for rank-${x.rank} tensors yet.`);
			return xGrad;
		};
		return { x: derX };
	}
};
// tfjs-core/dist/gradients/Transpose_grad.js
const transposeGradConfig = {
	kernelName: Transpose,
	gradFunc: (dy, saved, attrs) => {
		const { perm } = attrs;
		const undoPerm = getUndoAxesPermutation(perm);
		return { x: () => transpose(dy, undoPerm) };
	}
};
// tfjs-core/dist/gradients/Unpack_grad.js
const unpackGradConfig = {
	kernelName: Unpack,
	gradFunc: (dy, saved, attrs) => {
		const { axis } = attrs;
		return { value: () => stack(dy, axis) };
	}
};
// tfjs-core/dist/gradients/UnsortedSegmentSum_grad.js
const unsortedSegmentSumGradConfig = {
	kernelName: UnsortedSegmentSum,
	inputsToSave: ["segmentIds"],
	gradFunc: (dy, saved) => {
		const [segmentIds] = saved;
		const derX = () => {
			return gatherDropNegatives(dy, segmentIds);
		};
		return { x: derX };
	}
};
function gatherDropNegatives(x, indices) {
	const zeroClippedIndices = maximum(indices, zerosLike(indices));
	const gathered = gather(x, zeroClippedIndices);
	let isPositive = greaterEqual(indices, scalar(0, "int32"));
	const numIters = gathered.rank - isPositive.rank;
	for (let i = 0; i < numIters; ++i) isPositive = expandDims(isPositive, i + 1);
	isPositive = logicalAnd(isPositive, ones(gathered.shape, "bool"));
	const zeroSlice = zerosLike(gathered);
	return where(isPositive, gathered, zeroSlice);
}
// tfjs-core/dist/register_all_gradients.js
const gradConfigs = [
	absGradConfig,
	acosGradConfig,
	acoshGradConfig,
	addGradConfig,
	addNGradConfig,
	argMaxGradConfig,
	argMinGradConfig,
	asinGradConfig,
	asinhGradConfig,
	atan2GradConfig,
	atanGradConfig,
	atanhGradConfig,
	avgPool3DGradConfig,
	avgPoolGradConfig,
	batchMatMulGradConfig,
	batchToSpaceNDGradConfig,
	broadcastToGradConfig,
	castGradConfig,
	ceilGradConfig,
	clipByValueGradConfig,
	complexAbsGradConfig,
	concatGradConfig,
	conv2DBackpropInputGradConfig,
	conv2DGradConfig,
	conv3DGradConfig,
	cosGradConfig,
	coshGradConfig,
	cumsumGradConfig,
	depthwiseConv2dNativeGradConfig,
	dilation2dGradConfig,
	divGradConfig,
	eluGradConfig,
	erfGradConfig,
	expGradConfig,
	expandDimsGradConfig,
	expm1GradConfig,
	floorDivGradConfig,
	floorGradConfig,
	fusedBatchNormGradConfig,
	gatherGradConfig,
	greaterEqualGradConfig,
	identityGradConfig,
	isFiniteGradConfig,
	isInfGradConfig,
	isNanGradConfig,
	leakyReluGradConfig,
	log1pGradConfig,
	logGradConfig,
	logSoftmaxGradConfig,
	lrnGradConfig,
	maxGradConfig,
	maxGradConfig,
	maximumGradConfig,
	maxPool3DGradConfig,
	maxPoolGradConfig,
	meanGradConfig,
	minGradConfig,
	minimumGradConfig,
	mirrorPadGradConfig,
	modGradConfig,
	multiplyGradConfig,
	negGradConfig,
	oneHotGradConfig,
	onesLikeGradConfig,
	packGradConfig,
	padV2GradConfig,
	padV2GradConfig,
	powGradConfig,
	preluGradConfig,
	prodGradConfig,
	reciprocalGradConfig,
	relu6GradConfig,
	reluGradConfig,
	reshapeGradConfig,
	resizeBilinearGradConfig,
	resizeNearestNeighborGradConfig,
	reverseGradConfig,
	roundGradConfig,
	rsqrtGradConfig,
	selectGradConfig,
	seluGradConfig,
	sigmoidGradConfig,
	signGradConfig,
	sinGradConfig,
	sinhGradConfig,
	sliceGradConfig,
	softmaxGradConfig,
	softplusGradConfig,
	spaceToBatchNDGradConfig,
	spaceToBatchNDGradConfig,
	splitVGradConfig,
	splitVGradConfig,
	sqrtGradConfig,
	squaredDifferenceGradConfig,
	squareGradConfig,
	stepGradConfig,
	subGradConfig,
	sumGradConfig,
	tanGradConfig,
	tanhGradConfig,
	tileGradConfig,
	transposeGradConfig,
	unpackGradConfig,
	unsortedSegmentSumGradConfig,
	{
		kernelName: ZerosLike,
		gradFunc: (dy) => {
			return { x: () => zerosLike(dy) };
		}
	}
];
for (const gradientConfig of gradConfigs) registerGradient(gradientConfig);
// tfjs-core/dist/public/chained_ops/abs.js
getGlobalTensorClass().prototype.abs = function() {
	this.throwIfDisposed();
	return abs(this);
};
// tfjs-core/dist/public/chained_ops/acos.js
getGlobalTensorClass().prototype.acos = function() {
	this.throwIfDisposed();
	return acos(this);
};
// tfjs-core/dist/public/chained_ops/acosh.js
getGlobalTensorClass().prototype.acosh = function() {
	this.throwIfDisposed();
	return acosh(this);
};
// tfjs-core/dist/public/chained_ops/add.js
getGlobalTensorClass().prototype.add = function(b) {
	this.throwIfDisposed();
	return add(this, b);
};
// tfjs-core/dist/public/chained_ops/all.js
getGlobalTensorClass().prototype.all = function(axis, keepDims) {
	this.throwIfDisposed();
	return all(this, axis, keepDims);
};
// tfjs-core/dist/public/chained_ops/any.js
getGlobalTensorClass().prototype.any = function(axis, keepDims) {
	this.throwIfDisposed();
	return any(this, axis, keepDims);
};
// tfjs-core/dist/public/chained_ops/arg_max.js
getGlobalTensorClass().prototype.argMax = function(axis) {
	this.throwIfDisposed();
	return argMax(this, axis);
};
// tfjs-core/dist/public/chained_ops/arg_min.js
getGlobalTensorClass().prototype.argMin = function(axis) {
	this.throwIfDisposed();
	return argMin(this, axis);
};
// tfjs-core/dist/public/chained_ops/as_scalar.js
getGlobalTensorClass().prototype.asScalar = function() {
	this.throwIfDisposed();
	assert(this.size === 1, () => "The array must have only 1 element.");
	return reshape(this, []);
};
// tfjs-core/dist/public/chained_ops/as_type.js
getGlobalTensorClass().prototype.asType = function(dtype) {
	this.throwIfDisposed();
	return cast(this, dtype);
};
// tfjs-core/dist/public/chained_ops/as1d.js
getGlobalTensorClass().prototype.as1D = function() {
	this.throwIfDisposed();
	return reshape(this, [this.size]);
};
// tfjs-core/dist/public/chained_ops/as2d.js
getGlobalTensorClass().prototype.as2D = function(rows, columns) {
	this.throwIfDisposed();
	return reshape(this, [rows, columns]);
};
// tfjs-core/dist/public/chained_ops/as3d.js
getGlobalTensorClass().prototype.as3D = function(rows, columns, depth) {
	this.throwIfDisposed();
	return reshape(this, [
		rows,
		columns,
		depth
	]);
};
// tfjs-core/dist/public/chained_ops/as4d.js
getGlobalTensorClass().prototype.as4D = function(rows, columns, depth, depth2) {
	this.throwIfDisposed();
	return reshape(this, [
		rows,
		columns,
		depth,
		depth2
	]);
};
// tfjs-core/dist/public/chained_ops/as5d.js
getGlobalTensorClass().prototype.as5D = function(rows, columns, depth, depth2, depth3) {
	this.throwIfDisposed();
	return reshape(this, [
		rows,
		columns,
		depth,
		depth2,
		depth3
	]);
};
// tfjs-core/dist/public/chained_ops/asin.js
getGlobalTensorClass().prototype.asin = function() {
	this.throwIfDisposed();
	return asin(this);
};
// tfjs-core/dist/public/chained_ops/asinh.js
getGlobalTensorClass().prototype.asinh = function() {
	this.throwIfDisposed();
	return asinh(this);
};
// tfjs-core/dist/public/chained_ops/atan.js
getGlobalTensorClass().prototype.atan = function() {
	this.throwIfDisposed();
	return atan(this);
};
// tfjs-core/dist/public/chained_ops/atan2.js
getGlobalTensorClass().prototype.atan2 = function(b) {
	this.throwIfDisposed();
	return atan2(this, b);
};
// tfjs-core/dist/public/chained_ops/atanh.js
getGlobalTensorClass().prototype.atanh = function() {
	this.throwIfDisposed();
	return atanh(this);
};
// tfjs-core/dist/public/chained_ops/avg_pool.js
getGlobalTensorClass().prototype.avgPool = function(filterSize, strides, pad, dimRoundingMode) {
	this.throwIfDisposed();
	return avgPool(this, filterSize, strides, pad, dimRoundingMode);
};
// tfjs-core/dist/public/chained_ops/batch_to_space_nd.js
getGlobalTensorClass().prototype.batchToSpaceND = function(blockShape, crops) {
	this.throwIfDisposed();
	return batchToSpaceND(this, blockShape, crops);
};
// tfjs-core/dist/public/chained_ops/batchnorm.js
getGlobalTensorClass().prototype.batchNorm = function(mean, variance, offset, scale, varianceEpsilon) {
	this.throwIfDisposed();
	return batchNorm(this, mean, variance, offset, scale, varianceEpsilon);
};
// tfjs-core/dist/public/chained_ops/broadcast_to.js
getGlobalTensorClass().prototype.broadcastTo = function(shape) {
	this.throwIfDisposed();
	return broadcastTo(this, shape);
};
// tfjs-core/dist/public/chained_ops/cast.js
getGlobalTensorClass().prototype.cast = function(dtype) {
	this.throwIfDisposed();
	return cast(this, dtype);
};
// tfjs-core/dist/public/chained_ops/ceil.js
getGlobalTensorClass().prototype.ceil = function() {
	this.throwIfDisposed();
	return ceil(this);
};
// tfjs-core/dist/public/chained_ops/clip_by_value.js
getGlobalTensorClass().prototype.clipByValue = function(min, max) {
	this.throwIfDisposed();
	return clipByValue(this, min, max);
};
// tfjs-core/dist/public/chained_ops/concat.js
getGlobalTensorClass().prototype.concat = function(x, axis) {
	this.throwIfDisposed();
	if (x instanceof Tensor) x = [x];
	return concat([this, ...x], axis);
};
// tfjs-core/dist/public/chained_ops/conv1d.js
getGlobalTensorClass().prototype.conv1d = function(filter, stride, pad, dataFormat, dilation, dimRoundingMode) {
	this.throwIfDisposed();
	return conv1d(this, filter, stride, pad, dataFormat, dilation, dimRoundingMode);
};
// tfjs-core/dist/public/chained_ops/conv2d_transpose.js
getGlobalTensorClass().prototype.conv2dTranspose = function(filter, outputShape, strides, pad, dimRoundingMode) {
	this.throwIfDisposed();
	return conv2dTranspose(this, filter, outputShape, strides, pad, dimRoundingMode);
};
// tfjs-core/dist/public/chained_ops/conv2d.js
getGlobalTensorClass().prototype.conv2d = function(filter, strides, pad, dataFormat, dilations, dimRoundingMode) {
	this.throwIfDisposed();
	return conv2d(this, filter, strides, pad, dataFormat, dilations, dimRoundingMode);
};
// tfjs-core/dist/public/chained_ops/cos.js
getGlobalTensorClass().prototype.cos = function() {
	this.throwIfDisposed();
	return cos(this);
};
// tfjs-core/dist/public/chained_ops/cosh.js
getGlobalTensorClass().prototype.cosh = function() {
	this.throwIfDisposed();
	return cosh(this);
};
// tfjs-core/dist/public/chained_ops/cumprod.js
getGlobalTensorClass().prototype.cumprod = function(axis, exclusive, reverse) {
	this.throwIfDisposed();
	return cumprod(this, axis, exclusive, reverse);
};
// tfjs-core/dist/public/chained_ops/cumsum.js
getGlobalTensorClass().prototype.cumsum = function(axis, exclusive, reverse) {
	this.throwIfDisposed();
	return cumsum(this, axis, exclusive, reverse);
};
// tfjs-core/dist/public/chained_ops/depth_to_space.js
getGlobalTensorClass().prototype.depthToSpace = function(blockSize, dataFormat) {
	this.throwIfDisposed();
	return depthToSpace(this, blockSize, dataFormat);
};
// tfjs-core/dist/public/chained_ops/depthwise_conv2d.js
getGlobalTensorClass().prototype.depthwiseConv2d = function(filter, strides, pad, dataFormat, dilations, dimRoundingMode) {
	this.throwIfDisposed();
	return depthwiseConv2d(this, filter, strides, pad, dataFormat, dilations, dimRoundingMode);
};
// tfjs-core/dist/public/chained_ops/dilation2d.js
getGlobalTensorClass().prototype.dilation2d = function(filter, strides, pad, dilations, dataFormat) {
	this.throwIfDisposed();
	return dilation2d(this, filter, strides, pad, dilations, dataFormat);
};
// tfjs-core/dist/public/chained_ops/div_no_nan.js
getGlobalTensorClass().prototype.divNoNan = function(b) {
	this.throwIfDisposed();
	return divNoNan(this, b);
};
// tfjs-core/dist/public/chained_ops/div.js
getGlobalTensorClass().prototype.div = function(b) {
	this.throwIfDisposed();
	return div(this, b);
};
// tfjs-core/dist/public/chained_ops/dot.js
getGlobalTensorClass().prototype.dot = function(b) {
	this.throwIfDisposed();
	return dot(this, b);
};
// tfjs-core/dist/public/chained_ops/elu.js
getGlobalTensorClass().prototype.elu = function() {
	this.throwIfDisposed();
	return elu(this);
};
// tfjs-core/dist/public/chained_ops/equal.js
getGlobalTensorClass().prototype.equal = function(b) {
	this.throwIfDisposed();
	return equal(this, b);
};
// tfjs-core/dist/public/chained_ops/erf.js
getGlobalTensorClass().prototype.erf = function() {
	this.throwIfDisposed();
	return erf(this);
};
// tfjs-core/dist/public/chained_ops/euclidean_norm.js
getGlobalTensorClass().prototype.euclideanNorm = function(axis, keepDims) {
	this.throwIfDisposed();
	return euclideanNorm(this, axis, keepDims);
};
// tfjs-core/dist/public/chained_ops/exp.js
getGlobalTensorClass().prototype.exp = function() {
	this.throwIfDisposed();
	return exp(this);
};
// tfjs-core/dist/public/chained_ops/expand_dims.js
getGlobalTensorClass().prototype.expandDims = function(axis) {
	this.throwIfDisposed();
	return expandDims(this, axis);
};
// tfjs-core/dist/public/chained_ops/expm1.js
getGlobalTensorClass().prototype.expm1 = function() {
	this.throwIfDisposed();
	return expm1(this);
};
// tfjs-core/dist/public/chained_ops/fft.js
getGlobalTensorClass().prototype.fft = function() {
	this.throwIfDisposed();
	return fft(this);
};
// tfjs-core/dist/public/chained_ops/flatten.js
getGlobalTensorClass().prototype.flatten = function() {
	this.throwIfDisposed();
	return reshape(this, [this.size]);
};
// tfjs-core/dist/public/chained_ops/floor.js
getGlobalTensorClass().prototype.floor = function() {
	this.throwIfDisposed();
	return floor(this);
};
// tfjs-core/dist/public/chained_ops/floorDiv.js
getGlobalTensorClass().prototype.floorDiv = function(b) {
	this.throwIfDisposed();
	return floorDiv(this, b);
};
// tfjs-core/dist/public/chained_ops/gather.js
getGlobalTensorClass().prototype.gather = function(indices, axis, batchDims) {
	this.throwIfDisposed();
	return gather(this, indices, axis, batchDims);
};
// tfjs-core/dist/public/chained_ops/greater_equal.js
getGlobalTensorClass().prototype.greaterEqual = function(b) {
	this.throwIfDisposed();
	return greaterEqual(this, b);
};
// tfjs-core/dist/public/chained_ops/greater.js
getGlobalTensorClass().prototype.greater = function(b) {
	this.throwIfDisposed();
	return greater(this, b);
};
// tfjs-core/dist/public/chained_ops/ifft.js
getGlobalTensorClass().prototype.ifft = function() {
	this.throwIfDisposed();
	return ifft(this);
};
// tfjs-core/dist/public/chained_ops/irfft.js
getGlobalTensorClass().prototype.irfft = function() {
	this.throwIfDisposed();
	return irfft(this);
};
// tfjs-core/dist/public/chained_ops/is_finite.js
getGlobalTensorClass().prototype.isFinite = function() {
	this.throwIfDisposed();
	return isFinite$1(this);
};
// tfjs-core/dist/public/chained_ops/is_inf.js
getGlobalTensorClass().prototype.isInf = function() {
	this.throwIfDisposed();
	return isInf(this);
};
// tfjs-core/dist/public/chained_ops/is_nan.js
getGlobalTensorClass().prototype.isNaN = function() {
	this.throwIfDisposed();
	return isNaN$1(this);
};
// tfjs-core/dist/public/chained_ops/leaky_relu.js
getGlobalTensorClass().prototype.leakyRelu = function(alpha) {
	this.throwIfDisposed();
	return leakyRelu(this, alpha);
};
// tfjs-core/dist/public/chained_ops/less_equal.js
getGlobalTensorClass().prototype.lessEqual = function(b) {
	this.throwIfDisposed();
	return lessEqual(this, b);
};
// tfjs-core/dist/public/chained_ops/less.js
getGlobalTensorClass().prototype.less = function(b) {
	this.throwIfDisposed();
	return less(this, b);
};
// tfjs-core/dist/public/chained_ops/local_response_normalization.js
getGlobalTensorClass().prototype.localResponseNormalization = function(depthRadius, bias, alpha, beta) {
	this.throwIfDisposed();
	return localResponseNormalization(this, depthRadius, bias, alpha, beta);
};
// tfjs-core/dist/public/chained_ops/log_sigmoid.js
getGlobalTensorClass().prototype.logSigmoid = function() {
	this.throwIfDisposed();
	return logSigmoid(this);
};
// tfjs-core/dist/public/chained_ops/log_softmax.js
getGlobalTensorClass().prototype.logSoftmax = function(axis) {
	this.throwIfDisposed();
	return logSoftmax(this, axis);
};
// tfjs-core/dist/public/chained_ops/log_sum_exp.js
getGlobalTensorClass().prototype.logSumExp = function(axis, keepDims) {
	this.throwIfDisposed();
	return logSumExp(this, axis, keepDims);
};
// tfjs-core/dist/public/chained_ops/log.js
getGlobalTensorClass().prototype.log = function() {
	this.throwIfDisposed();
	return log(this);
};
// tfjs-core/dist/public/chained_ops/log1p.js
getGlobalTensorClass().prototype.log1p = function() {
	this.throwIfDisposed();
	return log1p(this);
};
// tfjs-core/dist/public/chained_ops/logical_and.js
getGlobalTensorClass().prototype.logicalAnd = function(b) {
	this.throwIfDisposed();
	return logicalAnd(this, b);
};
// tfjs-core/dist/public/chained_ops/logical_not.js
getGlobalTensorClass().prototype.logicalNot = function() {
	this.throwIfDisposed();
	return logicalNot(this);
};
// tfjs-core/dist/public/chained_ops/logical_or.js
getGlobalTensorClass().prototype.logicalOr = function(b) {
	this.throwIfDisposed();
	return logicalOr(this, b);
};
// tfjs-core/dist/public/chained_ops/logical_xor.js
getGlobalTensorClass().prototype.logicalXor = function(b) {
	this.throwIfDisposed();
	return logicalXor(this, b);
};
// tfjs-core/dist/public/chained_ops/mat_mul.js
getGlobalTensorClass().prototype.matMul = function(b, transposeA, transposeB) {
	this.throwIfDisposed();
	return matMul(this, b, transposeA, transposeB);
};
// tfjs-core/dist/public/chained_ops/max_pool.js
getGlobalTensorClass().prototype.maxPool = function(filterSize, strides, pad, dimRoundingMode) {
	this.throwIfDisposed();
	return maxPool(this, filterSize, strides, pad, dimRoundingMode);
};
// tfjs-core/dist/public/chained_ops/max.js
getGlobalTensorClass().prototype.max = function(axis, keepDims) {
	this.throwIfDisposed();
	return max(this, axis, keepDims);
};
// tfjs-core/dist/public/chained_ops/maximum.js
getGlobalTensorClass().prototype.maximum = function(b) {
	this.throwIfDisposed();
	return maximum(this, b);
};
// tfjs-core/dist/public/chained_ops/mean.js
getGlobalTensorClass().prototype.mean = function(axis, keepDims) {
	this.throwIfDisposed();
	return mean(this, axis, keepDims);
};
// tfjs-core/dist/public/chained_ops/min.js
getGlobalTensorClass().prototype.min = function(axis, keepDims) {
	this.throwIfDisposed();
	return min(this, axis, keepDims);
};
// tfjs-core/dist/public/chained_ops/minimum.js
getGlobalTensorClass().prototype.minimum = function(b) {
	this.throwIfDisposed();
	return minimum(this, b);
};
// tfjs-core/dist/public/chained_ops/mirror_pad.js
getGlobalTensorClass().prototype.mirrorPad = function(paddings, mode) {
	this.throwIfDisposed();
	return mirrorPad(this, paddings, mode);
};
// tfjs-core/dist/public/chained_ops/mod.js
getGlobalTensorClass().prototype.mod = function(b) {
	this.throwIfDisposed();
	return mod(this, b);
};
// tfjs-core/dist/public/chained_ops/mul.js
getGlobalTensorClass().prototype.mul = function(b) {
	this.throwIfDisposed();
	return mul(this, b);
};
// tfjs-core/dist/public/chained_ops/neg.js
getGlobalTensorClass().prototype.neg = function() {
	this.throwIfDisposed();
	return neg(this);
};
// tfjs-core/dist/public/chained_ops/norm.js
getGlobalTensorClass().prototype.norm = function(ord, axis, keepDims) {
	this.throwIfDisposed();
	return norm(this, ord, axis, keepDims);
};
// tfjs-core/dist/public/chained_ops/not_equal.js
getGlobalTensorClass().prototype.notEqual = function(b) {
	this.throwIfDisposed();
	return notEqual(this, b);
};
// tfjs-core/dist/public/chained_ops/one_hot.js
getGlobalTensorClass().prototype.oneHot = function(depth, onValue = 1, offValue = 0) {
	this.throwIfDisposed();
	return oneHot(this, depth, onValue, offValue);
};
// tfjs-core/dist/public/chained_ops/ones_like.js
getGlobalTensorClass().prototype.onesLike = function() {
	this.throwIfDisposed();
	return onesLike(this);
};
// tfjs-core/dist/public/chained_ops/pad.js
getGlobalTensorClass().prototype.pad = function(paddings, constantValue) {
	this.throwIfDisposed();
	return pad(this, paddings, constantValue);
};
// tfjs-core/dist/public/chained_ops/pool.js
getGlobalTensorClass().prototype.pool = function(windowShape, poolingType, padding, dilationRate, strides, dimRoundingMode) {
	this.throwIfDisposed();
	return pool(this, windowShape, poolingType, padding, dilationRate, strides, dimRoundingMode);
};
// tfjs-core/dist/public/chained_ops/pow.js
getGlobalTensorClass().prototype.pow = function(exp) {
	this.throwIfDisposed();
	return pow(this, exp);
};
// tfjs-core/dist/public/chained_ops/prelu.js
getGlobalTensorClass().prototype.prelu = function(alpha) {
	this.throwIfDisposed();
	return prelu(this, alpha);
};
// tfjs-core/dist/public/chained_ops/prod.js
getGlobalTensorClass().prototype.prod = function(axis, keepDims) {
	this.throwIfDisposed();
	return prod(this, axis, keepDims);
};
// tfjs-core/dist/public/chained_ops/reciprocal.js
getGlobalTensorClass().prototype.reciprocal = function() {
	this.throwIfDisposed();
	return reciprocal(this);
};
// tfjs-core/dist/public/chained_ops/relu.js
getGlobalTensorClass().prototype.relu = function() {
	this.throwIfDisposed();
	return relu(this);
};
// tfjs-core/dist/public/chained_ops/relu6.js
getGlobalTensorClass().prototype.relu6 = function() {
	this.throwIfDisposed();
	return relu6(this);
};
// tfjs-core/dist/public/chained_ops/reshape_as.js
getGlobalTensorClass().prototype.reshapeAs = function(x) {
	this.throwIfDisposed();
	return reshape(this, x.shape);
};
// tfjs-core/dist/public/chained_ops/reshape.js
getGlobalTensorClass().prototype.reshape = function(shape) {
	this.throwIfDisposed();
	return reshape(this, shape);
};
// tfjs-core/dist/public/chained_ops/resize_bilinear.js
getGlobalTensorClass().prototype.resizeBilinear = function(newShape2D, alignCorners, halfPixelCenters) {
	this.throwIfDisposed();
	return resizeBilinear(this, newShape2D, alignCorners, halfPixelCenters);
};
// tfjs-core/dist/public/chained_ops/resize_nearest_neighbor.js
getGlobalTensorClass().prototype.resizeNearestNeighbor = function(newShape2D, alignCorners, halfFloatCenters) {
	this.throwIfDisposed();
	return resizeNearestNeighbor(this, newShape2D, alignCorners, halfFloatCenters);
};
// tfjs-core/dist/public/chained_ops/reverse.js
getGlobalTensorClass().prototype.reverse = function(axis) {
	this.throwIfDisposed();
	return reverse(this, axis);
};
// tfjs-core/dist/public/chained_ops/rfft.js
getGlobalTensorClass().prototype.rfft = function() {
	this.throwIfDisposed();
	return rfft(this);
};
// tfjs-core/dist/public/chained_ops/round.js
getGlobalTensorClass().prototype.round = function() {
	this.throwIfDisposed();
	return round(this);
};
// tfjs-core/dist/public/chained_ops/rsqrt.js
getGlobalTensorClass().prototype.rsqrt = function() {
	this.throwIfDisposed();
	return rsqrt(this);
};
// tfjs-core/dist/public/chained_ops/selu.js
getGlobalTensorClass().prototype.selu = function() {
	this.throwIfDisposed();
	return selu(this);
};
// tfjs-core/dist/public/chained_ops/separable_conv2d.js
getGlobalTensorClass().prototype.separableConv2d = function(depthwiseFilter, pointwiseFilter, strides, pad, dilation, dataFormat) {
	this.throwIfDisposed();
	return separableConv2d(this, depthwiseFilter, pointwiseFilter, strides, pad, dilation, dataFormat);
};
// tfjs-core/dist/public/chained_ops/sigmoid.js
getGlobalTensorClass().prototype.sigmoid = function() {
	this.throwIfDisposed();
	return sigmoid(this);
};
// tfjs-core/dist/public/chained_ops/sign.js
getGlobalTensorClass().prototype.sign = function() {
	this.throwIfDisposed();
	return sign(this);
};
// tfjs-core/dist/public/chained_ops/sin.js
getGlobalTensorClass().prototype.sin = function() {
	this.throwIfDisposed();
	return sin(this);
};
// tfjs-core/dist/public/chained_ops/sinh.js
getGlobalTensorClass().prototype.sinh = function() {
	this.throwIfDisposed();
	return sinh(this);
};
// tfjs-core/dist/public/chained_ops/slice.js
getGlobalTensorClass().prototype.slice = function(begin, size) {
	this.throwIfDisposed();
	return slice(this, begin, size);
};
// tfjs-core/dist/public/chained_ops/softmax.js
getGlobalTensorClass().prototype.softmax = function(dim) {
	this.throwIfDisposed();
	return softmax(this, dim);
};
// tfjs-core/dist/public/chained_ops/softplus.js
getGlobalTensorClass().prototype.softplus = function() {
	this.throwIfDisposed();
	return softplus(this);
};
// tfjs-core/dist/public/chained_ops/space_to_batch_nd.js
getGlobalTensorClass().prototype.spaceToBatchND = function(blockShape, paddings) {
	this.throwIfDisposed();
	return spaceToBatchND(this, blockShape, paddings);
};
// tfjs-core/dist/public/chained_ops/split.js
getGlobalTensorClass().prototype.split = function(numOrSizeSplits, axis) {
	this.throwIfDisposed();
	return split(this, numOrSizeSplits, axis);
};
// tfjs-core/dist/public/chained_ops/sqrt.js
getGlobalTensorClass().prototype.sqrt = function() {
	this.throwIfDisposed();
	return sqrt(this);
};
// tfjs-core/dist/public/chained_ops/square.js
getGlobalTensorClass().prototype.square = function() {
	this.throwIfDisposed();
	return square(this);
};
// tfjs-core/dist/public/chained_ops/squared_difference.js
getGlobalTensorClass().prototype.squaredDifference = function(b) {
	this.throwIfDisposed();
	return squaredDifference(this, b);
};
// tfjs-core/dist/public/chained_ops/squeeze.js
getGlobalTensorClass().prototype.squeeze = function(axis) {
	this.throwIfDisposed();
	return squeeze(this, axis);
};
// tfjs-core/dist/public/chained_ops/stack.js
getGlobalTensorClass().prototype.stack = function(x, axis) {
	this.throwIfDisposed();
	const tensorsToBeStacked = x instanceof Tensor ? [this, x] : [this, ...x];
	return stack(tensorsToBeStacked, axis);
};
// tfjs-core/dist/public/chained_ops/step.js
getGlobalTensorClass().prototype.step = function(alpha) {
	this.throwIfDisposed();
	return step(this, alpha);
};
// tfjs-core/dist/public/chained_ops/strided_slice.js
getGlobalTensorClass().prototype.stridedSlice = function(begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask) {
	this.throwIfDisposed();
	return stridedSlice(this, begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask);
};
// tfjs-core/dist/public/chained_ops/sub.js
getGlobalTensorClass().prototype.sub = function(b) {
	this.throwIfDisposed();
	return sub(this, b);
};
// tfjs-core/dist/public/chained_ops/sum.js
getGlobalTensorClass().prototype.sum = function(axis, keepDims) {
	this.throwIfDisposed();
	return sum(this, axis, keepDims);
};
// tfjs-core/dist/public/chained_ops/tan.js
getGlobalTensorClass().prototype.tan = function() {
	this.throwIfDisposed();
	return tan(this);
};
// tfjs-core/dist/public/chained_ops/tanh.js
getGlobalTensorClass().prototype.tanh = function() {
	this.throwIfDisposed();
	return tanh(this);
};
// tfjs-core/dist/public/chained_ops/tile.js
getGlobalTensorClass().prototype.tile = function(reps) {
	this.throwIfDisposed();
	return tile(this, reps);
};
// tfjs-core/dist/public/chained_ops/to_bool.js
getGlobalTensorClass().prototype.toBool = function() {
	this.throwIfDisposed();
	return cast(this, "bool");
};
// tfjs-core/dist/public/chained_ops/to_float.js
getGlobalTensorClass().prototype.toFloat = function() {
	this.throwIfDisposed();
	return cast(this, "float32");
};
// tfjs-core/dist/public/chained_ops/to_int.js
getGlobalTensorClass().prototype.toInt = function() {
	this.throwIfDisposed();
	return cast(this, "int32");
};
// tfjs-core/dist/public/chained_ops/topk.js
getGlobalTensorClass().prototype.topk = function(k, sorted) {
	this.throwIfDisposed();
	return topk(this, k, sorted);
};
// tfjs-core/dist/public/chained_ops/transpose.js
getGlobalTensorClass().prototype.transpose = function(perm) {
	this.throwIfDisposed();
	return transpose(this, perm);
};
// tfjs-core/dist/public/chained_ops/unique.js
getGlobalTensorClass().prototype.unique = function(axis) {
	this.throwIfDisposed();
	return unique(this, axis);
};
// tfjs-core/dist/public/chained_ops/unsorted_segment_sum.js
getGlobalTensorClass().prototype.unsortedSegmentSum = function(segmentIds, numSegments) {
	this.throwIfDisposed();
	return unsortedSegmentSum(this, segmentIds, numSegments);
};
// tfjs-core/dist/public/chained_ops/unstack.js
getGlobalTensorClass().prototype.unstack = function(axis) {
	this.throwIfDisposed();
	return unstack(this, axis);
};
// tfjs-core/dist/public/chained_ops/where.js
getGlobalTensorClass().prototype.where = function(condition, x) {
	this.throwIfDisposed();
	return where(condition, this, x);
};
// tfjs-core/dist/public/chained_ops/zeros_like.js
getGlobalTensorClass().prototype.zerosLike = function() {
	this.throwIfDisposed();
	return zerosLike(this);
};
// tfjs-node-gpu/dist/kernels/_FusedMatMul.js
var require__FusedMatMul = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports._fusedMatMulConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports._fusedMatMulConfig = {
		kernelName: tfjs_1._FusedMatMul,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b, bias = _a.bias, preluActivationWeights = _a.preluActivationWeights;
			var backend = args.backend;
			var _b = args.attrs, transposeA = _b.transposeA, transposeB = _b.transposeB, activation = _b.activation, leakyreluAlpha = _b.leakyreluAlpha;
			return (0, tfjs_1.tidy)(function() {
				var result = (0, tfjs_1.matMul)(a, b, transposeA, transposeB);
				if (bias != null) result = (0, tfjs_1.add)(result, bias);
				result = backend.applyActivation(result, activation, preluActivationWeights, leakyreluAlpha);
				return result;
			});
		}
	};
}));
// tfjs-node-gpu/dist/int64_tensors.js
var require_int64_tensors = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.encodeInt32ArrayAsInt64 = exports.Int64Scalar = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var os_1 = require("os");
	var INT32_MAX = 2147483648;
	exports.Int64Scalar = function() {
		function Int64Scalar(value) {
			this.value = value;
			this.dtype = "int64";
			this.rank = 1;
			if (Int64Scalar.endiannessOkay_ == null) {
				if ((0, os_1.endianness)() !== "LE") throw new Error("Int64Scalar does not support endianness of this machine: " + "".concat((0, os_1.endianness)()));
				Int64Scalar.endiannessOkay_ = true;
			}
			tfjs_1.util.assert(value > -INT32_MAX && value < INT32_MAX - 1, function() {
				return "Got a value outside of the bound of values supported for int64 " + "dtype ([-".concat(INT32_MAX, ", ").concat(INT32_MAX - 1, "]): ").concat(value);
			});
			tfjs_1.util.assert(Number.isInteger(value), function() {
				return "Expected value to be an integer, but got ".concat(value);
			});
			var highPart = value >= 0 ? 0 : -1;
			var lowPart = value % INT32_MAX;
			this.valueArray_ = new Int32Array([lowPart, highPart]);
		}
		Object.defineProperty(Int64Scalar.prototype, "shape", {
			get: function() {
				return [];
			},
			enumerable: false,
			configurable: true
		});
		Object.defineProperty(Int64Scalar.prototype, "valueArray", {
			get: function() {
				return this.valueArray_;
			},
			enumerable: false,
			configurable: true
		});
		return Int64Scalar;
	}();
	function encodeInt32ArrayAsInt64(value) {
		if ((0, os_1.endianness)() !== "LE") throw new Error("Int64Scalar does not support endianness of this machine: " + "".concat((0, os_1.endianness)()));
		var buffer = new Int32Array(value.length * 2);
		for (var i = 0; i < value.length; i++) buffer[i * 2] = value[i];
		return buffer;
	}
	exports.encodeInt32ArrayAsInt64 = encodeInt32ArrayAsInt64;
}));
// tfjs-node-gpu/dist/proto/api_pb.js
var require_api_pb = __commonJSMin(((exports, module) => {
	module.exports = {};
}));
// tfjs-node-gpu/dist/nodejs_kernel_backend.js
var require_nodejs_kernel_backend = __commonJSMin(((exports, module, this$3) => {
	var __extends = this$3 && this$3.__extends || (function() {
		var extendStatics = function(d, b) {
			extendStatics = Object.setPrototypeOf || { __proto__: [] } instanceof Array && function(d, b) {
				d.__proto__ = b;
			} || function(d, b) {
				for (var p in b) if (Object.prototype.hasOwnProperty.call(b, p)) d[p] = b[p];
			};
			return extendStatics(d, b);
		};
		return function(d, b) {
			if (typeof b !== "function" && b !== null) throw new TypeError("Class extends value " + String(b) + " is not a constructor or null");
			extendStatics(d, b);
			function __() {
				this.constructor = d;
			}
			d.prototype = b === null ? Object.create(b) : (__.prototype = b.prototype, new __());
		};
	})();
	var __awaiter = this$3 && this$3.__awaiter || function(thisArg, _arguments, P, generator) {
		function adopt(value) {
			return value instanceof P ? value : new P(function(resolve) {
				resolve(value);
			});
		}
		return new (P || (P = Promise))(function(resolve, reject) {
			function fulfilled(value) {
				try {
					step(generator.next(value));
				} catch (e) {
					reject(e);
				}
			}
			function rejected(value) {
				try {
					step(generator["throw"](value));
				} catch (e) {
					reject(e);
				}
			}
			function step(result) {
				result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
			}
			step((generator = generator.apply(thisArg, _arguments || [])).next());
		});
	};
	var __generator = this$3 && this$3.__generator || function(thisArg, body) {
		var _ = {
			label: 0,
			sent: function() {
				if (t[0] & 1) throw t[1];
				return t[1];
			},
			trys: [],
			ops: []
		}, f, y, t, g = {
			next: verb(0),
			"throw": verb(1),
			"return": verb(2)
		};
		return typeof Symbol === "function" && (g[Symbol.iterator] = function() {
			return this;
		}), g;
		function verb(n) {
			return function(v) {
				return step([n, v]);
			};
		}
		function step(op) {
			if (f) throw new TypeError("Generator is already executing.");
			while (g && (g = 0, op[0] && (_ = 0)), _) try {
				if (f = 1, y && (t = op[0] & 2 ? y["return"] : op[0] ? y["throw"] || ((t = y["return"]) && t.call(y), 0) : y.next) && !(t = t.call(y, op[1])).done) return t;
				if (y = 0, t) op = [op[0] & 2, t.value];
				switch (op[0]) {
					case 0:
					case 1:
						t = op;
						break;
					case 4:
						_.label++;
						return {
							value: op[1],
							done: false
						};
					case 5:
						_.label++;
						y = op[1];
						op = [0];
						continue;
					case 7:
						op = _.ops.pop();
						_.trys.pop();
						continue;
					default:
						if (!(t = _.trys, t = t.length > 0 && t[t.length - 1]) && (op[0] === 6 || op[0] === 2)) {
							_ = 0;
							continue;
						}
						if (op[0] === 3 && (!t || op[1] > t[0] && op[1] < t[3])) {
							_.label = op[1];
							break;
						}
						if (op[0] === 6 && _.label < t[1]) {
							_.label = t[1];
							t = op;
							break;
						}
						if (t && _.label < t[2]) {
							_.label = t[2];
							_.ops.push(op);
							break;
						}
						if (t[2]) _.ops.pop();
						_.trys.pop();
						continue;
				}
				op = body.call(thisArg, _);
			} catch (e) {
				op = [6, e];
				y = 0;
			} finally {
				f = t = 0;
			}
			if (op[0] & 5) throw op[1];
			return {
				value: op[0] ? op[1] : void 0,
				done: true
			};
		}
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.ensureTensorflowBackend = exports.createOpAttr = exports.createTensorsTypeOpAttr = exports.getTFDType = exports.nodeBackend = exports.NodeJSKernelBackend = void 0;
	var tf = require("@tensorflow/tfjs-core");
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var util_1 = require("util");
	var int64_tensors_1 = require_int64_tensors();
	var messages = require_api_pb();
	exports.NodeJSKernelBackend = function(_super) {
		__extends(NodeJSKernelBackend, _super);
		function NodeJSKernelBackend(binding, packageName) {
			var _this = _super.call(this) || this;
			_this.binding = binding;
			_this.isGPUPackage = packageName === "@tensorflow/tfjs-node-gpu";
			_this.isUsingGpuDevice = _this.binding.isUsingGpuDevice();
			_this.tensorMap = new tf.DataStorage(_this, tf.engine());
			return _this;
		}
		NodeJSKernelBackend.prototype.getDTypeInteger = function(dtype) {
			switch (dtype) {
				case "float32": return this.binding.TF_FLOAT;
				case "int32": return this.binding.TF_INT32;
				case "bool": return this.binding.TF_BOOL;
				case "complex64": return this.binding.TF_COMPLEX64;
				case "string": return this.binding.TF_STRING;
				default: throw new Error("Unsupported DType: ".concat(dtype));
			}
		};
		NodeJSKernelBackend.prototype.typeAttributeFromTensor = function(value) {
			return this.getDTypeInteger(value.dtype);
		};
		NodeJSKernelBackend.prototype.createOutputTensor = function(metadata) {
			var newId = {};
			this.tensorMap.set(newId, {
				shape: metadata.shape,
				dtype: metadata.dtype,
				id: metadata.id,
				values: null,
				refCount: 1
			});
			var dtype;
			switch (metadata.dtype) {
				case this.binding.TF_FLOAT:
					dtype = "float32";
					break;
				case this.binding.TF_INT32:
					dtype = "int32";
					break;
				case this.binding.TF_INT64:
					console.warn("INT64 output tensor will be stored as BigInt64Array.");
					dtype = "int32";
					break;
				case this.binding.TF_BOOL:
					dtype = "bool";
					break;
				case this.binding.TF_COMPLEX64:
					dtype = "complex64";
					break;
				case this.binding.TF_STRING:
					dtype = "string";
					break;
				case this.binding.TF_RESOURCE:
					dtype = "string";
					break;
				case this.binding.TF_UINT8:
					dtype = "int32";
					break;
				default: throw new Error("Unknown dtype enum ".concat(metadata.dtype));
			}
			var tensorInfo = {
				dataId: newId,
				shape: metadata.shape,
				dtype
			};
			return tf.engine().makeTensorFromTensorInfo(tensorInfo);
		};
		NodeJSKernelBackend.prototype.getInputTensorIds = function(tensors) {
			var ids = [];
			for (var i = 0; i < tensors.length; i++) if (tensors[i] instanceof int64_tensors_1.Int64Scalar) {
				var value = tensors[i].valueArray;
				var id = this.binding.createTensor([], this.binding.TF_INT64, value);
				ids.push(id);
			} else {
				var info = this.tensorMap.get(tensors[i].dataId);
				if (info.values != null) {
					info.id = this.binding.createTensor(info.shape, info.dtype, info.values);
					info.values = null;
				}
				ids.push(info.id);
			}
			return ids;
		};
		NodeJSKernelBackend.prototype.createReductionOpAttrs = function(tensor, keepDims) {
			if (keepDims === void 0) keepDims = false;
			return [
				{
					name: "keep_dims",
					type: this.binding.TF_ATTR_BOOL,
					value: keepDims
				},
				createTensorsTypeOpAttr("T", tensor.dtype),
				createTensorsTypeOpAttr("Tidx", "int32")
			];
		};
		NodeJSKernelBackend.prototype.floatPrecision = function() {
			return 32;
		};
		NodeJSKernelBackend.prototype.epsilon = function() {
			return _super.prototype.epsilon.call(this);
		};
		NodeJSKernelBackend.prototype.executeSingleInput = function(name, input) {
			var opAttrs = [createTensorsTypeOpAttr("T", input.dtype)];
			return this.executeSingleOutput(name, opAttrs, [input]);
		};
		NodeJSKernelBackend.prototype.executeSingleOutput = function(name, opAttrs, inputs) {
			var outputMetadata = this.binding.executeOp(name, opAttrs, this.getInputTensorIds(inputs), 1);
			return this.createOutputTensor(outputMetadata[0]);
		};
		NodeJSKernelBackend.prototype.executeMultipleOutputs = function(name, opAttrs, inputs, numOutputs) {
			var _this = this;
			return this.binding.executeOp(name, opAttrs, this.getInputTensorIds(inputs), numOutputs).map(function(m) {
				return _this.createOutputTensor(m);
			});
		};
		NodeJSKernelBackend.prototype.numDataIds = function() {
			return this.tensorMap.numDataIds();
		};
		NodeJSKernelBackend.prototype.dispose = function() {};
		NodeJSKernelBackend.prototype.read = function(dataId) {
			return __awaiter(this, void 0, void 0, function() {
				return __generator(this, function(_a) {
					return [2, this.readSync(dataId)];
				});
			});
		};
		NodeJSKernelBackend.prototype.readSync = function(dataId) {
			if (!this.tensorMap.has(dataId)) throw new Error("Tensor ".concat(dataId, " was not registered!"));
			var info = this.tensorMap.get(dataId);
			if (info.values != null) return info.values;
			else return this.binding.tensorDataSync(info.id);
		};
		NodeJSKernelBackend.prototype.disposeData = function(dataId, force) {
			if (force === void 0) force = false;
			if (this.tensorMap.has(dataId)) {
				var id = this.tensorMap.get(dataId).id;
				this.tensorMap.get(dataId).refCount--;
				if (!force && this.tensorMap.get(dataId).refCount > 0) return false;
				if (id != null && id >= 0) this.binding.deleteTensor(id);
				this.tensorMap.delete(dataId);
			}
			return true;
		};
		NodeJSKernelBackend.prototype.refCount = function(dataId) {
			if (this.tensorMap.has(dataId)) return this.tensorMap.get(dataId).refCount;
			return 0;
		};
		NodeJSKernelBackend.prototype.incRef = function(dataId) {
			this.tensorMap.get(dataId).refCount++;
		};
		NodeJSKernelBackend.prototype.move = function(dataId, values, shape, dtype, refCount) {
			this.tensorMap.set(dataId, {
				shape,
				dtype: getTFDType(dtype),
				values,
				id: -1,
				refCount
			});
		};
		NodeJSKernelBackend.prototype.write = function(values, shape, dtype) {
			var dataId = {};
			this.move(dataId, values, shape, dtype, 1);
			return dataId;
		};
		NodeJSKernelBackend.prototype.applyActivation = function(input, activation, preluActivationWeights, leakyreluAlpha) {
			var result = input;
			if (activation != null) {
				if (activation === "linear") {} else if (activation === "relu") result = tf.relu(result);
				else if (activation === "prelu") result = tf.prelu(result, preluActivationWeights);
				else if (activation === "leakyrelu") result = tf.leakyRelu(result, leakyreluAlpha);
				else if (activation === "elu") result = tf.elu(result);
				else if (activation === "relu6") result = tf.relu6(result);
				else if (activation === "sigmoid") result = tf.sigmoid(result);
				else throw new Error("Activation: ".concat(activation, " has not been implemented for the Node.js backend"));
			}
			return result;
		};
		NodeJSKernelBackend.prototype.divide = function(a, b) {
			var opAttrs = [createTensorsTypeOpAttr("T", tfjs_1.backend_util.upcastType(a.dtype, b.dtype))];
			return this.executeSingleOutput("Div", opAttrs, [a, b]);
		};
		NodeJSKernelBackend.prototype.divNoNan = function(a, b) {
			var opAttrs = [createTensorsTypeOpAttr("T", tfjs_1.backend_util.upcastType(a.dtype, b.dtype))];
			return this.executeSingleOutput("DivNoNan", opAttrs, [a, b]);
		};
		NodeJSKernelBackend.prototype.where = function(condition) {
			return this.executeSingleOutput("Where", [], [condition]);
		};
		NodeJSKernelBackend.prototype.topKValues = function(x, k) {
			throw new Error("Method not implemented.");
		};
		NodeJSKernelBackend.prototype.topKIndices = function(x, k) {
			throw new Error("Method not implemented.");
		};
		NodeJSKernelBackend.prototype.int = function(x) {
			throw new Error("Method not implemented.");
		};
		NodeJSKernelBackend.prototype.decodeJpeg = function(contents, channels, ratio, fancyUpscaling, tryRecoverTruncated, acceptableFraction, dctMethod) {
			var opAttrs = [
				{
					name: "channels",
					type: this.binding.TF_ATTR_INT,
					value: channels
				},
				{
					name: "ratio",
					type: this.binding.TF_ATTR_INT,
					value: ratio
				},
				{
					name: "fancy_upscaling",
					type: this.binding.TF_ATTR_BOOL,
					value: fancyUpscaling
				},
				{
					name: "try_recover_truncated",
					type: this.binding.TF_ATTR_BOOL,
					value: tryRecoverTruncated
				},
				{
					name: "acceptable_fraction",
					type: this.binding.TF_ATTR_FLOAT,
					value: acceptableFraction
				},
				{
					name: "dct_method",
					type: this.binding.TF_ATTR_STRING,
					value: dctMethod
				}
			];
			var inputArgs = [(0, tfjs_1.scalar)(contents, "string")];
			return this.executeSingleOutput("DecodeJpeg", opAttrs, inputArgs);
		};
		NodeJSKernelBackend.prototype.decodePng = function(contents, channels) {
			var opAttrs = [{
				name: "channels",
				type: this.binding.TF_ATTR_INT,
				value: channels
			}];
			var inputArgs = [(0, tfjs_1.scalar)(contents, "string")];
			return this.executeSingleOutput("DecodePng", opAttrs, inputArgs);
		};
		NodeJSKernelBackend.prototype.decodeBmp = function(contents, channels) {
			var opAttrs = [{
				name: "channels",
				type: this.binding.TF_ATTR_INT,
				value: channels
			}];
			var inputArgs = [(0, tfjs_1.scalar)(contents, "string")];
			return this.executeSingleOutput("DecodeBmp", opAttrs, inputArgs);
		};
		NodeJSKernelBackend.prototype.decodeGif = function(contents) {
			var inputArgs = [(0, tfjs_1.scalar)(contents, "string")];
			return this.executeSingleOutput("DecodeGif", [], inputArgs);
		};
		NodeJSKernelBackend.prototype.executeEncodeImageOp = function(name, opAttrs, imageData, imageShape) {
			var inputTensorId = this.binding.createTensor(imageShape, this.binding.TF_UINT8, imageData);
			var outputMetadata = this.binding.executeOp(name, opAttrs, [inputTensorId], 1);
			this.binding.deleteTensor(inputTensorId);
			var outputTensorInfo = outputMetadata[0];
			outputTensorInfo.dtype = this.binding.TF_UINT8;
			return this.createOutputTensor(outputTensorInfo);
		};
		NodeJSKernelBackend.prototype.encodeJpeg = function(imageData, imageShape, format, quality, progressive, optimizeSize, chromaDownsampling, densityUnit, xDensity, yDensity, xmpMetadata) {
			var opAttrs = [
				{
					name: "format",
					type: this.binding.TF_ATTR_STRING,
					value: format
				},
				{
					name: "quality",
					type: this.binding.TF_ATTR_INT,
					value: quality
				},
				{
					name: "progressive",
					type: this.binding.TF_ATTR_BOOL,
					value: progressive
				},
				{
					name: "optimize_size",
					type: this.binding.TF_ATTR_BOOL,
					value: optimizeSize
				},
				{
					name: "chroma_downsampling",
					type: this.binding.TF_ATTR_BOOL,
					value: chromaDownsampling
				},
				{
					name: "density_unit",
					type: this.binding.TF_ATTR_STRING,
					value: densityUnit
				},
				{
					name: "x_density",
					type: this.binding.TF_ATTR_INT,
					value: xDensity
				},
				{
					name: "y_density",
					type: this.binding.TF_ATTR_INT,
					value: yDensity
				},
				{
					name: "xmp_metadata",
					type: this.binding.TF_ATTR_STRING,
					value: xmpMetadata
				}
			];
			return this.executeEncodeImageOp("EncodeJpeg", opAttrs, imageData, imageShape);
		};
		NodeJSKernelBackend.prototype.encodePng = function(imageData, imageShape, compression) {
			var opAttrs = [{
				name: "compression",
				type: this.binding.TF_ATTR_INT,
				value: compression
			}];
			return this.executeEncodeImageOp("EncodePng", opAttrs, imageData, imageShape);
		};
		NodeJSKernelBackend.prototype.deleteSavedModel = function(id) {
			this.binding.deleteSavedModel(id);
		};
		NodeJSKernelBackend.prototype.loadSavedModelMetaGraph = function(path, tags) {
			return this.binding.loadSavedModel(path, tags);
		};
		NodeJSKernelBackend.prototype.getMappedInputTensorIds = function(inputs, inputTensorInfos) {
			var tensorIds = this.getInputTensorIds(inputs);
			var newTensors = [];
			for (var i = 0; i < inputs.length; i++) if (inputTensorInfos[i] != null) {
				if (inputTensorInfos[i].tfDtype === "DT_UINT8") {
					var data = Uint8Array.from(inputs[i].dataSync());
					var inputTensorId = this.binding.createTensor(inputs[i].shape, this.binding.TF_UINT8, data);
					tensorIds[i] = inputTensorId;
					newTensors.push(i);
				} else if (inputTensorInfos[i].tfDtype === "DT_INT64") {
					var data = (0, int64_tensors_1.encodeInt32ArrayAsInt64)(inputs[i].dataSync());
					var inputTensorId = this.binding.createTensor(inputs[i].shape, this.binding.TF_INT64, data);
					tensorIds[i] = inputTensorId;
					newTensors.push(i);
				}
			}
			return {
				tensorIds,
				newTensors
			};
		};
		NodeJSKernelBackend.prototype.runSavedModel = function(id, inputs, inputTensorInfos, outputOpNames) {
			var _this = this;
			var _a = this.getMappedInputTensorIds(inputs, inputTensorInfos), tensorIds = _a.tensorIds, newTensors = _a.newTensors;
			var outputMetadata = this.binding.runSavedModel(id, tensorIds, inputTensorInfos.map(function(info) {
				return info.name;
			}).join(","), outputOpNames.join(","));
			for (var i = 0; i < tensorIds.length; i++) if (newTensors.includes(i)) this.binding.deleteTensor(tensorIds[i]);
			return outputMetadata.map(function(m) {
				return _this.createOutputTensor(m);
			});
		};
		NodeJSKernelBackend.prototype.summaryWriter = function(logdir) {
			var opAttrs = [{
				name: "shared_name",
				type: this.binding.TF_ATTR_STRING,
				value: "logdir:".concat(logdir)
			}, {
				name: "container",
				type: this.binding.TF_ATTR_STRING,
				value: ""
			}];
			return this.executeSingleOutput("SummaryWriter", opAttrs, []);
		};
		NodeJSKernelBackend.prototype.createSummaryFileWriter = function(resourceHandle, logdir, maxQueue, flushMillis, filenameSuffix) {
			var inputArgs = [
				resourceHandle,
				(0, tfjs_1.scalar)(logdir),
				(0, tfjs_1.scalar)(maxQueue == null ? 10 : maxQueue, "int32"),
				(0, tfjs_1.scalar)(flushMillis == null ? 12e4 : flushMillis, "int32"),
				(0, tfjs_1.scalar)(filenameSuffix == null ? ".v2" : filenameSuffix)
			];
			this.executeMultipleOutputs("CreateSummaryFileWriter", [], inputArgs, 0);
		};
		NodeJSKernelBackend.prototype.writeScalarSummary = function(resourceHandle, step, name, value) {
			var _this = this;
			(0, tfjs_1.tidy)(function() {
				tfjs_1.util.assert(Number.isInteger(step), function() {
					return "step is expected to be an integer, but is instead ".concat(step);
				});
				var inputArgs = [
					resourceHandle,
					new int64_tensors_1.Int64Scalar(step),
					(0, tfjs_1.scalar)(name, "string")
				];
				var typeAttr;
				if (typeof value === "number") {
					inputArgs.push((0, tfjs_1.scalar)(value));
					typeAttr = _this.binding.TF_FLOAT;
				} else {
					tfjs_1.util.assert(value.rank === 0, function() {
						return "A non-scalar tensor (rank ".concat(value.rank, ") is passed to ") + "writeScalarSummary()";
					});
					inputArgs.push(value);
					typeAttr = _this.typeAttributeFromTensor(value);
				}
				var opAttrs = [{
					name: "T",
					type: _this.binding.TF_ATTR_TYPE,
					value: typeAttr
				}];
				var ids = _this.getInputTensorIds(inputArgs);
				_this.binding.executeOp("WriteScalarSummary", opAttrs, ids, 0);
				_this.binding.deleteTensor(ids[1]);
			});
		};
		NodeJSKernelBackend.prototype.writeHistogramSummary = function(resourceHandle, step, name, data, bucketCount, description) {
			var _this = this;
			(0, tfjs_1.tidy)(function() {
				tfjs_1.util.assert(Number.isInteger(step), function() {
					return "step is expected to be an integer, but is instead ".concat(step);
				});
				var content = new messages.HistogramPluginData().setVersion(0);
				var pluginData = new messages.SummaryMetadata.PluginData().setPluginName("histograms").setContent(content.serializeBinary());
				var summary = new messages.SummaryMetadata().setPluginData(pluginData).setDisplayName(null).setSummaryDescription(description);
				var summaryTensor = (0, tfjs_1.scalar)(summary.serializeBinary(), "string");
				var nameTensor = (0, tfjs_1.scalar)(name, "string");
				var stepScalar = new int64_tensors_1.Int64Scalar(step);
				var buckets = _this.buckets(data, bucketCount);
				tfjs_1.util.assert(buckets.rank === 2 && buckets.shape[1] === 3, function() {
					return "Expected buckets to have shape [k, 3], but they had shape ".concat(buckets.shape);
				});
				tfjs_1.util.assert(buckets.dtype === "float32", function() {
					return "Expected buckets to have dtype float32, but they had dtype ".concat(buckets.dtype);
				});
				var inputArgs = [
					resourceHandle,
					stepScalar,
					buckets,
					nameTensor,
					summaryTensor
				];
				var typeAttr = _this.typeAttributeFromTensor(buckets);
				var opAttrs = [{
					name: "T",
					type: _this.binding.TF_ATTR_TYPE,
					value: typeAttr
				}];
				var ids = _this.getInputTensorIds(inputArgs);
				_this.binding.executeOp("WriteSummary", opAttrs, ids, 0);
				_this.binding.deleteTensor(ids[1]);
			});
		};
		NodeJSKernelBackend.prototype.flushSummaryWriter = function(resourceHandle) {
			var inputArgs = [resourceHandle];
			this.executeMultipleOutputs("FlushSummaryWriter", [], inputArgs, 0);
		};
		NodeJSKernelBackend.prototype.buckets = function(data, bucketCount) {
			if (data.size === 0) return tf.tensor([], [0, 3], "float32");
			bucketCount = bucketCount !== void 0 ? bucketCount : 30;
			tfjs_1.util.assert(Number.isInteger(bucketCount) && bucketCount > 0, function() {
				return "Expected bucket count to be a strictly positive integer, but it was " + "".concat(bucketCount);
			});
			data = data.flatten();
			data = data.cast("float32");
			var min = data.min();
			var max = data.max();
			var range = max.sub(min);
			if (range.equal(0).arraySync() !== 0) {
				var center = min;
				var bucketStart = center.sub(.5);
				var bucketEnd = center.add(.5);
				var bucketCounts_1 = tf.scalar(data.size, "float32");
				return tf.concat([
					bucketStart,
					bucketEnd,
					bucketCounts_1
				]).reshape([1, 3]);
			}
			var bucketWidth = range.div(bucketCount);
			var bucketIndices = data.sub(min).floorDiv(bucketWidth).cast("int32");
			var clampedIndices = tf.minimum(bucketIndices, bucketCount - 1).cast("int32");
			var bucketCounts = tf.oneHot(clampedIndices, bucketCount).sum(0).cast("int32");
			var edges = tf.linspace(min.arraySync(), max.arraySync(), bucketCount + 1);
			edges = tf.concat([edges.slice(0, bucketCount), max.reshape([1])], 0);
			var leftEdges = edges.slice(0, bucketCount);
			var rightEdges = edges.slice(1, bucketCount);
			return tf.stack([
				leftEdges,
				rightEdges,
				bucketCounts.cast("float32")
			]).transpose();
		};
		NodeJSKernelBackend.prototype.memory = function() {
			return { unreliable: true };
		};
		NodeJSKernelBackend.prototype.time = function(f) {
			return __awaiter(this, void 0, void 0, function() {
				var start, elapsed;
				return __generator(this, function(_a) {
					start = process.hrtime();
					f();
					elapsed = process.hrtime(start);
					return [2, { kernelMs: elapsed[0] * 1e3 + elapsed[1] / 1e6 }];
				});
			});
		};
		NodeJSKernelBackend.prototype.getNumOfSavedModels = function() {
			return this.binding.getNumOfSavedModels();
		};
		NodeJSKernelBackend.prototype.getNumOfTFTensors = function() {
			return this.binding.getNumOfTensors();
		};
		return NodeJSKernelBackend;
	}(tfjs_1.KernelBackend);
	function nodeBackend() {
		return tf.findBackend("tensorflow");
	}
	exports.nodeBackend = nodeBackend;
	function getTFDType(dataType) {
		var binding = nodeBackend().binding;
		switch (dataType) {
			case "float32": return binding.TF_FLOAT;
			case "int32": return binding.TF_INT32;
			case "bool": return binding.TF_BOOL;
			case "complex64": return binding.TF_COMPLEX64;
			case "string": return binding.TF_STRING;
			case "int64": return binding.TF_INT64;
			default:
				var errorMessage = "Unknown dtype: ".concat(dataType);
				throw new Error(errorMessage);
		}
	}
	exports.getTFDType = getTFDType;
	function createTensorsTypeOpAttr(attrName, tensorsOrDtype) {
		if ((0, util_1.isNullOrUndefined)(tensorsOrDtype)) throw new Error("Invalid input tensors value.");
		return {
			name: attrName,
			type: nodeBackend().binding.TF_ATTR_TYPE,
			value: tensorsOrDtype instanceof tf.Tensor || Array.isArray(tensorsOrDtype) ? getTFDTypeForInputs(tensorsOrDtype) : getTFDType(tensorsOrDtype)
		};
	}
	exports.createTensorsTypeOpAttr = createTensorsTypeOpAttr;
	function createOpAttr(attrName, tensorsOrDtype, value) {
		if ((0, util_1.isNullOrUndefined)(tensorsOrDtype)) throw new Error("Invalid input tensors value.");
		return {
			name: attrName,
			type: nodeBackend().binding.TF_BOOL,
			value
		};
	}
	exports.createOpAttr = createOpAttr;
	function getTFDTypeForInputs(tensors) {
		if ((0, util_1.isNullOrUndefined)(tensors)) throw new Error("Invalid input tensors value.");
		if ((0, util_1.isArray)(tensors)) {
			for (var i = 0; i < tensors.length; i++) return getTFDType(tensors[i].dtype);
			return -1;
		} else return getTFDType(tensors.dtype);
	}
	function ensureTensorflowBackend() {
		tf.util.assert(tf.getBackend() === "tensorflow", function() {
			return "Expect the current backend to be \"tensorflow\", but got \"".concat(tf.getBackend(), "\"");
		});
	}
	exports.ensureTensorflowBackend = ensureTensorflowBackend;
}));
// tfjs-node-gpu/dist/kernels/Abs.js
var require_Abs = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.absConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.absConfig = {
		kernelName: tfjs_1.Abs,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			if (x.dtype === "complex64") {
				var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype), (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tout", "float32")];
				return backend.executeSingleOutput("ComplexAbs", opAttrs, [x]);
			}
			return backend.executeSingleInput(tfjs_1.Abs, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Acos.js
var require_Acos = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.acosConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.acosConfig = {
		kernelName: tfjs_1.Acos,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Acos, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Acosh.js
var require_Acosh = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.acoshConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.acoshConfig = {
		kernelName: tfjs_1.Acosh,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Acosh, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Add.js
var require_Add = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.addConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.addConfig = {
		kernelName: tfjs_1.Add,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(a.dtype, b.dtype))];
			return backend.executeSingleOutput(tfjs_1.Add, opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/AddN.js
var require_AddN = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.addNConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.addNConfig = {
		kernelName: tfjs_1.AddN,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var tensors = args.inputs;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tensors[0].dtype), {
				name: "N",
				type: backend.binding.TF_ATTR_INT,
				value: tensors.length
			}];
			return backend.executeSingleOutput(tfjs_1.AddN, opAttrs, tensors);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/All.js
var require_All = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.allConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.allConfig = {
		kernelName: tfjs_1.All,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, axis = _a.axis, keepDims = _a.keepDims;
			var origAxes = tfjs_1.util.parseAxisParam(axis, x.shape);
			var opAttrs = [{
				name: "keep_dims",
				type: backend.binding.TF_ATTR_BOOL,
				value: keepDims
			}, (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tidx", "int32")];
			var axesTensor = (0, tfjs_1.tensor1d)(origAxes, "int32");
			var res = backend.executeSingleOutput(tfjs_1.All, opAttrs, [x, axesTensor]);
			axesTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Any.js
var require_Any = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.anyConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.anyConfig = {
		kernelName: tfjs_1.Any,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, axis = _a.axis, keepDims = _a.keepDims;
			var origAxes = tfjs_1.util.parseAxisParam(axis, x.shape);
			var opAttrs = [{
				name: "keep_dims",
				type: backend.binding.TF_ATTR_BOOL,
				value: keepDims
			}, (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tidx", "int32")];
			var axesTensor = (0, tfjs_1.tensor1d)(origAxes, "int32");
			var res = backend.executeSingleOutput(tfjs_1.Any, opAttrs, [x, axesTensor]);
			axesTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/ArgMax.js
var require_ArgMax = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.argMaxConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.argMaxConfig = {
		kernelName: tfjs_1.ArgMax,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var axis = args.attrs.axis;
			var toDispose = [];
			var xInput = x;
			if (x.dtype === "bool") {
				xInput = x.toInt();
				toDispose.push(xInput);
			}
			var axisScalar = (0, tfjs_1.scalar)(axis, "int32");
			toDispose.push(axisScalar);
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", xInput.dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tidx", "int32"),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("output_type", "int32")
			];
			var res = backend.executeSingleOutput(tfjs_1.ArgMax, opAttrs, [xInput, axisScalar]);
			toDispose.forEach(function(t) {
				return t.dispose();
			});
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/ArgMin.js
var require_ArgMin = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.argMinConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.argMinConfig = {
		kernelName: tfjs_1.ArgMin,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var axis = args.attrs.axis;
			var toDispose = [];
			var xInput = x;
			if (x.dtype === "bool") {
				xInput = x.toInt();
				toDispose.push(xInput);
			}
			var axisScalar = (0, tfjs_1.scalar)(axis, "int32");
			toDispose.push(axisScalar);
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", xInput.dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tidx", "int32"),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("output_type", "int32")
			];
			var res = backend.executeSingleOutput(tfjs_1.ArgMin, opAttrs, [xInput, axisScalar]);
			toDispose.forEach(function(t) {
				return t.dispose();
			});
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Asin.js
var require_Asin = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.asinConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.asinConfig = {
		kernelName: tfjs_1.Asin,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Asin, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Asinh.js
var require_Asinh = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.asinhConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.asinhConfig = {
		kernelName: tfjs_1.Asinh,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Asinh, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Atan.js
var require_Atan = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.atanConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.atanConfig = {
		kernelName: tfjs_1.Atan,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Atan, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Atan2.js
var require_Atan2 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.atan2Config = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.atan2Config = {
		kernelName: tfjs_1.Atan2,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", a.dtype)];
			return backend.executeSingleOutput(tfjs_1.Atan2, opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Atanh.js
var require_Atanh = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.atanhConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.atanhConfig = {
		kernelName: tfjs_1.Atanh,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Atanh, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/AvgPool.js
var require_AvgPool = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.avgPoolConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.avgPoolConfig = {
		kernelName: tfjs_1.AvgPool,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, filterSize = _a.filterSize, strides = _a.strides, pad = _a.pad, dimRoundingMode = _a.dimRoundingMode;
			var convInfo = tfjs_1.backend_util.computePool2DInfo(x.shape, filterSize, strides, 1, pad, dimRoundingMode);
			if (convInfo.padInfo.type !== "VALID" && convInfo.padInfo.type !== "SAME") throw new Error("TF Backend supports only 'valid' and 'same' padding " + "while padding was ".concat(convInfo.padInfo.type));
			var ksize = [
				1,
				convInfo.filterHeight,
				convInfo.filterWidth,
				1
			];
			var $strides = [
				1,
				convInfo.strideHeight,
				convInfo.strideWidth,
				1
			];
			var padding = convInfo.padInfo.type;
			var dataFormat = convInfo.dataFormat === "channelsLast" ? "NHWC" : "NCHW";
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				{
					name: "ksize",
					type: backend.binding.TF_ATTR_INT,
					value: ksize
				},
				{
					name: "strides",
					type: backend.binding.TF_ATTR_INT,
					value: $strides
				},
				{
					name: "padding",
					type: backend.binding.TF_ATTR_STRING,
					value: padding
				},
				{
					name: "data_format",
					type: backend.binding.TF_ATTR_STRING,
					value: dataFormat
				}
			];
			return backend.executeSingleOutput(tfjs_1.AvgPool, opAttrs, [x]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/AvgPool3D.js
var require_AvgPool3D = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.avgPool3DConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.avgPool3DConfig = {
		kernelName: tfjs_1.AvgPool3D,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, filterSize = _a.filterSize, strides = _a.strides, pad = _a.pad, dimRoundingMode = _a.dimRoundingMode, dataFormat = _a.dataFormat;
			var convInfo = tfjs_1.backend_util.computePool3DInfo(x.shape, filterSize, strides, 1, pad, dimRoundingMode, dataFormat);
			if (convInfo.padInfo.type !== "VALID" && convInfo.padInfo.type !== "SAME") throw new Error("TF Backend supports only 'valid' and 'same' padding " + "while padding was ".concat(convInfo.padInfo.type));
			var ksize = [
				1,
				convInfo.filterDepth,
				convInfo.filterHeight,
				convInfo.filterWidth,
				1
			];
			var $strides = [
				1,
				convInfo.strideDepth,
				convInfo.strideHeight,
				convInfo.strideWidth,
				1
			];
			var padding = convInfo.padInfo.type;
			var $dataFormat = convInfo.dataFormat === "channelsLast" ? "NDHWC" : "NCDHW";
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				{
					name: "ksize",
					type: backend.binding.TF_ATTR_INT,
					value: ksize
				},
				{
					name: "strides",
					type: backend.binding.TF_ATTR_INT,
					value: $strides
				},
				{
					name: "padding",
					type: backend.binding.TF_ATTR_STRING,
					value: padding
				},
				{
					name: "data_format",
					type: backend.binding.TF_ATTR_STRING,
					value: $dataFormat
				}
			];
			return backend.executeSingleOutput(tfjs_1.AvgPool3D, opAttrs, [x]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/AvgPool3DGrad.js
var require_AvgPool3DGrad = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.avgPool3DGradConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.avgPool3DGradConfig = {
		kernelName: tfjs_1.AvgPool3DGrad,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, dy = _a.dy, input = _a.input;
			var backend = args.backend;
			var _b = args.attrs, filterSize = _b.filterSize, strides = _b.strides, pad = _b.pad, dimRoundingMode = _b.dimRoundingMode;
			var convInfo = tfjs_1.backend_util.computePool3DInfo(input.shape, filterSize, strides, 1, pad, dimRoundingMode);
			if (convInfo.padInfo.type !== "VALID" && convInfo.padInfo.type !== "SAME") throw new Error("TF Backend supports only 'valid' and 'same' padding " + "while padding type was ".concat(convInfo.padInfo.type));
			var ksize = [
				1,
				convInfo.filterDepth,
				convInfo.filterHeight,
				convInfo.filterWidth,
				1
			];
			var $strides = [
				1,
				convInfo.strideDepth,
				convInfo.strideHeight,
				convInfo.strideWidth,
				1
			];
			var padding = convInfo.padInfo.type;
			var dataFormat = convInfo.dataFormat === "channelsLast" ? "NDHWC" : "NCDHW";
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", input.dtype),
				{
					name: "ksize",
					type: backend.binding.TF_ATTR_INT,
					value: ksize
				},
				{
					name: "strides",
					type: backend.binding.TF_ATTR_INT,
					value: $strides
				},
				{
					name: "padding",
					type: backend.binding.TF_ATTR_STRING,
					value: padding
				},
				{
					name: "data_format",
					type: backend.binding.TF_ATTR_STRING,
					value: dataFormat
				}
			];
			var origInputShape = (0, tfjs_1.tensor1d)(input.shape, "int32");
			var res = backend.executeSingleOutput(tfjs_1.AvgPool3DGrad, opAttrs, [origInputShape, dy]);
			origInputShape.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/AvgPoolGrad.js
var require_AvgPoolGrad = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.avgPoolGradConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.avgPoolGradConfig = {
		kernelName: tfjs_1.AvgPoolGrad,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, dy = _a.dy, input = _a.input;
			var backend = args.backend;
			var _b = args.attrs, filterSize = _b.filterSize, strides = _b.strides, pad = _b.pad;
			var convInfo = tfjs_1.backend_util.computePool2DInfo(input.shape, filterSize, strides, 1, pad);
			if (convInfo.padInfo.type !== "VALID" && convInfo.padInfo.type !== "SAME") throw new Error("TF Backend supports only 'valid' and 'same' padding " + "while padding type was ".concat(convInfo.padInfo.type));
			var ksize = [
				1,
				convInfo.filterHeight,
				convInfo.filterWidth,
				1
			];
			var $strides = [
				1,
				convInfo.strideHeight,
				convInfo.strideWidth,
				1
			];
			var padding = convInfo.padInfo.type;
			var dataFormat = convInfo.dataFormat === "channelsLast" ? "NHWC" : "NCHW";
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", input.dtype),
				{
					name: "ksize",
					type: backend.binding.TF_ATTR_INT,
					value: ksize
				},
				{
					name: "strides",
					type: backend.binding.TF_ATTR_INT,
					value: $strides
				},
				{
					name: "padding",
					type: backend.binding.TF_ATTR_STRING,
					value: padding
				},
				{
					name: "data_format",
					type: backend.binding.TF_ATTR_STRING,
					value: dataFormat
				}
			];
			var origInputShape = (0, tfjs_1.tensor1d)(input.shape, "int32");
			var ret = backend.executeSingleOutput(tfjs_1.AvgPoolGrad, opAttrs, [origInputShape, dy]);
			origInputShape.dispose();
			return ret;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/BatchMatMul.js
var require_BatchMatMul = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.batchMatMulConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.batchMatMulConfig = {
		kernelName: tfjs_1.BatchMatMul,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var _b = args.attrs, transposeA = _b.transposeA, transposeB = _b.transposeB;
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", a.dtype),
				{
					name: "adj_x",
					type: backend.binding.TF_ATTR_BOOL,
					value: transposeA
				},
				{
					name: "adj_y",
					type: backend.binding.TF_ATTR_BOOL,
					value: transposeB
				}
			];
			return backend.executeSingleOutput("BatchMatMulV2", opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/BatchToSpaceND.js
var require_BatchToSpaceND = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.batchToSpaceNDConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.batchToSpaceNDConfig = {
		kernelName: tfjs_1.BatchToSpaceND,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, blockShape = _a.blockShape, crops = _a.crops;
			var blockShapeTensor = (0, tfjs_1.tensor1d)(blockShape, "int32");
			var cropsTensor = (0, tfjs_1.tensor2d)(crops, [crops.length, crops[0].length], "int32");
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tblock_shape", "int32"),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tcrops", cropsTensor.dtype)
			];
			var res = backend.executeSingleOutput(tfjs_1.BatchToSpaceND, opAttrs, [
				x,
				blockShapeTensor,
				cropsTensor
			]);
			cropsTensor.dispose();
			blockShapeTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Bincount.js
var require_Bincount = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.bincountConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.bincountConfig = {
		kernelName: tfjs_1.Bincount,
		backendName: "tensorflow",
		kernelFunc: function(_a) {
			var inputs = _a.inputs, backend = _a.backend, attrs = _a.attrs;
			var _b = inputs, x = _b.x, weights = _b.weights;
			var size = attrs.size;
			var nodeBackend = backend;
			var $size = (0, tfjs_1.scalar)(size, "int32");
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", weights.dtype)];
			var result = nodeBackend.executeSingleOutput(tfjs_1.Bincount, opAttrs, [
				x,
				$size,
				weights
			]);
			$size.dispose();
			return result;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/BroadcastArgs.js
var require_BroadcastArgs = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.broadcastArgsConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.broadcastArgsConfig = {
		kernelName: tfjs_1.BroadcastArgs,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, s0 = _a.s0, s1 = _a.s1;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(s0.dtype, s1.dtype))];
			return backend.executeSingleOutput(tfjs_1.BroadcastArgs, opAttrs, [s0, s1]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Cast.js
var require_Cast = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.castConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.castConfig = {
		kernelName: tfjs_1.Cast,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var dtype = args.attrs.dtype;
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("SrcT", x.dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("DstT", dtype),
				{
					name: "Truncate",
					type: backend.binding.TF_ATTR_BOOL,
					value: false
				}
			];
			return backend.executeSingleOutput(tfjs_1.Cast, opAttrs, [x]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Ceil.js
var require_Ceil = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.ceilConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.ceilConfig = {
		kernelName: tfjs_1.Ceil,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Ceil, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/ClipByValue.js
var require_ClipByValue = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.clipByValueConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.clipByValueConfig = {
		kernelName: tfjs_1.ClipByValue,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var _a = args.attrs, clipValueMin = _a.clipValueMin, clipValueMax = _a.clipValueMax;
			return (0, tfjs_1.tidy)(function() {
				var xMin = (0, tfjs_1.minimum)(x, (0, tfjs_1.scalar)(clipValueMax, x.dtype));
				return (0, tfjs_1.maximum)(xMin, (0, tfjs_1.scalar)(clipValueMin, x.dtype));
			});
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Complex.js
var require_Complex = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.complexConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.complexConfig = {
		kernelName: tfjs_1.Complex,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, real = _a.real, imag = _a.imag;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", real), {
				name: "Tout",
				type: backend.binding.TF_ATTR_TYPE,
				value: backend.binding.TF_COMPLEX64
			}];
			var inputs = [real, imag];
			return backend.executeSingleOutput(tfjs_1.Complex, opAttrs, inputs);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/ComplexAbs.js
var require_ComplexAbs = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.complexAbsConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.complexAbsConfig = {
		kernelName: tfjs_1.ComplexAbs,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype), (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tout", "float32")];
			return backend.executeSingleOutput(tfjs_1.ComplexAbs, opAttrs, [x]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Concat.js
var require_Concat = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.concatConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.concatConfig = {
		kernelName: tfjs_1.Concat,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var tensors = args.inputs;
			var backend = args.backend;
			var axis = args.attrs.axis;
			var opAttrs = [
				{
					name: "N",
					type: backend.binding.TF_ATTR_INT,
					value: tensors.length
				},
				{
					name: "Tidx",
					type: backend.binding.TF_ATTR_TYPE,
					value: backend.binding.TF_INT32
				},
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tensors)
			];
			var inputs = Array.from(tensors);
			var axisTensor = (0, tfjs_1.scalar)(axis, "int32");
			inputs.push(axisTensor);
			var res = backend.executeSingleOutput("ConcatV2", opAttrs, inputs);
			axisTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Conv2D.js
var require_Conv2D = __commonJSMin(((exports, module, this$2) => {
	var __spreadArray = this$2 && this$2.__spreadArray || function(to, from, pack) {
		if (pack || arguments.length === 2) {
			for (var i = 0, l = from.length, ar; i < l; i++) if (ar || !(i in from)) {
				if (!ar) ar = Array.prototype.slice.call(from, 0, i);
				ar[i] = from[i];
			}
		}
		return to.concat(ar || Array.prototype.slice.call(from));
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.conv2dImpl = exports.conv2DConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.conv2DConfig = {
		kernelName: tfjs_1.Conv2D,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, x = _a.x, filter = _a.filter;
			var backend = args.backend;
			var _b = args.attrs, strides = _b.strides, pad = _b.pad, dataFormat = _b.dataFormat, dilations = _b.dilations, dimRoundingMode = _b.dimRoundingMode;
			var $dataFormat = tfjs_1.backend_util.convertConv2DDataFormat(dataFormat);
			return conv2dImpl(x, filter, tfjs_1.backend_util.computeConv2DInfo(x.shape, filter.shape, strides, dilations, pad, dimRoundingMode, false, $dataFormat), backend);
		}
	};
	function conv2dImpl(x, filter, convInfo, backend) {
		if (convInfo.padInfo.type !== "VALID" && convInfo.padInfo.type !== "SAME" && convInfo.padInfo.type !== "EXPLICIT") throw new Error("TF Backend supports only 'valid' and 'same' padding " + "while padding was ".concat(convInfo.padInfo.type));
		var strides = [
			1,
			convInfo.strideHeight,
			convInfo.strideWidth,
			1
		];
		var padding = convInfo.padInfo.type;
		var dataFormat = convInfo.dataFormat === "channelsLast" ? "NHWC" : "NCHW";
		var dilations = [
			1,
			convInfo.dilationHeight,
			convInfo.dilationWidth,
			1
		];
		var opAttrs = [
			(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
			{
				name: "strides",
				type: backend.binding.TF_ATTR_INT,
				value: strides
			},
			{
				name: "padding",
				type: backend.binding.TF_ATTR_STRING,
				value: padding
			},
			{
				name: "data_format",
				type: backend.binding.TF_ATTR_STRING,
				value: dataFormat
			},
			{
				name: "use_cudnn_on_gpu",
				type: backend.binding.TF_ATTR_BOOL,
				value: true
			},
			{
				name: "dilations",
				type: backend.binding.TF_ATTR_INT,
				value: dilations
			}
		];
		if (padding === "EXPLICIT") {
			var padValue = [
				convInfo.padInfo.top,
				convInfo.padInfo.bottom,
				convInfo.padInfo.left,
				convInfo.padInfo.right
			];
			opAttrs.push({
				name: "explicit_paddings",
				type: backend.binding.TF_ATTR_INT,
				value: dataFormat === "NHWC" ? __spreadArray(__spreadArray([0, 0], padValue, true), [0, 0], false) : __spreadArray([
					0,
					0,
					0,
					0
				], padValue, true)
			});
		}
		return backend.executeSingleOutput(tfjs_1.Conv2D, opAttrs, [x, filter]);
	}
	exports.conv2dImpl = conv2dImpl;
}));
// tfjs-node-gpu/dist/kernels/Conv2DBackpropFilter.js
var require_Conv2DBackpropFilter = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.conv2DBackpropFilterConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.conv2DBackpropFilterConfig = {
		kernelName: tfjs_1.Conv2DBackpropFilter,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, x = _a.x, dy = _a.dy;
			var backend = args.backend;
			var _b = args.attrs, strides = _b.strides, pad = _b.pad, dataFormat = _b.dataFormat, dimRoundingMode = _b.dimRoundingMode, filterShape = _b.filterShape;
			var $dataFormat = tfjs_1.backend_util.convertConv2DDataFormat(dataFormat);
			return conv2DBackpropFilterImpl(dy, x, tfjs_1.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode, false, $dataFormat), backend);
		}
	};
	function conv2DBackpropFilterImpl(dy, filter, convInfo, backend) {
		if (convInfo.padInfo.type !== "VALID" && convInfo.padInfo.type !== "SAME") throw new Error("TF Backend supports only 'valid' and 'same' padding " + "while padding was ".concat(convInfo.padInfo.type));
		var strides = [
			1,
			convInfo.strideHeight,
			convInfo.strideWidth,
			1
		];
		var padding = convInfo.padInfo.type;
		var dataFormat = convInfo.dataFormat === "channelsLast" ? "NHWC" : "NCHW";
		var dilations = [
			1,
			convInfo.dilationHeight,
			convInfo.dilationWidth,
			1
		];
		var opAttrs = [
			(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", "float32"),
			{
				name: "strides",
				type: backend.binding.TF_ATTR_INT,
				value: strides
			},
			{
				name: "padding",
				type: backend.binding.TF_ATTR_STRING,
				value: padding
			},
			{
				name: "data_format",
				type: backend.binding.TF_ATTR_STRING,
				value: dataFormat
			},
			{
				name: "use_cudnn_on_gpu",
				type: backend.binding.TF_ATTR_BOOL,
				value: true
			},
			{
				name: "dilations",
				type: backend.binding.TF_ATTR_INT,
				value: dilations
			}
		];
		var filterSizes = (0, tfjs_1.tensor1d)(convInfo.filterShape, "int32");
		var res = backend.executeSingleOutput(tfjs_1.Conv2DBackpropFilter, opAttrs, [
			filter,
			filterSizes,
			dy
		]);
		filterSizes.dispose();
		return res;
	}
}));
// tfjs-node-gpu/dist/kernels/Conv2DBackpropInput.js
var require_Conv2DBackpropInput = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.conv2DBackpropInputConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.conv2DBackpropInputConfig = {
		kernelName: tfjs_1.Conv2DBackpropInput,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, dy = _a.dy, filter = _a.filter;
			var backend = args.backend;
			var _b = args.attrs, strides = _b.strides, pad = _b.pad, dataFormat = _b.dataFormat, dimRoundingMode = _b.dimRoundingMode, inputShape = _b.inputShape;
			var $dataFormat = tfjs_1.backend_util.convertConv2DDataFormat(dataFormat);
			return conv2DBackpropInputImpl(dy, filter, tfjs_1.backend_util.computeConv2DInfo(inputShape, filter.shape, strides, 1, pad, dimRoundingMode, false, $dataFormat), backend);
		}
	};
	function conv2DBackpropInputImpl(dy, filter, convInfo, backend) {
		if (convInfo.padInfo.type !== "VALID" && convInfo.padInfo.type !== "SAME") throw new Error("TF Backend supports only 'valid' and 'same' padding " + "while padding was ".concat(convInfo.padInfo.type));
		var strides = [
			1,
			convInfo.strideHeight,
			convInfo.strideWidth,
			1
		];
		var padding = convInfo.padInfo.type;
		var dataFormat = convInfo.dataFormat === "channelsLast" ? "NHWC" : "NCHW";
		var dilations = [
			1,
			convInfo.dilationHeight,
			convInfo.dilationWidth,
			1
		];
		var opAttrs = [
			(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", "float32"),
			{
				name: "strides",
				type: backend.binding.TF_ATTR_INT,
				value: strides
			},
			{
				name: "padding",
				type: backend.binding.TF_ATTR_STRING,
				value: padding
			},
			{
				name: "data_format",
				type: backend.binding.TF_ATTR_STRING,
				value: dataFormat
			},
			{
				name: "use_cudnn_on_gpu",
				type: backend.binding.TF_ATTR_BOOL,
				value: true
			},
			{
				name: "dilations",
				type: backend.binding.TF_ATTR_INT,
				value: dilations
			}
		];
		var inputSizes = (0, tfjs_1.tensor1d)(convInfo.inShape, "int32");
		var res = backend.executeSingleOutput(tfjs_1.Conv2DBackpropInput, opAttrs, [
			inputSizes,
			filter,
			dy
		]);
		inputSizes.dispose();
		return res;
	}
}));
// tfjs-node-gpu/dist/kernels/Conv3D.js
var require_Conv3D = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.conv3DConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.conv3DConfig = {
		kernelName: tfjs_1.Conv3D,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, x = _a.x, filter = _a.filter;
			var backend = args.backend;
			var _b = args.attrs, strides = _b.strides, pad = _b.pad, dilations = _b.dilations;
			var convInfo = tfjs_1.backend_util.computeConv3DInfo(x.shape, filter.shape, strides, dilations, pad);
			var $strides = [
				1,
				convInfo.strideDepth,
				convInfo.strideHeight,
				convInfo.strideWidth,
				1
			];
			var padding = convInfo.padInfo.type;
			var $dataFormat = convInfo.dataFormat === "channelsLast" ? "NDHWC" : "NCDHW";
			if (!backend.isGPUPackage && convInfo.dilationDepth > 1) throw new Error("CPU Dilation depth must be 1");
			var $dilations = [
				1,
				convInfo.dilationDepth,
				convInfo.dilationHeight,
				convInfo.dilationWidth,
				1
			];
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				{
					name: "strides",
					type: backend.binding.TF_ATTR_INT,
					value: $strides
				},
				{
					name: "padding",
					type: backend.binding.TF_ATTR_STRING,
					value: padding
				},
				{
					name: "data_format",
					type: backend.binding.TF_ATTR_STRING,
					value: $dataFormat
				},
				{
					name: "dilations",
					type: backend.binding.TF_ATTR_INT,
					value: $dilations
				}
			];
			return backend.executeSingleOutput(tfjs_1.Conv3D, opAttrs, [x, filter]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Conv3DBackpropFilterV2.js
var require_Conv3DBackpropFilterV2 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.conv3DBackpropFilterV2Config = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.conv3DBackpropFilterV2Config = {
		kernelName: tfjs_1.Conv3DBackpropFilterV2,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, x = _a.x, dy = _a.dy;
			var backend = args.backend;
			var _b = args.attrs, strides = _b.strides, pad = _b.pad, filterShape = _b.filterShape;
			var convInfo = tfjs_1.backend_util.computeConv3DInfo(x.shape, filterShape, strides, 1, pad);
			var $strides = [
				1,
				convInfo.strideDepth,
				convInfo.strideHeight,
				convInfo.strideWidth,
				1
			];
			var padding = convInfo.padInfo.type;
			var dataFormat = convInfo.dataFormat === "channelsLast" ? "NDHWC" : "NCDHW";
			if (!backend.isGPUPackage && convInfo.dilationDepth > 1) throw new Error("CPU Dilation depth must be 1");
			var $dilations = [
				1,
				convInfo.dilationDepth,
				convInfo.dilationHeight,
				convInfo.dilationWidth,
				1
			];
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				{
					name: "strides",
					type: backend.binding.TF_ATTR_INT,
					value: $strides
				},
				{
					name: "padding",
					type: backend.binding.TF_ATTR_STRING,
					value: padding
				},
				{
					name: "data_format",
					type: backend.binding.TF_ATTR_STRING,
					value: dataFormat
				},
				{
					name: "dilations",
					type: backend.binding.TF_ATTR_INT,
					value: $dilations
				}
			];
			var filterSizes = (0, tfjs_1.tensor1d)(filterShape, "int32");
			var res = backend.executeSingleOutput(tfjs_1.Conv3DBackpropFilterV2, opAttrs, [
				x,
				filterSizes,
				dy
			]);
			filterSizes.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Conv3DBackpropInputV2.js
var require_Conv3DBackpropInputV2 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.conv3DBackpropInputV2Config = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.conv3DBackpropInputV2Config = {
		kernelName: tfjs_1.Conv3DBackpropInputV2,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, dy = _a.dy, filter = _a.filter;
			var backend = args.backend;
			var _b = args.attrs, strides = _b.strides, pad = _b.pad, inputShape = _b.inputShape;
			var convInfo = tfjs_1.backend_util.computeConv3DInfo(inputShape, filter.shape, strides, 1, pad);
			var $strides = [
				1,
				convInfo.strideDepth,
				convInfo.strideHeight,
				convInfo.strideWidth,
				1
			];
			var padding = convInfo.padInfo.type;
			var dataFormat = convInfo.dataFormat === "channelsLast" ? "NDHWC" : "NCDHW";
			if (!backend.isGPUPackage && convInfo.dilationDepth > 1) throw new Error("CPU Dilation depth must be 1");
			var $dilations = [
				1,
				convInfo.dilationDepth,
				convInfo.dilationHeight,
				convInfo.dilationWidth,
				1
			];
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", dy.dtype),
				{
					name: "strides",
					type: backend.binding.TF_ATTR_INT,
					value: $strides
				},
				{
					name: "padding",
					type: backend.binding.TF_ATTR_STRING,
					value: padding
				},
				{
					name: "data_format",
					type: backend.binding.TF_ATTR_STRING,
					value: dataFormat
				},
				{
					name: "dilations",
					type: backend.binding.TF_ATTR_INT,
					value: $dilations
				},
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tshape", "int32")
			];
			var inputSizes = (0, tfjs_1.tensor1d)(inputShape, "int32");
			var res = backend.executeSingleOutput(tfjs_1.Conv3DBackpropInputV2, opAttrs, [
				inputSizes,
				filter,
				dy
			]);
			inputSizes.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Cos.js
var require_Cos = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.cosConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.cosConfig = {
		kernelName: tfjs_1.Cos,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Cos, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Cosh.js
var require_Cosh = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.coshConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.coshConfig = {
		kernelName: tfjs_1.Cosh,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Cosh, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/CropAndResize.js
var require_CropAndResize = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.cropAndResizeConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.cropAndResizeConfig = {
		kernelName: tfjs_1.CropAndResize,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, image = _a.image, boxes = _a.boxes, boxInd = _a.boxInd;
			var backend = args.backend;
			var _b = args.attrs, cropSize = _b.cropSize, method = _b.method, extrapolationValue = _b.extrapolationValue;
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", image.dtype),
				{
					name: "method",
					type: backend.binding.TF_ATTR_STRING,
					value: method
				},
				{
					name: "extrapolation_value",
					type: backend.binding.TF_ATTR_FLOAT,
					value: extrapolationValue
				}
			];
			var cropSizeTensor = (0, tfjs_1.tensor1d)(cropSize, "int32");
			var res = backend.executeSingleOutput(tfjs_1.CropAndResize, opAttrs, [
				image,
				boxes,
				boxInd,
				cropSizeTensor
			]);
			cropSizeTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Cumprod.js
var require_Cumprod = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.cumprodConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.cumprodConfig = {
		kernelName: tfjs_1.Cumprod,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, axis = _a.axis, exclusive = _a.exclusive, reverse = _a.reverse;
			var axisTensor = (0, tfjs_1.scalar)(axis, "int32");
			var opAttrs = [
				{
					name: "exclusive",
					type: backend.binding.TF_ATTR_BOOL,
					value: exclusive
				},
				{
					name: "reverse",
					type: backend.binding.TF_ATTR_BOOL,
					value: reverse
				},
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tidx", "int32")
			];
			var res = backend.executeSingleOutput(tfjs_1.Cumprod, opAttrs, [x, axisTensor]);
			axisTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Cumsum.js
var require_Cumsum = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.cumsumConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.cumsumConfig = {
		kernelName: tfjs_1.Cumsum,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, axis = _a.axis, exclusive = _a.exclusive, reverse = _a.reverse;
			var axisTensor = (0, tfjs_1.scalar)(axis, "int32");
			var opAttrs = [
				{
					name: "exclusive",
					type: backend.binding.TF_ATTR_BOOL,
					value: exclusive
				},
				{
					name: "reverse",
					type: backend.binding.TF_ATTR_BOOL,
					value: reverse
				},
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tidx", "int32")
			];
			var res = backend.executeSingleOutput(tfjs_1.Cumsum, opAttrs, [x, axisTensor]);
			axisTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/DepthToSpace.js
var require_DepthToSpace = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.depthToSpaceConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.depthToSpaceConfig = {
		kernelName: tfjs_1.DepthToSpace,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, blockSize = _a.blockSize, dataFormat = _a.dataFormat;
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x),
				{
					name: "block_size",
					type: backend.binding.TF_ATTR_INT,
					value: blockSize < 2 ? 2 : blockSize
				},
				{
					name: "data_format",
					type: backend.binding.TF_ATTR_STRING,
					value: dataFormat
				}
			];
			var inputs = [x];
			return backend.executeSingleOutput(tfjs_1.DepthToSpace, opAttrs, inputs);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/DepthwiseConv2dNative.js
var require_DepthwiseConv2dNative = __commonJSMin(((exports, module, this$1) => {
	var __spreadArray = this$1 && this$1.__spreadArray || function(to, from, pack) {
		if (pack || arguments.length === 2) {
			for (var i = 0, l = from.length, ar; i < l; i++) if (ar || !(i in from)) {
				if (!ar) ar = Array.prototype.slice.call(from, 0, i);
				ar[i] = from[i];
			}
		}
		return to.concat(ar || Array.prototype.slice.call(from));
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.depthwiseConv2dNativeImpl = exports.depthwiseConv2dNativeConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.depthwiseConv2dNativeConfig = {
		kernelName: tfjs_1.DepthwiseConv2dNative,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, x = _a.x, filter = _a.filter;
			var backend = args.backend;
			var _b = args.attrs, strides = _b.strides, pad = _b.pad, dilations = _b.dilations, dimRoundingMode = _b.dimRoundingMode;
			var $dilations = dilations;
			if ($dilations == null) $dilations = [1, 1];
			return depthwiseConv2dNativeImpl(x, filter, tfjs_1.backend_util.computeConv2DInfo(x.shape, filter.shape, strides, $dilations, pad, dimRoundingMode, true), backend);
		}
	};
	function depthwiseConv2dNativeImpl(input, filter, convInfo, backend) {
		if (convInfo.padInfo.type !== "VALID" && convInfo.padInfo.type !== "SAME" && convInfo.padInfo.type !== "EXPLICIT") throw new Error("TF Backend supports only 'valid' and 'same' padding " + "while padding was ".concat(convInfo.padInfo.type));
		var strides = [
			1,
			convInfo.strideHeight,
			convInfo.strideWidth,
			1
		];
		var padding = convInfo.padInfo.type;
		var dataFormat = convInfo.dataFormat === "channelsLast" ? "NHWC" : "NCHW";
		var dilations = [
			1,
			convInfo.dilationHeight,
			convInfo.dilationWidth,
			1
		];
		var opAttrs = [
			(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", input.dtype),
			{
				name: "strides",
				type: backend.binding.TF_ATTR_INT,
				value: strides
			},
			{
				name: "padding",
				type: backend.binding.TF_ATTR_STRING,
				value: padding
			},
			{
				name: "data_format",
				type: backend.binding.TF_ATTR_STRING,
				value: dataFormat
			},
			{
				name: "dilations",
				type: backend.binding.TF_ATTR_INT,
				value: dilations
			}
		];
		if (padding === "EXPLICIT") {
			var padValue = [
				convInfo.padInfo.top,
				convInfo.padInfo.bottom,
				convInfo.padInfo.left,
				convInfo.padInfo.right
			];
			opAttrs.push({
				name: "explicit_paddings",
				type: backend.binding.TF_ATTR_INT,
				value: dataFormat === "NHWC" ? __spreadArray(__spreadArray([0, 0], padValue, true), [0, 0], false) : __spreadArray([
					0,
					0,
					0,
					0
				], padValue, true)
			});
		}
		return backend.executeSingleOutput(tfjs_1.DepthwiseConv2dNative, opAttrs, [input, filter]);
	}
	exports.depthwiseConv2dNativeImpl = depthwiseConv2dNativeImpl;
}));
// tfjs-node-gpu/dist/kernels/DepthwiseConv2dNativeBackpropFilter.js
var require_DepthwiseConv2dNativeBackpropFilter = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.depthwiseConv2dNativeBackpropFilterConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.depthwiseConv2dNativeBackpropFilterConfig = {
		kernelName: tfjs_1.DepthwiseConv2dNativeBackpropFilter,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, x = _a.x, dy = _a.dy;
			var backend = args.backend;
			var _b = args.attrs, strides = _b.strides, dilations = _b.dilations, pad = _b.pad, dimRoundingMode = _b.dimRoundingMode, filterShape = _b.filterShape;
			return depthwiseConv2dNativeBackpropFilterImpl(x, dy, tfjs_1.backend_util.computeConv2DInfo(x.shape, filterShape, strides, dilations, pad, dimRoundingMode, true), backend);
		}
	};
	function depthwiseConv2dNativeBackpropFilterImpl(x, dy, convInfo, backend) {
		var strides = [
			1,
			convInfo.strideHeight,
			convInfo.strideWidth,
			1
		];
		var padding = convInfo.padInfo.type;
		var dataFormat = convInfo.dataFormat === "channelsLast" ? "NHWC" : "NCHW";
		var dilations = [
			1,
			convInfo.dilationHeight,
			convInfo.dilationWidth,
			1
		];
		var opAttrs = [
			(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", "float32"),
			{
				name: "strides",
				type: backend.binding.TF_ATTR_INT,
				value: strides
			},
			{
				name: "padding",
				type: backend.binding.TF_ATTR_STRING,
				value: padding
			},
			{
				name: "data_format",
				type: backend.binding.TF_ATTR_STRING,
				value: dataFormat
			},
			{
				name: "dilations",
				type: backend.binding.TF_ATTR_INT,
				value: dilations
			}
		];
		var filterSizes = (0, tfjs_1.tensor1d)(convInfo.filterShape, "int32");
		var res = backend.executeSingleOutput(tfjs_1.DepthwiseConv2dNativeBackpropFilter, opAttrs, [
			x,
			filterSizes,
			dy
		]);
		filterSizes.dispose();
		return res;
	}
}));
// tfjs-node-gpu/dist/kernels/DepthwiseConv2dNativeBackpropInput.js
var require_DepthwiseConv2dNativeBackpropInput = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.depthwiseConv2dNativeBackpropInputConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.depthwiseConv2dNativeBackpropInputConfig = {
		kernelName: tfjs_1.DepthwiseConv2dNativeBackpropInput,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, dy = _a.dy, filter = _a.filter;
			var backend = args.backend;
			var _b = args.attrs, strides = _b.strides, dilations = _b.dilations, pad = _b.pad, dimRoundingMode = _b.dimRoundingMode, inputShape = _b.inputShape;
			return depthwiseConv2dNativeBackpropInputImpl(dy, filter, tfjs_1.backend_util.computeConv2DInfo(inputShape, filter.shape, strides, dilations, pad, dimRoundingMode, true), backend);
		}
	};
	function depthwiseConv2dNativeBackpropInputImpl(dy, filter, convInfo, backend) {
		var strides = [
			1,
			convInfo.strideHeight,
			convInfo.strideWidth,
			1
		];
		var padding = convInfo.padInfo.type;
		var dataFormat = convInfo.dataFormat === "channelsLast" ? "NHWC" : "NCHW";
		var dilations = [
			1,
			convInfo.dilationHeight,
			convInfo.dilationWidth,
			1
		];
		var opAttrs = [
			(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", "float32"),
			{
				name: "strides",
				type: backend.binding.TF_ATTR_INT,
				value: strides
			},
			{
				name: "padding",
				type: backend.binding.TF_ATTR_STRING,
				value: padding
			},
			{
				name: "data_format",
				type: backend.binding.TF_ATTR_STRING,
				value: dataFormat
			},
			{
				name: "dilations",
				type: backend.binding.TF_ATTR_INT,
				value: dilations
			}
		];
		var inputSizes = (0, tfjs_1.tensor1d)(convInfo.inShape, "int32");
		var res = backend.executeSingleOutput(tfjs_1.DepthwiseConv2dNativeBackpropInput, opAttrs, [
			inputSizes,
			filter,
			dy
		]);
		inputSizes.dispose();
		return res;
	}
}));
// tfjs-node-gpu/dist/kernels/Diag.js
var require_Diag = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.diagConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.diagConfig = {
		kernelName: tfjs_1.Diag,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Diag, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Dilation2D.js
var require_Dilation2D = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.dilation2dConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.dilation2dConfig = {
		kernelName: tfjs_1.Dilation2D,
		backendName: "tensorflow",
		kernelFunc: function(_a) {
			var inputs = _a.inputs, backend = _a.backend, attrs = _a.attrs;
			var _b = inputs, x = _b.x, filter = _b.filter;
			var _c = attrs, strides = _c.strides, pad = _c.pad, dilations = _c.dilations;
			var _d = tfjs_1.backend_util.computeDilation2DInfo(x.shape, filter.shape, strides, pad, "NHWC", dilations), dilationHeight = _d.dilationHeight, dilationWidth = _d.dilationWidth, padInfo = _d.padInfo;
			var $strides = [
				1,
				_d.strideHeight,
				_d.strideWidth,
				1
			];
			var $dilations = [
				1,
				dilationHeight,
				dilationWidth,
				1
			];
			var nodeBackend = backend;
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				{
					name: "strides",
					type: nodeBackend.binding.TF_ATTR_INT,
					value: $strides
				},
				{
					name: "rates",
					type: nodeBackend.binding.TF_ATTR_INT,
					value: $dilations
				},
				{
					name: "padding",
					type: nodeBackend.binding.TF_ATTR_STRING,
					value: padInfo.type
				}
			];
			return nodeBackend.executeSingleOutput(tfjs_1.Dilation2D, opAttrs, [x, filter]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Dilation2DBackpropFilter.js
var require_Dilation2DBackpropFilter = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.dilation2dBackpropFilterConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.dilation2dBackpropFilterConfig = {
		kernelName: tfjs_1.Dilation2DBackpropFilter,
		backendName: "tensorflow",
		kernelFunc: function(_a) {
			var inputs = _a.inputs, backend = _a.backend, attrs = _a.attrs;
			var _b = inputs, x = _b.x, filter = _b.filter, dy = _b.dy;
			var _c = attrs, strides = _c.strides, pad = _c.pad, dilations = _c.dilations;
			var _d = tfjs_1.backend_util.computeDilation2DInfo(x.shape, filter.shape, strides, pad, "NHWC", dilations), dilationHeight = _d.dilationHeight, dilationWidth = _d.dilationWidth, padInfo = _d.padInfo;
			var $strides = [
				1,
				_d.strideHeight,
				_d.strideWidth,
				1
			];
			var $dilations = [
				1,
				dilationHeight,
				dilationWidth,
				1
			];
			var nodeBackend = backend;
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				{
					name: "strides",
					type: nodeBackend.binding.TF_ATTR_INT,
					value: $strides
				},
				{
					name: "rates",
					type: nodeBackend.binding.TF_ATTR_INT,
					value: $dilations
				},
				{
					name: "padding",
					type: nodeBackend.binding.TF_ATTR_STRING,
					value: padInfo.type
				}
			];
			return nodeBackend.executeSingleOutput(tfjs_1.Dilation2DBackpropFilter, opAttrs, [
				x,
				filter,
				dy
			]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Dilation2DBackpropInput.js
var require_Dilation2DBackpropInput = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.dilation2dBackpropInputConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.dilation2dBackpropInputConfig = {
		kernelName: tfjs_1.Dilation2DBackpropInput,
		backendName: "tensorflow",
		kernelFunc: function(_a) {
			var inputs = _a.inputs, backend = _a.backend, attrs = _a.attrs;
			var _b = inputs, x = _b.x, filter = _b.filter, dy = _b.dy;
			var _c = attrs, strides = _c.strides, pad = _c.pad, dilations = _c.dilations;
			var _d = tfjs_1.backend_util.computeDilation2DInfo(x.shape, filter.shape, strides, pad, "NHWC", dilations), dilationHeight = _d.dilationHeight, dilationWidth = _d.dilationWidth, padInfo = _d.padInfo;
			var $strides = [
				1,
				_d.strideHeight,
				_d.strideWidth,
				1
			];
			var $dilations = [
				1,
				dilationHeight,
				dilationWidth,
				1
			];
			var nodeBackend = backend;
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				{
					name: "strides",
					type: nodeBackend.binding.TF_ATTR_INT,
					value: $strides
				},
				{
					name: "rates",
					type: nodeBackend.binding.TF_ATTR_INT,
					value: $dilations
				},
				{
					name: "padding",
					type: nodeBackend.binding.TF_ATTR_STRING,
					value: padInfo.type
				}
			];
			return nodeBackend.executeSingleOutput(tfjs_1.Dilation2DBackpropInput, opAttrs, [
				x,
				filter,
				dy
			]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Einsum.js
var require_Einsum = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.einsumConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.einsumConfig = {
		kernelName: tfjs_1.Einsum,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var inputs = args.inputs, attrs = args.attrs;
			var tensors = inputs;
			var backend = args.backend;
			var equation = attrs.equation;
			var opAttrs = [
				{
					name: "N",
					type: backend.binding.TF_ATTR_INT,
					value: tensors.length
				},
				{
					name: "equation",
					type: backend.binding.TF_ATTR_STRING,
					value: equation
				},
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tensors)
			];
			var tensorArray = Array.from(tensors);
			return backend.executeSingleOutput(tfjs_1.Einsum, opAttrs, tensorArray);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Elu.js
var require_Elu = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.eluConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.eluConfig = {
		kernelName: tfjs_1.Elu,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Elu, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/EluGrad.js
var require_EluGrad = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.eluGradConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.eluGradConfig = {
		kernelName: tfjs_1.EluGrad,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, dy = _a.dy, y = _a.y;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", y.dtype)];
			return backend.executeSingleOutput(tfjs_1.EluGrad, opAttrs, [dy, y]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Equal.js
var require_Equal = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.equalConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.equalConfig = {
		kernelName: tfjs_1.Equal,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(a.dtype, b.dtype))];
			return backend.executeSingleOutput(tfjs_1.Equal, opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Erf.js
var require_Erf = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.erfConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.erfConfig = {
		kernelName: tfjs_1.Erf,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Erf, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Exp.js
var require_Exp = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.expConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.expConfig = {
		kernelName: tfjs_1.Exp,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var xTensor = x;
			if (x.dtype === "int32") {
				xTensor = x.toFloat();
				x.dispose();
			}
			return backend.executeSingleInput(tfjs_1.Exp, xTensor);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/ExpandDims.js
var require_ExpandDims = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.expandDimsConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.expandDimsConfig = {
		kernelName: tfjs_1.ExpandDims,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var input = args.inputs.input;
			var backend = args.backend;
			var dim = args.attrs.dim;
			var dimTensor = (0, tfjs_1.scalar)(dim, "int32");
			var res = backend.executeSingleOutput(tfjs_1.ExpandDims, [], [input, dimTensor]);
			dimTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Expm1.js
var require_Expm1 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.expm1Config = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.expm1Config = {
		kernelName: tfjs_1.Expm1,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Expm1, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/FFT.js
var require_FFT = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.FFTConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.FFTConfig = {
		kernelName: tfjs_1.FFT,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var input = args.inputs.input;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tcomplex", input.dtype)];
			return backend.executeSingleOutput(tfjs_1.FFT, opAttrs, [input]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Fill.js
var require_Fill = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.fillConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.fillConfig = {
		kernelName: tfjs_1.Fill,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var backend = args.backend;
			var _a = args.attrs, shape = _a.shape, value = _a.value;
			var dtype = args.attrs.dtype;
			if (dtype == null) {
				if (typeof value === "number") dtype = "float32";
				else dtype = "string";
			}
			var shapeTensor = (0, tfjs_1.tensor1d)(shape, "int32");
			var valueTensor = (0, tfjs_1.scalar)(value, dtype);
			var opAttrs = [{
				name: "T",
				type: backend.binding.TF_ATTR_TYPE,
				value: backend.getDTypeInteger(dtype)
			}, {
				name: "index_type",
				type: backend.binding.TF_ATTR_TYPE,
				value: backend.binding.TF_INT32
			}];
			var res = backend.executeSingleOutput(tfjs_1.Fill, opAttrs, [shapeTensor, valueTensor]);
			shapeTensor.dispose();
			valueTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/FlipLeftRight.js
var require_FlipLeftRight = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.flipLeftRightConfig = void 0;
	var tfjs_core_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.flipLeftRightConfig = {
		kernelName: tfjs_core_1.FlipLeftRight,
		backendName: "tensorflow",
		kernelFunc: function(_a) {
			var inputs = _a.inputs;
			var nodeBackend = _a.backend;
			var image = inputs.image;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tidx", "int32"), (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", image.dtype)];
			var axes = tfjs_core_1.util.parseAxisParam([2], image.shape);
			var axisTensor = (0, tfjs_core_1.tensor1d)(axes, "int32");
			var res = nodeBackend.executeSingleOutput("ReverseV2", opAttrs, [image, axisTensor]);
			axisTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Floor.js
var require_Floor = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.floorConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.floorConfig = {
		kernelName: tfjs_1.Floor,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Floor, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/FloorDiv.js
var require_FloorDiv = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.floorDivConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.floorDivConfig = {
		kernelName: tfjs_1.FloorDiv,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(a.dtype, b.dtype))];
			return backend.executeSingleOutput(tfjs_1.FloorDiv, opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/FusedBatchNorm.js
var require_FusedBatchNorm = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.fusedBatchNormConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.fusedBatchNormConfig = {
		kernelName: tfjs_1.FusedBatchNorm,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, x = _a.x, mean = _a.mean, variance = _a.variance;
			var _b = args.inputs, scale = _b.scale, offset = _b.offset;
			var backend = args.backend;
			var varianceEpsilon = args.attrs.varianceEpsilon;
			return (0, tfjs_1.tidy)(function() {
				if (mean.rank > 1) {
					var inv = (0, tfjs_1.rsqrt)((0, tfjs_1.add)(variance, (0, tfjs_1.scalar)(varianceEpsilon)));
					if (scale != null) inv = (0, tfjs_1.mul)(inv, scale);
					var xNorm = (0, tfjs_1.mul)((0, tfjs_1.sub)(x, mean), inv);
					return offset != null ? (0, tfjs_1.add)(xNorm, offset) : xNorm;
				}
				var dataFormat = "NHWC";
				var depth = x.shape[3];
				var opAttrs = [
					(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
					{
						name: "epsilon",
						type: backend.binding.TF_ATTR_FLOAT,
						value: varianceEpsilon
					},
					{
						name: "data_format",
						type: backend.binding.TF_ATTR_STRING,
						value: dataFormat
					},
					{
						name: "is_training",
						type: backend.binding.TF_ATTR_BOOL,
						value: false
					}
				];
				var numOutputs = 5;
				if (scale == null) scale = (0, tfjs_1.fill)([depth], 1);
				if (offset == null) offset = (0, tfjs_1.fill)([depth], 0);
				return backend.executeMultipleOutputs(tfjs_1.FusedBatchNorm, opAttrs, [
					x,
					scale,
					offset,
					mean,
					variance
				], numOutputs)[0];
			});
		}
	};
}));
// tfjs-node-gpu/dist/kernels/FusedConv2D.js
var require_FusedConv2D = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.fusedConv2DConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var Conv2D_1 = require_Conv2D();
	exports.fusedConv2DConfig = {
		kernelName: tfjs_1.FusedConv2D,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, x = _a.x, filter = _a.filter, bias = _a.bias, preluActivationWeights = _a.preluActivationWeights;
			var backend = args.backend;
			var _b = args.attrs, strides = _b.strides, pad = _b.pad, dataFormat = _b.dataFormat, dilations = _b.dilations, dimRoundingMode = _b.dimRoundingMode, activation = _b.activation, leakyreluAlpha = _b.leakyreluAlpha;
			if (dataFormat !== "NHWC") throw new Error("Node backend FusedConv2D does not support dataFormat:'" + "".concat(dataFormat, "'. Please use 'NHWC'."));
			var $dataFormat = tfjs_1.backend_util.convertConv2DDataFormat(dataFormat);
			var convInfo = tfjs_1.backend_util.computeConv2DInfo(x.shape, filter.shape, strides, dilations, pad, dimRoundingMode, false, $dataFormat);
			var result = (0, Conv2D_1.conv2dImpl)(x, filter, convInfo, backend);
			var toDispose = [];
			if (bias != null) {
				toDispose.push(result);
				result = (0, tfjs_1.add)(result, bias);
			}
			var temp = result;
			result = backend.applyActivation(result, activation, preluActivationWeights, leakyreluAlpha);
			if (temp !== result) toDispose.push(temp);
			toDispose.forEach(function(t) {
				return t.dispose();
			});
			return result;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/FusedDepthwiseConv2D.js
var require_FusedDepthwiseConv2D = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.fusedDepthwiseConv2DConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var DepthwiseConv2dNative_1 = require_DepthwiseConv2dNative();
	exports.fusedDepthwiseConv2DConfig = {
		kernelName: tfjs_1.FusedDepthwiseConv2D,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, x = _a.x, filter = _a.filter, bias = _a.bias, preluActivationWeights = _a.preluActivationWeights;
			var backend = args.backend;
			var _b = args.attrs, strides = _b.strides, pad = _b.pad, dilations = _b.dilations, dimRoundingMode = _b.dimRoundingMode, activation = _b.activation, leakyreluAlpha = _b.leakyreluAlpha;
			var $dilations = dilations;
			if ($dilations == null) $dilations = [1, 1];
			var convInfo = tfjs_1.backend_util.computeConv2DInfo(x.shape, filter.shape, strides, $dilations, pad, dimRoundingMode, true);
			var result = (0, DepthwiseConv2dNative_1.depthwiseConv2dNativeImpl)(x, filter, convInfo, backend);
			var toDispose = [];
			if (bias != null) {
				toDispose.push(result);
				result = (0, tfjs_1.add)(result, bias);
			}
			var temp = result;
			result = backend.applyActivation(result, activation, preluActivationWeights, leakyreluAlpha);
			if (temp !== result) toDispose.push(temp);
			toDispose.forEach(function(t) {
				return t.dispose();
			});
			return result;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/GatherNd.js
var require_GatherNd = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.gatherNdConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.gatherNdConfig = {
		kernelName: tfjs_1.GatherNd,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, params = _a.params, indices = _a.indices;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tparams", params.dtype), (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tindices", "int32")];
			return backend.executeSingleOutput(tfjs_1.GatherNd, opAttrs, [params, indices]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/GatherV2.js
var require_GatherV2 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.gatherV2Config = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.gatherV2Config = {
		kernelName: tfjs_1.GatherV2,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, x = _a.x, indices = _a.indices;
			var backend = args.backend;
			var _b = args.attrs, axis = _b.axis, batchDims = _b.batchDims;
			var indicesVals = backend.readSync(indices.dataId);
			var axisDim = x.shape[axis];
			var _loop_1 = function(i) {
				var index = indicesVals[i];
				tfjs_1.util.assert(index <= axisDim - 1 && index >= 0, function() {
					return "GatherV2: the index value ".concat(index, " is not in [0, ").concat(axisDim - 1, "]");
				});
			};
			for (var i = 0; i < indicesVals.length; ++i) _loop_1(i);
			tfjs_1.backend_util.segment_util.collectGatherOpShapeInfo(x, indices, axis, batchDims);
			var axisTensor = (0, tfjs_1.scalar)(axis, "int32");
			var opAttrs = [
				{
					name: "batch_dims",
					type: backend.binding.TF_ATTR_INT,
					value: batchDims
				},
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tparams", x.dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tindices", indices.dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Taxis", "int32")
			];
			var res = backend.executeSingleOutput(tfjs_1.GatherV2, opAttrs, [
				x,
				indices,
				axisTensor
			]);
			axisTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Greater.js
var require_Greater = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.greaterConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.greaterConfig = {
		kernelName: tfjs_1.Greater,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(a.dtype, b.dtype))];
			return backend.executeSingleOutput(tfjs_1.Greater, opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/GreaterEqual.js
var require_GreaterEqual = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.greaterEqualConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.greaterEqualConfig = {
		kernelName: tfjs_1.GreaterEqual,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(a.dtype, b.dtype))];
			return backend.executeSingleOutput(tfjs_1.GreaterEqual, opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Identity.js
var require_Identity = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.identityConfig = void 0;
	exports.identityConfig = {
		kernelName: require("@tensorflow/tfjs-core").Identity,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			args.backend.incRef(x.dataId);
			return {
				dataId: x.dataId,
				shape: x.shape,
				dtype: x.dtype
			};
		}
	};
}));
// tfjs-node-gpu/dist/kernels/IFFT.js
var require_IFFT = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.IFFTConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.IFFTConfig = {
		kernelName: tfjs_1.IFFT,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var input = args.inputs.input;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tcomplex", input.dtype)];
			return backend.executeSingleOutput(tfjs_1.IFFT, opAttrs, [input]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Imag.js
var require_Imag = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.imagConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.imagConfig = {
		kernelName: tfjs_1.Imag,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var input = args.inputs.input;
			var backend = args.backend;
			var opAttrs = [{
				name: "T",
				type: backend.binding.TF_ATTR_TYPE,
				value: backend.binding.TF_COMPLEX64
			}, {
				name: "Tout",
				type: backend.binding.TF_ATTR_TYPE,
				value: backend.binding.TF_FLOAT
			}];
			var inputs = [input];
			return backend.executeSingleOutput(tfjs_1.Imag, opAttrs, inputs);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/IsFinite.js
var require_IsFinite = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.isFiniteConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.isFiniteConfig = {
		kernelName: tfjs_1.IsFinite,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.IsFinite, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/IsInf.js
var require_IsInf = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.isInfConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.isInfConfig = {
		kernelName: tfjs_1.IsInf,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.IsInf, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/IsNan.js
var require_IsNan = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.isNanConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.isNanConfig = {
		kernelName: tfjs_1.IsNan,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.IsNan, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/LeakyRelu.js
var require_LeakyRelu = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.leakyReluConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.leakyReluConfig = {
		kernelName: tfjs_1.LeakyRelu,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var inputs = args.inputs;
			var attrs = args.attrs;
			var backend = args.backend;
			var x = inputs.x;
			var alpha = attrs.alpha;
			var opAttrs = [{
				name: "alpha",
				type: backend.binding.TF_ATTR_FLOAT,
				value: alpha
			}, (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype)];
			return backend.executeSingleOutput(tfjs_1.LeakyRelu, opAttrs, [x]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Less.js
var require_Less = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.lessConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.lessConfig = {
		kernelName: tfjs_1.Less,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(a.dtype, b.dtype))];
			return backend.executeSingleOutput(tfjs_1.Less, opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/LessEqual.js
var require_LessEqual = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.lessEqualConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.lessEqualConfig = {
		kernelName: tfjs_1.LessEqual,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(a.dtype, b.dtype))];
			return backend.executeSingleOutput(tfjs_1.LessEqual, opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/LinSpace.js
var require_LinSpace = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.linSpaceConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.linSpaceConfig = {
		kernelName: tfjs_1.LinSpace,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var backend = args.backend;
			var _a = args.attrs, start = _a.start, stop = _a.stop, num = _a.num;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", "float32"), (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tidx", "int32")];
			return (0, tfjs_1.tidy)(function() {
				var inputs = [
					(0, tfjs_1.scalar)(start, "float32"),
					(0, tfjs_1.scalar)(stop, "float32"),
					(0, tfjs_1.scalar)(num, "int32")
				];
				return backend.executeSingleOutput(tfjs_1.LinSpace, opAttrs, inputs);
			});
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Log.js
var require_Log = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.logConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.logConfig = {
		kernelName: tfjs_1.Log,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Log, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Log1p.js
var require_Log1p = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.log1pConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.log1pConfig = {
		kernelName: tfjs_1.Log1p,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Log1p, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/LogicalAnd.js
var require_LogicalAnd = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.logicalAndConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.logicalAndConfig = {
		kernelName: tfjs_1.LogicalAnd,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			return args.backend.executeSingleOutput(tfjs_1.LogicalAnd, [], [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/LogicalNot.js
var require_LogicalNot = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.logicalNotConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.logicalNotConfig = {
		kernelName: tfjs_1.LogicalNot,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleOutput(tfjs_1.LogicalNot, [], [x]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/LogicalOr.js
var require_LogicalOr = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.logicalOrConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.logicalOrConfig = {
		kernelName: tfjs_1.LogicalOr,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			return args.backend.executeSingleOutput(tfjs_1.LogicalOr, [], [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/LRN.js
var require_LRN = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.LRNConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.LRNConfig = {
		kernelName: tfjs_1.LRN,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, depthRadius = _a.depthRadius, bias = _a.bias, alpha = _a.alpha, beta = _a.beta;
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				{
					name: "depth_radius",
					type: backend.binding.TF_ATTR_INT,
					value: depthRadius
				},
				{
					name: "bias",
					type: backend.binding.TF_ATTR_FLOAT,
					value: bias
				},
				{
					name: "alpha",
					type: backend.binding.TF_ATTR_FLOAT,
					value: alpha
				},
				{
					name: "beta",
					type: backend.binding.TF_ATTR_FLOAT,
					value: beta
				}
			];
			return backend.executeSingleOutput(tfjs_1.LRN, opAttrs, [x]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/LRNGrad.js
var require_LRNGrad = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.LRNGradConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.LRNGradConfig = {
		kernelName: tfjs_1.LRNGrad,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, x = _a.x, y = _a.y, dy = _a.dy;
			var backend = args.backend;
			var _b = args.attrs, depthRadius = _b.depthRadius, bias = _b.bias, alpha = _b.alpha, beta = _b.beta;
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", dy.dtype),
				{
					name: "depth_radius",
					type: backend.binding.TF_ATTR_INT,
					value: depthRadius
				},
				{
					name: "bias",
					type: backend.binding.TF_ATTR_FLOAT,
					value: bias
				},
				{
					name: "alpha",
					type: backend.binding.TF_ATTR_FLOAT,
					value: alpha
				},
				{
					name: "beta",
					type: backend.binding.TF_ATTR_FLOAT,
					value: beta
				}
			];
			return backend.executeSingleOutput(tfjs_1.LRNGrad, opAttrs, [
				dy,
				x,
				y
			]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Max.js
var require_Max = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.maxConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.maxConfig = {
		kernelName: tfjs_1.Max,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, reductionIndices = _a.reductionIndices, keepDims = _a.keepDims;
			var axes = tfjs_1.util.parseAxisParam(reductionIndices, x.shape);
			var axesTensor = (0, tfjs_1.tensor1d)(axes, "int32");
			var res = backend.executeSingleOutput(tfjs_1.Max, backend.createReductionOpAttrs(x, keepDims), [x, axesTensor]);
			axesTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Maximum.js
var require_Maximum = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.maximumConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.maximumConfig = {
		kernelName: tfjs_1.Maximum,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(a.dtype, b.dtype))];
			return backend.executeSingleOutput(tfjs_1.Maximum, opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/MaxPool.js
var require_MaxPool = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.maxPoolConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.maxPoolConfig = {
		kernelName: tfjs_1.MaxPool,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, filterSize = _a.filterSize, strides = _a.strides, pad = _a.pad, dimRoundingMode = _a.dimRoundingMode;
			var convInfo = tfjs_1.backend_util.computePool2DInfo(x.shape, filterSize, strides, 1, pad, dimRoundingMode);
			if (convInfo.padInfo.type !== "VALID" && convInfo.padInfo.type !== "SAME") throw new Error("TF Backend supports only 'valid' and 'same' padding " + "while padding was ".concat(convInfo.padInfo.type));
			var ksize = [
				1,
				convInfo.filterHeight,
				convInfo.filterWidth,
				1
			];
			var $strides = [
				1,
				convInfo.strideHeight,
				convInfo.strideWidth,
				1
			];
			var padding = convInfo.padInfo.type;
			var dataFormat = convInfo.dataFormat === "channelsLast" ? "NHWC" : "NCHW";
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				{
					name: "ksize",
					type: backend.binding.TF_ATTR_INT,
					value: ksize
				},
				{
					name: "strides",
					type: backend.binding.TF_ATTR_INT,
					value: $strides
				},
				{
					name: "padding",
					type: backend.binding.TF_ATTR_STRING,
					value: padding
				},
				{
					name: "data_format",
					type: backend.binding.TF_ATTR_STRING,
					value: dataFormat
				}
			];
			return backend.executeSingleOutput(tfjs_1.MaxPool, opAttrs, [x]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/MaxPool3D.js
var require_MaxPool3D = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.maxPool3DConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.maxPool3DConfig = {
		kernelName: tfjs_1.MaxPool3D,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, filterSize = _a.filterSize, strides = _a.strides, pad = _a.pad, dataFormat = _a.dataFormat, dimRoundingMode = _a.dimRoundingMode;
			var convInfo = tfjs_1.backend_util.computePool3DInfo(x.shape, filterSize, strides, 1, pad, dimRoundingMode, dataFormat);
			if (convInfo.padInfo.type !== "VALID" && convInfo.padInfo.type !== "SAME") throw new Error("TF Backend supports only 'valid' and 'same' padding " + "while padding was ".concat(convInfo.padInfo.type));
			var ksize = [
				1,
				convInfo.filterDepth,
				convInfo.filterHeight,
				convInfo.filterWidth,
				1
			];
			var $strides = [
				1,
				convInfo.strideDepth,
				convInfo.strideHeight,
				convInfo.strideWidth,
				1
			];
			var padding = convInfo.padInfo.type;
			var $dataFormat = convInfo.dataFormat === "channelsLast" ? "NDHWC" : "NCDHW";
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				{
					name: "ksize",
					type: backend.binding.TF_ATTR_INT,
					value: ksize
				},
				{
					name: "strides",
					type: backend.binding.TF_ATTR_INT,
					value: $strides
				},
				{
					name: "padding",
					type: backend.binding.TF_ATTR_STRING,
					value: padding
				},
				{
					name: "data_format",
					type: backend.binding.TF_ATTR_STRING,
					value: $dataFormat
				}
			];
			return backend.executeSingleOutput(tfjs_1.MaxPool3D, opAttrs, [x]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/MaxPool3DGrad.js
var require_MaxPool3DGrad = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.maxPool3DGradConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.maxPool3DGradConfig = {
		kernelName: tfjs_1.MaxPool3DGrad,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, dy = _a.dy, input = _a.input, output = _a.output;
			var backend = args.backend;
			var _b = args.attrs, filterSize = _b.filterSize, strides = _b.strides, pad = _b.pad, dimRoundingMode = _b.dimRoundingMode;
			var convInfo = tfjs_1.backend_util.computePool3DInfo(input.shape, filterSize, strides, 1, pad, dimRoundingMode);
			if (convInfo.padInfo.type !== "VALID" && convInfo.padInfo.type !== "SAME") throw new Error("TF Backend supports only 'valid' and 'same' padding " + "while padding type was ".concat(convInfo.padInfo.type));
			var ksize = [
				1,
				convInfo.filterDepth,
				convInfo.filterHeight,
				convInfo.filterWidth,
				1
			];
			var $strides = [
				1,
				convInfo.strideDepth,
				convInfo.strideHeight,
				convInfo.strideWidth,
				1
			];
			var padding = convInfo.padInfo.type;
			var dataFormat = convInfo.dataFormat === "channelsLast" ? "NDHWC" : "NCDHW";
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", input.dtype),
				{
					name: "ksize",
					type: backend.binding.TF_ATTR_INT,
					value: ksize
				},
				{
					name: "strides",
					type: backend.binding.TF_ATTR_INT,
					value: $strides
				},
				{
					name: "padding",
					type: backend.binding.TF_ATTR_STRING,
					value: padding
				},
				{
					name: "data_format",
					type: backend.binding.TF_ATTR_STRING,
					value: dataFormat
				}
			];
			return backend.executeSingleOutput(tfjs_1.MaxPool3DGrad, opAttrs, [
				input,
				output,
				dy
			]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/MaxPoolGrad.js
var require_MaxPoolGrad = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.maxPoolGradConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.maxPoolGradConfig = {
		kernelName: tfjs_1.MaxPoolGrad,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, dy = _a.dy, input = _a.input, output = _a.output;
			var backend = args.backend;
			var _b = args.attrs, filterSize = _b.filterSize, strides = _b.strides, pad = _b.pad, dimRoundingMode = _b.dimRoundingMode;
			var convInfo = tfjs_1.backend_util.computePool2DInfo(input.shape, filterSize, strides, 1, pad, dimRoundingMode);
			if (convInfo.padInfo.type !== "VALID" && convInfo.padInfo.type !== "SAME") throw new Error("TF Backend supports only 'valid' and 'same' padding " + "while padding type was ".concat(convInfo.padInfo.type));
			var ksize = [
				1,
				convInfo.filterHeight,
				convInfo.filterWidth,
				1
			];
			var $strides = [
				1,
				convInfo.strideHeight,
				convInfo.strideWidth,
				1
			];
			var padding = convInfo.padInfo.type;
			var dataFormat = convInfo.dataFormat === "channelsLast" ? "NHWC" : "NCHW";
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", input.dtype),
				{
					name: "ksize",
					type: backend.binding.TF_ATTR_INT,
					value: ksize
				},
				{
					name: "strides",
					type: backend.binding.TF_ATTR_INT,
					value: $strides
				},
				{
					name: "padding",
					type: backend.binding.TF_ATTR_STRING,
					value: padding
				},
				{
					name: "data_format",
					type: backend.binding.TF_ATTR_STRING,
					value: dataFormat
				}
			];
			return backend.executeSingleOutput(tfjs_1.MaxPoolGrad, opAttrs, [
				input,
				output,
				dy
			]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Mean.js
var require_Mean = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.meanConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.meanConfig = {
		kernelName: tfjs_1.Mean,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, axis = _a.axis, keepDims = _a.keepDims;
			var axes = tfjs_1.util.parseAxisParam(axis, x.shape);
			var axesTensor = (0, tfjs_1.tensor1d)(axes, "int32");
			var asFloat32 = (0, tfjs_1.cast)(x, "float32");
			var res = backend.executeSingleOutput(tfjs_1.Mean, backend.createReductionOpAttrs(x, keepDims), [asFloat32, axesTensor]);
			asFloat32.dispose();
			axesTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Min.js
var require_Min = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.minConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.minConfig = {
		kernelName: tfjs_1.Min,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, axis = _a.axis, keepDims = _a.keepDims;
			var axes = tfjs_1.util.parseAxisParam(axis, x.shape);
			var axesTensor = (0, tfjs_1.tensor1d)(axes, "int32");
			var res = backend.executeSingleOutput(tfjs_1.Min, backend.createReductionOpAttrs(x, keepDims), [x, axesTensor]);
			axesTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Minimum.js
var require_Minimum = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.minimumConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.minimumConfig = {
		kernelName: tfjs_1.Minimum,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(a.dtype, b.dtype))];
			return backend.executeSingleOutput(tfjs_1.Minimum, opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/MirrorPad.js
var require_MirrorPad = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.mirrorPadConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.mirrorPadConfig = {
		kernelName: tfjs_1.MirrorPad,
		backendName: "tensorflow",
		kernelFunc: function(_a) {
			var inputs = _a.inputs, backend = _a.backend, attrs = _a.attrs;
			var x = inputs.x;
			var _b = attrs, paddings = _b.paddings, mode = _b.mode;
			var nodeBackend = backend;
			var paddingsTensor = (0, tfjs_1.tensor2d)(paddings, [paddings.length, 2], "int32");
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tpaddings", paddingsTensor.dtype),
				{
					name: "mode",
					type: nodeBackend.binding.TF_ATTR_STRING,
					value: mode.toUpperCase()
				}
			];
			var output = nodeBackend.executeSingleOutput("MirrorPad", opAttrs, [x, paddingsTensor]);
			paddingsTensor.dispose();
			return output;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Mod.js
var require_Mod = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.modConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.modConfig = {
		kernelName: tfjs_1.Mod,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", a.dtype)];
			return backend.executeSingleOutput("FloorMod", opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Multinomial.js
var require_Multinomial = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.multinomialConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.multinomialConfig = {
		kernelName: tfjs_1.Multinomial,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var logits = args.inputs.logits;
			var backend = args.backend;
			var _a = args.attrs, numSamples = _a.numSamples, seed = _a.seed;
			if (_a.normalized) throw new Error("TF Node backend does not support normalized logits passed to multinomial");
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", logits.dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("output_dtype", "int32"),
				{
					name: "seed",
					type: backend.binding.TF_ATTR_INT,
					value: seed
				},
				{
					name: "seed2",
					type: backend.binding.TF_ATTR_INT,
					value: seed * seed
				}
			];
			var numSamplesTensor = (0, tfjs_1.scalar)(numSamples, "int32");
			var res = backend.executeSingleOutput(tfjs_1.Multinomial, opAttrs, [logits, numSamplesTensor]);
			numSamplesTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Multiply.js
var require_Multiply = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.multiplyConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.multiplyConfig = {
		kernelName: tfjs_1.Multiply,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(a.dtype, b.dtype))];
			return backend.executeSingleOutput("Mul", opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Neg.js
var require_Neg = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.negConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.negConfig = {
		kernelName: tfjs_1.Neg,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Neg, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/NonMaxSuppressionV3.js
var require_NonMaxSuppressionV3 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.nonMaxSuppressionV3Config = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.nonMaxSuppressionV3Config = {
		kernelName: tfjs_1.NonMaxSuppressionV3,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, boxes = _a.boxes, scores = _a.scores;
			var backend = args.backend;
			var _b = args.attrs, maxOutputSize = _b.maxOutputSize, iouThreshold = _b.iouThreshold, scoreThreshold = _b.scoreThreshold;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", boxes.dtype)];
			var maxOutputSizeTensor = (0, tfjs_1.scalar)(maxOutputSize, "int32");
			var iouThresholdTensor = (0, tfjs_1.scalar)(iouThreshold);
			var scoreThresholdTensor = (0, tfjs_1.scalar)(scoreThreshold);
			var res = backend.executeSingleOutput(tfjs_1.NonMaxSuppressionV3, opAttrs, [
				boxes,
				scores,
				maxOutputSizeTensor,
				iouThresholdTensor,
				scoreThresholdTensor
			]);
			maxOutputSizeTensor.dispose();
			iouThresholdTensor.dispose();
			scoreThresholdTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/NonMaxSuppressionV4.js
var require_NonMaxSuppressionV4 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.nonMaxSuppressionV4Config = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.nonMaxSuppressionV4Config = {
		kernelName: tfjs_1.NonMaxSuppressionV4,
		backendName: "tensorflow",
		kernelFunc: function(_a) {
			var inputs = _a.inputs, backend = _a.backend, attrs = _a.attrs;
			var _b = inputs, boxes = _b.boxes, scores = _b.scores;
			var _c = attrs, maxOutputSize = _c.maxOutputSize, iouThreshold = _c.iouThreshold, scoreThreshold = _c.scoreThreshold, padToMaxOutputSize = _c.padToMaxOutputSize;
			var maxOutputSizeTensor = (0, tfjs_1.scalar)(maxOutputSize, "int32");
			var iouThresholdTensor = (0, tfjs_1.scalar)(iouThreshold, "float32");
			var scoreThresholdTensor = (0, tfjs_1.scalar)(scoreThreshold, "float32");
			var nodeBackend = backend;
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", boxes.dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T_threshold", "float32"),
				{
					name: "pad_to_max_output_size",
					type: nodeBackend.binding.TF_ATTR_BOOL,
					value: padToMaxOutputSize
				}
			];
			var _d = nodeBackend.executeMultipleOutputs("NonMaxSuppressionV4", opAttrs, [
				boxes,
				scores,
				maxOutputSizeTensor,
				iouThresholdTensor,
				scoreThresholdTensor
			], 2), selectedIndices = _d[0], validOutputs = _d[1];
			maxOutputSizeTensor.dispose();
			iouThresholdTensor.dispose();
			scoreThresholdTensor.dispose();
			return [selectedIndices, validOutputs];
		}
	};
}));
// tfjs-node-gpu/dist/kernels/NonMaxSuppressionV5.js
var require_NonMaxSuppressionV5 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.nonMaxSuppressionV5Config = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.nonMaxSuppressionV5Config = {
		kernelName: "NonMaxSuppressionV5",
		backendName: "tensorflow",
		kernelFunc: function(_a) {
			var inputs = _a.inputs, backend = _a.backend, attrs = _a.attrs;
			var _b = inputs, boxes = _b.boxes, scores = _b.scores;
			var _c = attrs, maxOutputSize = _c.maxOutputSize, iouThreshold = _c.iouThreshold, scoreThreshold = _c.scoreThreshold, softNmsSigma = _c.softNmsSigma;
			var maxOutputSizeTensor = (0, tfjs_1.scalar)(maxOutputSize, "int32");
			var iouThresholdTensor = (0, tfjs_1.scalar)(iouThreshold);
			var scoreThresholdTensor = (0, tfjs_1.scalar)(scoreThreshold);
			var softNmsSigmaTensor = (0, tfjs_1.scalar)(softNmsSigma);
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", boxes.dtype)];
			var _d = backend.executeMultipleOutputs("NonMaxSuppressionV5", opAttrs, [
				boxes,
				scores,
				maxOutputSizeTensor,
				iouThresholdTensor,
				scoreThresholdTensor,
				softNmsSigmaTensor
			], 3), selectedIndices = _d[0], selectedScores = _d[1], validOutputs = _d[2];
			maxOutputSizeTensor.dispose();
			iouThresholdTensor.dispose();
			scoreThresholdTensor.dispose();
			softNmsSigmaTensor.dispose();
			validOutputs.dispose();
			return [selectedIndices, selectedScores];
		}
	};
}));
// tfjs-node-gpu/dist/kernels/NotEqual.js
var require_NotEqual = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.notEqualConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.notEqualConfig = {
		kernelName: tfjs_1.NotEqual,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(a.dtype, b.dtype))];
			return backend.executeSingleOutput(tfjs_1.NotEqual, opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/OneHot.js
var require_OneHot = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.oneHotConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.oneHotConfig = {
		kernelName: tfjs_1.OneHot,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var indices = args.inputs.indices;
			var backend = args.backend;
			var _a = args.attrs, dtype = _a.dtype, depth = _a.depth, onValue = _a.onValue, offValue = _a.offValue;
			var depthTensor = (0, tfjs_1.scalar)(depth, "int32");
			var onValueTensor = (0, tfjs_1.scalar)(onValue, dtype);
			var offValueTensor = (0, tfjs_1.scalar)(offValue, dtype);
			var opAttrs = [
				{
					name: "axis",
					type: backend.binding.TF_ATTR_INT,
					value: -1
				},
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("TI", indices.dtype)
			];
			var res = backend.executeSingleOutput(tfjs_1.OneHot, opAttrs, [
				indices,
				depthTensor,
				onValueTensor,
				offValueTensor
			]);
			depthTensor.dispose();
			onValueTensor.dispose();
			offValueTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/OnesLike.js
var require_OnesLike = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.onesLikeConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.onesLikeConfig = {
		kernelName: tfjs_1.OnesLike,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var opAttrs = [{
				name: "T",
				type: backend.binding.TF_ATTR_TYPE,
				value: backend.getDTypeInteger(x.dtype)
			}];
			return backend.executeSingleOutput(tfjs_1.OnesLike, opAttrs, [x]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Pack.js
var require_Pack = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.packConfig = exports.pack = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	function pack(args) {
		var inputs = args.inputs, backend = args.backend;
		var axis = args.attrs.axis;
		var opAttrs = [
			{
				name: "N",
				type: backend.binding.TF_ATTR_INT,
				value: inputs.length
			},
			(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", inputs),
			{
				name: "axis",
				type: backend.binding.TF_ATTR_INT,
				value: axis
			}
		];
		return backend.executeSingleOutput(tfjs_1.Pack, opAttrs, inputs);
	}
	exports.pack = pack;
	exports.packConfig = {
		kernelName: tfjs_1.Pack,
		backendName: "tensorflow",
		kernelFunc: pack
	};
}));
// tfjs-node-gpu/dist/kernels/PadV2.js
var require_PadV2 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.padV2Config = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.padV2Config = {
		kernelName: tfjs_1.PadV2,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, paddings = _a.paddings, constantValue = _a.constantValue;
			var paddingsTensor = (0, tfjs_1.tensor2d)(paddings, [paddings.length, 2], "int32");
			var constantTensor = (0, tfjs_1.scalar)(constantValue, x.dtype);
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype), (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tpaddings", paddingsTensor.dtype)];
			var res = backend.executeSingleOutput(tfjs_1.PadV2, opAttrs, [
				x,
				paddingsTensor,
				constantTensor
			]);
			paddingsTensor.dispose();
			constantTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Pow.js
var require_Pow = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.powConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.powConfig = {
		kernelName: tfjs_1.Pow,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var dtype = tfjs_1.backend_util.upcastType(a.dtype, b.dtype);
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", dtype)];
			return (0, tfjs_1.tidy)(function() {
				return backend.executeSingleOutput(tfjs_1.Pow, opAttrs, [(0, tfjs_1.cast)(a, dtype), (0, tfjs_1.cast)(b, dtype)]);
			});
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Prelu.js
var require_Prelu = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.preluConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.preluConfig = {
		kernelName: tfjs_1.Prelu,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var inputs = args.inputs;
			var x = inputs.x;
			var alpha = inputs.alpha;
			return (0, tfjs_1.tidy)(function() {
				var pos = (0, tfjs_1.relu)(x);
				var neg = alpha.mul(x.sub((0, tfjs_1.abs)(x))).mul(.5);
				return pos.add(neg);
			});
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Prod.js
var require_Prod = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.prodConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.prodConfig = {
		kernelName: tfjs_1.Prod,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, axis = _a.axis, keepDims = _a.keepDims;
			var axes = tfjs_1.util.parseAxisParam(axis, x.shape);
			var axesTensor = (0, tfjs_1.tensor1d)(axes, "int32");
			var opAttrs = [
				{
					name: "keep_dims",
					type: backend.binding.TF_ATTR_BOOL,
					value: keepDims
				},
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tidx", "int32")
			];
			var res = backend.executeSingleOutput(tfjs_1.Prod, opAttrs, [x, axesTensor]);
			axesTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Range.js
var require_Range = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.rangeConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.rangeConfig = {
		kernelName: tfjs_1.Range,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var backend = args.backend;
			var _a = args.attrs, start = _a.start, stop = _a.stop, dtype = _a.dtype;
			var step = args.attrs.step;
			if (start === stop || start < stop && step < 0 || stop < start && step > 1) return (0, tfjs_1.zeros)([0], dtype);
			if (stop < start && step === 1) step = -1;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tidx", dtype)];
			var startTensor = (0, tfjs_1.scalar)(start, dtype);
			var stopTensor = (0, tfjs_1.scalar)(stop, dtype);
			var stepTensor = (0, tfjs_1.scalar)(step, dtype);
			var res = backend.executeSingleOutput(tfjs_1.Range, opAttrs, [
				startTensor,
				stopTensor,
				stepTensor
			]);
			startTensor.dispose();
			stopTensor.dispose();
			stepTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Real.js
var require_Real = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.realConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.realConfig = {
		kernelName: tfjs_1.Real,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var input = args.inputs.input;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", input), {
				name: "Tout",
				type: backend.binding.TF_ATTR_TYPE,
				value: backend.binding.TF_FLOAT
			}];
			var inputs = [input];
			return backend.executeSingleOutput(tfjs_1.Real, opAttrs, inputs);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/RealDiv.js
var require_RealDiv = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.realDivConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.realDivConfig = {
		kernelName: tfjs_1.RealDiv,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(a.dtype, b.dtype))];
			return backend.executeSingleOutput(tfjs_1.RealDiv, opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Reciprocal.js
var require_Reciprocal = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.reciprocalConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.reciprocalConfig = {
		kernelName: tfjs_1.Reciprocal,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Reciprocal, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Relu.js
var require_Relu = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.reluConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.reluConfig = {
		kernelName: tfjs_1.Relu,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Relu, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Relu6.js
var require_Relu6 = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.relu6Config = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.relu6Config = {
		kernelName: tfjs_1.Relu6,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Relu6, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Reshape.js
var require_Reshape = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.reshapeConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.reshapeConfig = {
		kernelName: tfjs_1.Reshape,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var shape = args.attrs.shape;
			var shapeTensor = (0, tfjs_1.tensor1d)(shape, "int32");
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype), (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tshape", shapeTensor.dtype)];
			var res = backend.executeSingleOutput(tfjs_1.Reshape, opAttrs, [x, shapeTensor]);
			shapeTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/ResizeBilinear.js
var require_ResizeBilinear = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.resizeBilinearConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.resizeBilinearConfig = {
		kernelName: tfjs_1.ResizeBilinear,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var images = args.inputs.images;
			var backend = args.backend;
			var _a = args.attrs, alignCorners = _a.alignCorners, halfPixelCenters = _a.halfPixelCenters, size = _a.size;
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", images.dtype),
				{
					name: "align_corners",
					type: backend.binding.TF_ATTR_BOOL,
					value: alignCorners
				},
				{
					name: "half_pixel_centers",
					type: backend.binding.TF_ATTR_BOOL,
					value: halfPixelCenters
				}
			];
			var newHeight = size[0], newWidth = size[1];
			var sizeTensor = (0, tfjs_1.tensor1d)([newHeight, newWidth], "int32");
			var ret = backend.executeSingleOutput(tfjs_1.ResizeBilinear, opAttrs, [images, sizeTensor]);
			sizeTensor.dispose();
			return ret;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/ResizeBilinearGrad.js
var require_ResizeBilinearGrad = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.resizeBilinearGradConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.resizeBilinearGradConfig = {
		kernelName: tfjs_1.ResizeBilinearGrad,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, images = _a.images, dy = _a.dy;
			var backend = args.backend;
			var alignCorners = args.attrs.alignCorners;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", images.dtype), {
				name: "align_corners",
				type: backend.binding.TF_ATTR_BOOL,
				value: alignCorners
			}];
			return backend.executeSingleOutput(tfjs_1.ResizeBilinearGrad, opAttrs, [dy, images]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/ResizeNearestNeighbor.js
var require_ResizeNearestNeighbor = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.resizeNearestNeighborConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.resizeNearestNeighborConfig = {
		kernelName: tfjs_1.ResizeNearestNeighbor,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var images = args.inputs.images;
			var backend = args.backend;
			var _a = args.attrs, alignCorners = _a.alignCorners, halfPixelCenters = _a.halfPixelCenters, size = _a.size;
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", images.dtype),
				{
					name: "align_corners",
					type: backend.binding.TF_ATTR_BOOL,
					value: alignCorners
				},
				{
					name: "half_pixel_centers",
					type: backend.binding.TF_ATTR_BOOL,
					value: halfPixelCenters
				}
			];
			var newHeight = size[0], newWidth = size[1];
			var sizeTensor = (0, tfjs_1.tensor1d)([newHeight, newWidth], "int32");
			var res = backend.executeSingleOutput(tfjs_1.ResizeNearestNeighbor, opAttrs, [images, sizeTensor]);
			sizeTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/ResizeNearestNeighborGrad.js
var require_ResizeNearestNeighborGrad = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.resizeNearestNeighborGradConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.resizeNearestNeighborGradConfig = {
		kernelName: tfjs_1.ResizeNearestNeighborGrad,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, images = _a.images, dy = _a.dy;
			var backend = args.backend;
			var alignCorners = args.attrs.alignCorners;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", images.dtype), {
				name: "align_corners",
				type: backend.binding.TF_ATTR_BOOL,
				value: alignCorners
			}];
			var _b = images.shape, origHeight = _b[1], origWidth = _b[2];
			var sizeTensor = (0, tfjs_1.tensor1d)([origHeight, origWidth], "int32");
			var res = backend.executeSingleOutput(tfjs_1.ResizeNearestNeighborGrad, opAttrs, [dy, sizeTensor]);
			sizeTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Reverse.js
var require_Reverse = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.reverseConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.reverseConfig = {
		kernelName: tfjs_1.Reverse,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var dims = args.attrs.dims;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tidx", "int32"), (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype)];
			var axes = tfjs_1.util.parseAxisParam(dims, x.shape);
			var axisTensor = (0, tfjs_1.tensor1d)(axes, "int32");
			var res = backend.executeSingleOutput("ReverseV2", opAttrs, [x, axisTensor]);
			axisTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Round.js
var require_Round = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.roundConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.roundConfig = {
		kernelName: tfjs_1.Round,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Round, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Rsqrt.js
var require_Rsqrt = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.rsqrtConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.rsqrtConfig = {
		kernelName: tfjs_1.Rsqrt,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Rsqrt, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/ScatterNd.js
var require_ScatterNd = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.scatterNdConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.scatterNdConfig = {
		kernelName: tfjs_1.ScatterNd,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, indices = _a.indices, updates = _a.updates;
			var backend = args.backend;
			var shape = args.attrs.shape;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", updates.dtype), (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tindices", "int32")];
			var shapeTensor = (0, tfjs_1.tensor1d)(shape, "int32");
			var ret = backend.executeSingleOutput(tfjs_1.ScatterNd, opAttrs, [
				indices,
				updates,
				shapeTensor
			]);
			shapeTensor.dispose();
			return ret;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Select.js
var require_Select = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.selectConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.selectConfig = {
		kernelName: tfjs_1.Select,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, condition = _a.condition, t = _a.t, e = _a.e;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(t.dtype, e.dtype))];
			return backend.executeSingleOutput(tfjs_1.Select, opAttrs, [
				condition,
				t,
				e
			]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Selu.js
var require_Selu = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.seluConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.seluConfig = {
		kernelName: tfjs_1.Selu,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Selu, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Sigmoid.js
var require_Sigmoid = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.sigmoidConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.sigmoidConfig = {
		kernelName: tfjs_1.Sigmoid,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Sigmoid, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Sign.js
var require_Sign = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.signConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.signConfig = {
		kernelName: tfjs_1.Sign,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Sign, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Sin.js
var require_Sin = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.sinConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.sinConfig = {
		kernelName: tfjs_1.Sin,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Sin, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Sinh.js
var require_Sinh = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.sinhConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.sinhConfig = {
		kernelName: tfjs_1.Sinh,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Sinh, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Slice.js
var require_Slice = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.sliceConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.sliceConfig = {
		kernelName: tfjs_1.Slice,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, begin = _a.begin, size = _a.size;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype), (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Index", "int32")];
			var _b = tfjs_1.backend_util.slice_util.parseSliceParams(x, begin, size), begin_ = _b[0], size_ = _b[1];
			var beginTensor = (0, tfjs_1.tensor1d)(begin_, "int32");
			var sizeTensor = (0, tfjs_1.tensor1d)(size_, "int32");
			var res = backend.executeSingleOutput(tfjs_1.Slice, opAttrs, [
				x,
				beginTensor,
				sizeTensor
			]);
			beginTensor.dispose();
			sizeTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Softmax.js
var require_Softmax = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.softmaxConfig = void 0;
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.softmaxConfig = {
		kernelName: "Softmax",
		backendName: "tensorflow",
		kernelFunc: function(_a) {
			var inputs = _a.inputs, backend = _a.backend;
			var logits = inputs.logits;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", logits.dtype)];
			return backend.executeSingleOutput("Softmax", opAttrs, [logits]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Softplus.js
var require_Softplus = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.softplusConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.softplusConfig = {
		kernelName: tfjs_1.Softplus,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Softplus, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/SpaceToBatchND.js
var require_SpaceToBatchND = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.spaceToBatchNDConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.spaceToBatchNDConfig = {
		kernelName: tfjs_1.SpaceToBatchND,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, blockShape = _a.blockShape, paddings = _a.paddings;
			var blockShapeTensor = (0, tfjs_1.tensor1d)(blockShape, "int32");
			var paddingsTensor = (0, tfjs_1.tensor2d)(paddings, [paddings.length, paddings[0].length], "int32");
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tblock_shape", "int32"),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tpaddings", paddingsTensor.dtype)
			];
			var res = backend.executeSingleOutput(tfjs_1.SpaceToBatchND, opAttrs, [
				x,
				blockShapeTensor,
				paddingsTensor
			]);
			blockShapeTensor.dispose();
			paddingsTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/SparseToDense.js
var require_SparseToDense = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.sparseToDenseConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.sparseToDenseConfig = {
		kernelName: tfjs_1.SparseToDense,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, sparseIndices = _a.sparseIndices, sparseValues = _a.sparseValues, defaultValue = _a.defaultValue;
			var backend = args.backend;
			var outputShape = args.attrs.outputShape;
			var opAttrs = [
				{
					name: "validate_indices",
					type: backend.binding.TF_ATTR_BOOL,
					value: true
				},
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", sparseValues.dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tindices", sparseIndices.dtype)
			];
			var outputShapeTensor = (0, tfjs_1.tensor1d)(outputShape, "int32");
			var res = backend.executeSingleOutput(tfjs_1.SparseToDense, opAttrs, [
				sparseIndices,
				outputShapeTensor,
				sparseValues,
				defaultValue
			]);
			outputShapeTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/SplitV.js
var require_SplitV = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.splitVConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.splitVConfig = {
		kernelName: tfjs_1.SplitV,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, numOrSizeSplits = _a.numOrSizeSplits, axis = _a.axis;
			var $axis = tfjs_1.util.parseAxisParam(axis, x.shape)[0];
			var splitSizes = tfjs_1.backend_util.prepareSplitSize(x, numOrSizeSplits, $axis);
			var opAttrs = [
				{
					name: "num_split",
					type: backend.binding.TF_ATTR_INT,
					value: splitSizes.length
				},
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x),
				{
					name: "Tlen",
					type: backend.binding.TF_ATTR_TYPE,
					value: backend.binding.TF_INT32
				}
			];
			var inputs = [x];
			return (0, tfjs_1.tidy)(function() {
				inputs.push((0, tfjs_1.tensor1d)(splitSizes, "int32"));
				inputs.push((0, tfjs_1.scalar)($axis, "int32"));
				return backend.executeMultipleOutputs(tfjs_1.SplitV, opAttrs, inputs, splitSizes.length);
			});
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Sqrt.js
var require_Sqrt = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.sqrtConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.sqrtConfig = {
		kernelName: tfjs_1.Sqrt,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Sqrt, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Square.js
var require_Square = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.squareConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.squareConfig = {
		kernelName: tfjs_1.Square,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Square, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/SquaredDifference.js
var require_SquaredDifference = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.squaredDifferenceConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.squaredDifferenceConfig = {
		kernelName: tfjs_1.SquaredDifference,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", a.dtype)];
			return backend.executeSingleOutput(tfjs_1.SquaredDifference, opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/StaticRegexReplace.js
var require_StaticRegexReplace = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.staticRegexReplaceConfig = void 0;
	exports.staticRegexReplaceConfig = {
		kernelName: require("@tensorflow/tfjs-core").StaticRegexReplace,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var tensors = args.inputs;
			var backend = args.backend;
			var _a = args.attrs, pattern = _a.pattern, rewrite = _a.rewrite, replaceGlobal = _a.replaceGlobal;
			var opAttrs = [
				{
					name: "pattern",
					type: backend.binding.TF_ATTR_STRING,
					value: pattern
				},
				{
					name: "rewrite",
					type: backend.binding.TF_ATTR_STRING,
					value: rewrite
				},
				{
					name: "replace_global",
					type: backend.binding.TF_ATTR_BOOL,
					value: replaceGlobal
				}
			];
			var inputs = [tensors.x];
			return backend.executeSingleOutput("StaticRegexReplace", opAttrs, inputs);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Step.js
var require_Step = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.stepConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.stepConfig = {
		kernelName: tfjs_1.Step,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var alpha = args.attrs.alpha;
			var dtype = x.dtype;
			return (0, tfjs_1.tidy)(function() {
				var nans = (0, tfjs_1.isNaN)(x);
				var stepNoNans = (0, tfjs_1.where)((0, tfjs_1.greater)(x, (0, tfjs_1.scalar)(0, dtype)), (0, tfjs_1.ones)(x.shape), (0, tfjs_1.fill)(x.shape, alpha, dtype));
				var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(x.dtype, stepNoNans.dtype))];
				return backend.executeSingleOutput("Select", opAttrs, [
					nans,
					x,
					stepNoNans
				]);
			});
		}
	};
}));
// tfjs-node-gpu/dist/kernels/StridedSlice.js
var require_StridedSlice = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.stridedSliceConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.stridedSliceConfig = {
		kernelName: tfjs_1.StridedSlice,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, beginMask = _a.beginMask, endMask = _a.endMask, ellipsisMask = _a.ellipsisMask, newAxisMask = _a.newAxisMask, shrinkAxisMask = _a.shrinkAxisMask;
			var attrs = args.attrs;
			var begin = attrs.begin.slice();
			var end = attrs.end.slice();
			var strides = attrs.strides;
			return (0, tfjs_1.tidy)(function() {
				var beginTensor = (0, tfjs_1.tensor1d)(begin, "int32");
				var endTensor = (0, tfjs_1.tensor1d)(end, "int32");
				var stridesTensor = (0, tfjs_1.tensor1d)(strides, "int32");
				var opAttrs = [
					(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
					(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Index", "int32"),
					{
						name: "begin_mask",
						type: backend.binding.TF_ATTR_INT,
						value: beginMask
					},
					{
						name: "end_mask",
						type: backend.binding.TF_ATTR_INT,
						value: endMask
					},
					{
						name: "ellipsis_mask",
						type: backend.binding.TF_ATTR_INT,
						value: ellipsisMask
					},
					{
						name: "new_axis_mask",
						type: backend.binding.TF_ATTR_INT,
						value: newAxisMask
					},
					{
						name: "shrink_axis_mask",
						type: backend.binding.TF_ATTR_INT,
						value: shrinkAxisMask
					}
				];
				return backend.executeSingleOutput(tfjs_1.StridedSlice, opAttrs, [
					x,
					beginTensor,
					endTensor,
					stridesTensor
				]);
			});
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Sub.js
var require_Sub = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.subConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.subConfig = {
		kernelName: tfjs_1.Sub,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, a = _a.a, b = _a.b;
			var backend = args.backend;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", tfjs_1.backend_util.upcastType(a.dtype, b.dtype))];
			return backend.executeSingleOutput(tfjs_1.Sub, opAttrs, [a, b]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Sum.js
var require_Sum = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.sumConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.sumConfig = {
		kernelName: tfjs_1.Sum,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, axis = _a.axis, keepDims = _a.keepDims;
			var axes = tfjs_1.util.parseAxisParam(axis, x.shape);
			var axisTensor = (0, tfjs_1.tensor1d)(axes, "int32");
			var res = backend.executeSingleOutput(tfjs_1.Sum, backend.createReductionOpAttrs(x, keepDims), [x, axisTensor]);
			axisTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Tan.js
var require_Tan = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.tanConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.tanConfig = {
		kernelName: tfjs_1.Tan,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Tan, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Tanh.js
var require_Tanh = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.tanhConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.tanhConfig = {
		kernelName: tfjs_1.Tanh,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			return args.backend.executeSingleInput(tfjs_1.Tanh, x);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/TensorScatterUpdate.js
var require_TensorScatterUpdate = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.tensorScatterUpdateConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.tensorScatterUpdateConfig = {
		kernelName: tfjs_1.TensorScatterUpdate,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, tensor = _a.tensor, indices = _a.indices, updates = _a.updates;
			var backend = args.backend;
			args.attrs;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", updates.dtype), (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tindices", "int32")];
			return backend.executeSingleOutput(tfjs_1.TensorScatterUpdate, opAttrs, [
				tensor,
				indices,
				updates
			]);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Tile.js
var require_Tile = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.tileConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.tileConfig = {
		kernelName: tfjs_1.Tile,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var reps = args.attrs.reps;
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype), (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tmultiples", "int32")];
			var multiples = (0, tfjs_1.tensor1d)(reps, "int32");
			var res = backend.executeSingleOutput(tfjs_1.Tile, opAttrs, [x, multiples]);
			multiples.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/TopK.js
var require_TopK = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.topKConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var util_1 = require("util");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.topKConfig = {
		kernelName: tfjs_1.TopK,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs, k = _a.k, sorted = _a.sorted;
			var kCount = (0, util_1.isNullOrUndefined)(k) ? 1 : k;
			var isSorted = (0, util_1.isNullOrUndefined)(sorted) ? true : sorted;
			var opAttrs = [{
				name: "sorted",
				type: backend.binding.TF_ATTR_BOOL,
				value: isSorted
			}, (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype)];
			var kTensor = (0, tfjs_1.scalar)(kCount, "int32");
			var res = backend.executeMultipleOutputs("TopKV2", opAttrs, [x, kTensor], 2);
			kTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Transpose.js
var require_Transpose = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.transposeConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.transposeConfig = {
		kernelName: tfjs_1.Transpose,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var perm = args.attrs.perm;
			var permTensor = (0, tfjs_1.tensor1d)(perm, "int32");
			var opAttrs = [(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype), (0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tperm", "int32")];
			var res = backend.executeSingleOutput(tfjs_1.Transpose, opAttrs, [x, permTensor]);
			permTensor.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Unique.js
var require_Unique = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.uniqueConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.uniqueConfig = {
		kernelName: tfjs_1.Unique,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var _a = args.attrs.axis, axis = _a === void 0 ? 0 : _a;
			var axisTensor = (0, tfjs_1.tensor1d)([axis], "int32");
			try {
				var opAttrs = [
					(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
					(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Taxis", "int32"),
					(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("out_idx", "int32")
				];
				var inputs = [x, axisTensor];
				return backend.executeMultipleOutputs("UniqueV2", opAttrs, inputs, 2);
			} finally {
				axisTensor.dispose();
			}
		}
	};
}));
// tfjs-node-gpu/dist/kernels/Unpack.js
var require_Unpack = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.unpackConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.unpackConfig = {
		kernelName: tfjs_1.Unpack,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var value = args.inputs.value;
			var backend = args.backend;
			var axis = args.attrs.axis;
			if (axis < 0) axis += value.shape.length;
			if (axis >= value.shape.length) throw new Error("Invalid axis supplied: ".concat(axis, " shape length: ").concat(value.shape.length));
			var num = value.shape[axis];
			var opAttrs = [
				{
					name: "num",
					type: backend.binding.TF_ATTR_INT,
					value: num
				},
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", value.dtype),
				{
					name: "axis",
					type: backend.binding.TF_ATTR_INT,
					value: axis
				}
			];
			return backend.executeMultipleOutputs(tfjs_1.Unpack, opAttrs, [value], num);
		}
	};
}));
// tfjs-node-gpu/dist/kernels/UnsortedSegmentSum.js
var require_UnsortedSegmentSum = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.unsortedSegmentSumConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var nodejs_kernel_backend_1 = require_nodejs_kernel_backend();
	exports.unsortedSegmentSumConfig = {
		kernelName: tfjs_1.UnsortedSegmentSum,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var _a = args.inputs, x = _a.x, segmentIds = _a.segmentIds;
			var backend = args.backend;
			var numSegments = args.attrs.numSegments;
			var opAttrs = [
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("T", x.dtype),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tindices", "int32"),
				(0, nodejs_kernel_backend_1.createTensorsTypeOpAttr)("Tnumsegments", "int32")
			];
			var numSegmentsT = (0, tfjs_1.scalar)(numSegments, "int32");
			var res = backend.executeSingleOutput(tfjs_1.UnsortedSegmentSum, opAttrs, [
				x,
				segmentIds,
				numSegmentsT
			]);
			numSegmentsT.dispose();
			return res;
		}
	};
}));
// tfjs-node-gpu/dist/kernels/ZerosLike.js
var require_ZerosLike = __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.zerosLikeConfig = void 0;
	var tfjs_1 = require("@tensorflow/tfjs-core");
	exports.zerosLikeConfig = {
		kernelName: tfjs_1.ZerosLike,
		backendName: "tensorflow",
		kernelFunc: function(args) {
			var x = args.inputs.x;
			var backend = args.backend;
			var opAttrs = [{
				name: "T",
				type: backend.binding.TF_ATTR_TYPE,
				value: backend.getDTypeInteger(x.dtype)
			}];
			return backend.executeSingleOutput(tfjs_1.ZerosLike, opAttrs, [x]);
		}
	};
}));
__commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	var tfjs_1 = require("@tensorflow/tfjs-core");
	var _FusedMatMul_1 = require__FusedMatMul();
	var Abs_1 = require_Abs();
	var Acos_1 = require_Acos();
	var Acosh_1 = require_Acosh();
	var Add_1 = require_Add();
	var AddN_1 = require_AddN();
	var All_1 = require_All();
	var Any_1 = require_Any();
	var ArgMax_1 = require_ArgMax();
	var ArgMin_1 = require_ArgMin();
	var Asin_1 = require_Asin();
	var Asinh_1 = require_Asinh();
	var Atan_1 = require_Atan();
	var Atan2_1 = require_Atan2();
	var Atanh_1 = require_Atanh();
	var AvgPool_1 = require_AvgPool();
	var AvgPool3D_1 = require_AvgPool3D();
	var AvgPool3DGrad_1 = require_AvgPool3DGrad();
	var AvgPoolGrad_1 = require_AvgPoolGrad();
	var BatchMatMul_1 = require_BatchMatMul();
	var BatchToSpaceND_1 = require_BatchToSpaceND();
	var Bincount_1 = require_Bincount();
	var BroadcastArgs_1 = require_BroadcastArgs();
	var Cast_1 = require_Cast();
	var Ceil_1 = require_Ceil();
	var ClipByValue_1 = require_ClipByValue();
	var Complex_1 = require_Complex();
	var ComplexAbs_1 = require_ComplexAbs();
	var Concat_1 = require_Concat();
	var Conv2D_1 = require_Conv2D();
	var Conv2DBackpropFilter_1 = require_Conv2DBackpropFilter();
	var Conv2DBackpropInput_1 = require_Conv2DBackpropInput();
	var Conv3D_1 = require_Conv3D();
	var Conv3DBackpropFilterV2_1 = require_Conv3DBackpropFilterV2();
	var Conv3DBackpropInputV2_1 = require_Conv3DBackpropInputV2();
	var Cos_1 = require_Cos();
	var Cosh_1 = require_Cosh();
	var CropAndResize_1 = require_CropAndResize();
	var Cumprod_1 = require_Cumprod();
	var Cumsum_1 = require_Cumsum();
	var DepthToSpace_1 = require_DepthToSpace();
	var DepthwiseConv2dNative_1 = require_DepthwiseConv2dNative();
	var DepthwiseConv2dNativeBackpropFilter_1 = require_DepthwiseConv2dNativeBackpropFilter();
	var DepthwiseConv2dNativeBackpropInput_1 = require_DepthwiseConv2dNativeBackpropInput();
	var Diag_1 = require_Diag();
	var Dilation2D_1 = require_Dilation2D();
	var Dilation2DBackpropFilter_1 = require_Dilation2DBackpropFilter();
	var Dilation2DBackpropInput_1 = require_Dilation2DBackpropInput();
	var Einsum_1 = require_Einsum();
	var Elu_1 = require_Elu();
	var EluGrad_1 = require_EluGrad();
	var Equal_1 = require_Equal();
	var Erf_1 = require_Erf();
	var Exp_1 = require_Exp();
	var ExpandDims_1 = require_ExpandDims();
	var Expm1_1 = require_Expm1();
	var FFT_1 = require_FFT();
	var Fill_1 = require_Fill();
	var FlipLeftRight_1 = require_FlipLeftRight();
	var Floor_1 = require_Floor();
	var FloorDiv_1 = require_FloorDiv();
	var FusedBatchNorm_1 = require_FusedBatchNorm();
	var FusedConv2D_1 = require_FusedConv2D();
	var FusedDepthwiseConv2D_1 = require_FusedDepthwiseConv2D();
	var GatherNd_1 = require_GatherNd();
	var GatherV2_1 = require_GatherV2();
	var Greater_1 = require_Greater();
	var GreaterEqual_1 = require_GreaterEqual();
	var Identity_1 = require_Identity();
	var IFFT_1 = require_IFFT();
	var Imag_1 = require_Imag();
	var IsFinite_1 = require_IsFinite();
	var IsInf_1 = require_IsInf();
	var IsNan_1 = require_IsNan();
	var LeakyRelu_1 = require_LeakyRelu();
	var Less_1 = require_Less();
	var LessEqual_1 = require_LessEqual();
	var LinSpace_1 = require_LinSpace();
	var Log_1 = require_Log();
	var Log1p_1 = require_Log1p();
	var LogicalAnd_1 = require_LogicalAnd();
	var LogicalNot_1 = require_LogicalNot();
	var LogicalOr_1 = require_LogicalOr();
	var LRN_1 = require_LRN();
	var LRNGrad_1 = require_LRNGrad();
	var Max_1 = require_Max();
	var Maximum_1 = require_Maximum();
	var MaxPool_1 = require_MaxPool();
	var MaxPool3D_1 = require_MaxPool3D();
	var MaxPool3DGrad_1 = require_MaxPool3DGrad();
	var MaxPoolGrad_1 = require_MaxPoolGrad();
	var Mean_1 = require_Mean();
	var Min_1 = require_Min();
	var Minimum_1 = require_Minimum();
	var MirrorPad_1 = require_MirrorPad();
	var Mod_1 = require_Mod();
	var Multinomial_1 = require_Multinomial();
	var Multiply_1 = require_Multiply();
	var Neg_1 = require_Neg();
	var NonMaxSuppressionV3_1 = require_NonMaxSuppressionV3();
	var NonMaxSuppressionV4_1 = require_NonMaxSuppressionV4();
	var NonMaxSuppressionV5_1 = require_NonMaxSuppressionV5();
	var NotEqual_1 = require_NotEqual();
	var OneHot_1 = require_OneHot();
	var OnesLike_1 = require_OnesLike();
	var Pack_1 = require_Pack();
	var PadV2_1 = require_PadV2();
	var Pow_1 = require_Pow();
	var Prelu_1 = require_Prelu();
	var Prod_1 = require_Prod();
	var Range_1 = require_Range();
	var Real_1 = require_Real();
	var RealDiv_1 = require_RealDiv();
	var Reciprocal_1 = require_Reciprocal();
	var Relu_1 = require_Relu();
	var Relu6_1 = require_Relu6();
	var Reshape_1 = require_Reshape();
	var ResizeBilinear_1 = require_ResizeBilinear();
	var ResizeBilinearGrad_1 = require_ResizeBilinearGrad();
	var ResizeNearestNeighbor_1 = require_ResizeNearestNeighbor();
	var ResizeNearestNeighborGrad_1 = require_ResizeNearestNeighborGrad();
	var Reverse_1 = require_Reverse();
	var Round_1 = require_Round();
	var Rsqrt_1 = require_Rsqrt();
	var ScatterNd_1 = require_ScatterNd();
	var Select_1 = require_Select();
	var Selu_1 = require_Selu();
	var Sigmoid_1 = require_Sigmoid();
	var Sign_1 = require_Sign();
	var Sin_1 = require_Sin();
	var Sinh_1 = require_Sinh();
	var Slice_1 = require_Slice();
	var Softmax_1 = require_Softmax();
	var Softplus_1 = require_Softplus();
	var SpaceToBatchND_1 = require_SpaceToBatchND();
	var SparseToDense_1 = require_SparseToDense();
	var SplitV_1 = require_SplitV();
	var Sqrt_1 = require_Sqrt();
	var Square_1 = require_Square();
	var SquaredDifference_1 = require_SquaredDifference();
	var StaticRegexReplace_1 = require_StaticRegexReplace();
	var Step_1 = require_Step();
	var StridedSlice_1 = require_StridedSlice();
	var Sub_1 = require_Sub();
	var Sum_1 = require_Sum();
	var Tan_1 = require_Tan();
	var Tanh_1 = require_Tanh();
	var TensorScatterUpdate_1 = require_TensorScatterUpdate();
	var Tile_1 = require_Tile();
	var TopK_1 = require_TopK();
	var Transpose_1 = require_Transpose();
	var Unique_1 = require_Unique();
	var Unpack_1 = require_Unpack();
	var UnsortedSegmentSum_1 = require_UnsortedSegmentSum();
	var ZerosLike_1 = require_ZerosLike();
	var kernelConfigs = [
		FFT_1.FFTConfig,
		IFFT_1.IFFTConfig,
		LRN_1.LRNConfig,
		LRNGrad_1.LRNGradConfig,
		_FusedMatMul_1._fusedMatMulConfig,
		Abs_1.absConfig,
		Acos_1.acosConfig,
		Acosh_1.acoshConfig,
		Add_1.addConfig,
		AddN_1.addNConfig,
		All_1.allConfig,
		Any_1.anyConfig,
		ArgMax_1.argMaxConfig,
		ArgMin_1.argMinConfig,
		Asin_1.asinConfig,
		Asinh_1.asinhConfig,
		Atan2_1.atan2Config,
		Atan_1.atanConfig,
		Atanh_1.atanhConfig,
		AvgPool3D_1.avgPool3DConfig,
		AvgPool3DGrad_1.avgPool3DGradConfig,
		AvgPool_1.avgPoolConfig,
		AvgPoolGrad_1.avgPoolGradConfig,
		BatchMatMul_1.batchMatMulConfig,
		BatchToSpaceND_1.batchToSpaceNDConfig,
		BroadcastArgs_1.broadcastArgsConfig,
		Cast_1.castConfig,
		Ceil_1.ceilConfig,
		ClipByValue_1.clipByValueConfig,
		ComplexAbs_1.complexAbsConfig,
		Complex_1.complexConfig,
		Concat_1.concatConfig,
		Conv2DBackpropFilter_1.conv2DBackpropFilterConfig,
		Conv2DBackpropInput_1.conv2DBackpropInputConfig,
		Conv2D_1.conv2DConfig,
		Conv3DBackpropFilterV2_1.conv3DBackpropFilterV2Config,
		Conv3DBackpropInputV2_1.conv3DBackpropInputV2Config,
		Conv3D_1.conv3DConfig,
		Cos_1.cosConfig,
		Cosh_1.coshConfig,
		CropAndResize_1.cropAndResizeConfig,
		Cumprod_1.cumprodConfig,
		Cumsum_1.cumsumConfig,
		Bincount_1.bincountConfig,
		DepthToSpace_1.depthToSpaceConfig,
		DepthwiseConv2dNativeBackpropFilter_1.depthwiseConv2dNativeBackpropFilterConfig,
		DepthwiseConv2dNativeBackpropInput_1.depthwiseConv2dNativeBackpropInputConfig,
		DepthwiseConv2dNative_1.depthwiseConv2dNativeConfig,
		Diag_1.diagConfig,
		Dilation2DBackpropFilter_1.dilation2dBackpropFilterConfig,
		Dilation2DBackpropInput_1.dilation2dBackpropInputConfig,
		Dilation2D_1.dilation2dConfig,
		Elu_1.eluConfig,
		EluGrad_1.eluGradConfig,
		Einsum_1.einsumConfig,
		Equal_1.equalConfig,
		Erf_1.erfConfig,
		Exp_1.expConfig,
		ExpandDims_1.expandDimsConfig,
		Expm1_1.expm1Config,
		Fill_1.fillConfig,
		FlipLeftRight_1.flipLeftRightConfig,
		Floor_1.floorConfig,
		FloorDiv_1.floorDivConfig,
		FusedBatchNorm_1.fusedBatchNormConfig,
		FusedConv2D_1.fusedConv2DConfig,
		FusedDepthwiseConv2D_1.fusedDepthwiseConv2DConfig,
		GatherNd_1.gatherNdConfig,
		GatherV2_1.gatherV2Config,
		Greater_1.greaterConfig,
		GreaterEqual_1.greaterEqualConfig,
		Identity_1.identityConfig,
		Imag_1.imagConfig,
		IsFinite_1.isFiniteConfig,
		IsInf_1.isInfConfig,
		IsNan_1.isNanConfig,
		LeakyRelu_1.leakyReluConfig,
		Less_1.lessConfig,
		LessEqual_1.lessEqualConfig,
		LinSpace_1.linSpaceConfig,
		Log1p_1.log1pConfig,
		Log_1.logConfig,
		LogicalAnd_1.logicalAndConfig,
		LogicalNot_1.logicalNotConfig,
		LogicalOr_1.logicalOrConfig,
		Max_1.maxConfig,
		MaxPool3D_1.maxPool3DConfig,
		MaxPool3DGrad_1.maxPool3DGradConfig,
		MaxPool_1.maxPoolConfig,
		MaxPoolGrad_1.maxPoolGradConfig,
		Maximum_1.maximumConfig,
		Mean_1.meanConfig,
		Min_1.minConfig,
		Minimum_1.minimumConfig,
		MirrorPad_1.mirrorPadConfig,
		Mod_1.modConfig,
		Multinomial_1.multinomialConfig,
		Multiply_1.multiplyConfig,
		Neg_1.negConfig,
		NonMaxSuppressionV3_1.nonMaxSuppressionV3Config,
		NonMaxSuppressionV4_1.nonMaxSuppressionV4Config,
		NonMaxSuppressionV5_1.nonMaxSuppressionV5Config,
		NotEqual_1.notEqualConfig,
		OneHot_1.oneHotConfig,
		OnesLike_1.onesLikeConfig,
		Pack_1.packConfig,
		PadV2_1.padV2Config,
		Pow_1.powConfig,
		Prelu_1.preluConfig,
		Prod_1.prodConfig,
		Range_1.rangeConfig,
		Real_1.realConfig,
		RealDiv_1.realDivConfig,
		Reciprocal_1.reciprocalConfig,
		Relu6_1.relu6Config,
		Relu_1.reluConfig,
		Reshape_1.reshapeConfig,
		ResizeBilinear_1.resizeBilinearConfig,
		ResizeBilinearGrad_1.resizeBilinearGradConfig,
		ResizeNearestNeighbor_1.resizeNearestNeighborConfig,
		ResizeNearestNeighborGrad_1.resizeNearestNeighborGradConfig,
		Reverse_1.reverseConfig,
		Round_1.roundConfig,
		Rsqrt_1.rsqrtConfig,
		ScatterNd_1.scatterNdConfig,
		Select_1.selectConfig,
		Selu_1.seluConfig,
		Sigmoid_1.sigmoidConfig,
		Sign_1.signConfig,
		Sin_1.sinConfig,
		Sinh_1.sinhConfig,
		Slice_1.sliceConfig,
		Softmax_1.softmaxConfig,
		Softplus_1.softplusConfig,
		SpaceToBatchND_1.spaceToBatchNDConfig,
		SparseToDense_1.sparseToDenseConfig,
		SplitV_1.splitVConfig,
		Sqrt_1.sqrtConfig,
		Square_1.squareConfig,
		SquaredDifference_1.squaredDifferenceConfig,
		StaticRegexReplace_1.staticRegexReplaceConfig,
		Step_1.stepConfig,
		StridedSlice_1.stridedSliceConfig,
		Sub_1.subConfig,
		Sum_1.sumConfig,
		Tan_1.tanConfig,
		Tanh_1.tanhConfig,
		TensorScatterUpdate_1.tensorScatterUpdateConfig,
		Tile_1.tileConfig,
		TopK_1.topKConfig,
		Transpose_1.transposeConfig,
		Unique_1.uniqueConfig,
		Unpack_1.unpackConfig,
		UnsortedSegmentSum_1.unsortedSegmentSumConfig,
		ZerosLike_1.zerosLikeConfig
	];
	for (var _i = 0, kernelConfigs_1 = kernelConfigs; _i < kernelConfigs_1.length; _i++) {
		var kernelConfig = kernelConfigs_1[_i];
		(0, tfjs_1.registerKernel)(kernelConfig);
	}
}))();
var import_nodejs_kernel_backend = require_nodejs_kernel_backend();
Object.defineProperty(exports, "NodeJSKernelBackend", {
	enumerable: true,
	get: function() {
		return import_nodejs_kernel_backend.NodeJSKernelBackend;
	}
});
