import { operationSection } from './operation-section.ts';
import { operationsOf, type OpenApiDocument, type PlacedOperation } from './document.ts';
import { escapeHtml, inlineToHtml, proseToHtml } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';
import { schemaRows } from './schema-rows.ts';

/** A page that stands on its own (no script, nothing fetched) and says what a vendor's programmer has to know. */
export function openApiPage(document: OpenApiDocument): string {
  const groups = groupByTag(document);
  const { title, version, description } = document.info;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${PAGE_STYLE}</style></head>
<body><nav><a class="home" href="#top">${escapeHtml(title)}</a>
${groups.map(navigationGroup).join('\n')}
${navigationOfSchemas(document)}</nav>
<main id="top"><header><h1>${escapeHtml(title)}</h1>
<p class="version">${escapeHtml(version)} · <a href="/openapi.json">openapi.json</a></p>
${proseToHtml(description)}</header>
${securityPart(document)}
${groups.map((group) => groupPart(document, group)).join('\n')}
${schemaPart(document)}
</main></body></html>`;
}

interface Group {
  readonly name: string;
  readonly description: string | undefined;
  readonly operations: readonly PlacedOperation[];
}

function groupByTag(document: OpenApiDocument): readonly Group[] {
  const all = operationsOf(document);
  const tags = document.tags ?? [];
  const groups = tags.map(({ name, description }) => ({
    name,
    description,
    operations: all.filter(({ operation }) => operation.tags?.[0] === name),
  }));
  const known = new Set(tags.map(({ name }) => name));
  const rest = all.filter(({ operation }) => !known.has(operation.tags?.[0] ?? ''));
  return [...groups, { name: '接口 Operations', description: undefined, operations: rest }].filter(
    (group) => group.operations.length > 0,
  );
}

function navigationGroup({ name, operations }: Group): string {
  const links = operations.map(
    ({ method, operation }) =>
      `<a href="#${escapeHtml(operation.operationId)}"><span class="method ${method.toLowerCase()}">${method}</span> ${inlineToHtml(operation.summary)}</a>`,
  );
  return `<h2>${escapeHtml(name)}</h2>${links.join('\n')}`;
}

function navigationOfSchemas(document: OpenApiDocument): string {
  const names = Object.keys(document.components?.schemas ?? {});
  if (names.length === 0) return '';
  return `<h2>数据结构 Schemas</h2>${names.map((name) => `<a href="#schema-${escapeHtml(name)}">${escapeHtml(name)}</a>`).join('\n')}`;
}

function groupPart(document: OpenApiDocument, { name, description, operations }: Group): string {
  return `<h2>${escapeHtml(name)}</h2>${proseToHtml(description)}
${operations.map((placed) => operationSection(document, placed)).join('\n')}`;
}

function securityPart(document: OpenApiDocument): string {
  const schemes = Object.entries(document.components?.securitySchemes ?? {});
  if (schemes.length === 0) return '';
  return `<h2>认证 <small>Authentication</small></h2>
${schemes.map(([name, { description }]) => `<section class="scheme"><h3><code>${escapeHtml(name)}</code></h3>${proseToHtml(description)}</section>`).join('\n')}`;
}

function schemaPart(document: OpenApiDocument): string {
  const schemas = Object.entries(document.components?.schemas ?? {});
  if (schemas.length === 0) return '';
  const sections = schemas.map(([name, schema]) => {
    const rows = schemaRows(schema).map(
      ({ path, type, required, meaning }) =>
        `<tr><td><code>${escapeHtml(path)}</code>${required ? ' <b class="must">必填</b>' : ''}</td><td>${escapeHtml(type)}</td><td>${inlineToHtml(meaning)}</td></tr>`,
    );
    return `<details class="schema" id="schema-${escapeHtml(name)}"><summary><code>${escapeHtml(name)}</code> ${inlineToHtml(String(schema['title'] ?? ''))}</summary>
<table><thead><tr><th>字段 Field</th><th>类型 Type</th><th>含义 Meaning</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></details>`;
  });
  return `<h2>数据结构 <small>Schemas</small></h2>${sections.join('\n')}`;
}
