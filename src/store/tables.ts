/** A table as those know it that treat all of them alike. */
export interface Table {
  readonly name: string;
  /** Every column, the primary key first. */
  readonly columns: readonly string[];
  /** So many of the first columns are the primary key. */
  readonly keys: number;
  /** Holds what can be had again: fetched, or signed in to. */
  readonly cache?: true;
}

/** Every table of ours but the one of the schema's version; what refers to another stands after it. */
export const TABLES: readonly Table[] = [
  {
    name: 'verification',
    columns: columns('id subject started_at finished_at perspective given evidence report revision'),
    keys: 1,
  },
  { name: 'reading', columns: columns('verification ordinal reading'), keys: 2 },
  { name: 'memory', columns: columns('subject revision memory'), keys: 1 },
  {
    name: 'response',
    columns: columns('key url accept final_url status headers body stored_at size'),
    keys: 1,
    cache: true,
  },
  { name: 'response_subject', columns: columns('key subject'), keys: 2, cache: true },
  {
    name: 'job',
    columns: columns(
      'id subject given caller dedup origin state created_at started_at finished_at attempts known suspect verification error report',
    ),
    keys: 1,
  },
  {
    name: 'schedule',
    columns: columns('subject every_seconds due_at calm soon created_at last_run_at keeper_seconds'),
    keys: 1,
  },
  { name: 'token', columns: columns('id name role hash created_at expires_at revoked_at'), keys: 1 },
  { name: 'signing_key', columns: columns('kid jwk created_at signs_until shown_until'), keys: 1 },
  { name: 'sample', columns: columns('series slot value'), keys: 2 },
  { name: 'session', columns: columns('hash token created_at expires_at'), keys: 1, cache: true },
  { name: 'schedule_wish', columns: columns('subject caller every_seconds created_at'), keys: 2 },
];

function columns(names: string): readonly string[] {
  return names.split(' ');
}
