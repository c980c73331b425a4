import { StoreError, type StoreErrorCode } from '../../../src/store/store-error.js';

/** The code and the line of the StoreError that a promise rejects with. */
export async function trouble(promise: Promise<unknown>): Promise<{ code: StoreErrorCode; message: string }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof StoreError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('it did not fail');
}
