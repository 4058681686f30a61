import { Controller, Get, Headers, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Catalog } from '@exchange/catalog';
import { charsetOf, firstElementAt } from '@exchange/decoding';
import { Problem } from '@exchange/runtime';
import type { FastifyReply } from 'fastify';
import type { AdmittedRequest } from '../admission/admitted-request.ts';
import { refuseForeign } from '../receiving/pushed-stream.ts';
import { RecordsService } from '../receiving/records.service.ts';
import { CATALOG } from '../tokens.ts';
import { soapReceipt } from './soap-answer.ts';
import { versionOf } from './soap-message.ts';
import { replyCharset, SOAP_PATH, soapOperations, type SoapOperation } from './soap-operations.ts';
import { namespaceOf, wsdl } from './wsdl.ts';

/** The push API for systems that speak SOAP 1.1 or 1.2; each operation is one stream. */
@Controller(SOAP_PATH)
export class SoapController {
  constructor(
    @Inject(CATALOG) private readonly catalog: Catalog,
    @Inject(RecordsService) private readonly records: RecordsService,
  ) {}

  /** The WSDL of a system. */
  @Get()
  describe(
    @Param('system') system: string,
    @Req() request: AdmittedRequest,
    @Res() reply: FastifyReply,
  ): void {
    refuseForeign(request, system);
    const operations = this.operationsOf(system);
    const address = `${request.protocol}://${request.host}/v1/systems/${system}/soap`;
    const { adapter } = this.catalog.systems.get(system)!;
    void reply.type('text/xml; charset=utf-8').send(wsdl(adapter, operations, address));
  }

  /** Takes the records of one operation. What goes wrong becomes a fault: see `soapFaults`. */
  @Post()
  async call(
    @Param('system') system: string,
    @Headers() headers: Record<string, string | undefined>,
    @Req() request: AdmittedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    request.isWorkedOn = true;
    try {
      refuseCompressed(headers['content-encoding']);
      refuseForeign(request, system);
      const operation = this.operationOf(system, headers['content-type'], request);
      const stream = operation.entry.manifest.id;
      const push = { system, stream, operation: 'upsert', historical: false, headers, request } as const;
      const { body } = await this.records.take(push);
      const version = versionOf(headers['content-type']);
      const dialect = { version, charset: replyCharset(this.catalog, system) };
      const { contentType, bytes } = soapReceipt(dialect, namespaceOf(system), operation.name, body);
      void reply.status(200).type(contentType).send(bytes);
    } finally {
      request.reservation?.release();
    }
  }

  private operationOf(
    system: string,
    contentType: string | undefined,
    { body }: AdmittedRequest,
  ): SoapOperation {
    const operations = this.operationsOf(system);
    const named = /charset="?([\w-]+)/iu.exec(contentType ?? '')?.[1];
    const charset = charsetOf(named ?? operations[0]!.entry.source.charset) ?? 'utf-8';
    const name = Buffer.isBuffer(body) ? firstElementAt(body, charset, '/Envelope/Body') : null;
    const operation = operations.find((one) => one.name === name);
    if (operation) return operation;
    const names = operations.map((one) => one.name).join(', ');
    throw new Problem({
      status: 400,
      code: 'soap-operation-unknown',
      detail: {
        zh: `SOAP Body 中应为下列操作之一：${names}；未保存任何内容`,
        en: `the SOAP body must hold one of the operations ${names}; nothing was kept`,
      },
    });
  }

  private operationsOf(system: string): readonly SoapOperation[] {
    const operations = soapOperations(this.catalog, system);
    if (operations.length > 0) return operations;
    throw new Problem({
      status: 404,
      code: 'no-soap',
      detail: {
        zh: '该系统没有以 SOAP 报送的数据流',
        en: 'this system has no stream that is sent by SOAP',
      },
    });
  }
}

/** The operation is read from the body before anything is inflated. */
function refuseCompressed(encoding: string | undefined): void {
  if (encoding === undefined || encoding === 'identity') return;
  throw new Problem({
    status: 415,
    code: 'unsupported-content-encoding',
    detail: { zh: 'SOAP 请求不支持压缩', en: 'a SOAP request must not be compressed' },
  });
}
