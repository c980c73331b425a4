import type { Store, StoredVerification } from '../store/types.js';

/** Is it the verification that the store's memory of its subject was last changed by? */
export async function isNewest(store: Store, verification: StoredVerification): Promise<boolean> {
  if (verification.revision === null) return false;
  const memory = await store.memory(verification.subject);
  return memory?.revision === verification.revision;
}
