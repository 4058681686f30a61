import { ExchangeError, type JsonObject } from '@exchange/contracts';
import { compileVersion, PinnedParts } from '@exchange/catalog';
import type { CompiledMapping } from '@exchange/mapping';
import type { Mappings } from '@exchange/pipeline';
import { Periodic, type Logger } from '@exchange/runtime';
import type { MappingVersion, MappingVersions } from '@exchange/store';

/** A publication is seen by every process well within a second. */
const POLL_MS = 400;

/**
 * The compiled mappings of all streams. A newly published version is compiled aside and then taken up whole, between two
 * receipts; versions that receipts are pinned to stay at hand.
 */
export class PublishedMappings implements Mappings {
  readonly #versions: MappingVersions;
  readonly #metaSchema: JsonObject;
  readonly #log: Logger;
  /** Numbers of the published versions. */
  readonly #published = new Map<string, number>();
  /** Versions that do not compile here: said once. Their streams go on with the version before, if there is one. */
  readonly #failed = new Set<string>();
  readonly #active = new Map<string, { version: number; mapping: CompiledMapping }>();
  readonly #compiled = new Map<string, CompiledMapping>();
  readonly #parts = new PinnedParts();
  #polling: Periodic | null = null;

  constructor(versions: MappingVersions, metaSchema: JsonObject, log: Logger) {
    this.#versions = versions;
    this.#metaSchema = metaSchema;
    this.#log = log;
  }

  /** Loads what is published; rejects when the store cannot be reached. */
  async start(): Promise<void> {
    await this.#refresh();
    this.#polling = new Periodic(POLL_MS, () => this.#refresh(), {
      // The store is down: what is active stays active, and readiness tells of the store.
      onError: (error) => this.#log.debug('mappings.refresh_failed', {}, error),
    });
  }

  /**
   * Compiles what is published before the first records come, as far as `msMax` milliseconds reach: otherwise the first sender
   * of each stream, and everybody who sends meanwhile, waits for it.
   */
  async warmUp(msMax: number): Promise<void> {
    const end = performance.now() + msMax;
    for (const { system, stream, version } of await this.#versions.publishedNumbers()) {
      if (performance.now() > end) return;
      await this.#takeUp(system, stream, version);
    }
  }

  async stop(): Promise<void> {
    await this.#polling?.stop();
  }

  async active(
    system: string,
    stream: string,
  ): Promise<{ version: number; mapping: CompiledMapping } | null> {
    const name = `${system}/${stream}`;
    const version = this.#published.get(name);
    return this.#active.get(name) ?? (version === undefined ? null : this.#takeUp(system, stream, version));
  }

  async version(system: string, stream: string, version: number): Promise<CompiledMapping> {
    const known = this.#compiled.get(`${system}/${stream}@${version}`);
    if (known) return known;
    const stored = await this.#versions.find(system, stream, version);
    if (!stored) {
      throw new ExchangeError('catalog-invalid', `mapping ${system}/${stream}@${version} is gone`, {
        retryable: false,
      });
    }
    return this.#compile(stored);
  }

  /** What was not compiled at start is when its stream first sends; a new version of one that is in use is compiled at once. */
  async #refresh(): Promise<void> {
    for (const { system, stream, version } of await this.#versions.publishedNumbers()) {
      const name = `${system}/${stream}`;
      this.#published.set(name, version);
      const active = this.#active.get(name);
      if (active && active.version !== version) await this.#takeUp(system, stream, version);
    }
  }

  /** Null, with an error logged once, when this release cannot compile the version. */
  async #takeUp(
    system: string,
    stream: string,
    version: number,
  ): Promise<{ version: number; mapping: CompiledMapping } | null> {
    const name = `${system}/${stream}@${version}`;
    if (this.#failed.has(name)) return null;
    try {
      const active = { version, mapping: await this.version(system, stream, version) };
      this.#active.set(`${system}/${stream}`, active);
      return active;
    } catch (error) {
      if (error instanceof ExchangeError && error.retryable) throw error;
      this.#failed.add(name);
      this.#log.error('mappings.compile_failed', { system, stream, version }, error);
      return null;
    }
  }

  #compile(stored: MappingVersion): CompiledMapping {
    const compiled = compileVersion(stored, this.#metaSchema, this.#parts);
    this.#compiled.set(`${stored.system}/${stored.stream}@${stored.version}`, compiled);
    return compiled;
  }
}
