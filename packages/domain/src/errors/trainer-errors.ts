import { defineErrors } from './define-errors.js';

export const trainerErrors = defineErrors({});
