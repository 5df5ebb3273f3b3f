import { Migration } from "@mikro-orm/migrations";

/** 32 random bytes; a UUID of PostgreSQL holds 122 random bits. */
const SALT = "uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())";
const APPEND_ONLY = ["ledger_leaf", "ledger_node", "ledger_head", "ledger_erasure"];

/**
 * The ledger: an append-only Merkle tree over every event and decision. Content and salt stay in their own rows, which a
 * lawful erasure may remove; a leaf holds a commitment alone. Whoever writes an event or a decision notes it as waiting
 * in the same statement, and one sequencer turns what waits into leaves.
 */
export class Migration20261126_ledger extends Migration {
  override up(): void {
    for (const table of ["consent_event", "decision_record"])
      this.addSql(`alter table ${table} add column salt bytea not null default ${SALT}`);
    this.addSql(`create table ledger_waiting (
      id bigint generated always as identity primary key, kind text not null, row_id bigint not null)`);
    this.addSql(`create table ledger_leaf (
      index bigint primary key, kind text not null, row_id bigint not null, commitment bytea not null,
      constraint ledger_leaf_once unique (kind, row_id))`);
    // Hashes of complete subtrees above the leaves, so that a proof reads a few rows however large the tree is.
    this.addSql(`create table ledger_node (
      level int not null, position bigint not null, hash bytea not null, primary key (level, position))`);
    this.addSql(`create table ledger_head (
      size bigint primary key, root bytea not null, signed_at timestamptz not null, prev_head_hash bytea null,
      kid text not null, signature bytea not null)`);
    // The private half is there only while the operator gives the registry no key of its own.
    this.addSql(`create table ledger_key (
      kid text primary key, public_key text not null, private_key text null, first_used_at timestamptz not null default now())`);
    this.addSql(`create table ledger_erasure (
      id bigint generated always as identity primary key, kind text not null, row_id bigint not null,
      salt bytea not null default ${SALT}, erased_at timestamptz not null default clock_timestamp(),
      constraint ledger_erasure_once unique (kind, row_id))`);

    this.addSql(`create function enter_ledger() returns trigger language plpgsql as
      $$ begin insert into ledger_waiting (kind, row_id) select tg_argv[0], id from added order by id; return null; end $$`);
    for (const [table, kind] of [
      ["consent_event", "event"],
      ["decision_record", "decision"],
      ["ledger_erasure", "erasure"],
    ]) {
      this.addSql(`insert into ledger_waiting (kind, row_id) select '${kind}', id from ${table} order by id`);
      this.addSql(`create trigger ${table}_enters_ledger after insert on ${table}
        referencing new table as added for each statement execute function enter_ledger('${kind}')`);
    }

    // An event or a decision goes only once its erasure is an entry of the ledger itself.
    this.addSql(`create function refuse_change_but_erasure() returns trigger language plpgsql as $$ begin
      if tg_op = 'DELETE' and exists (
        select from ledger_erasure e where e.kind = tg_argv[0] and e.row_id = old.id) then return old; end if;
      raise exception '% is append-only', tg_table_name; end $$`);
    for (const [table, kind] of [
      ["consent_event", "event"],
      ["decision_record", "decision"],
    ]) {
      // Replaced, never dropped: there is no moment without it.
      this.addSql(`create or replace trigger ${table}_append_only before update or delete on ${table}
        for each row execute function refuse_change_but_erasure('${kind}')`);
    }
    for (const table of APPEND_ONLY) {
      this.addSql(`create trigger ${table}_append_only before update or delete on ${table}
        for each row execute function refuse_change()`);
      this.addSql(`create trigger ${table}_not_emptied before truncate on ${table}
        for each statement execute function refuse_change()`);
    }
    this.addSql(`do $$ begin
      execute format('revoke update, delete, truncate on ${APPEND_ONLY.join(", ")} from %I', current_user);
      execute format('revoke truncate on consent_event, decision_record from %I', current_user); end $$`);
  }
}
