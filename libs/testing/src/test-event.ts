import type { ExchangeEvent } from '@exchange/contracts';
import { randomUUID } from 'node:crypto';

/** An event about a record with this key; ids are unique unless given. */
export function testEvent(
  topic: string,
  key: string,
  differences: Partial<ExchangeEvent> = {},
): ExchangeEvent {
  return {
    id: randomUUID(),
    topic,
    source: '/systems/test-system/records',
    key,
    operation: 'upsert',
    time: '2026-03-01T02:03:04.005Z',
    department: 'emergency',
    jurisdiction: '320412101',
    revision: 'a0000000000000001.0000000',
    mappingVersion: 1,
    receivedTime: '2026-03-01T02:03:05.006Z',
    receipt: '0195c0de-0000-7000-8000-000000000001',
    historical: false,
    value: JSON.stringify({ key, name: '常州市武进区示例单位' }),
    ...differences,
  };
}
