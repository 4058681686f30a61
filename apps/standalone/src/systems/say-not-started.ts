import { say } from '../demo/terminal.ts';

/** A server of a simulated system that is on this machine but does not start. */
export function sayNotStarted(server: string, error: unknown): void {
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  say(`${server} 未能启动，由别的服务代替`, `${server} did not start, another server stands in: ${reason}`);
}
