import { order as acceptedOrder } from '../order.ts';
import type { Lane } from './wire.ts';

export const ORDERS: Lane = {
  system: 'hotline-12345',
  stream: 'orders',
  contentType: 'application/json; charset=utf-8',
};
export const ORDER_LINES: Lane = { ...ORDERS, contentType: 'application/x-ndjson; charset=utf-8' };
export const GBK_ORDERS: Lane = { ...ORDERS, contentType: 'application/json; charset=gbk' };
export const GB18030_ORDERS: Lane = { ...ORDERS, contentType: 'application/json; charset=gb18030' };
export const EVENT_LINES: Lane = {
  system: 'grid-governance',
  stream: 'events',
  contentType: 'application/x-ndjson; charset=utf-8',
};
export const GRID_ROWS: Lane = {
  system: 'grid-governance',
  stream: 'grids',
  contentType: 'text/csv; charset=utf-8',
};
export const APPROVAL_CASES: Lane = {
  system: 'approval-window',
  stream: 'cases',
  contentType: 'application/xml; charset=utf-8',
};
export const INSPECTIONS: Lane = {
  system: 'gas-safety',
  stream: 'inspections',
  contentType: 'application/json',
};

const ORDER = acceptedOrder('DH20261124000001');

/** A work order that is accepted, with other members. `undefined` leaves one out. */
export function order(more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ ...ORDER, ...more });
}

/** A work order with members that no serialiser writes so: `"x": 1e400`. */
export function orderWith(members: string): string {
  return `${order().slice(0, -1)},${members}}`;
}

export function orderWithKey(json: string): string {
  return orderWith(`"工单编号":${json}`).replace('"工单编号":"DH20261124000001",', '');
}

const GRID = {
  grid_code: '320412100021007',
  grid_name: '湖塘镇花园社区第七网格',
  grid_kind: 'J',
  grid_level: '4',
  town: '湖塘镇',
  division_code: '320412100021',
  set_date: '2021-01-01',
  state: '1',
  updated_at: '2026-01-05 10:00:00',
  remark: '',
};

export const GRID_HEADER = Object.keys(GRID).join(',');

/** A row of the list of grids under `GRID_HEADER`. */
export function gridRow(more: Partial<typeof GRID> = {}): string {
  return Object.values({ ...GRID, ...more }).join(',');
}

export function gridList(...rows: readonly string[]): string {
  return `${[GRID_HEADER, ...rows].join('\n')}\n`;
}

/** A case of the one-window system with more elements in it. */
export function approvalCase(more = ''): string {
  return `<CASE><PROJID>320412260205000124187</PROJID><SERVICECODE>11320412014345675P4000131001000</SERVICECODE>
<SERVICENAME>食品经营许可</SERVICENAME><PROJECTNAME>申请食品经营许可的办件</PROJECTNAME><INFOTYPE>2</INFOTYPE>
<APPLYKIND>01</APPLYKIND><APPLYTYPE>4</APPLYTYPE><APPLYNAME>武进区湖塘老篾匠烧烤店</APPLYNAME>
<APPLYCARDTYPE>TYSHXYDM</APPLYCARDTYPE><APPLYCARDNUMBER>92320412MA7QH06JXC</APPLYCARDNUMBER>
<AREACODE>320412100</AREACODE><TOWN>湖塘镇</TOWN><APPLYFROM>1</APPLYFROM>
<RECEIVETIME>2026-02-05 09:12:40</RECEIVETIME><DEPTNAME>常州市武进区行政审批局</DEPTNAME>${more}</CASE>`;
}

/** A document of the one-window system around rows. */
export function approvalDocument(rows: string, before = ''): string {
  return `${before}<APASINFO><HEAD><SENDER>WJ-YCK</SENDER></HEAD><BODY>${rows}</BODY></APASINFO>`;
}
