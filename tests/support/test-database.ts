import { randomBytes } from "node:crypto";
import { Client } from "pg";

/** Creates an empty database in the PostgreSQL of this run and returns its URL. */
export async function createTestDatabase(name: string): Promise<string> {
  const admin = process.env.TEST_DATABASE_URL;
  if (!admin) throw new Error("TEST_DATABASE_URL is not set: run the tests through npm test.");
  const database = `test_${name.replaceAll("-", "_")}_${randomBytes(4).toString("hex")}`;
  const client = new Client({ connectionString: admin });
  await client.connect();
  await client.query(`create database ${database}`);
  await client.end();
  const url = new URL(admin);
  url.pathname = `/${database}`;
  return url.href;
}
