import type { SqlValue } from './database.js';

/** What may reach a driver, the same for both databases. @throws RangeError or TypeError: a bug of ours */
export function checkedValue(value: SqlValue): SqlValue {
  if (value === null || Buffer.isBuffer(value)) return value;
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return value;
    throw new RangeError('only safe integers are stored');
  }
  if (typeof value !== 'string') throw new TypeError(`a ${typeof value} cannot be stored`);
  // Callers store JSON, which escapes both; what is left are keys, which never hold either.
  if (value.includes('\0')) throw new RangeError('text with NUL is not stored: it would be cut there');
  if (/\p{Cs}/u.test(value)) throw new RangeError('text with a lone surrogate is not stored');
  return value;
}
