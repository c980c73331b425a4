/**
 * The account URI that a page of this address is: spelled as reports spell them, without query and fragment, unreserved
 * characters decoded. Null for what is no account: another scheme than https, a port, a user before the host.
 *
 * One path is one account. That a page stands somewhere below an account says nothing: on a host where users own paths
 * its root belongs to somebody else.
 */
export function pageAccount(address: string): string | null {
  const url = new URL(address);
  const host = url.hostname.replace(/\.$/, '');
  if (url.protocol !== 'https:' || url.port || url.username || url.password) return null;
  const path = url.pathname.replace(/%[\dA-Fa-f]{2}/g, (octet) => {
    const character = String.fromCharCode(Number.parseInt(octet.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : octet.toUpperCase();
  });
  return `https://${host}${path}`;
}

/** Whether a page is that account. Servers add the slash at the end of a folder by themselves. */
export function isPageOf(address: string, account: string): boolean {
  const page = pageAccount(address);
  return page !== null && withoutSlash(page) === withoutSlash(account);
}

const withoutSlash = (uri: string): string => uri.replace(/\/$/, '');
