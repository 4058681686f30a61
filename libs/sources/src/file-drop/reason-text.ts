/** What stands beside a rejected file, for whoever wrote it. Windows shows it as it is: with a byte order mark and CR LF. */
export function reasonText(
  name: string,
  { at, detail }: { readonly at: string; readonly detail: { readonly zh: string; readonly en: string } },
  now: Date,
): string {
  const time = now.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' });
  const lines = [
    `文件：${name}`,
    `时间：${time}（北京时间）`,
    ...(at === '' ? [] : [`位置：${at}`]),
    `原因：${detail.zh}`,
    '此位置之前的记录可能已经接收；改正后可将文件重新放入投递目录，重复的记录不会重复生效。',
    '',
    `File: ${name}`,
    `Time: ${time} (Asia/Shanghai)`,
    ...(at === '' ? [] : [`Place: ${at}`]),
    `Reason: ${detail.en}`,
    'Records before this place may have been taken. Put the file back into the folder when it is mended: records that come again take no second effect.',
    '',
  ];
  return `\ufeff${lines.join('\r\n')}`;
}
