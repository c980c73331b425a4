/** A server's URL for messages: without user, password and options. */
export function serverName(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `postgres://${host}${pathname}`;
  } catch {
    return 'postgres:';
  }
}
