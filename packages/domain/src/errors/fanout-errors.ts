import { defineErrors } from './define-errors.js';

export const fanoutErrors = defineErrors({});
