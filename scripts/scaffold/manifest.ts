import { PLACEHOLDER, type Bilingual } from '@exchange/catalog';
import type { JsonObject, SubjectSchema } from '@exchange/contracts';
import { RefusedRequest, type ScaffoldOptions } from './options.ts';
import type { Wire } from './read-sample-file.ts';

const UNKNOWN: Bilingual = { zh: PLACEHOLDER, en: PLACEHOLDER };

/** `adapter.json` of a new system, or the one that is there with the stream added; as it is when it has the stream. */
export function manifestWith(
  existing: JsonObject | undefined,
  options: ScaffoldOptions,
  wire: Wire,
  subject: SubjectSchema,
): JsonObject {
  const { stream, kind } = options;
  if (!existing) return newManifest(options, wire, subject);
  const streams = existing['streams'] as JsonObject[];
  if (streams.some(({ id }) => id === stream)) return existing;
  const own = existing['source'] as JsonObject;
  if (own['kind'] !== kind)
    throw new RefusedRequest(
      `系统 ${options.system} 的接入方式是 ${String(own['kind'])} / is of kind ${String(own['kind'])}: --kind ${String(own['kind'])}`,
    );
  return {
    ...existing,
    streams: [...streams, { ...streamOf(options, subject), source: ownSource(options, wire) }],
  };
}

function newManifest(options: ScaffoldOptions, wire: Wire, subject: SubjectSchema): JsonObject {
  const { system, name, department, kind } = options;
  if (!name || !department)
    throw new RefusedRequest(
      `新系统需要 --name 和 --department / a new system needs --name and --department`,
    );
  return {
    $schema: '../../schemas/meta/adapter.schema.json',
    id: system,
    name: { ...name },
    department,
    hosting: 'district',
    network: kind === 'push' ? 'government-extranet' : 'department-network',
    secrecyReview: { unit: PLACEHOLDER, document: PLACEHOLDER, date: PLACEHOLDER },
    verified: false,
    source: { kind, ...ownSource(options, wire) },
    streams: [streamOf(options, subject)],
  };
}

function streamOf({ stream, streamName, kind }: ScaffoldOptions, subject: SubjectSchema): JsonObject {
  return {
    id: stream,
    name: { ...streamName },
    sharing: {
      type: subject.sharing,
      ...(subject.sharing === 'conditional' ? { condition: { ...UNKNOWN } } : {}),
      ...(subject.sharing === 'not-shared' ? { legalBasis: { ...UNKNOWN } } : {}),
    },
    updateCycle: kind === 'push' || kind === 'queue' ? 'realtime' : 'daily',
    subjects: [subject.subject],
  };
}

function ownSource({ kind, system, stream }: ScaffoldOptions, wire: Wire): JsonObject {
  const { format, charset, records, csv } = wire;
  const ofKind: Record<string, JsonObject> = {
    file: { patterns: [`*.${format}`], ready: { kind: 'stable', seconds: 60 } },
    poll: { request: { method: 'GET', path: `/${PLACEHOLDER}` } },
    sql: {
      dialect: PLACEHOLDER,
      table: PLACEHOLDER,
      read: { strategy: 'cursor', revision: PLACEHOLDER, key: [PLACEHOLDER] },
    },
    queue: { protocol: 'mqtt', topics: [`${system}/${stream}/${PLACEHOLDER}`] },
  };
  return {
    format,
    charset,
    ...(records ? { records } : {}),
    ...(csv && Object.keys(csv).length > 0 ? { csv: csv as unknown as JsonObject } : {}),
    ...(kind === 'push' ? {} : { schedule: { everySeconds: 60 }, [kind]: ofKind[kind]! }),
  };
}
