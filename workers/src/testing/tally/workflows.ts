/** The product's workflows, which know the stage. */
import './declaration.js';

export * from '@espalier/workflows/workflows';
