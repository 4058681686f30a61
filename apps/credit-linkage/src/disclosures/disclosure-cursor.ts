import { Problem } from '@exchange/runtime';
import type { DisclosurePlace, StoredDisclosure } from './disclosures.store.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;
const ID = /^(XK|CF)-[0-9A-F]{24}$/u;

/** Where a page ended; callers hand it back as it is. */
export function encodeCursor({ receivedTime, id }: StoredDisclosure): string {
  return Buffer.from(`${receivedTime.toISOString()} ${id}`).toString('base64url');
}

/** Throws a 400 problem for what is none of ours: it must never reach a statement's cast. */
export function decodeCursor(cursor: string): DisclosurePlace {
  const [receivedTime = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  if (INSTANT.test(receivedTime) && ID.test(id)) return { receivedTime, id };
  throw new Problem({
    status: 400,
    code: 'invalid-cursor',
    detail: {
      zh: 'cursor 不是本接口给出的值，请从第一页重新查询',
      en: 'this cursor was not given by this interface; start again from the first page',
    },
  });
}
