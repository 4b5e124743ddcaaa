import type { EmulatorOptions } from './options.ts';
import type { Routes } from './routes.ts';

/**
 * A Graph resource: the export `resource` of a file in `resources/`, which is all it takes to emulate it.
 * Its state and its samples are defined with `perTenant`, `collectionPerTenant` or `perItem`, in the same file.
 */
export interface EmulatedResource {
  /** Called once per emulator. The routes are served over HTTP and in `$batch`. */
  routes(options: EmulatorOptions): Routes;
}
