import { registerHooks } from 'node:module';

// For processes that tests start as plain Node: `node --import <this file> <script>` finds `@exchange/<lib>` as jest does.
registerHooks({
  resolve: (specifier, context, next) => {
    const lib = /^@exchange\/([a-z-]+)$/.exec(specifier)?.[1];
    return next(lib ? new URL(`../../${lib}/src/index.ts`, import.meta.url).href : specifier, context);
  },
});
