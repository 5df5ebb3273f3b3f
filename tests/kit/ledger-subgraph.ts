import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { LockMode } from "@mikro-orm/core";
import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Migration } from "@mikro-orm/migrations";
import { Arg, Ctx, Directive, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import type { EntityManager } from "../../kit/database.ts";
import type { DecisionRequest } from "../../kit/decision.ts";
import { Public } from "../../kit/public.ts";
import type { RequestContext, SubgraphParts } from "../../kit/subgraph.ts";
import { createSubgraphSchema } from "../../kit/subgraph-schema.ts";
import { asPayload, Refusal, UserError } from "../../kit/user-error.ts";
import { Protected } from "../../subgraphs/protected.ts";
import { protection, protectionDirectives } from "../../subgraphs/protection.ts";

const Navigation = Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION");
const OWN = "It reports the viewer's own act.";

/** Hours granted to a person; each act on them is told twice over: as a new balance and as an entry. */
@Navigation
@Directive('@key(fields: "id")')
@ObjectType({ description: "Hours of a person." })
@Entity({ tableName: "account" })
export class Account {
  @Public("It says nothing by itself.")
  @Field(() => ID, { description: "Opaque identifier." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Navigation
  @Field(() => Int, { nullable: true, description: "What is left." })
  @Property({ type: "integer" })
  balance!: number;
}

@Entity({ tableName: "entry" })
export class Entry {
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  accountId!: string;

  @Property({ type: "integer" })
  amount!: number;
}

@Public(OWN)
@ObjectType({ description: "What became of an act." })
class DepositPayload {
  @Field(() => Account, { nullable: true, description: "The account as it is now." })
  account?: Account | null;

  @Field(() => Int, { nullable: true, description: "What was added." })
  added?: number | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

@Public(OWN)
@ObjectType({ description: "What became of an act on two accounts." })
class TransferPayload {
  @Field(() => [Account], { nullable: true, description: "Both, as they are now." })
  accounts?: Account[] | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

/** Amounts that make the service fail after it has written. */
export const REFUSED = -1;
export const BROKEN = 13;

export interface LedgerHooks {
  isPermitted: (request: DecisionRequest) => boolean;
  /** Runs within a deposit, once everything is written. */
  written: () => Promise<void>;
  /** Runs within a transfer, between its two locks. */
  betweenLocks: () => Promise<void>;
}

const lock = async (em: EntityManager, id: string) => {
  const account = await em.findOne(Account, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!account) throw new Refusal("NOT_FOUND", "There is no such account.", ["account"]);
  return account;
};

function write(em: EntityManager, account: Account, amount: number): void {
  account.balance += amount;
  em.create(Entry, { id: randomUUID(), accountId: account.id, amount });
}

function createResolver(hooks: LedgerHooks) {
  @Resolver()
  class LedgerResolver {
    @Query(() => Account, { nullable: true, description: "An account." })
    account(@Arg("id", () => ID, { description: "Its identifier." }) id: string, @Ctx() { em }: RequestContext) {
      return em.findOne(Account, { id });
    }

    @Mutation(() => DepositPayload, { nullable: true, description: "Adds hours." })
    deposit(
      @Arg("account", () => ID, { description: "Where." }) id: string,
      @Arg("amount", () => Int, { description: "How many." }) amount: number,
      @Ctx() { em, publish }: RequestContext,
    ) {
      return asPayload(() =>
        em.transactional(async (transaction) => {
          const account = await lock(transaction as EntityManager, id);
          write(transaction as EntityManager, account, amount);
          await transaction.flush();
          const data = { balance: String(account.balance) };
          await publish(transaction as EntityManager, { type: "deposit.made", subject: id, data });
          await hooks.written();
          if (amount === REFUSED) throw new Refusal("BAD_USER_INPUT", "Not so.", ["amount"]);
          if (amount === BROKEN) throw new Error("broken");
          return { account, added: amount };
        }),
      );
    }

    @Mutation(() => TransferPayload, { nullable: true, description: "Moves one hour." })
    transfer(
      @Arg("from", () => ID, { description: "Whence." }) from: string,
      @Arg("to", () => ID, { description: "Where to." }) to: string,
      @Ctx() { em }: RequestContext,
    ) {
      return asPayload(async () => {
        const giver = await lock(em, from);
        await hooks.betweenLocks();
        const taker = await lock(em, to);
        write(em, giver, -1);
        write(em, taker, 1);
        return { accounts: [giver, taker] };
      });
    }
  }
  return LedgerResolver;
}

class CreateLedger extends Migration {
  override up(): void {
    this.addSql(
      "create table account (id uuid primary key, person_id uuid not null, organization_id uuid not null, balance int not null)",
    );
    this.addSql(
      "create table entry (id uuid primary key, account_id uuid not null references account, amount int not null)",
    );
  }
}

/** A subgraph whose every act writes two tables and an event, and that a test can hold up within. */
export function createLedger(hooks: LedgerHooks): SubgraphParts {
  return {
    name: "ledger",
    schema: createSubgraphSchema({ resolvers: [createResolver(hooks)], directives: protectionDirectives }),
    database: { entities: [Account, Entry], migrations: [CreateLedger] },
    protection,
    decisionPoint: "consent",
    isInternalReadAllowed: (viewer) => viewer.roles.includes("SOCIAL_WORKER"),
    createContext: (base) => base,
    createDecide: () => async (requests) => ({ permitted: requests.map(hooks.isPermitted), grounds: [] }),
    subscribers: { "deposit.made": ["listener"] },
  };
}
