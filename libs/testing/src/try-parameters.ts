/** What an API answered to one bad value of one parameter. */
export interface ParameterTrial {
  readonly route: string;
  readonly name: string;
  readonly value: string;
  readonly status: number;
  /** Parameters that the answer names, as JSON Pointers. */
  readonly named: readonly string[];
  /** Whether every complaint is there in both languages. */
  readonly isBilingual: boolean;
}

/** Texts that a database, a date or a number refuses, or takes for something else, when they get as far as that. */
export const BAD_TEXTS: readonly string[] = [
  '\0',
  'a\0b',
  '0000-01-01',
  '2024-02-30',
  '2023-02-29',
  '2024-99-99',
  '2024-02-30T00:00:00Z',
  '2024-01-01T25:00:00Z',
  '9999-12-31T23:59:59-23:59',
  '99999999999999999999999999',
  '-1',
  '1e400',
  'NaN',
  '\ud800',
  '%00',
  "'; --",
  'x'.repeat(600),
  ...[
    ['2024-99-99T00:00:00.000Z', '0d5bca3f-8f0f-8a5b-9d0c-0a0b0c0d0e0f'],
    ['2024-02-30T00:00:00.000Z', `XK-${'0'.repeat(24)}`],
    ['0000-01-01T00:00:00.000Z', `CF-${'0'.repeat(24)}`],
    ['2024-01-01T00:00:00.000Z', 'no-id\0'],
    ['9999999999999999999'],
    [{}],
    [],
  ].map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url')),
];

interface Operation {
  readonly parameters?: ReadonlyArray<{
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: { readonly enum?: readonly string[] };
  }>;
}

/** Sends every bad text as every parameter of every GET route that an API says it has. */
export async function tryParameters(url: string, token: string): Promise<ParameterTrial[]> {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as {
    paths: Record<string, { get?: Operation }>;
  };
  const trials: ParameterTrial[] = [];
  for (const [route, { get }] of Object.entries(document.paths)) {
    for (const tried of get?.parameters ?? []) {
      if (tried.in !== 'query' && tried.in !== 'path') continue;
      for (const value of BAD_TEXTS) {
        const address = addressOf(route, get?.parameters ?? [], { name: tried.name, value });
        trials.push({ route, name: tried.name, value, ...(await answerTo(`${url}${address}`, token)) });
      }
    }
  }
  return trials;
}

function addressOf(
  route: string,
  parameters: NonNullable<Operation['parameters']>,
  tried: { name: string; value: string },
): string {
  const query = new URLSearchParams();
  let path = route;
  for (const { name, in: place, required = false, schema } of parameters) {
    const isTried = name === tried.name;
    const value = isTried ? tried.value : (schema.enum?.[0] ?? 'some');
    // encodeURIComponent knows no lone surrogates; a server sees them as the character that stands for damage.
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value.toWellFormed()));
    else if (place === 'query' && (isTried || required)) query.set(name, value);
  }
  return `${path}?${query}`;
}

async function answerTo(
  address: string,
  token: string,
): Promise<Pick<ParameterTrial, 'status' | 'named' | 'isBilingual'>> {
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
  const body = (await response.json()) as {
    problems?: ReadonlyArray<{ at: string; zh: string; en: string }>;
    zh?: { detail?: string };
    en?: { detail?: string };
  };
  const problems = body.problems ?? [];
  const isBilingual =
    Boolean(body.zh?.detail && body.en?.detail) && problems.every(({ zh, en }) => zh !== '' && en !== '');
  return { status: response.status, named: problems.map(({ at }) => at), isBilingual };
}
