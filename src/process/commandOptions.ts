/** A running emulator of Microsoft Graph. */
interface Emulator {
  /** Its root URL, with the version. */
  readonly url: string;
  close(): Promise<void>;
}

export interface EmulatorOptions {
  /** How long an operation takes. */
  readonly operationMs?: number;
}

export interface CommandOptions {
  readonly startEmulator: (options: EmulatorOptions) => Promise<Emulator>;
  /**
   * Whether the emulator is the upstream where none is set, outside production; otherwise only `--emulator` starts it.
   */
  readonly emulatorByDefault: boolean;
}
