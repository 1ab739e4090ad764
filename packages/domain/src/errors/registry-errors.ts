import { defineErrors } from './define-errors.js';

export const registryErrors = defineErrors({});
