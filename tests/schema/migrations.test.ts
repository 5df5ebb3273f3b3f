import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Pool } from "pg";
import { type MikroORM, migrate, openDatabase } from "../../kit/database.ts";
import { prepareOutbox } from "../../kit/events.ts";
import { subgraphs } from "../../subgraphs/index.ts";
import { createTestDatabase } from "../support/test-database.ts";

/** What migrations say besides the entities, in every subgraph: the ORM is told to leave foreign keys to them. */
const FOREIGN_KEY = /^alter table "(\w+)" drop constraint "\1_\w+_fkey";$/;

/** Each source has kinds and bounds of its own; an answer has its day, and a refusal its reason. */
const OF_KEEPING = [
  'alter table "retention_setting" drop constraint "retention_setting_bounds";',
  'alter table "rectification" drop constraint "rectification_answered";',
];

/**
 * What a migration alone can say in each subgraph, as the statements by which the ORM would undo it. Each is here because
 * somebody wants it so: a line that is missing or new is a table and an entity that part ways.
 */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  consent: [
    // Indexes and checks of a registry that is asked at every read: written with the statements they serve.
    'drop index "accompaniment_active";',
    'drop index "accompaniment_by_organization";',
    'drop index "accompaniment_by_person";',
    'alter table "accompaniment" drop constraint "accompaniment_basis";',
    'alter table "accompaniment" drop constraint "accompaniment_end_reason";',
    'drop index "accompaniment_invitation_by_person";',
    'alter table "accompaniment_invitation" drop constraint "accompaniment_invitation_code";',
    ...["addressed", "agreed", "basis", "bounds"].map(
      (check) => `alter table "accompaniment_invitation" drop constraint "accompaniment_invitation_${check}";`,
    ),
    'drop index "held_mandate_by_person";',
    'alter table "organization_area" drop constraint "organization_area_kind";',
    'alter table "organization_area" drop constraint "organization_area_once";',
    'drop index "consent_by_person";',
    'drop index "consent_evidence_by_consent";',
    'alter table "consent_evidence" drop constraint "consent_evidence_artefact";',
    'alter table "consent" drop constraint "consent_given";',
    'alter table "consent" drop constraint "consent_state";',
    'alter table "consent" drop constraint "consent_suspended";',
    'drop index "consent_grant_by_consent";',
    'drop index "consent_grant_decision";',
    'alter table "consent_grant" drop constraint "consent_grant_integrate";',
    'drop index "data_sharing_agreement_parties";',
    'drop index "decision_record_by_actor";',
    'drop index "decision_record_by_person";',
    'drop index "decision_record_by_source";',
    'drop index "membership_active";',
    'drop index "notice_version";',
    'alter table "proxy_authority" drop constraint "proxy_authority_bounds";',
    'drop index "proxy_authority_by_holder";',
    'drop index "proxy_authority_by_person";',
    'drop index "restriction_by_person";',
    // Budgets are counted by one function, on tables nothing else reads or writes.
    'drop function if exists "spend_budgets"(jsonb, text);',
    'drop table if exists "budget" cascade;',
    'drop table if exists "budget_salt" cascade;',
    // Append-only tables: their triggers share one function, and their numbers are given by the database alone.
    ...triggerOf("consent_event", "append_only"),
    ...triggerOf("consent_evidence", "append_only"),
    ...triggerOf("decision_record", "append_only"),
    // The ledger is written and read by its own statements alone, and each row's salt by them and nobody else.
    ...["erasure", "head", "key", "leaf", "node", "waiting"].map(
      (table) => `drop table if exists "ledger_${table}" cascade;`,
    ),
    ...["erasure", "head", "leaf", "node"].flatMap((table) => triggerOf(`ledger_${table}`, "append_only")),
    'drop table if exists "disclosure_search" cascade;',
    // Who read what of an inbox: one mark an item and a member, which no entity needs.
    'drop table if exists "inbox_reading" cascade;',
    // A queue of its own statements.
    'drop table if exists "mail" cascade;',
    ...triggerOf("disclosure_search", "append_only"),
    'drop table if exists "invitation_lookup" cascade;',
    ...triggerOf("invitation_lookup", "append_only"),
    // Where organisations worked since when: appended and read by its own statements.
    'drop table if exists "territory_record" cascade;',
    ...triggerOf("territory_record", "append_only"),
    ...[
      "consent_event",
      "consent_evidence",
      "decision_record",
      "disclosure_search",
      "invitation_lookup",
      "ledger_erasure",
      "territory_record",
    ].flatMap((table) => triggerOf(table, "enters_ledger")),
    // Whatever may end a permit raises an epoch, by whichever hand.
    ...["accompaniment", "consent", "consent_grant", "proxy_authority", "restriction"].flatMap((table) =>
      triggerOf(table, "raises_epoch"),
    ),
    ...triggerOf("data_sharing_agreement", "raises_epochs"),
    // What is over stays over, and what was agreed to is never widened, by whichever hand.
    'drop function if exists "consent_stage"(text);',
    ...triggerOf("consent", "never_revives"),
    // What an older copy writes becomes evidence, too.
    ...triggerOf("consent", "keeps_evidence"),
    ...triggerOf("consent_grant", "never_widens"),
    ...["consent_event", "consent_evidence", "decision_record"].flatMap((table) => [
      `alter table "${table}" drop column "id", drop column "salt";`,
      `alter table "${table}" add "id" bigserial primary key;`,
    ]),
  ],
  "social-services": [
    ...OF_KEEPING,
    // Histories: one function for all, which the ORM would want once a table.
    ...triggerOf("barrier_action_change", "is_never_rewritten"),
    ...triggerOf("housing_stage_reached", "is_never_rewritten"),
    ...triggerOf("prescription_outcome", "is_never_rewritten"),
    ...triggerOf("prescription_transition", "is_never_rewritten"),
    ...triggerOf("rights_request_change", "is_never_rewritten"),
    ...triggerOf("disability_request_change", "is_never_rewritten"),
  ],
  "health-access": [
    ...OF_KEEPING,
    // What a stop may offer, and that it lasts: closed where it is stored.
    'alter table "round_stop" drop constraint "round_stop_period";',
    'alter table "round_stop" drop constraint "round_stop_services";',
    // One registration stands for a person and a session, however many were cancelled; nobody anonymous is without a place.
    'drop index "workshop_registration_standing";',
    // A ground stands beside the one constraint it is a ground for.
    'alter table "plan_constraint" drop constraint "plan_constraint_hours_ground_check";',
    // Scores are of the closed list, whole and from 0 to 10.
    'alter table "support_assessment" drop constraint "support_assessment_from_0_to_10";',
    'alter table "support_assessment" drop constraint "support_assessment_scores";',
    // An agreement is signed by the day it begins.
    'alter table "support_agreement" drop constraint "support_agreement_period";',
    'alter table "workshop_session" drop constraint "workshop_session_places";',
  ],
  "employment-contracts": OF_KEEPING,
  "resource-directory": [
    // What a search needs of PostgreSQL: a generated text vector, indexes over expressions and arrays, a distance.
    'drop index "care_offer_day";',
    'drop index "care_offer_position";',
    'drop index "care_offer_reception";',
    'drop index "care_offer_remote";',
    'drop index "care_offer_search";',
    'drop index "care_offer_themes";',
    'alter table "care_offer" drop column "search_vector";',
    // What hours say in minutes of the week, read and written by their own statements.
    'drop table if exists "opening_week" cascade;',
    'drop index "commune_postal_codes";',
    'drop index "commune_search_name";',
    'drop function if exists "distance_km"(double precision, double precision, double precision, double precision);',
  ],
};

