import { setSourceMapsSupport } from 'node:module';

// Node strips the types of the sources without moving anything, so stack traces need no source maps; to look for them
// costs time with each error, and most tests are about errors.
setSourceMapsSupport(false);
