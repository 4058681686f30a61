import { parsePath, type SourcePath } from '../compile/source-path.ts';
import type { FromExpression } from '../document.ts';
import { childOf, propertiesOf, staticTypeOf, type SchemaView } from '../schema/schema-view.ts';
import { ANYTHING, NOTHING, unionOf, type StaticType } from '../static-type.ts';
import { emptyTest } from '../value.ts';
import { token, type CheckEnvironment, type ItemType } from './check-environment.ts';
import { suggestion } from './nearest.ts';

/** A `from` as far as the source schema knows it. */
export interface SourceType {
  readonly type: StaticType;
  /** Where its paths stand in the source schema, as far as they do. */
  readonly views: readonly SchemaView[];
}

export function inferFrom(
  expression: FromExpression,
  path: string,
  items: ItemType | null,
  environment: CheckEnvironment,
): SourceType {
  const written = typeof expression.from === 'string' ? [expression.from] : expression.from;
  const isEmpty = expression.nullWords ? emptyTest(expression.nullWords) : environment.isEmpty;
  const found = written.map((from, index) => {
    const place = typeof expression.from === 'string' ? `${path}/from` : `${path}/from/${index}`;
    return resolvePath(from, place, items, environment);
  });
  const types = found.map(({ type }) => ({
    ...type,
    ...(type.values && { values: type.values.filter((value) => !isEmpty(value)) }),
  }));
  return { type: unionOf(types), views: found.flatMap(({ view }) => (view ? [view] : [])) };
}

interface Found {
  readonly type: StaticType;
  readonly view: SchemaView | null;
}

function resolvePath(
  written: string,
  place: string,
  items: ItemType | null,
  environment: CheckEnvironment,
): Found {
  const path = parsePath(written);
  if (path.depth === 0) return walk(environment.source, path, written, place, environment);
  let item = items;
  for (let up = 1; up < path.depth && item !== null; up += 1) item = item.outer;
  if (item === null) {
    environment.report(
      'error',
      'item-outside-each',
      place,
      `“${written}”要求外面有${path.depth > 1 ? ` ${path.depth} 层` : ''} each`,
      `"${written}" needs ${path.depth > 1 ? `${path.depth} each around it` : 'an each around it'}`,
    );
    return { type: NOTHING, view: null };
  }
  if (item.view) return walk(item.view, path, written, place, environment);
  if (path.tokens.length === 0) return { type: item.type, view: null };
  if (item.type.kinds?.every((kind) => kind !== 'object' && kind !== 'list')) {
    environment.report(
      'error',
      'unknown-source-path',
      place,
      `“${written}”：这里的每一项不是对象`,
      `"${written}": the items here are no objects`,
    );
    return { type: NOTHING, view: null };
  }
  return { type: ANYTHING, view: null };
}

function walk(
  start: SchemaView,
  path: SourcePath,
  written: string,
  place: string,
  environment: CheckEnvironment,
): Found {
  let view = start;
  for (const name of path.tokens) {
    const child = childOf(view, name);
    if (child.verdict === 'open') return { type: ANYTHING, view: null };
    if (child.verdict !== 'known') {
      const near = suggestion(name, propertiesOf(view));
      environment.report(
        'error',
        'unknown-source-path',
        place,
        `来源数据中没有“${written}”：不存在“${token(name)}”${near.zh}`,
        `the source has no "${written}": there is no "${token(name)}"${near.en}`,
      );
      return { type: NOTHING, view: null };
    }
    view = child.view;
  }
  return { type: sourceType(staticTypeOf(view)), view };
}

/** A date-time of a source may carry any offset: it is not the instant of this language before `time.instant`. */
function sourceType(type: StaticType): StaticType {
  return {
    ...type,
    kinds: type.kinds?.map((kind) => (kind === 'instant' ? 'text' : kind)) ?? null,
    ...(type.items && { items: sourceType(type.items) }),
  };
}
