import { defineErrors } from './define-errors.js';

export const featuresErrors = defineErrors({});
