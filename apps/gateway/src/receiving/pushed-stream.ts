import { findStream, type Catalog, type StreamEntry } from '@exchange/catalog';
import { Problem } from '@exchange/runtime';
import { callerOf, type AdmittedRequest } from '../admission/admitted-request.ts';

/** The stream that a request names, if it is the caller's own and is pushed; throws a problem else. */
export function pushedStream(
  catalog: Catalog,
  {
    system,
    stream,
    request,
  }: { readonly system: string; readonly stream: string; readonly request: AdmittedRequest },
): StreamEntry {
  refuseForeign(request, system);
  const entry = findStream(catalog, system, stream);
  if (entry?.source.kind === 'push') return entry;
  if (entry) {
    throw new Problem({
      status: 403,
      code: 'stream-not-pushed',
      detail: {
        zh: '该数据流由网关主动读取，不接受推送；接入方式见系统接入说明',
        en: 'the gateway reads this stream itself and takes no pushes of it; see the manual of the system',
      },
    });
  }
  const streams = [...(catalog.systems.get(system)?.streams.keys() ?? [])].join(', ');
  throw new Problem({
    status: 404,
    code: 'stream-unknown',
    detail: {
      zh: `系统 ${system} 的数据流有：${streams}`,
      en: `the streams of system ${system} are: ${streams}`,
    },
  });
}

/** A key is good for its own system only. */
export function refuseForeign(request: AdmittedRequest, system: string): void {
  if (callerOf(request).system === system) return;
  throw new Problem({
    status: 403,
    code: 'foreign-system',
    detail: {
      zh: '密钥只能用于本系统的数据流',
      en: 'a key is good for the streams of its own system only',
    },
  });
}
