import { defineErrors } from './define-errors.js';

export const workflowErrors = defineErrors({});
