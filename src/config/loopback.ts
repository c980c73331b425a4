import ipaddr from 'ipaddr.js';

/** Whether a host as it stands in a URL or is given to `listen` means this machine alone. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  // As nearly everybody writes it: not worth the reading.
  if (name === '127.0.0.1' || name === '::1') return true;
  if (name === 'localhost' || name.endsWith('.localhost')) return true; // RFC 6761 section 6.3
  return ipaddr.isValid(name) && ipaddr.process(name).range() === 'loopback';
}
