/** Class and type of a record, in any order: `?type=TXT`, `?CLASS=IN;TYPE=A` (RFC 4501 section 3). */
const RECORD_QUERY = /\?(?:(?:class|type)=[a-z0-9]{1,16}(?:;|$)){1,2}$/i;

/** The name in a dns: URI (or a bare name). Which record is asked for says nothing about who is meant. */
export function nameOfDnsUri(text: string): string {
  return text.replace(/^dns:/i, '').replace(RECORD_QUERY, '');
}
