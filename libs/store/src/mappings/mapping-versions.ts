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
    return withStoreErrors(() =>
      this.#store.data.transaction(async (manager) => {
        const latest = await lockLatest(manager, draft.system, draft.stream);
        await manager.update(
          MappingVersion,
          { system: draft.system, stream: draft.stream, state: 'published' },
          { state: 'superseded' },
        );
        const version = await insert(manager, draft, latest, 'published');
        return version;
      }),
    );
  }

  /**
   * Takes up the mapping file of a stream: a new stream gets version 1, a changed file becomes a new version, which is
   * published by itself only if the active one came from a file; else it stays a draft for an administrator to look at.
   */
  async takeUpFile(draft: Omit<MappingDraft, 'origin'>): Promise<'unchanged' | 'published' | 'drafted'> {
    const versions = await withStoreErrors(() =>
      this.#store.data.getRepository(MappingVersion).find({
        where: { system: draft.system, stream: draft.stream },
        order: { version: 'DESC' },
      }),
    );
    const digest = digestOf(draft);
    const lastFromFile = versions.find((version) => version.origin === 'file');
    if (lastFromFile?.digest === digest) return 'unchanged';
    const active = versions.find((version) => version.state === 'published');
    if (!active || active.origin === 'file') {
      await this.publish({ ...draft, origin: 'file' });
      return 'published';
    }
    await withStoreErrors(() =>
      this.#store.data.transaction(async (manager) => {
        const latest = await lockLatest(manager, draft.system, draft.stream);
        await insert(manager, { ...draft, origin: 'file' }, latest, 'draft');
      }),
    );
    return 'drafted';
  }
}

function digestOf(draft: Pick<MappingDraft, 'document' | 'sourceSchema'>): string {
  return createHash('sha256').update(draft.document).update('\0').update(draft.sourceSchema).digest('hex');
}

/** The row of the stream is the lock under which its versions are numbered. */
async function lockLatest(manager: EntityManager, system: string, stream: string): Promise<number> {
  await manager.query('SELECT 1 FROM exchange.stream WHERE system = $1 AND stream = $2 FOR NO KEY UPDATE', [
    system,
    stream,
  ]);
  const latest = await manager.maximum(MappingVersion, 'version', { system, stream });
  return latest ?? 0;
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
