import { afterEach, beforeEach, vi } from 'vitest';

/** Makes the tests of a file retry without backoff; `Retry-After` still counts. */
export function withoutBackoff(): void {
  beforeEach(() => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
}
