import { defineErrors } from './define-errors.js';

export const nativeErrors = defineErrors({});
