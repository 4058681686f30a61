import type { Rejection } from '@exchange/contracts';

/** Groups quarantined records that one mending may cure: stream, first code and path, list positions made equal. */
export function fingerprintOf(
  of: { system: string; stream: string },
  rejections: readonly Rejection[],
): string {
  const first = rejections[0];
  const path = (first?.at ?? '').replaceAll(/\/\d+(?=\/|$)/gu, '/*');
  return `${of.system}/${of.stream} ${first?.code ?? ''} ${path}`;
}
