import type { Json, Rejection, RejectionCode, Warning, WarningCode } from '@exchange/contracts';
import type { RunContext } from '../context.ts';
import type { StepRun } from '../functions/mapping-function.ts';
import { FAILED } from '../value.ts';
import { NOWHERE, pointerOf, type Frame, type SourcePath } from './source-path.ts';
import type { TraceNode } from './trace-node.ts';

/** A record of a million bad items says so a hundred times, not a million. */
export const findingsMax = 100;

/**
 * What one record's run keeps while the closures work. The places (`at…`, `target`) are only remembered here and become
 * pointers when a finding needs them, so that a good record pays for none.
 */
export class RunState implements StepRun {
  readonly record: Json;
  readonly receivedTime: string;
  readonly rejections: Rejection[] = [];
  readonly warnings: Warning[] = [];
  frame: Frame | null = null;
  /** What was read last, and in which frame. */
  atPath: SourcePath = NOWHERE;
  atFrame: Frame | null = null;
  /** Pointer of the target property at hand, `*` for list items, whose numbers stand in `positions`. */
  target = '';
  readonly positions: number[] = [];
  /** Subject of the output at hand. */
  output: string | null = null;
  trace: TraceNode | null;

  constructor(record: Json, run: RunContext, trace: TraceNode | null) {
    this.record = record;
    this.receivedTime = run.receivedTime;
    this.trace = trace;
  }

  reject(code: RejectionCode, zh: string, en: string): typeof FAILED {
    return this.rejectAt(pointerOf(this.atPath, this.atFrame), this.target, code, zh, en);
  }

  rejectAt(at: string, target: string, code: RejectionCode, zh: string, en: string): typeof FAILED {
    const rejection: Rejection = { code, at, detail: { zh, en }, ...this.place(target) };
    if (this.rejections.length < findingsMax) this.rejections.push(rejection);
    this.trace?.findings.push(rejection);
    return FAILED;
  }

  warn(code: WarningCode, zh: string, en: string): void {
    const warning: Warning = {
      code,
      at: pointerOf(this.atPath, this.atFrame),
      detail: { zh, en },
      ...this.place(this.target),
    };
    if (this.warnings.length < findingsMax) this.warnings.push(warning);
    this.trace?.findings.push(warning);
  }

  private place(target: string): { output?: string; target?: string } {
    let depth = 0;
    const exact = target.includes('*')
      ? target.replace(/(?<=\/)\*(?=\/|$)/g, () => String(this.positions[depth++] ?? '*'))
      : target;
    return { ...(this.output !== null && { output: this.output }), ...(target !== '' && { target: exact }) };
  }
}