function triggerOf(table: string, law: string): string[] {
  return [
    `drop trigger if exists "${table}_${law}" on "${table}";`,
    `drop function if exists "${table}_${table}_${law}_fn"();`,
  ];
}

describe.each(subgraphs.map((parts) => [parts.name, parts] as const))("the migrations of %s", (name, parts) => {
  const opened: (MikroORM | Pool)[] = [];
  let url: string;
  let orm: MikroORM;
  const open = async () => {
    const one = await openDatabase({ ...parts.database, url });
    opened.push(one);
    return one;
  };

  beforeAll(async () => {
    url = await createTestDatabase(name);
    orm = await open();
  });
  afterAll(async () => {
    for (const one of opened) await (one instanceof Pool ? one.end() : one.close());
  });

  /** What a process does with its database before it serves. */
  const prepare = async () => {
    const pool = new Pool({ connectionString: url });
    pool.on("error", () => undefined).on("connect", (client) => client.on("error", () => undefined));
    opened.push(pool);
    const applied = await migrate(await open());
    await prepareOutbox(pool);
    return applied;
  };

  test("are applied once when several processes start at the same time", async () => {
    const applied = await Promise.all([prepare(), prepare(), prepare()]);
    const own = (parts.database.migrations as { name: string }[]).map((migration) => migration.name);
    expect(own.length).toBeGreaterThan(0);
    const all = ["Migration20261126_idempotency_key", ...own];
    expect(applied.flat()).toEqual(all);
  });

  test("change nothing when they are run again", async () => {
    const history = () => orm.em.fork().execute("select name, executed_at from mikro_orm_migrations order by id");
    const before = await history();
    expect(await migrate(orm)).toEqual([]);
    expect(await history()).toEqual(before);
  });

  test("make the very tables the entities map, and besides them what is listed here", async () => {
    const difference = await orm.schema.getUpdateSchemaSQL({ wrap: false });
    const statements = difference
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !FOREIGN_KEY.test(line) && !line.includes("graphile_worker"));
    expect(statements.sort()).toEqual([...(KEPT[name] ?? [])].sort());
  });

  test("leave no lock behind", async () => {
    const locks = await orm.em
      .fork()
      .execute(
        "select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())",
      );
    expect(locks).toEqual([]);
  });
});
