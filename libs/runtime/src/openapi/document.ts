import type { Json, JsonObject } from '@exchange/contracts';

/** The part of OpenAPI 3.1 that the apps write and the human page shows. Texts: Chinese first, a blank line, English. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  /** The address that the page was asked at when left out. */
  readonly servers?: ReadonlyArray<{ readonly url: string }>;
  readonly tags?: ReadonlyArray<{ readonly name: string; readonly description?: string }>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, JsonObject>>;
    readonly securitySchemes?: Readonly<Record<string, OpenApiSecurityScheme>>;
  };
}

export interface OpenApiSecurityScheme {
  readonly type: 'http' | 'apiKey';
  readonly scheme?: string;
  /** Header of an `apiKey`. */
  readonly name?: string;
  readonly in?: 'header';
  readonly description?: string;
}

export interface OpenApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: ReadonlyArray<Readonly<Record<string, readonly string[]>>>;
  readonly parameters?: readonly OpenApiParameter[];
  readonly requestBody?: {
    readonly description?: string;
    readonly required?: boolean;
    readonly content: Readonly<Record<string, OpenApiMedia>>;
  };
  readonly responses: Readonly<Record<string, OpenApiResponse>>;
  /** Command lines shown instead of the one that is made from the rest. */
  readonly 'x-curl'?: readonly string[];
}

export interface OpenApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: JsonObject;
  readonly example?: string | number | boolean;
}

export interface OpenApiMedia {
  readonly schema?: JsonObject;
  readonly example?: Json;
  readonly examples?: Readonly<Record<string, { readonly summary?: string; readonly value: Json }>>;
}

export interface OpenApiResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description?: string; readonly schema: JsonObject }>>;
  readonly content?: Readonly<Record<string, OpenApiMedia>>;
}

/** An operation with the place where it stands in the document. */
export interface PlacedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: OpenApiOperation;
}

export function operationsOf(document: OpenApiDocument): readonly PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}
