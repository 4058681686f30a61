import type { StreamPage, SystemPage } from './adapter-files.ts';

/** How a system that pushes has what it sent on a day compared with what arrived. */
export function dailyCounts(system: SystemPage, stream: StreamPage): string {
  const path = `/v1/systems/${system.id}/streams/${stream.id}/daily-counts`;
  return `### 每日核对 Daily counts

次日报送前一日（北京时间）发送的记录数，答复即为与实收的比对；\`deleted\` 为撤回数，可不报；报错了再报一次即更正。重试（同一 Idempotency-Key）只计一次，测试密钥与历史补传不计。

The day after, report how many records were sent on the day before (Asia/Shanghai); the answer is the comparison with what arrived. \`deleted\` counts withdrawals and may be left out; a wrong count is corrected by reporting again. Retries under one Idempotency-Key count once; trials and historical records do not count.

\`\`\`bash
curl -sS -X PUT "$GATEWAY${path}/$(TZ=Asia/Shanghai date -d yesterday +%F)" \\
  -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" -d '{"records": 1200, "deleted": 3}'
curl -sS "$GATEWAY${path}" -H "Authorization: Bearer $KEY"
\`\`\``;
}
