// Lets plain Node run the sources of a test process: `@exchange/<lib>` is that lib's index.
import { registerHooks } from 'node:module';

const libs = new URL('../../', import.meta.url);

registerHooks({
  resolve: (specifier, context, next) => {
    const lib = /^@exchange\/(.+)$/.exec(specifier)?.[1];
    return next(lib === undefined ? specifier : new URL(`${lib}/src/index.ts`, libs).href, context);
  },
});
