// `npm run scaffold`: the folder of a new system, or of another stream of one, from a file with some of its records.
import { readOptions, RefusedRequest } from './scaffold/options.ts';
import { scaffoldStream } from './scaffold/scaffold-stream.ts';

try {
  const options = readOptions(process.argv.slice(2), process.cwd());
  const { written, kept, errors, hints } = await scaffoldStream(options);
  list('新建 / written', written);
  list('原有，未改动 / was there, not touched', kept);
  list('可以改进 / worth a look', hints);
  list('还需完成 / left to do', errors);
  if (errors.length === 0) console.log('全部就绪 / all is there');
  console.log(`接着 / then: npm run golden -- -t ${options.system}`);
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error;
  if (!(error instanceof RefusedRequest) && !isUsage) throw error;
  console.error(error.message);
  process.exitCode = 64;
}

function list(title: string, lines: readonly string[]): void {
  if (lines.length > 0)
    console.log(`${title} (${lines.length})\n${lines.map((line) => `  ${line}`).join('\n')}`);
}
