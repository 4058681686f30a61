import type { AccessScope } from '@exchange/access';
import type { Chain } from '@exchange/contracts';
import type { Label } from '../labels.ts';
import type { Presenter, PresentedRecord } from '../records/present-record.ts';
import type { StoredRecord } from '../records/record.ts';
import type { Identity } from './chains.store.ts';

/** Stages in the order in which a matter runs through them; 审批 → 监管 → 执法 → 信用 is the chain proper. */
const STAGE_ORDER: readonly Chain[] = [
  'registry',
  'approval',
  'supervision',
  'governance',
  'dispatch',
  'enforcement',
  'credit',
];
const CHAIN_PROPER: readonly Chain[] = ['approval', 'supervision', 'enforcement', 'credit'];

export interface ChainEntry extends Omit<PresentedRecord, 'chain'> {
  readonly chain: string;
  readonly stage: Label;
  /** By which identity it was found. */
  readonly via: ShownIdentity;
}

/** `value` is null for a personal number: only a digest of it is known, which is nobody's business. */
export interface ShownIdentity {
  readonly kind: string;
  readonly value: string | null;
}

export interface ChainStage extends Label {
  readonly records: number;
  readonly firstTime: string;
  readonly lastTime: string;
}

export interface ChainAnswer {
  /** How the party is called in the newest record that says so. */
  readonly name: string | null;
  readonly stages: readonly ChainStage[];
  /** Whether all four stages of the chain proper are there. */
  readonly complete: boolean;
  /** By time; at the same moment in the order of the stages. */
  readonly timeline: readonly ChainEntry[];
}

/** Puts the records of a chain in order and counts its stages. */
export function chainAnswer(
  links: Iterable<{ readonly record: StoredRecord; readonly via: Identity }>,
  scope: AccessScope,
  presenter: Presenter,
): ChainAnswer {
  const timeline = [...links].sort(inOrder).map(({ record, via }): ChainEntry => {
    const { chain: stage, ...presented } = presenter.record(record, scope);
    return { ...presented, chain: record.chain, stage, via: shownIdentity(via) };
  });
  const stages = stagesOf(timeline);
  return {
    name: nameOf(timeline),
    stages,
    complete: CHAIN_PROPER.every((chain) => stages.some(({ code }) => code === chain)),
    timeline,
  };
}

export function shownIdentity({ kind, value }: Identity): ShownIdentity {
  return { kind, value: kind === 'person-id' ? null : value };
}

function inOrder(left: { record: StoredRecord }, right: { record: StoredRecord }): number {
  return (
    left.record.time.getTime() - right.record.time.getTime() ||
    rank(left.record.chain) - rank(right.record.chain) ||
    (left.record.id < right.record.id ? -1 : 1)
  );
}

function rank(chain: string): number {
  return STAGE_ORDER.indexOf(chain as Chain);
}

function stagesOf(timeline: readonly ChainEntry[]): ChainStage[] {
  const stages: ChainStage[] = [];
  for (const chain of STAGE_ORDER) {
    const entries = timeline.filter((entry) => entry.chain === chain);
    const [first, last] = [entries[0], entries.at(-1)];
    if (first && last)
      stages.push({ ...first.stage, records: entries.length, firstTime: first.time, lastTime: last.time });
  }
  return stages;
}

function nameOf(timeline: readonly ChainEntry[]): string | null {
  for (const { data } of timeline.toReversed()) {
    const party = data?.['party'];
    if (typeof party !== 'object' || party === null || Array.isArray(party)) continue;
    if (typeof party['name'] === 'string') return party['name'];
  }
  return null;
}
