import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import type { AccessScope } from '@exchange/access';
import { CurrentReader, schemaPipe, type Reader } from '@exchange/runtime';
import type { Store } from '@exchange/store';
import type { QuerySettings } from '../query-settings.ts';
import type { StoredRecord } from '../records/record.ts';
import { POOL, QUERY_SETTINGS } from '../tokens.ts';
import { chainAnswer, shownIdentity } from './chain-answer.ts';
import {
  CHAIN_QUERY_SCHEMA,
  chainStart,
  partyOfUscc,
  type ChainQuery,
  type ChainStart,
} from './chain-query.ts';
import { findByIdentities, findCrowded, type Identity } from './chains.store.ts';
import { expandChain, namesAnother, partiesOf, type ChainPorts, type ExpandedChain } from './expand-chain.ts';

const CHAIN_LIMITS = { depthMax: 3, recordsMax: 500 };
/** A number that more records bear than this is no number of one matter. */
const MATTER_RECORDS_MAX = 100;

interface PartyChain extends ExpandedChain<StoredRecord> {
  readonly party: readonly Identity[];
  /** More than one: the number that was asked for belongs to several parties, whose chains are asked for one by one. */
  readonly parties: readonly Identity[];
}

@Controller('v1/chains')
export class ChainsController {
  constructor(
    @Inject(POOL) private readonly pool: Store['pool'],
    @Inject(QUERY_SETTINGS) private readonly settings: QuerySettings,
  ) {}

  /** The chain of one party, 审批 → 监管 → 执法 → 信用, from all that the reader may see. */
  @Get()
  byQuery(
    @Query(schemaPipe(CHAIN_QUERY_SCHEMA, { coerce: true })) query: ChainQuery,
    @CurrentReader() { scope }: Reader,
  ) {
    return this.chain(query, scope);
  }

  /** The same with the number in the body: a personal number in an address ends up in the logs of every proxy. */
  @Post('search')
  @HttpCode(200)
  byBody(@Body(schemaPipe(CHAIN_QUERY_SCHEMA)) query: ChainQuery, @CurrentReader() { scope }: Reader) {
    return this.chain(query, scope);
  }

  private async chain(query: ChainQuery, scope: AccessScope) {
    const start = chainStart(query, this.settings.personKey);
    const { party, parties, links, truncated } = await this.find(start, this.ports(scope, query.withdrawn));
    return {
      party: party.map(shownIdentity),
      parties: parties.map(shownIdentity),
      truncated,
      ...chainAnswer(links.values(), scope, this.settings.presenter),
    };
  }

  private async find({ kind, identities }: ChainStart, ports: ChainPorts<StoredRecord>): Promise<PartyChain> {
    if (kind === 'party')
      return {
        party: identities,
        parties: [],
        ...(await expandChain(identities, identities, ports, CHAIN_LIMITS)),
      };
    const bearers = await ports.find(identities, MATTER_RECORDS_MAX);
    const parties = partiesOf(bearers);
    const party = onlyParty(bearers);
    if (party.length > 0 || parties.length === 0)
      return {
        party,
        parties: [],
        ...(await expandChain(party, [...party, ...identities], ports, CHAIN_LIMITS)),
      };
    // Nobody's chain is mixed with another's: of several parties only the records that bear the number are shown.
    const alone = { ...CHAIN_LIMITS, depthMax: 0 };
    return { party: [], parties, ...(await expandChain([], identities, ports, alone)) };
  }

  private ports(scope: AccessScope, includeWithdrawn: boolean): ChainPorts<StoredRecord> {
    return {
      find: (identities, recordsMax) =>
        findByIdentities(this.pool, { identities, includeWithdrawn, recordsMax }, scope),
      crowded: (identities) => findCrowded(this.pool, identities, MATTER_RECORDS_MAX),
    };
  }
}

/**
 * The identities of the party whom all records mean that mean anybody; empty when they mean several. A personal number beside
 * a USCC is that of its owner, no second party.
 */
function onlyParty(records: readonly StoredRecord[]): readonly Identity[] {
  const parties = partiesOf(records);
  const usccs = parties.filter(({ kind }) => kind === 'uscc');
  const [uscc] = usccs;
  if (uscc === undefined) return parties.length === 1 ? parties : [];
  if (usccs.length > 1) return [];
  const own = partyOfUscc(uscc.value);
  return records.some((record) => namesAnother(record, own)) ? [] : own;
}
