import { join } from 'node:path';
import type { Availability } from '../kafka-jars.ts';
import { run } from '../postgres-binaries.ts';

export interface CertificateFiles {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

/** Whether certificates can be made here: the one program that the tests need beside Node and their servers. */
export async function opensslAvailable(): Promise<Availability> {
  const isThere = await run('openssl', ['version']).then(
    () => true,
    () => false,
  );
  return isThere ? { available: true } : { available: false, missing: ['openssl (Debian package openssl)'] };
}

/** A key and a certificate for `localhost` that signs itself, valid for two days, as PEM files in the directory. */
export async function throwAwayCertificate(directory: string): Promise<CertificateFiles> {
  const key = join(directory, 'key.pem');
  const certificate = join(directory, 'cert.pem');
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
  await run('openssl', [...request, ...names, '-keyout', key, '-out', certificate]);
  return { ca: certificate, certificate, key };
}
