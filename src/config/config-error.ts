/** The environment asks for what cannot be. `message` is one line that names the variable; it holds no secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  /** @param expected what the variable has to be, as the end of a sentence */
  constructor(
    readonly variable: string,
    expected: string,
  ) {
    super(`${variable}: ${expected}`);
  }
}
