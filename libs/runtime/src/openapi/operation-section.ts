import { curlLine, wireText } from './curl-line.ts';
import type {
  OpenApiDocument,
  OpenApiMedia,
  OpenApiParameter,
  OpenApiResponse,
  PlacedOperation,
} from './document.ts';
import { escapeHtml, inlineToHtml, proseToHtml } from './html.ts';
import { typeText } from './schema-rows.ts';

/** One operation for a reader: what it is for, a command to try, what goes in, what comes out. */
export function operationSection(document: OpenApiDocument, placed: PlacedOperation): string {
  const { method, path, operation } = placed;
  const commands = operation['x-curl'] ?? [curlLine(document, placed)];
  return `<section class="operation" id="${escapeHtml(operation.operationId)}">
<h3><span class="method ${method.toLowerCase()}">${method}</span> <code class="path">${pathToHtml(path)}</code></h3>
<p class="summary">${inlineToHtml(operation.summary)}</p>
${proseToHtml(operation.description)}
${parameterTable(operation.parameters ?? [])}
${bodyPart(operation.requestBody?.description, operation.requestBody?.content ?? {})}
<h4>试一下 <small>Try it</small></h4>
${commands.map((command) => `<pre class="command">${escapeHtml(command)}</pre>`).join('\n')}
${responseTable(operation.responses)}
</section>`;
}

function pathToHtml(path: string): string {
  return escapeHtml(path).replace(/\{[^}]+\}/g, '<em>$&</em>');
}

function parameterTable(parameters: readonly OpenApiParameter[]): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    (
      parameter,
    ) => `<tr><td><code>${escapeHtml(parameter.name)}</code>${parameter.required ? ' <b class="must">必填</b>' : ''}</td>
<td>${PLACES[parameter.in]}</td><td>${escapeHtml(typeText(parameter.schema))}</td><td>${proseToHtml(parameter.description)}</td></tr>`,
  );
  return `<h4>参数 <small>Parameters</small></h4>
<table><thead><tr><th>名称 Name</th><th>位置 In</th><th>类型 Type</th><th>说明 Meaning</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`;
}

const PLACES: Readonly<Record<OpenApiParameter['in'], string>> = {
  path: '路径 path',
  query: '查询 query',
  header: '请求头 header',
};

function bodyPart(description: string | undefined, content: Readonly<Record<string, OpenApiMedia>>): string {
  const types = Object.entries(content);
  if (types.length === 0) return '';
  return `<h4>请求体 <small>Body</small></h4>
${proseToHtml(description)}
${types.map(([type, media], index) => mediaPart(type, media, index === 0)).join('\n')}`;
}

function mediaPart(type: string, media: OpenApiMedia, isOpen: boolean): string {
  const examples = Object.entries(
    media.examples ?? (media.example === undefined ? {} : { 示例: { value: media.example } }),
  );
  const shown = examples.map(
    ([name, { summary, value }]) =>
      `<p class="caption">${inlineToHtml(summary ?? name)}</p><pre>${escapeHtml(wireText(value))}</pre>`,
  );
  const schema = media.schema === undefined ? '' : `<p class="caption">${schemaLink(media.schema)}</p>`;
  return `<details${isOpen ? ' open' : ''}><summary><code>${escapeHtml(type)}</code></summary>${schema}${shown.join('\n')}</details>`;
}

function schemaLink(schema: NonNullable<OpenApiMedia['schema']>): string {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return escapeHtml(typeText(schema));
  const name = escapeHtml(reference.split('/').at(-1) ?? '');
  return `结构 Schema: <a href="#schema-${name}">${name}</a>`;
}

function responseTable(responses: Readonly<Record<string, OpenApiResponse>>): string {
  const rows = Object.entries(responses).map(
    ([
      status,
      { description, content },
    ]) => `<tr><td><b class="status s${escapeHtml(status.slice(0, 1))}">${escapeHtml(status)}</b></td>
<td>${proseToHtml(description)}${Object.entries(content ?? {})
      .map(([type, media]) => mediaPart(type, media, false))
      .join('')}</td></tr>`,
  );
  return `<h4>答复 <small>Answers</small></h4><table class="answers"><tbody>${rows.join('\n')}</tbody></table>`;
}
