import { leadsElsewhere } from './connection-target.ts';

const DATABASE = { host: 'a', port: 5432, database: 'd', user: 'u', password: 'p' };

test('another account or encryption is the same place, another database or schema is not', () => {
  expect(leadsElsewhere('sql', DATABASE, { ...DATABASE, user: 'v', password: 'q', tls: 'verify' })).toBe(
    false,
  );
  expect(leadsElsewhere('sql', DATABASE, { ...DATABASE, database: 'e' })).toBe(true);
  expect(leadsElsewhere('sql', DATABASE, { ...DATABASE, schema: 's' })).toBe(true);
});

test('another folder of the same server is another place', () => {
  const folder = { kind: 'sftp', host: 'a', user: 'u', directory: '/in' };
  expect(leadsElsewhere('file', folder, { ...folder, privateKey: 'k' })).toBe(false);
  expect(leadsElsewhere('file', folder, { ...folder, directory: '/other' })).toBe(true);
});
