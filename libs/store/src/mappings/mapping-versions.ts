import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { recordAudit } from '../audit.ts';
import type { Store } from '../open-store.ts';
import { withStoreErrors } from '../store-error.ts';
import { MappingVersion } from './mapping-version.entity.ts';

export interface MappingDraft {
  readonly system: string;
  readonly stream: string;
  readonly document: string;
  readonly sourceSchema: string;
  /** Schemas and code lists that the mapping is compiled against, as JSON text: pinned with the version. */
  readonly context: string;
  readonly origin: 'file' | 'admin';
  readonly by: string;
}

/** The versions of all mappings: what is published is whole and never changes. */
export class MappingVersions {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Which version of each stream is published, without the documents. */
  async publishedNumbers(): Promise<Array<Pick<MappingVersion, 'system' | 'stream' | 'version'>>> {
    return withStoreErrors(() =>
      this.#store.data.getRepository(MappingVersion).find({
        select: { system: true, stream: true, version: true },
        where: { state: 'published' },
      }),
    );
  }

  async find(system: string, stream: string, version: number): Promise<MappingVersion | null> {
    return withStoreErrors(() =>
      this.#store.data.getRepository(MappingVersion).findOneBy({ system, stream, version }),
    );
  }

  /** Adds a version and makes it the active one, in one transaction; the one before is superseded. */
  async publish(draft: MappingDraft): Promise<MappingVersion> {
    return this.#inStream(draft, (manager, latest) => publishAfter(manager, draft, latest));
  }

  /**
   * Takes up the mapping file of a stream: a new stream gets version 1, a changed file (or schema, or code list) becomes a
   * new version, which is published by itself only if the active one came from a file; else it stays a draft for an
   * administrator to look at.
   */
  async takeUpFile(file: Omit<MappingDraft, 'origin'>): Promise<'unchanged' | 'published' | 'drafted'> {
    const draft: MappingDraft = { ...file, origin: 'file' };
    return this.#inStream(draft, async (manager, latest) => {
      const versions = await manager.find(MappingVersion, {
        where: { system: draft.system, stream: draft.stream },
        order: { version: 'DESC' },
      });
      if (versions.find((version) => version.origin === 'file')?.digest === digestOf(draft))
        return 'unchanged';
      const active = versions.find((version) => version.state === 'published');
      if (active && active.origin !== 'file') {
        await insert(manager, draft, latest, 'draft');
        return 'drafted';
      }
      await publishAfter(manager, draft, latest);
      return 'published';
    });
  }

  /** In one transaction, under the lock of the stream's row: versions are numbered one after the other. */
  #inStream<T>(
    { system, stream }: MappingDraft,
    work: (manager: EntityManager, latest: number) => Promise<T>,
  ): Promise<T> {
    return withStoreErrors(() =>
      this.#store.data.transaction(async (manager) => {
        await manager.query(
          'SELECT 1 FROM exchange.stream WHERE system = $1 AND stream = $2 FOR NO KEY UPDATE',
          [system, stream],
        );
        return work(manager, (await manager.maximum(MappingVersion, 'version', { system, stream })) ?? 0);
      }),
    );
  }
}

async function publishAfter(
  manager: EntityManager,
  draft: MappingDraft,
  latest: number,
): Promise<MappingVersion> {
  const { system, stream } = draft;
  await manager.update(MappingVersion, { system, stream, state: 'published' }, { state: 'superseded' });
  return insert(manager, draft, latest, 'published');
}

function digestOf({ document, sourceSchema, context }: MappingDraft): string {
  return createHash('sha256').update([document, sourceSchema, context].join('\0')).digest('hex');
}

async function insert(
  manager: EntityManager,
  draft: MappingDraft,
  latest: number,
  state: 'draft' | 'published',
): Promise<MappingVersion> {
  const version = manager.create(MappingVersion, {
    system: draft.system,
    stream: draft.stream,
    version: latest + 1,
    document: draft.document,
    sourceSchema: draft.sourceSchema,
    context: draft.context,
    digest: digestOf(draft),
    origin: draft.origin,
    state,
    createdBy: draft.by,
    createdAt: new Date(),
    publishedAt: state === 'published' ? new Date() : null,
  });
  await manager.insert(MappingVersion, version);
  await recordAudit(manager, {
    actor: draft.by,
    action: state === 'published' ? 'mapping.publish' : 'mapping.draft',
    object: `${draft.system}/${draft.stream}@${version.version}`,
    before: latest === 0 ? null : { version: latest },
    after: { version: version.version, digest: version.digest, origin: draft.origin },
  });
  return version;
}
