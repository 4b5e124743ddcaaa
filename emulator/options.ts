/** Options of `startEmulator`. A resource adds its own with `declare module`, in its own file. */
export interface EmulatorOptions {
  /** Port on 127.0.0.1. Default: 0, a free one. */
  port?: number;
}
