export type {
  Condition,
  Expression,
  MappingDocument,
  MappingTable,
  OutputDocument,
  StepDocument,
} from './document.ts';
export type { MappingContext, RunContext } from './context.ts';
export {
  MAPPING_PROBLEM_CODES,
  type MappedOutput,
  type MappingProblem,
  type MappingProblemCode,
  type MappingResult,
  type Withdrawal,
} from './result.ts';
export { checkMapping } from './check/check-mapping.ts';
export { compileMapping, type CompiledMapping, type MappingWrite } from './compile-mapping.ts';
export type {
  ExplainedOutput,
  ExplainedProperty,
  ExplainedValue,
  Explanation,
} from './compile/explanation.ts';
export { describeFunctions, type FunctionDescription } from './functions/registry.ts';
export type { FunctionExample } from './functions/mapping-function.ts';
