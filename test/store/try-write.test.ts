import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/store/open-store.js';
import { tryPostgres } from '../../src/store/postgres-try.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { SqliteConnection } from '../../src/store/sqlite-connection.js';
import { TABLES } from '../../src/store/tables.js';
import { describeWithPostgres } from '../support/services.js';
import { fillDisk } from './support/fill-disk.js';
import { folder } from './support/folder.js';
import { ALICE, reading, started } from './support/plain-values.js';
import { smallDisk } from './support/small-disk.js';
import { sharedPostgres, stores } from './support/stores.js';
import { trouble } from './support/trouble.js';

const NO_MOUNT = 'mounting a small disk is not permitted';

describe.each(stores)('trying to write on $name', ({ open }) => {
  test('changes nothing that anybody sees, however often, and together with other writes', async () => {
    const { database, store, close } = await open();
    onTestFinished(close);
    await store.begin(started('1', ALICE));
    await Promise.all([
      database.tryWrite(),
      store.addReading('1', reading('https://1.example/')),
      database.tryWrite(),
    ]);
    await database.tryWrite();
    const counts = await Promise.all(
      TABLES.map(({ name }) => database.rows(`SELECT count(*) AS n FROM ${name}`)),
    );
    const filled = TABLES.filter((_, index) => Number(counts[index]?.[0]?.n) > 0);
    expect(filled.map(({ name }) => name)).toEqual(['verification', 'reading']);
  });

  test('fails once it is closed', async () => {
    const { database, close } = await open();
    await close();
    expect((await trouble(database.tryWrite())).code).toBe('closed');
  });
});

describe('trying to write a file', () => {
  async function fresh(busyTimeoutMs = 5_000, disk = folder()) {
    const file = join(disk, 'store.sqlite');
    const database = await openDatabase(file, { busyTimeoutMs });
    onTestFinished(() => database.close());
    return { file, database };
  }

  test('fails on a full disk where small writes still fit, and is well when there is room again', async ({
    skip,
  }) => {
    const disk = smallDisk(4096) ?? skip(NO_MOUNT);
    const { file, database } = await fresh(undefined, disk);
    const store = new SqlStore(database);
    await store.begin(started('1', ALICE));
    // The log has grown, and is written over from its start.
    for (let n = 0; n < 100; n++) await store.addReading('1', reading(`https://${n}.example/`));
    const other = new SqliteConnection(file);
    other.pragma('wal_checkpoint(PASSIVE)');
    other.close();
    await database.tryWrite();
    const makeRoom = fillDisk(disk);
    await store.addReading('1', reading('https://still.example/'));
    expect(await trouble(database.tryWrite())).toEqual({
      code: 'full',
      message: `store ${file}: no room left on the disk; make some, or name another with --store`,
    });
    expect(await database.rows('SELECT id FROM verification')).toEqual([{ id: '1' }]);
    makeRoom();
    await database.tryWrite();
    expect(readdirSync(disk).sort()).toEqual(['store.sqlite', 'store.sqlite-shm', 'store.sqlite-wal']);
  });

  test('is durable: the log has it', async () => {
    const { file, database } = await fresh();
    const before = statSync(`${file}-wal`).size;
    await database.tryWrite();
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(before);
  });

  test('takes its room in a file of its own, and follows no link that somebody put there', async () => {
    const { file, database } = await fresh();
    const precious = join(folder(), 'precious');
    writeFileSync(precious, 'kept');
    symlinkSync(precious, `${file}-room`);
    await Promise.all([database.tryWrite(), database.tryWrite()]);
    expect([readFileSync(precious, 'utf8'), existsSync(`${file}-room`)]).toEqual(['kept', false]);
  });

  test('fails while another process holds the lock', async () => {
    const { file, database } = await fresh(1);
    const other = new SqliteConnection(file);
    onTestFinished(() => other.close());
    other.exec('BEGIN IMMEDIATE');
    expect((await trouble(database.tryWrite())).code).toBe('busy');
    other.exec('ROLLBACK');
    await database.tryWrite();
  });
});

describeWithPostgres('trying to write to a server', () => {
  async function opened(url: string) {
    const database = await openDatabase(url);
    onTestFinished(() => database.close());
    return database;
  }
  const nameOf = (url: string): string => new URL(url).pathname.slice(1);

  test('fails on a full disk where small writes still fit, and is well when there is room again', async ({
    skip,
  }) => {
    const disk = smallDisk(16_384) ?? skip(NO_MOUNT);
    const postgres = await sharedPostgres();
    const url = await postgres.createDatabase();
    const name = nameOf(url);
    execFileSync('chown', ['postgres:', disk]);
    execFileSync('chmod', ['o+x', dirname(disk)]);
    await postgres.psql(`CREATE TABLESPACE small LOCATION '${disk}'`);
    onTestFinished(async () => {
      await postgres.psql(`ALTER DATABASE ${name} SET TABLESPACE pg_default`);
      await postgres.psql('DROP TABLESPACE small');
    });
    await postgres.psql(`ALTER DATABASE ${name} SET TABLESPACE small`);
    const database = await opened(url);
    const store = new SqlStore(database);
    await store.begin(started('1', ALICE));
    await store.addReading('1', reading('https://first.example/'));
    await database.tryWrite();
    const makeRoom = fillDisk(disk);
    await store.addReading('1', reading('https://still.example/'));
    expect(await trouble(database.tryWrite())).toEqual({
      code: 'full',
      message: `store postgres://127.0.0.1:${postgres.port}/${name}: no room left on the disk of the server; make some (53100)`,
    });
    expect(await database.rows('SELECT id FROM verification')).toEqual([{ id: '1' }]);
    makeRoom();
    await database.tryWrite();
  });

  test('fails where nothing may be written, and is well when it may again', async () => {
    const postgres = await sharedPostgres();
    const url = await postgres.createDatabase();
    await (await openDatabase(url)).close();
    const readOnly = async (value: 'on' | 'off') => {
      await postgres.psql(`ALTER DATABASE ${nameOf(url)} SET default_transaction_read_only = ${value}`);
      return opened(url);
    };
    expect(await trouble((await readOnly('on')).tryWrite())).toEqual({
      code: 'read-only',
      message: `store postgres://127.0.0.1:${postgres.port}/${nameOf(url)}: the server lets nothing be written; name the primary, not a standby (25006)`,
    });
    await (await readOnly('off')).tryWrite();
  });

  test('fails where the server lets no query have that room, and says what to raise', async () => {
    const postgres = await sharedPostgres();
    const url = await postgres.createDatabase();
    await postgres.psql(`ALTER DATABASE ${nameOf(url)} SET temp_file_limit = 0`);
    expect(await trouble((await opened(url)).tryWrite())).toEqual({
      code: 'full',
      message: `store postgres://127.0.0.1:${postgres.port}/${nameOf(url)}: the server lets a query have too little room on its disk; raise temp_file_limit (53400)`,
    });
  });

  test('two that try at once do not wait for each other', async () => {
    const postgres = await sharedPostgres();
    const url = await postgres.createDatabase();
    const [one, other] = [await opened(url), await opened(url)];
    await one.write(async (queries) => {
      await tryPostgres(queries);
      await other.tryWrite();
    });
  });
});
