// Everything that is generated and kept in the repository; --check writes nothing and fails where something is out of date.
import './generate-types.ts';
import './generate-vendor-pages.ts';
