import { defineErrors } from './define-errors.js';

export const encoderErrors = defineErrors({});
