import { maySee, type AccessScope } from '@exchange/access';
import { Problem } from '@exchange/runtime';

/** What a reader asked for: null = everything that the token covers. */
export interface StreamWish {
  readonly jurisdictions: readonly string[] | null;
  readonly departments: readonly string[] | null;
}

/** The codes that there are: a mistyped one would give an empty stream for ever. */
export interface KnownCodes {
  readonly jurisdictions: ReadonlySet<string>;
  readonly departments: ReadonlySet<string>;
}

export interface Attributes {
  readonly topic: string;
  readonly department: string;
  readonly jurisdiction: string | null;
}

/** Whether an event belongs in a stream. */
export type Admits = (event: Attributes) => boolean;

/** Narrows a scope by a wish. 400 for a code that does not exist, 403 for one that lies outside of the scope. */
export function streamFilter(scope: AccessScope, wish: StreamWish, known: KnownCodes): Admits {
  hold(
    wish.jurisdictions,
    known.jurisdictions,
    scope.jurisdictions === 'district' ? null : scope.jurisdictions,
  );
  hold(wish.departments, known.departments, scope.departments === 'all' ? null : scope.departments);
  const jurisdictions = wish.jurisdictions && new Set<string | null>(wish.jurisdictions);
  const departments = wish.departments && new Set(wish.departments);
  return (event) =>
    (jurisdictions?.has(event.jurisdiction) ?? true) &&
    (departments?.has(event.department) ?? true) &&
    maySee(scope, event);
}

function hold(
  wished: readonly string[] | null,
  known: ReadonlySet<string>,
  covered: readonly string[] | null,
): void {
  const unknown = (wished ?? []).filter((code) => !known.has(code));
  if (unknown.length > 0)
    throw new Problem({
      status: 400,
      code: 'unknown-code',
      detail: { zh: `没有这个代码：${unknown.join('、')}`, en: `no such code: ${unknown.join(', ')}` },
      members: { unknown },
    });
  const outside = covered === null ? [] : (wished ?? []).filter((code) => !covered.includes(code));
  if (outside.length > 0)
    throw new Problem({
      status: 403,
      code: 'outside-scope',
      detail: {
        zh: `超出令牌的范围：${outside.join('、')}`,
        en: `outside of the token's scope: ${outside.join(', ')}`,
      },
      members: { outside },
    });
}
