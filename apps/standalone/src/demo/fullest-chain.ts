import type { Store } from '@exchange/store';

export interface ChainView {
  readonly uscc: string;
  readonly stages: readonly string[];
  readonly entries: ReadonlyArray<{
    readonly time: string;
    readonly stage: string;
    readonly title: string;
    readonly key: string;
  }>;
}

/** The chain of the party that has been through the most stages in the fewest records, asked for over the query API. */
export async function fullestChain(
  pool: Store['pool'],
  platformUrl: string,
  token: string,
): Promise<ChainView | null> {
  const { rows } = await pool.query<{ value: string }>(
    `SELECT i.value FROM platform.identity i JOIN platform.record r ON r.id = i.record_id
     JOIN platform.subject s ON s.topic = r.topic WHERE i.kind = 'uscc'
     GROUP BY 1 ORDER BY count(DISTINCT s.chain) DESC, count(*), 1 LIMIT 1`,
  );
  const uscc = rows[0]?.value;
  if (uscc === undefined) return null;
  const response = await fetch(`${platformUrl}/v1/chains?uscc=${uscc}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`GET /v1/chains answered ${response.status}: ${await response.text()}`);
  return toView(uscc, (await response.json()) as ChainAnswer);
}

interface ChainAnswer {
  readonly timeline: ReadonlyArray<{
    readonly time: string;
    readonly chain: string;
    readonly key: string;
    readonly subject: string;
    readonly title?: { readonly zh: string };
  }>;
}

function toView(uscc: string, answer: ChainAnswer): ChainView {
  const entries = answer.timeline.map(({ time, chain, key, subject, title }) => ({
    time,
    stage: chain,
    key,
    title: title?.zh ?? subject,
  }));
  return { uscc, stages: [...new Set(entries.map((entry) => entry.stage))], entries };
}
