import { existsSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { startPostgres } from './postgres.js';
import { startRedis } from './redis.js';
import { describeWithPostgres, describeWithRedis } from './services.js';

describeWithRedis('a private Redis', () => {
  test('keeps its data over a crash, and loses it where asked to', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    expect(await redis.cli('SET', 'a', '1')).toBe('OK');
    await redis.restart({ keepData: true });
    expect(await redis.cli('GET', 'a')).toBe('1');
    await redis.kill();
    await expect(redis.cli('GET', 'a')).rejects.toThrow('Connection refused');
    await redis.restart({ keepData: false });
    expect(await redis.cli('GET', 'a')).toBe('');
    expect(await redis.cli('CONFIG', 'GET', 'maxmemory-policy')).toBe('maxmemory-policy\nnoeviction');
  });

  test('two run side by side', async () => {
    const both = await Promise.all([startRedis(), startRedis()]);
    onTestFinished(() => Promise.all(both.map((redis) => redis.stop())).then(() => undefined));
    expect(new Set(both.map(({ port }) => port)).size).toBe(2);
    expect(both.every((redis) => existsSync(`/proc/${redis.pid()}`))).toBe(true);
  });
});

describeWithPostgres('a private PostgreSQL', () => {
  test('keeps its data over a crash, and gives each test a database', async () => {
    const postgres = await startPostgres({ durable: true });
    onTestFinished(() => postgres.stop());
    const [one, two] = [await postgres.createDatabase(), await postgres.createDatabase()];
    expect(one).not.toBe(two);
    await postgres.psql('CREATE TABLE t (a text); INSERT INTO t VALUES (1)', 'test1');
    await postgres.kill();
    await expect(postgres.psql('SELECT 1')).rejects.toThrow('Connection refused');
    await postgres.restart();
    expect(await postgres.psql('SELECT a FROM t', 'test1')).toBe('1');
    expect(await postgres.dump(one)).toContain("INSERT INTO public.t VALUES ('1');");
  });
});
