import { readFileSync, existsSync, readdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
registerHooks({
  resolve(s, c, n) {
    const m = /^@exchange\/(.*)$/.exec(s);
    return m ? n(new URL(`../../libs/${m[1]}/src/index.ts`, import.meta.url).href, c) : n(s, c);
  },
});
const { checkMapping, compileMapping } = await import('./src/index.ts');
const { loadSchemas } = await import('../catalog/src/index.ts');
const J = (p) => JSON.parse(readFileSync(p, 'utf8'));
const meta = J('schemas/meta/mapping.schema.json');
const { subjects, codes } = await loadSchemas('.');
const only = process.argv[2];
for (const sys of readdirSync('adapters')) {
  if (!existsSync(`adapters/${sys}/adapter.json`)) continue;
  const ad = J(`adapters/${sys}/adapter.json`);
  for (const st of readdirSync('adapters/' + sys)) {
    const p = `adapters/${sys}/${st}/mapping.json`;
    if (!existsSync(p) || (only && !p.includes(only))) continue;
    try {
      const t = Date.now();
      const ctx = {
        system: sys,
        stream: st,
        department: ad.department,
        sourceSchema: J(`adapters/${sys}/${st}/source.schema.json`),
        subjects,
        codes,
        metaSchema: meta,
      };
      const pr = checkMapping(J(p), ctx);
      const ms = Date.now() - t;
      console.log(
        `== ${sys}/${st} ${pr.filter((x) => x.severity === 'error').length} errors ${pr.length} problems ${ms} ms`,
      );
      for (const x of pr) console.log('  ', x.severity, x.code, x.path, x.detail.en);
      if (!pr.some((x) => x.severity === 'error')) {
        const t2 = Date.now();
        compileMapping(J(p), ctx);
        console.log('   compiled', Date.now() - t2);
      }
    } catch (e) {
      console.log('!!', p, e);
    }
  }
}
