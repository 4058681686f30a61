/** The first page that a vendor reads. Chinese, a blank line, English. */
export const GUIDE = `五分钟接入：向数据管理员领取本系统的密钥，用下方示例命令推送一条记录，加 ?dryRun=true 可先试不存。

In five minutes: get the key of your system from the data office and push one record with the command below; add ?dryRun=true to try without keeping anything.

系统依次经过申请、联调测试、试运行、正式运行。联调测试用测试密钥：处理过程与正式报送完全相同，回执中 trial 为 true，但数据不进入平台；试运行起改用正式密钥。

A system applies, is tested jointly, runs on trial and goes into operation. The joint test uses a trial key: everything is done as it will be later, the receipt says "trial": true, and nothing reaches the platform; from the trial run on the live key is used.

答复中的 receipt 是送达凭证。超时、断线或 5xx 时，用同一 Idempotency-Key 原样重试即可，绝不会重复生效。

The receipt in the answer proves delivery. After a time-out, a broken connection or a 5xx, repeat the same body under the same Idempotency-Key: it never takes effect twice.

未通过校验的记录逐条说明序号、主键、字段位置、原因和改法，并原样保存在隔离区；改正后以相同主键重新推送该记录即可。数量很多时答复只列前一部分并给出总数，其余凭回执分页查询。

Each record that does not pass is reported with its index, key, place, reason and remedy, and is kept in quarantine as it came; mend it and push it again under the same key. Of very many the answer lists the first ones and counts the rest, which the receipt gives page by page.

签名请求（不用 API 密钥时）：请求头 X-Exchange-Key、X-Exchange-Algorithm（hmac-sha256 或 hmac-sm3）、X-Exchange-Timestamp（Unix 秒，误差 5 分钟内）、X-Exchange-Nonce（一次性）、X-Exchange-Signature。待签名串为方法、路径（含查询）、时间戳、随机数、请求体摘要（十六进制，SHA-256 或 SM3），以换行符连接；摘要按实际发送的字节（压缩后）计算，签名取 HMAC 的十六进制小写。

Signed requests (instead of an API key): headers X-Exchange-Key, X-Exchange-Algorithm (hmac-sha256 or hmac-sm3), X-Exchange-Timestamp (Unix seconds, within five minutes), X-Exchange-Nonce (used once), X-Exchange-Signature. The signed text is method, path with query, timestamp, nonce and body digest (hex, SHA-256 or SM3), joined by line feeds; the digest is over the bytes as sent (compressed), the signature is the HMAC in lower-case hex.

本网关只接收非涉密数据：带有密级标志的内容整批拒收且不留存。

This gateway takes non-classified data only: content with a secrecy marking is refused whole and not kept.`;
