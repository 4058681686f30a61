import type { FastifyInstance } from 'fastify';
import { BASE_URL_MARK } from './curl-line.ts';
import type { OpenApiDocument } from './document.ts';
import { escapeHtml } from './html.ts';
import { openApiPage } from './page.ts';

export interface OpenApiOptions {
  /** Where the machine-readable document is; `/openapi.json` when left out. */
  readonly jsonPath?: string;
  /** Where the page for people is; `/docs` when left out. */
  readonly pagePath?: string;
}

const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/** Serves an OpenAPI document and a page of it for people. Both are made once: they do not change while the app runs. */
export function serveOpenApi(
  fastify: FastifyInstance,
  document: OpenApiDocument,
  options: OpenApiOptions = {},
): void {
  const json = JSON.stringify(document);
  const page = openApiPage(document);
  const fixedBase = document.servers?.[0]?.url;
  fastify.get(options.jsonPath ?? '/openapi.json', async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(json),
  );
  fastify.get(options.pagePath ?? '/docs', async (request, reply) => {
    const base = fixedBase ?? `${request.protocol}://${request.host}`;
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', PAGE_POLICY)
      .header('x-content-type-options', 'nosniff')
      .send(page.replaceAll(BASE_URL_MARK, () => escapeHtml(base)));
  });
}
