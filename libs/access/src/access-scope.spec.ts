import { isInForce, maySee, type AccessScope } from './access-scope.ts';

const DISTRICT: AccessScope = {
  topics: 'all',
  jurisdictions: 'district',
  departments: 'all',
  unmasked: false,
};
const TOWN: AccessScope = { ...DISTRICT, jurisdictions: ['320412100'] };
const EVENT = { topic: 'wujin.grid-event.v1', department: 'political-legal', jurisdiction: '320412100' };

describe('a scope', () => {
  it('of the district covers every jurisdiction and what belongs to none', () => {
    expect(maySee(DISTRICT, EVENT)).toBe(true);
    expect(maySee(DISTRICT, { ...EVENT, jurisdiction: null })).toBe(true);
  });

  it('of a town covers that town only, and nothing whose jurisdiction is unknown', () => {
    expect(maySee(TOWN, EVENT)).toBe(true);
    expect(maySee(TOWN, { ...EVENT, jurisdiction: '320412102' })).toBe(false);
    expect(maySee(TOWN, { ...EVENT, jurisdiction: null })).toBe(false);
  });

  it('needs topic and department as well', () => {
    expect(maySee({ ...DISTRICT, topics: ['wujin.certificate.v1'] }, EVENT)).toBe(false);
    expect(maySee({ ...DISTRICT, departments: ['water'] }, EVENT)).toBe(false);
    expect(maySee({ ...DISTRICT, topics: [EVENT.topic], departments: [EVENT.department] }, EVENT)).toBe(true);
  });
});

test('the alarms of the exchange are seen by those alone to whom their topic was granted by name', () => {
  const alarm = { ...EVENT, topic: 'wujin.exchange-alarm.v1', jurisdiction: null };
  expect(maySee(DISTRICT, alarm)).toBe(false);
  expect(maySee({ ...DISTRICT, topics: [alarm.topic] }, alarm)).toBe(true);
});

describe('a key', () => {
  const now = new Date('2026-11-24T00:00:00Z');
  it('is in force until it expires or is revoked', () => {
    expect(isInForce({ expiresAt: null, revokedAt: null }, now)).toBe(true);
    expect(isInForce({ expiresAt: new Date('2026-11-25'), revokedAt: null }, now)).toBe(true);
    expect(isInForce({ expiresAt: now, revokedAt: null }, now)).toBe(false);
    expect(isInForce({ expiresAt: null, revokedAt: new Date('2026-11-23') }, now)).toBe(false);
  });
});
