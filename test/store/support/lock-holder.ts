/* Holds an exclusive lock on FILE until it is killed or its standard input ends. Says `locked` once it has it. */
import { writeSync } from 'node:fs';
import { SqliteConnection } from '../../../src/store/sqlite-connection.js';

const connection = new SqliteConnection(process.argv[2] ?? '');
connection.exec('BEGIN EXCLUSIVE');
writeSync(1, 'locked\n');
process.stdin.on('end', () => connection.exec('ROLLBACK'));
process.stdin.resume();
