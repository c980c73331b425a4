import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { SCHEMA_VERSION } from '../../src/store/migrate.js';
import { openDatabase } from '../../src/store/open-store.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { type PrivatePostgres, startPostgres } from '../support/postgres.js';
import { describeWithPostgres } from '../support/services.js';
import { folder } from './support/folder.js';
import { ALICE, reading, started } from './support/plain-values.js';
import { trouble } from './support/trouble.js';

describeWithPostgres('opening a database of PostgreSQL', () => {
  let postgres: PrivatePostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  const nameOf = (url: string): string => new URL(url).pathname.slice(1);
  const shown = (database: string): string => `store postgres://127.0.0.1:${postgres.port}/${database}`;

  async function open(url: string): Promise<Database> {
    const database = await openDatabase(url);
    onTestFinished(() => database.close());
    return database;
  }

  /** With the tables in it. */
  async function made(): Promise<{ url: string; name: string }> {
    const url = await postgres.createDatabase();
    await (await openDatabase(url)).close();
    return { url, name: nameOf(url) };
  }

  test('many that open an empty database at once make its tables once', async () => {
    const url = await postgres.createDatabase();
    const all = await Promise.all(Array.from({ length: 6 }, () => open(url)));
    const [first] = all;
    if (first === undefined) throw new Error('six were opened');
    await new SqlStore(first).begin(started('1', ALICE));
    expect(await all[5]?.rows('SELECT id FROM verification')).toEqual([{ id: '1' }]);
    expect(await all[3]?.rows('SELECT count(*) AS versions FROM crossproof_schema')).toEqual([
      { versions: 1 },
    ]);
  });

  test('a schema of a newer version is refused and left as it is', async () => {
    const { url, name } = await made();
    await postgres.psql('UPDATE crossproof_schema SET version = 99', name);
    expect(await trouble(openDatabase(url))).toEqual({
      code: 'newer-version',
      message: `${shown(name)}: written by a newer crossproof (schema 99, this one knows ${SCHEMA_VERSION}); upgrade, or name another with --store`,
    });
  });

  test('a user who may create nothing works with tables that are there', async () => {
    const { url, name } = await made();
    await postgres.psql(
      `CREATE ROLE clerk LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clerk`,
      name,
    );
    const store = new SqlStore(await open(url.replace('postgres@', 'clerk@')));
    await store.begin(started('1', ALICE));
    await store.addReading('1', reading('https://one.example/'));
    await store.forget(ALICE);
    expect(await store.subjects()).toEqual([]);
    const empty = (await postgres.createDatabase()).replace('postgres@', 'clerk@');
    expect(await trouble(openDatabase(empty))).toEqual({
      code: 'denied',
      message: `${shown(nameOf(empty))}: a right is missing; the user has to own the tables, or may create them in the schema (42501)`,
    });
  });

  test('a server that is not there, or not ours, is told in one line without the password', async () => {
    const { port } = postgres;
    const at = (rest: string): string => `postgres://alice:s3cret@127.0.0.1:${rest}`;
    const told = await Promise.all(
      [at('1/x'), at(`${port}/x`), at(`${port}/missing`).replace('alice', 'postgres'), at('port/x')].map(
        (url) => trouble(openDatabase(url)),
      ),
    );
    expect(told).toEqual([
      {
        code: 'unavailable',
        message:
          'store postgres://127.0.0.1:1/x: cannot be reached; start the server, or correct the URL (ECONNREFUSED)',
      },
      {
        code: 'denied',
        message: `${shown('x')}: the server refuses us; check user, password and rights (28000)`,
      },
      {
        code: 'denied',
        message: `${shown('missing')}: there is no such database; make it with createdb (3D000)`,
      },
      {
        code: 'unsupported',
        message:
          'store postgres:: this URL cannot be read; write one as postgres://USER:PASSWORD@HOST:PORT/DATABASE',
      },
    ]);
  });

  test('a database that holds no Unicode, or tables of another program, is refused', async () => {
    await postgres.psql(
      "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0",
    );
    const latin = postgres.url.replace(/postgres$/, 'latin');
    expect(await trouble(openDatabase(latin))).toEqual({
      code: 'unsupported',
      message: `${shown('latin')}: a database in LATIN1; make one with createdb --encoding=UTF8`,
    });
    const url = await postgres.createDatabase();
    await postgres.psql('CREATE TABLE memory (a text)', nameOf(url));
    expect(await trouble(openDatabase(url))).toEqual({
      code: 'unsupported',
      message: `${shown(nameOf(url))}: tables of another program have our names; name a database of its own (42P07)`,
    });
    expect(await postgres.psql("SELECT to_regclass('crossproof_schema')", nameOf(url))).toBe('');
  });

  test('a standby that lets nothing be written says so', async () => {
    const { url, name } = await made();
    await postgres.psql(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    const store = new SqlStore(await open(url));
    expect(await trouble(store.begin(started('1', ALICE)))).toEqual({
      code: 'read-only',
      message: `${shown(name)}: the server lets nothing be written; name the primary, not a standby (25006)`,
    });
    expect(await store.subjects()).toEqual([]);
  });

  test('a wrong password and a missing one are told apart from a server that is away', async () => {
    const path = folder();
    const hba = join(path, 'pg_hba.conf');
    await writeFile(hba, 'host all alice 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n');
    await chmod(path, 0o755);
    const strict = await startPostgres({ config: { hba_file: hba } });
    onTestFinished(() => strict.stop());
    await strict.psql("CREATE ROLE alice LOGIN PASSWORD 'right'; GRANT CREATE ON SCHEMA public TO alice");
    const as = (user: string): string => strict.url.replace('postgres@', `${user}@`);
    const refused = `store postgres://127.0.0.1:${strict.port}/postgres: the server refuses us; check user, password and rights`;
    expect(await trouble(openDatabase(as('alice:wrong')))).toEqual({
      code: 'denied',
      message: `${refused} (28P01)`,
    });
    expect(await trouble(openDatabase(as('alice')))).toEqual({ code: 'denied', message: refused });
    expect(await (await open(as('alice:right'))).rows('SELECT id FROM verification')).toEqual([]);
  });

  test('a server that asks for TLS of nobody is refused where the URL asks for it', async () => {
    const told = await trouble(openDatabase(`${postgres.url}?sslmode=verify-full`));
    expect(told).toEqual({
      code: 'denied',
      message: `${shown('postgres')}: no TLS connection that we trust; check sslmode and sslrootcert in the URL`,
    });
  });

  test('a server that has no room for us is one to come back to', async () => {
    const small = await startPostgres({
      config: { max_connections: '4', superuser_reserved_connections: '0' },
    });
    onTestFinished(() => small.stop());
    const database = await open(small.url);
    const queries = Array.from({ length: 8 }, () => trouble(database.rows('SELECT pg_sleep($1)', [1])));
    expect(await Promise.any(queries)).toEqual({
      code: 'unavailable',
      message: `store postgres://127.0.0.1:${small.port}/postgres: too many connections; raise max_connections, or run fewer processes (53300)`,
    });
    await Promise.allSettled(queries);
    expect(await database.rows('SELECT id FROM verification')).toEqual([]);
  });
});
