import type { Json } from '@exchange/contracts';
import type { OpenApiDocument, OpenApiMedia, OpenApiParameter, PlacedOperation } from './document.ts';

/** Stands in the command for the address at which the page was asked. */
export const BASE_URL_MARK = '__BASE_URL__';

/** A command line that calls the operation with its examples; secrets are shell variables. */
export function curlLine(document: OpenApiDocument, { method, path, operation }: PlacedOperation): string {
  const parameters = operation.parameters ?? [];
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required === true)
    .map((parameter) => `${parameter.name}=${encodeURIComponent(exampleOf(parameter))}`)
    .join('&');
  const filled = path.replace(/\{([^}]+)\}/g, (whole, name: string) => {
    const parameter = parameters.find((candidate) => candidate.in === 'path' && candidate.name === name);
    return parameter ? encodeURIComponent(exampleOf(parameter)) : whole;
  });
  const body = firstMedia(operation.requestBody?.content ?? {});
  const parts = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quote(BASE_URL_MARK + filled + (query === '' ? '' : `?${query}`))}`,
    ...securityHeaders(document, operation.security ?? []),
    ...parameters
      .filter((parameter) => parameter.in === 'header' && parameter.required === true)
      .map((parameter) => `-H ${quote(`${parameter.name}: ${exampleOf(parameter)}`)}`),
    ...(body ? [`-H ${quote(`Content-Type: ${body.type}`)}`, `--data-binary ${quote(body.example)}`] : []),
  ];
  return parts.join(' \\\n  ');
}

/** The first example of a body, as the text that is sent. */
export function exampleText(media: OpenApiMedia): string | null {
  const value = media.example ?? Object.values(media.examples ?? {})[0]?.value;
  return value === undefined ? null : wireText(value);
}

/** Text is sent as it is; everything else as JSON. */
export function wireText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function firstMedia(
  content: Readonly<Record<string, OpenApiMedia>>,
): { type: string; example: string } | null {
  for (const [type, media] of Object.entries(content)) {
    const example = exampleText(media);
    if (example !== null) return { type, example };
  }
  return null;
}

function exampleOf(parameter: OpenApiParameter): string {
  return String(parameter.example ?? parameter.schema['default'] ?? `<${parameter.name}>`);
}

function securityHeaders(
  document: OpenApiDocument,
  security: ReadonlyArray<Readonly<Record<string, readonly string[]>>>,
): string[] {
  return Object.keys(security[0] ?? {}).map((name) => {
    const scheme = document.components?.securitySchemes?.[name];
    const header = scheme?.type === 'apiKey' ? `${scheme.name ?? 'X-Api-Key'}: ` : 'Authorization: Bearer ';
    return `-H "${header}$${name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()}"`;
  });
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
